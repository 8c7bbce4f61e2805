// The corner of a card: tick it, star it, its menu. Quiet until the card is looked at; made when the card comes near.

import { icon } from "./icons.js";
import { make, makeButton } from "./dom.js";
import { drawStar, starButton } from "./marks.js";
import { openCardMenu } from "./menu.js";


/** @import { Row } from "./store.js" */
/** @import { Card, Tools } from "./card.js" */

export class Corner {
  element = make("div", "yb-corner");
  #card;
  #tools;
  #tick = makeButton("yb-icon yb-tick", "", () => {});
  #menu = makeButton("yb-icon", "", () => this.openMenu(this.#menu));
  #star;
  #filled = false;
  #ticked = false;

  /** @param {Card} card @param {Tools} tools */
  constructor(card, tools) {
    this.#card = card;
    this.#tools = tools;
    this.#star = starButton(card, tools);
  }

  fill() {
    if (this.#filled) return;
    this.#filled = true;
    const { word, tick } = this.#tools;
    this.#tick.append(icon("check"));
    this.#tick.role = "checkbox";
    this.#tick.ariaLabel = this.#tick.title = word("select");
    this.#tick.addEventListener("click", (event) => tick(this.#card, event.shiftKey));
    this.#menu.append(icon("more"));
    this.#menu.ariaLabel = this.#menu.title = word("menu");
    this.#menu.ariaHasPopup = "menu";
    this.#menu.ariaExpanded = "false";
    this.element.append(this.#tick, this.#star, this.#menu);
    this.draw(this.#card.row);
  }

  /** @param {Row} row */
  draw(row) {
    if (!this.#filled) return;
    drawStar(this.#star, row, this.#tools.word);
    this.#tick.ariaChecked = String(this.#ticked);
  }

  /** @param {boolean} ticked */
  setTicked(ticked) {
    this.#ticked = ticked;
    this.draw(this.#card.row);
  }

  /** Where small menus of this card open. */
  get anchor() {
    this.fill();
    return this.#menu;
  }

  /** @param {HTMLElement} back  where the focus was */
  openMenu(back) {
    openCardMenu(this.#card, this.#tools, this.anchor, back);
  }
}
