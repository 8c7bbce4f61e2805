// The cards on the page: made, moved and taken away as the rows change, filled when they come near the screen.

import { Card } from "./card.js";
import { short } from "./dom.js";
import { nearby } from "./nearby.js";
import { isBusy, stateOf } from "./store.js";


/** @import { Change, Row } from "./store.js" */
/** @import { Arrange } from "./arrange.js" */
/** @import { Frame } from "./frame.js" */
/** @import { Tools } from "./card.js" */

const FLYING = 100; // ms: who scrolls far passes hundreds of cards, of which none is looked at

const FIRST = 9; // cards that are filled before it is known what is near: their pictures come unasked

export class Feed {
  /** @type {Map<string, Card>} */ cards = new Map();
  #frame;
  #tools;
  #watch;
  /** @type {Set<Card>} near, and not told yet */ #coming = new Set();
  #passing = 0;
  #gone = 0; // past the screen, and never looked at
  #arrange;
  /** @type {(shown: number, all: number) => void} */ #counted = () => {};

  /** @param {Frame} frame @param {Tools} tools @param {Arrange} arrange @param {AbortSignal} signal */
  constructor(frame, tools, arrange, signal) {
    this.#frame = frame;
    this.#tools = tools;
    this.#arrange = arrange;
    arrange.onChange(() => this.#rearrange());
    const { store, pictures } = tools;
    this.#watch = nearby(frame.root, (entries) => this.#pass(entries), signal);
    store.watch((change) => this.#follow(change), signal);
    this.#follow({ whole: true, changed: new Set(), added: 0 });
    for (const element of [...frame.list.children].slice(0, FIRST)) this.#of(element)?.fill();
    pictures.watch((id, problem) => {
      for (const card of this.cards.values()) card.pictureCame(id, problem);
    }, signal);
    // What has the focus is read, and left by its buttons, before a moment has passed.
    frame.list.addEventListener("focusin", ({ target }) => this.#of(/** @type {Element} */ (target))?.fill(), { signal });
    // On paper nothing comes near.
    window.addEventListener("beforeprint", () => this.cards.forEach((card) => card.fill()), { signal });
    const seconds = setInterval(() => {
      for (const card of this.cards.values()) if (isBusy(card.row.phase)) card.tick(store.now());
    }, 1000);
    signal.addEventListener("abort", () => {
      clearInterval(seconds);
      clearTimeout(this.#passing);
    });
  }

  /** To a card, if it is here. @param {string} key */
  go(key) {
    const card = this.cards.get(key);
    card?.fill(); // what has its height stays where it was scrolled to
    card?.element.scrollIntoView({ block: "nearest" });
    card?.element.focus();
  }

  /** @param {Element} element */
  #of(element) {
    return this.cards.get(/** @type {HTMLElement} */ (element).dataset.key ?? "");
  }

  /** Cards come near and leave: the first at once, what follows soon after, and only if it is still there then. @param {IntersectionObserverEntry[]} entries */
  #pass(entries) {
    for (const { target, isIntersecting } of entries) {
      const card = this.#of(target);
      if (!card) continue;
      if (isIntersecting) this.#coming.add(card);
      else if (this.#coming.delete(card)) this.#gone += 1;
      else card.setNear(false);
    }
    if (!this.#passing) this.#settle();
  }

  #settle() {
    const flown = this.#gone > this.#coming.size; // more went by than are here: faster than anybody looks
    this.#gone = 0;
    if (flown) return void (this.#passing = window.setTimeout(() => this.#settle(), FLYING));
    const coming = [...this.#coming];
    this.#coming.clear();
    for (const card of coming) card.setNear(true);
    for (const card of coming) card.measure();
    this.#passing = coming.length ? window.setTimeout(() => this.#settle(), FLYING) : 0;
  }

  /** The keys of what is shown, in the order of the page. */
  shown() {
    const articles = /** @type {HTMLElement[]} */ ([...this.#frame.list.children]);
    return articles.filter(({ hidden }) => !hidden).map(({ dataset }) => dataset.key ?? "");
  }

  /** @param {(shown: number, all: number) => void} counted  called when other cards are shown than before */
  onCount(counted) {
    this.#counted = counted;
    this.#count();
  }

  /** Everything anew: what is shown, and where. */
  #rearrange() {
    const { list } = this.#frame;
    const { store } = this.#tools;
    const wanted = this.#arrange.sorted(store.rows).flatMap((row) => this.cards.get(row.key)?.element ?? []);
    if (wanted.some((element, i) => list.children[i] !== element)) {
      const focus = list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : undefined;
      list.append(...wanted);
      focus?.focus();
    }
    for (const row of store.rows) this.#sift(row);
    this.#count();
    list.scrollTop = 0;
  }

  /** @param {Row} row */
  #sift(row) {
    const element = this.cards.get(row.key)?.element;
    const hidden = !this.#arrange.shows(row);
    if (element && element.hidden !== hidden) element.hidden = hidden;
  }

  #count() {
    const { rows } = this.#tools.store;
    const shown = this.#arrange.narrowed ? rows.filter((row) => this.#arrange.shows(row)).length : rows.length;
    this.#frame.list.hidden = !shown; // a feed without articles is none
    this.#counted(shown, rows.length);
  }

  /** @param {Row[]} rows */
  #add(rows) {
    const { list } = this.#frame;
    const fresh = rows.map((row) => new Card(row, this.#tools));
    for (const card of fresh) this.cards.set(card.row.key, card);
    if (this.#arrange.order === "oldest") list.append(...fresh.map((card) => card.element));
    else list.prepend(...fresh.map((card) => card.element).reverse()); // also where another order rules: what is new is seen
    for (const card of fresh) this.#watch(card.element);
  }

  /** @param {Change} change */
  #follow({ whole, changed, added }) {
    const { store } = this.#tools;
    if (whole) {
      for (const [key, card] of this.cards) {
        if (store.find(key)) continue;
        card.element.remove();
        this.#coming.delete(card);
        this.cards.delete(key);
      }
      this.#add(store.rows.filter((row) => !this.cards.has(row.key)));
    } else {
      const fresh = store.rows.slice(store.rows.length - added);
      this.#add(fresh);
      for (const row of fresh) this.#sift(row);
    }
    for (const row of whole ? store.rows : [...changed].flatMap((number) => store.rows[number] ?? [])) {
      const card = this.cards.get(row.key);
      const before = card?.element.dataset.phase ?? "";
      card?.update(row);
      this.#sift(row);
      this.#tell(row, before);
    }
    this.#frame.count(store.rows);
    this.#count();
  }

  /** @param {Row} row @param {string} before */
  #tell(row, before) {
    if (row.phase === before || isBusy(row.phase)) return;
    this.#frame.announce([row.via, short(row.prompt, 60), stateOf(row, this.#tools.word), row.message].filter(Boolean).join(", "));
  }
}
