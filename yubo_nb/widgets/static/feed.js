// The cards on the page: made, moved and taken away as the rows change, filled when they come near the screen.

import { Card } from "./card.js";
import { short } from "./dom.js";
import { isBusy } from "./store.js";


/** @import { Change, Row } from "./store.js" */
/** @import { Frame } from "./frame.js" */
/** @import { Tools } from "./card.js" */

export class Feed {
  /** @type {Map<string, Card>} */ cards = new Map();
  #frame;
  #tools;
  #newestFirst;
  #nearby;

  /** @param {Frame} frame @param {Tools} tools @param {boolean} newestFirst @param {AbortSignal} signal */
  constructor(frame, tools, newestFirst, signal) {
    this.#frame = frame;
    this.#tools = tools;
    this.#newestFirst = newestFirst;
    const { store, pictures } = tools;
    // `scrollMargin` reaches into the notebook's own scroller, where `rootMargin` does not.
    const options = /** @type {IntersectionObserverInit} */ ({ rootMargin: "400px", scrollMargin: "400px" });
    this.#nearby = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.#of(target)?.setNear(isIntersecting);
    }, options);
    store.watch((change) => this.#follow(change), signal);
    this.#follow({ whole: true, changed: new Set(), added: 0 });
    pictures.watch((id, problem) => {
      for (const card of this.cards.values()) card.pictureCame(id, problem);
    }, signal);
    const seconds = setInterval(() => {
      for (const card of this.cards.values()) if (isBusy(card.row.phase)) card.tick(store.now());
    }, 1000);
    signal.addEventListener("abort", () => {
      clearInterval(seconds);
      this.#nearby.disconnect();
    });
  }

  /** To a card, if it is here. @param {string} key */
  go(key) {
    const element = this.cards.get(key)?.element;
    element?.scrollIntoView({ block: "nearest" });
    element?.focus();
  }

  /** @param {Element} element */
  #of(element) {
    return this.cards.get(/** @type {HTMLElement} */ (element).dataset.key ?? "");
  }

  /** @param {Row[]} rows */
  #add(rows) {
    const { list } = this.#frame;
    const fresh = rows.map((row) => new Card(row, this.#tools));
    for (const card of fresh) this.cards.set(card.row.key, card);
    if (this.#newestFirst) list.prepend(...fresh.map((card) => card.element).reverse());
    else list.append(...fresh.map((card) => card.element));
    for (const card of fresh) this.#nearby.observe(card.element);
    this.#frame.idly(fresh.map((card) => () => card.fill()).reverse());
  }

  /** @param {Change} change */
  #follow({ whole, changed, added }) {
    const { store } = this.#tools;
    if (whole) {
      for (const [key, card] of this.cards) {
        if (store.find(key)) continue;
        card.element.remove();
        this.cards.delete(key);
      }
      this.#add(store.rows.filter((row) => !this.cards.has(row.key)));
    } else {
      this.#add(store.rows.slice(store.rows.length - added));
    }
    for (const row of whole ? store.rows : [...changed].flatMap((number) => store.rows[number] ?? [])) {
      const card = this.cards.get(row.key);
      const before = card?.element.dataset.phase ?? "";
      card?.update(row);
      this.#tell(row, before);
    }
    this.#frame.count(store.rows);
  }

  /** @param {Row} row @param {string} before */
  #tell(row, before) {
    if (row.phase === before || isBusy(row.phase)) return;
    this.#frame.announce([row.via, short(row.prompt, 60), this.#tools.word(row.phase), row.message].filter(Boolean).join(", "));
  }
}
