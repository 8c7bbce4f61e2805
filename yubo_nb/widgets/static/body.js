// What is inside a card: picture, state, prompt, buttons, what it asks. Server text goes in as text, never as markup.

import { Asks } from "./asks.js";
import { Buttons } from "./buttons.js";
import { Clip } from "./clip.js";
import { Corner } from "./corner.js";
import { duration, make, setText, short } from "./dom.js";
import { Failure, hasFailed, marked } from "./failure.js";
import { Said } from "./marks.js";
import { Picture } from "./picture.js";
import { Results } from "./results.js";
import { Slow } from "./slow.js";
import { isBusy, paid, stateOf } from "./store.js";


/** @import { Card, Tools } from "./card.js" */
/** @import { Row } from "./store.js" */
/** @import { Texts } from "./results.js" */

export class Body {
  asks;
  buttons;
  corner;
  said;
  #card;
  #tools;
  #near = false;
  #words = "";
  #picture;
  #moving = "";
  /** @type {Clip | undefined} */ #clip;
  /** @type {Results | undefined} */ #results;
  #failure;
  #slow;
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

  /** @param {Card} card @param {Tools} tools */
  constructor(card, tools) {
    const { word } = tools;
    this.#card = card;
    this.#tools = tools;
    this.#picture = new Picture(card.row, tools);
    this.corner = new Corner(card, tools);
    this.#failure = new Failure(card, tools);
    this.#slow = new Slow(card, tools);
    this.said = new Said(card, tools);
    this.buttons = new Buttons(card, tools, (quadrant) => this.#picture.point(quadrant));
    this.asks = new Asks(card, tools);
    this.#parent.type = this.#more.type = "button";
    this.#parent.addEventListener("click", () => card.row.parent && tools.go(card.row.parent));
    this.#prompt.dir = "auto";
    this.#more.textContent = word("more");
    this.#more.ariaExpanded = "false";
    this.#more.hidden = this.#answer.hidden = true;
    this.#more.addEventListener("click", () => this.#unfold(this.#more.ariaExpanded !== "true"));
    this.#progress.max = 100;
    const head = make("div", "yb-line");
    head.append(this.#state, this.#place, this.#time);
    const foot = make("div", "yb-foot");
    foot.append(this.#origin, this.#money);
    const body = make("div", "yb-body");
    const notes = [this.#reused, this.#message, this.#failure.element, this.#slow.element, this.#retry, this.#answer, this.said.element];
    body.append(head, this.#progress, this.#parent, this.#prompt, this.#more, ...notes, this.asks.element, this.buttons.element, foot);
    card.element.append(this.#picture.element, body, this.corner.element);
  }

  /** @param {Row} row */
  draw(row) {
    const { word, store } = this.#tools;
    const prompt = row.prompt || word("no_prompt");
    const state = stateOf(row, word);
    setText(this.#state, state);
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
    this.#prompt.hidden = !row.prompt && Boolean(row.via || row.texts); // pictures were given, and nothing is missing
    this.offerMore();
    // What the relay said about a doubt is folded behind the question what to do.
    setText(this.#reused, row.reused ? word("reused") : "");
    setText(this.#message, row.phase === "in_doubt" || hasFailed(row) ? "" : (row.message ?? ""));
    setText(this.#origin, row.sandbox ? word("sandbox") : row.origin.replace(/^https:\/\//, ""));
    this.#origin.classList.toggle("yb-sandbox", Boolean(row.sandbox));
    setText(this.#money, row.sandbox || row.phase === "sending" ? "" : paid(row, word));
    this.buttons.draw(row);
    this.asks.draw(row);
    this.#failure.draw(row);
    this.said.draw(row);
    this.corner.draw(row);
    this.#picture.draw(row);
    this.#more_of(row);
  }

  /** @param {number} now  the kernel's clock */
  tick(now) {
    const { submit_ms: from, finish_ms: until, phase } = this.#card.row;
    const end = until ?? (isBusy(phase) ? now : undefined);
    const expected = until === undefined && end !== undefined ? this.#tools.expected(this.#card.row) : undefined;
    this.#slow.draw(this.#card.row, now, expected);
    const { word } = this.#tools;
    const late = expected === undefined || end === undefined || end - (from ?? end) > 1.2 * expected;
    const usual = late ? "" : ` ${word("usual", { time: duration(word, expected) })}`;
    setText(this.#time, from !== undefined && end !== undefined ? duration(word, end - from) + usual : "");
    const retry = this.#card.row.retry_ms === undefined || phase !== "sending" ? undefined : this.#card.row.retry_ms - now;
    setText(this.#retry, retry === undefined ? "" : word("retry", { n: Math.max(0, Math.ceil(retry / 1000)) }));
  }

  /** @param {boolean} near  close enough to the screen to want its picture */
  setNear(near) {
    this.#near = near;
    if (near) this.corner.fill();
    this.#picture.setNear(near);
    this.#more_of(this.#card.row);
  }

  /** @param {string} id @param {string} problem */
  pictureCame(id, problem) {
    this.asks.pictureCame();
    this.#picture.came(id, problem);
    this.#clip?.came(id, problem);
  }

  /** @param {Texts} texts */
  textsCame(texts) {
    this.#results?.came(texts);
  }

  /** @param {string} text @param {boolean} good */
  note(text, good) {
    this.#answer.classList.toggle("yb-good", good);
    setText(this.#answer, text);
  }

  /** @param {string} control */
  release(control) {
    this.buttons.release(control);
    this.asks.release(control);
    this.#results?.release(control);
    this.#failure.release(control);
  }

  /** What only some cards have, made when they are seen: texts that were found, and what moves. @param {Row} row */
  #more_of(row) {
    if (!this.#near) return;
    if (row.texts) {
      this.#results ??= new Results(this.#card, this.#tools);
      if (!this.#results.element.isConnected) this.asks.element.before(this.#results.element);
      this.#results.want();
    }
    if (!row.clips || this.#moving === row.clips.join()) return;
    this.#moving = row.clips.join();
    this.#clip ??= new Clip(this.#card, this.#tools, this.#picture.element);
    this.#clip.draw(this.#card.wasBusy);
  }

  /** Only where something is cut off; measured only near the screen, for a far card has no layout. */
  offerMore() {
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
