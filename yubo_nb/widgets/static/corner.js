// The corner of a card: its menu. Quiet until the card is looked at; made when the card comes near.

import { icon } from "./icons.js";
import { make, makeButton } from "./dom.js";
import { openCardMenu } from "./menu.js";


/** @import { Card, Tools } from "./card.js" */

export class Corner {
  element = make("div", "yb-corner");
  #card;
  #tools;
  /** @type {HTMLButtonElement | undefined} */ #menu;

  /** @param {Card} card @param {Tools} tools */
  constructor(card, tools) {
    this.#card = card;
    this.#tools = tools;
  }

  fill() {
    if (this.#menu) return;
    this.#menu = makeButton("yb-icon", "", () => this.openMenu());
    this.#menu.append(icon("more"));
    this.#menu.ariaLabel = this.#menu.title = this.#tools.word("menu");
    this.#menu.ariaHasPopup = "menu";
    this.#menu.ariaExpanded = "false";
    this.element.append(this.#menu);
  }

  openMenu() {
    this.fill();
    if (this.#menu) openCardMenu(this.#card, this.#tools, this.#menu);
  }
}
