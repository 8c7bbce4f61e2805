// One card: what is known of one task, as elements. Server text goes in as text, never as markup.

import { Asks } from "./asks.js";
import { Buttons } from "./buttons.js";
import { Corner } from "./corner.js";
import { duration, make, setText, short } from "./dom.js";
import { Failure, hasFailed, marked } from "./failure.js";
import { openRating, Said } from "./marks.js";
import { Picture } from "./picture.js";
import { Clip } from "./clip.js";
import { Results } from "./results.js";
import { Slow } from "./slow.js";
import { isBusy } from "./store.js";


/** @import { Row, Store } from "./store.js" */
/** @import { Texts } from "./results.js" */
/** @import { Acts } from "./acts.js" */
/** @import { Pictures } from "./pictures.js" */
/**
 * @typedef {Acts & {
 *   store: Store, pictures: Pictures, word: (key: string, values?: Record<string, string | number>) => string,
 *   go: (key: string) => void, family: (card: Card) => void, size: number, cost: (row: Row, action: string) => string, lang: string,
 *   announce: (text: string) => void, expected: (row: Row) => number | undefined, view: (key: string) => void,
 *   tick: (card: Card, range: boolean) => void, money: (row: Row, price: number) => string,
 *   price: (action: string) => number | undefined, sentFromHere: (row: Row) => boolean
 * }} Tools  `cost`: what an act costs, in words; `go`: to another card; `view`: its picture, large; `tick`: select it
 */

export class Card {
  element = make("article", "yb-card");
  buttons;
  asks;
  #tools;
  #filled = false;
  #near = false;
  #reply = "";
  #words = "";
  #picture;
  #moving = "";
  #fresh = false; // it was seen unfinished
  /** @type {Clip | undefined} */ #clip;
  /** @type {Results | undefined} */ #results;
  #corner;
  #failure;
  #slow;
  #said;
  #state = make("span", "yb-state");
  #place = make("span", "yb-place");
  #time = make("span", "yb-time");
  #progress = make("progress", "yb-progress");
  #parent = make("button", "yb-parent");
  #prompt = make("p", "yb-prompt");
  #more = make("button", "yb-more");
  #message = make("p", "yb-message");
  #retry = make("p", "yb-retry");
  #answer = make("p", "yb-answer");
  #reused = make("p", "yb-reused");
  #origin = make("span", "yb-origin");
  #money = make("span", "yb-money");

