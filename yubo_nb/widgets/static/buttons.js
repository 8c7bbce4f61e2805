// The buttons of a card: the usual ones at once, the rare ones behind a disclosure, so that a card stays small.

import { make, makeButton } from "./dom.js";


/** @import { Button, Row } from "./store.js" */
/** @import { Owner } from "./presses.js" */
/** @import { Tools } from "./card.js" */

const FEW = 10; // as many are never folded: a grid offers nine
const SOME = 8; // shown of many that are all unknown
const OFTEN = 6; // shown of the usual ones: three pairs
const USUAL = new Set(["upscale", "vary", "reroll", "upscale_subtle", "upscale_creative", "upscale_2x", "upscale_4x"]);
for (const verb of ["vary_subtle", "vary_strong", "vary_region", "zoom"]) USUAL.add(verb);
const SHORT = 3; // letters of a label of which five fit side by side

export class Buttons {
  element;
  /** @type {Set<string>} customIds pressed and not answered yet */ #waiting = new Set();
  #tools;
  #card;
  #point;
  #drawn = "";
  #open = false;

  /** @param {Owner} card @param {Tools} tools @param {(quadrant: string) => void} point  show which quarter is meant */
  constructor(card, tools, point) {
    this.#card = card;
    this.#tools = tools;
    this.#point = point;
    this.element = make("div", "yb-actions");
    this.element.role = "group";
    this.element.ariaLabel = tools.word("actions");
  }

  /** @param {Row} row */
  draw(row) {
    const drawn = `${row.set} ${row.uuid} ${row.more} ${this.#open}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const buttons = this.#tools.store.buttons(row);
    this.element.hidden = !buttons.length;
    const usual = buttons.length <= FEW ? buttons : buttons.filter(({ verb }) => USUAL.has(verb)).slice(0, OFTEN);
    const shown = usual.length ? usual : buttons.slice(0, SOME);
    const rare = buttons.filter((button) => !shown.includes(button));
    const rows = this.#rows(shown);
    if (rare.length) rows.push(this.#fold(row, rare.length));
    if (this.#open) rows.push(...this.#rows(rare));
    if (this.#open && row.more) {
      rows.push(make("p", "yb-hint", this.#tools.word("unsent_buttons", { n: row.more })));
    }
    this.element.replaceChildren(...rows);
  }

  /** The button may be pressed again. @param {string} customId */
  release(customId) {
    this.#waiting.delete(customId);
    for (const button of this.element.querySelectorAll("button")) {
      if (button.value === customId) button.ariaDisabled = button.ariaBusy = null;
    }
  }

  /** @returns {HTMLButtonElement[][]} as rows, for the arrow keys */
  rows() {
    return [...this.element.querySelectorAll(".yb-row")].map((row) => [...row.querySelectorAll("button")]);
  }

  /** @param {Row} row @param {number} n */
  #fold(row, n) {
    const { word } = this.#tools;
    const line = make("div", "yb-row");
    const toggle = makeButton("yb-more yb-fold", word(this.#open ? "less_buttons" : "more_buttons", { n }), () => {
      this.#open = !this.#open;
      this.draw(row);
      /** @type {HTMLElement | null} */ (this.element.querySelector(".yb-fold"))?.focus();
    });
    toggle.ariaExpanded = String(this.#open);
    line.append(toggle);
    return line;
  }

  /** Short labels by the relay's rows, long ones in pairs. @param {Button[]} buttons @returns {HTMLElement[]} */
  #rows(buttons) {
    const long = new Set(buttons.filter(({ label }) => label.length > SHORT).map(({ row }) => row));
    /** @type {HTMLElement[]} */
    const rows = [];
    let kind = "";
    for (const button of buttons) {
      const now = long.has(button.row) ? "pair" : `short ${button.row}`;
      if (now !== kind || (now === "pair" && rows.at(-1)?.childElementCount === 2)) {
        rows.push(make("div", now === "pair" ? "yb-row yb-pair" : "yb-row yb-short"));
      }
      kind = now;
      rows.at(-1)?.append(this.#button(button));
    }
    return rows;
  }

  /** @param {Button} button */
  #button(button) {
    const { cost } = this.#tools;
    const element = makeButton("yb-button", "", () => {
      if (this.#waiting.has(button.id)) return;
      // `disabled` would throw the keyboard's focus away.
      this.#waiting.add(button.id);
      element.ariaDisabled = element.ariaBusy = "true";
      this.#card.note("");
      this.#tools.press(this.#card, button);
    });
    element.value = button.id;
    element.dataset.verb = button.verb;
    const price = cost(this.#card.row, button.action);
    const name = button.name || button.label || button.emoji;
    element.ariaLabel = element.title = price ? `${name}, ${price}` : name;
    if (button.emoji) {
      const emoji = make("span", "yb-emoji", button.emoji);
      emoji.ariaHidden = "true";
      element.append(emoji);
    }
    if (button.label) element.append(make("bdi", "", button.label));
    // In the sandbox the foot of the card says what a price means there; on each button it would be noise.
    if (price && !this.#card.row.sandbox) element.dataset.cost = price;
    if (this.#waiting.has(button.id)) element.ariaDisabled = element.ariaBusy = "true";
    const quadrant = /^(?:upscale|vary)$/.test(button.verb) ? /::([1-4])::/.exec(button.id)?.[1] : undefined;
    if (quadrant) {
      for (const type of ["pointerenter", "focus"]) element.addEventListener(type, () => this.#point(quadrant));
      for (const type of ["pointerleave", "blur"]) element.addEventListener(type, () => this.#point(""));
    }
    return element;
  }
}
