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
  /** @type {{ tick: HTMLButtonElement, star: HTMLButtonElement, menu: HTMLButtonElement } | undefined} */ #made;

  /** @param {Card} card @param {Tools} tools */
  constructor(card, tools) {
    this.#card = card;
    this.#tools = tools;
  }

  fill() {
    if (this.#made) return this.#made;
    const { word, tick: choose } = this.#tools;
    const tick = makeButton("yb-icon yb-tick", "", () => {});
    tick.append(icon("check"));
    tick.role = "checkbox";
    tick.ariaLabel = tick.title = word("select");
    tick.addEventListener("click", (event) => choose(this.#card, event.shiftKey));
    const star = starButton(this.#card, this.#tools);
    const menu = makeButton("yb-icon", "", () => this.openMenu(menu));
    menu.append(icon("more"));
    menu.ariaLabel = menu.title = word("menu");
    menu.ariaHasPopup = "menu";
    menu.ariaExpanded = "false";
    this.#made = { tick, star, menu };
    this.element.append(tick, star, menu);
    this.draw(this.#card.row);
    return this.#made;
  }

  /** @param {Row} row */
  draw(row) {
    if (!this.#made) return;
    drawStar(this.#made.star, row, this.#tools.word);
    this.#made.tick.ariaChecked = String("ticked" in this.#card.element.dataset);
  }

  /** Where small menus of this card open. */
  get anchor() {
    return this.fill().menu;
  }

  /** @param {HTMLElement} back  where the focus was */
  openMenu(back) {
    openCardMenu(this.#card, this.#tools, this.anchor, back);
  }
}
