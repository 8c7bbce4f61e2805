// One card: what is known of one task. Far from the screen it is one element with the prompt in it, which a search in the
// page finds; its body is made when it comes near.

import { Body } from "./body.js";
import { make, short } from "./dom.js";
import { openRating } from "./marks.js";
import { isBare, isBusy, stateOf } from "./store.js";


/** @import { Row, Store } from "./store.js" */
/** @import { Texts } from "./results.js" */
/** @import { Acts } from "./acts.js" */
/** @import { Pictures } from "./pictures.js" */
/**
 * @typedef {Acts & {
 *   store: Store, pictures: Pictures, word: (key: string, values?: Record<string, string | number>) => string,
 *   go: (key: string) => void, family: (card: { row: Row }) => void, size: number, cost: (row: Row, action: string) => string, lang: string,
 *   announce: (text: string) => void, expected: (row: Row) => number | undefined, view: (key: string) => void,
 *   compare: (a: string, b: string, part?: number) => void, tick: (card: { row: Row }, range: boolean) => void, money: (row: Row, price: number) => string,
 *   price: (action: string) => number | undefined, sentFromHere: (row: Row) => boolean
 * }} Tools  `cost`: what an act costs, in words; `go`: to another card; `view`: its picture, large; `tick`: select it;
 *   `compare`: two keys, and the quarter that is looked at
 */

export class Card {
  element = make("article", "yb-card yb-far");
  wasBusy = false; // it was unfinished when this view already had it
  #tools;
  /** @type {Body | undefined} */ #body;

  /** @param {Row} row @param {Tools} tools */
  constructor(row, tools) {
    this.row = row;
    this.#tools = tools;
    this.element.tabIndex = 0;
    this.element.dataset.key = row.key;
    this.update(row);
  }

  /** Its body, made now if there is none. */
  fill() {
    if (!this.#body) {
      this.element.classList.remove("yb-far");
      this.element.textContent = "";
      this.#body = new Body(this, this.#tools);
      this.#body.draw(this.row);
    }
    return this.#body;
  }

  /** What it asks, if it was ever near. */
  get asks() {
    return this.#body?.asks;
  }

  get buttons() {
    return this.fill().buttons;
  }

  /** @param {Row} row */
  update(row) {
    this.row = row;
    this.wasBusy ||= isBusy(row.phase);
    const { word } = this.#tools;
    const { element } = this;
    element.dataset.phase = row.phase;
    element.dataset.bare = String(isBare(row));
    element.dataset.left = String(Boolean(row.left));
    element.dataset.starred = String(Boolean(row.starred));
    element.dataset.rejected = String(row.rating === -1);
    const name = [row.via, short(row.prompt, 80)].filter(Boolean).join(", ") || word("no_prompt");
    element.ariaLabel = `${word("task")}: ${name}, ${stateOf(row, word)}`;
    if (this.#body) this.#body.draw(row);
    else if (element.textContent !== row.prompt) element.textContent = row.prompt;
  }

  /** @param {number} now  the kernel's clock */
  tick(now) {
    this.#body?.tick(now);
  }

  /** @param {boolean} near  close enough to the screen to want its picture */
  setNear(near) {
    (near ? this.fill() : this.#body)?.setNear(near);
  }

  /** Apart from `setNear`: to measure one card between changes of others would lay out the page for each of them. */
  measure() {
    this.#body?.offerMore();
  }

  /** A picture has come, or why it has not. @param {string} id @param {string} problem */
  pictureCame(id, problem) {
    this.#body?.pictureCame(id, problem);
  }

  /** @param {Texts} texts */
  textsCame(texts) {
    this.#body?.textsCame(texts);
  }

  /** A line of our own at this card. @param {string} text @param {boolean} [good] */
  note(text, good = false) {
    (text ? this.fill() : this.#body)?.note(text, good);
  }

  /** May be pressed again: a customId, or what an ask does. @param {string} control */
  release(control) {
    this.#body?.release(control);
  }

  /** What was asked has been done, or not. @param {string} control @param {boolean} ok */
  answered(control, ok) {
    this.asks?.answered(control, ok);
  }

  /** @param {boolean} ticked */
  setTicked(ticked) {
    if (ticked) this.element.dataset.ticked = "true";
    else delete this.element.dataset.ticked;
    this.#body?.corner.draw(this.row);
  }

  openMenu() {
    this.fill().corner.openMenu(this.element);
  }

  rate() {
    openRating(this, this.#tools, this.fill().corner.anchor, this.element);
  }

  editNote() {
    this.fill().said.edit(this.element);
  }
}
