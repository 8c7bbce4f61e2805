// What describe and shorten found: prompts that fill the form, and the words of a prompt with their weights.

import { make, makeButton } from "./dom.js";


/** @import { Card, Tools } from "./card.js" */
/**
 * @typedef {{ key: string, choices: { n: number, text: string }[], offer: boolean,
 *   parts: { text: string, important: boolean | null, weight: number | null }[] }} Texts
 */

export class Results {
  element = make("div", "yb-results");
  #card;
  #tools;
  #asked = false;
  /** @type {Map<string, HTMLButtonElement>} by what they do */ #controls = new Map();

  /** @param {Card} card @param {Tools} tools */
  constructor(card, tools) {
    this.#card = card;
    this.#tools = tools;
    this.element.role = "group";
    this.element.ariaLabel = tools.word("results");
    this.element.append(make("p", "yb-legend", tools.word("results_coming")));
  }

  /** Asked for when the card is seen: no row carries texts that nobody reads. */
  want() {
    if (this.#asked) return;
    this.#asked = true;
    this.#tools.texts(this.#card);
  }

  /** @param {Texts} texts */
  came({ choices, parts, offer }) {
    const { word } = this.#tools;
    const focused = [...this.#controls].find(([, button]) => button === document.activeElement)?.[0];
    this.#controls.clear();
    /** @type {HTMLElement[]} */ const found = [];
    if (parts.length) {
      const words = make("p", "yb-words");
      words.dir = "auto";
      words.ariaLabel = word("result_words");
      for (const part of parts) words.append(...this.#word(part));
      found.push(words, make("p", "yb-legend", word("result_legend")));
    }
    if (offer && choices.length) found.push(make("p", "yb-legend", word("result_offer")));
    const list = make("ol", "yb-found");
    for (const { n, text } of choices) {
      const item = make("li", "");
      item.value = n;
      const line = make("p", "yb-found-text", text);
      line.dir = "auto";
      const bar = make("div", "yb-choices");
      bar.append(this.#button("fill", n, word("fill"), text, () => this.#tools.fill(this.#card, text)));
      if (offer) {
        const price = this.#tools.cost(this.#card.row, "imagine");
        const name = price ? word("result_imagine", { price }) : word("imagine");
        bar.append(this.#button("pick", n, name, text, () => this.#tools.pick(this.#card, n)));
      }
      item.append(line, bar);
      list.append(item);
    }
    found.push(choices.length ? list : make("p", "yb-legend", word("results_none")));
    this.element.replaceChildren(...found);
    if (focused) this.#controls.get(focused)?.focus();
  }

  /** @param {string} control */
  release(control) {
    for (const [name, button] of this.#controls) {
      if (name === control || name.startsWith(`${control} `)) button.ariaDisabled = button.ariaBusy = null;
    }
  }

  /** @param {Texts["parts"][number]} part @returns {(HTMLElement | string)[]} */
  #word({ text, important, weight }) {
    const tag = important === null ? "span" : important ? "strong" : "del";
    const element = make(tag, "yb-word", text);
    if (weight !== null) {
      element.style.setProperty("--yb-weight", String(Math.min(1, Math.max(0, weight))));
      element.classList.add("yb-weighed");
      element.title = this.#tools.word("result_weight", { text, weight });
      element.append(make("span", "yb-hidden", ` (${weight})`));
    }
    return /^[,.;:!?，。；：！？]/.test(text) ? [element] : [" ", element];
  }

  /** Off until the kernel answers. @param {string} what @param {number} n @param {string} name @param {string} text @param {() => void} press */
  #button(what, n, name, text, press) {
    const button = makeButton("yb-button", name, () => {
      if (button.ariaDisabled === "true") return;
      button.ariaDisabled = button.ariaBusy = "true";
      this.#card.note("");
      press();
    });
    button.title = text;
    button.ariaLabel = `${name} (${n})`;
    this.#controls.set(`${what} ${n}`, button);
    return button;
  }
}