  /** @param {Row} row @param {Tools} tools */
  constructor(row, tools) {
    this.row = row;
    this.#tools = tools;
    this.#picture = new Picture(row, tools);
    this.#corner = new Corner(this, tools);
    this.#failure = new Failure(this, tools);
    this.#slow = new Slow(this, tools);
    this.#said = new Said(this, tools);
    this.buttons = new Buttons(this, tools, (quadrant) => this.#picture.point(quadrant));
    this.asks = new Asks(this, tools);
    this.element.tabIndex = 0;
    this.element.dataset.key = row.key;
    this.update(row);
  }

  /** Make the inner elements. A card far from the screen is one element until the browser has time. */
  fill() {
    if (this.#filled) return;
    this.#filled = true;
    const { word } = this.#tools;
    this.#parent.type = this.#more.type = "button";
    this.#parent.addEventListener("click", () => this.row.parent && this.#tools.go(this.row.parent));
    this.#prompt.dir = "auto";
    this.#more.textContent = word("more");
    this.#more.ariaExpanded = "false";
    this.#more.hidden = true;
    this.#more.addEventListener("click", () => this.#unfold(this.#more.ariaExpanded !== "true"));
    this.#progress.max = 100;
    const head = make("div", "yb-line");
    head.append(this.#state, this.#place, this.#time);
    const foot = make("div", "yb-foot");
    foot.append(this.#origin, this.#money);
    const body = make("div", "yb-body");
    const notes = [this.#reused, this.#message, this.#failure.element, this.#slow.element, this.#retry, this.#answer, this.#said.element];
    body.append(head, this.#progress, this.#parent, this.#prompt, this.#more, ...notes, this.asks.element, this.buttons.element, foot);
    this.element.append(this.#picture.element, body, this.#corner.element);
    this.update(this.row);
  }

  /** @param {Row} row */
  update(row) {
    this.row = row;
    const { word, store } = this.#tools;
    const { element } = this;
    const state = word(row.phase) || row.phase;
    const prompt = row.prompt || word("no_prompt");
    element.dataset.phase = row.phase;
    element.dataset.left = String(Boolean(row.left));
    element.dataset.starred = String(Boolean(row.starred));
    element.dataset.rejected = String(row.rating === -1);
    const name = [row.via, short(row.prompt, 80)].filter(Boolean).join(", ") || prompt;
    element.ariaLabel = `${word("task")}: ${name}, ${state}`;
    if (!this.#filled) return;

    // An unknown word of the relay is shown as it came.
    setText(this.#state, row.phase === "unknown" && row.status ? row.status : state);
    const percent = row.percent === undefined || !isBusy(row.phase) ? "" : `${row.percent} %`;
    setText(this.#place, row.queued && row.phase === "queued" ? word("place", { n: row.queued }) : percent);
    this.#progress.hidden = !isBusy(row.phase);
    this.#progress.ariaLabel = state;
    if (row.percent === undefined) this.#progress.removeAttribute("value");
    else this.#progress.value = row.percent;
    this.tick(store.now());

    const parent = store.find(row.parent);
    const via = row.via || row.parent;
    this.#parent.disabled = !parent;
    if (parent) setText(this.#parent, word("of", { via: row.via || "↳", parent: short(parent.prompt || (parent.via ?? ""), 40) }));
    else setText(this.#parent, row.via && row.parent ? word("made_by", { via: row.via }) : (row.via ?? ""));

    const cut = row.cut ? ` ${word("cut", { n: row.cut })}` : "";
    const flags = prompt.search(/\s--[a-z]/i);
    const words = flags < 0 ? prompt : prompt.slice(0, flags);
    const banned = hasFailed(row) ? row.banned : undefined;
    const drawn = `${prompt}${cut}\n${banned}`;
    if (this.#words !== drawn) {
      this.#words = drawn;
      this.#prompt.replaceChildren(...marked(words, banned), flagged(prompt.slice(words.length)), cut);
    }
    this.#prompt.hidden = !row.prompt && Boolean(row.via); // pictures were given, and nothing is missing
    this.#offerMore();
    // What the relay said about a doubt is folded behind the question what to do.
    setText(this.#message, row.phase === "in_doubt" || hasFailed(row) ? "" : (row.message ?? ""));
    setText(this.#reused, row.reused ? word("reused") : "");
    setText(this.#answer, this.#reply);
    setText(this.#origin, row.sandbox ? word("sandbox") : row.origin.replace(/^https:\/\//, ""));
    this.#origin.classList.toggle("yb-sandbox", Boolean(row.sandbox));
    const price = row.price === undefined ? "" : ` ${row.price}`;
    setText(this.#money, row.sandbox || row.phase === "sending" ? "" : word(`charged_${row.charged ?? "no"}`) + price);
    this.buttons.draw(row);
    this.asks.draw(row);
    this.#failure.draw(row);
    this.#said.draw(row);
    this.#corner.draw(row);
    this.#picture.draw(row);
    this.#more_of(row);
  }

  /** @param {number} now  the kernel's clock */
  tick(now) {
    const { submit_ms: from, finish_ms: until, phase } = this.row;
    const end = until ?? (isBusy(phase) ? now : undefined);
    const expected = until === undefined && end !== undefined ? this.#tools.expected(this.row) : undefined;
    this.#slow.draw(this.row, now, expected);
    const late = expected === undefined || end === undefined || end - (from ?? end) > 1.2 * expected;
    const usual = late ? "" : ` ${this.#tools.word("usual", { time: duration(expected) })}`;
    setText(this.#time, from !== undefined && end !== undefined ? duration(end - from) + usual : "");
    const retry = this.row.retry_ms === undefined || phase !== "sending" ? undefined : this.row.retry_ms - now;
    setText(this.#retry, retry === undefined ? "" : this.#tools.word("retry", { n: Math.max(0, Math.ceil(retry / 1000)) }));
  }

  /** @param {boolean} near  close enough to the screen to want its picture */
  setNear(near) {
    this.#near = near;
    if (near) this.fill();
    if (near) this.#offerMore();
    if (near) this.#corner.fill();
    this.#picture.setNear(near);
    this.#more_of(this.row);
  }

  /** A picture has come, or why it has not. @param {string} id @param {string} problem */
  pictureCame(id, problem) {
    if (!this.#filled) return;
    this.asks.pictureCame();
    this.#picture.came(id, problem);
    this.#clip?.came(id, problem);
  }

  /** @param {Texts} texts */
  textsCame(texts) {
    this.#results?.came(texts);
  }

  /** A line of our own at this card. @param {string} text @param {boolean} [good] */
  note(text, good = false) {
    this.#reply = text;
    this.#answer.classList.toggle("yb-good", good);
    setText(this.#answer, text);
  }

  /** May be pressed again: a customId, or what an ask does. @param {string} control */
  release(control) {
    this.buttons.release(control);
    this.asks.release(control);
    this.#results?.release(control);
    this.#failure.release(control);
  }

  /** What was asked has been done, or not. @param {string} control @param {boolean} ok */
  answered(control, ok) {
    this.asks.answered(control, ok);
  }

  /** @param {boolean} ticked */
  setTicked(ticked) {
    if (ticked) this.element.dataset.ticked = "true";
    else delete this.element.dataset.ticked;
    this.#corner.setTicked(ticked);
  }

  openMenu() {
    this.fill();
    this.#corner.openMenu(this.element);
  }

  rate() {
    this.fill();
    openRating(this, this.#tools, this.#corner.anchor, this.element);
  }

  editNote() {
    this.fill();
    this.#said.edit(this.element);
  }

  /** What only some cards have, made when they are seen: texts that were found, and what moves. @param {Row} row */
  #more_of(row) {
    this.#fresh ||= isBusy(row.phase);
    if (!this.#filled || !this.#near) return;
    if (row.texts) {
      this.#results ??= new Results(this, this.#tools);
      if (!this.#results.element.isConnected) this.asks.element.before(this.#results.element);
      this.#results.want();
    }
    if (!row.clips || this.#moving === row.clips.join()) return;
    this.#moving = row.clips.join();
    this.#clip ??= new Clip(this, this.#tools, this.#picture.element);
    this.#clip.draw(this.#fresh);
  }

  /** Only where something is cut off; measured only near the screen, for a far card has no layout. */
  #offerMore() {
    const open = this.#more.ariaExpanded === "true";
    if (this.#near && !open) this.#more.hidden = this.#prompt.scrollHeight <= this.#prompt.clientHeight + 1;
  }

  /** @param {boolean} open */
  #unfold(open) {
    this.#more.ariaExpanded = String(open);
    this.#more.textContent = this.#tools.word(open ? "less" : "more");
    this.#prompt.classList.toggle("yb-open", open);
    // A region that scrolls has to be reachable by keyboard.
    if (open) this.#prompt.tabIndex = 0;
    else this.#prompt.removeAttribute("tabindex");
  }
}

/** Parameters, quieter than the words; the end of a line tears no flag apart. @param {string} text */
function flagged(text) {
  const flags = make("span", "yb-flags");
  flags.append(...text.split(/(--[\w-]+)/).map((part, n) => (n % 2 ? make("span", "yb-flag", part) : part)));
  return flags;
}
