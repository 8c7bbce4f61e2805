// A card that went wrong: what happened, what it cost, what to do, what the relay said, and the way to try again.

import { make, makeButton } from "./dom.js";


/** @import { Row } from "./store.js" */
/** @import { Card, Tools } from "./card.js" */

const FAILED = new Set(["failure", "rejected", "not_sent", "cancelled"]);
const LONG = 100; // characters that stand in a card without scrolling, in any script
const OURS = new Set(["unsaid", "expired"]); // reasons for which the message is a sentence of ours

/** @param {Row} row */
export const hasFailed = (row) => FAILED.has(row.phase);

export class Failure {
  element = make("div", "yb-failure");
  /** @type {HTMLButtonElement | undefined} */ #again;
  #card;
  #tools;
  #drawn = "";

  /** @param {Card} card @param {Tools} tools */
  constructor(card, tools) {
    this.#card = card;
    this.#tools = tools;
    this.element.hidden = true;
  }

  /** @param {Row} row */
  draw(row) {
    const { word, each } = this.#tools;
    const failed = hasFailed(row);
    const drawn = failed ? `${row.phase} ${row.reason} ${row.charged} ${row.message}` : "";
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.element.hidden = !failed;
    if (!failed) return this.element.replaceChildren();
    const why = row.reason ?? "other";
    /** @type {HTMLElement[]} */
    const parts = [make("p", "yb-what", word(`what_${why}`))];
    if (!row.sandbox) parts.push(make("p", "yb-cost", this.#cost(row)));
    parts.push(make("p", "yb-todo", word(`todo_${why}`)));
    if (row.message && !OURS.has(why)) {
      const quote = make("blockquote", "yb-quote", row.message);
      quote.dir = "auto";
      if (row.message.length > LONG || row.message.includes("\n")) quote.tabIndex = 0; // it may scroll: the keyboard has to reach it
      parts.push(quote);
    }
    // A dialog that was closed is opened again, and what was entered is in it.
    if (why !== "expired" && this.#tools.sentFromHere(row)) {
      const price = row.price === undefined ? "" : this.#tools.money(row, row.price);
      const name = price ? word("retry_price", { price }) : word("retry_now");
      this.#again = makeButton("yb-button", name, () => {
        if (this.#again?.ariaDisabled === "true") return;
        if (this.#again) this.#again.ariaDisabled = this.#again.ariaBusy = "true";
        each(this.#card, [this.#card.row.key], "retry", 0, name);
      });
      parts.push(this.#again);
    }
    return this.element.replaceChildren(...parts);
  }

  /** @param {Row} row */
  #cost(row) {
    const { word, money } = this.#tools;
    const charged = row.charged ?? "no";
    const price = charged === "no" || !row.price ? "" : money(row, row.price);
    return word(price ? `cost_${charged}_price` : `cost_${charged}`, { price });
  }

  /** @param {string} control */
  release(control) {
    if (control === "each" && this.#again) this.#again.ariaDisabled = this.#again.ariaBusy = null;
  }
}

/** The prompt with a word marked in it, wherever it stands. @param {string} prompt @param {string | undefined} word @returns {(string | HTMLElement)[]} */
export function marked(prompt, word) {
  if (!word) return [prompt];
  const parts = [];
  const [low, wanted] = [prompt.toLowerCase(), word.toLowerCase()];
  let from = 0;
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
    parts.push(prompt.slice(from, at), make("mark", "yb-banned", prompt.slice(at, at + word.length)));
    from = at + word.length;
  }
  return [...parts, prompt.slice(from)];
}
