// A task that takes much longer than usual is no failure: said quietly, and the person may stop watching.

import { make, makeButton } from "./dom.js";
import { isBusy } from "./store.js";


/** @import { Row } from "./store.js" */
/** @import { Owner } from "./presses.js" */
/** @import { Tools } from "./card.js" */

const LONG = 10 * 60_000;
const LEAST = 2 * 60_000;
const TIMES = 5; // the usual time

export class Slow {
  element = make("div", "yb-slow");
  #text = make("p", "");
  #until = 0; // what was said goes without saying again until then
  #made = false;
  #owner;
  #tools;

  /** @param {Owner} owner @param {Tools} tools */
  constructor(owner, tools) {
    this.#owner = owner;
    this.#tools = tools;
    this.element.hidden = true;
  }

  /** @param {Row} row @param {number} now  the kernel's clock @param {number | undefined} usual */
  draw(row, now, usual) {
    const since = row.submit_ms === undefined || row.phase === "sending" ? 0 : now - row.submit_ms;
    const limit = usual === undefined ? LONG : Math.min(LONG, Math.max(LEAST, TIMES * usual));
    const slow = isBusy(row.phase) && since > limit && since > this.#until;
    this.element.hidden = !slow;
    if (!slow) return;
    if (!this.#made) this.#make(() => (this.#until = since * 2));
    const text = this.#tools.word("still_running", { time: `${Math.floor(since / 60_000)} min` });
    if (this.#text.textContent !== text) this.#text.textContent = text;
  }

  /** @param {() => void} wait */
  #make(wait) {
    this.#made = true;
    const { word, stopWatching } = this.#tools;
    const choices = make("div", "yb-choices");
    const keep = makeButton("yb-button", word("keep_waiting"), () => {
      wait();
      this.element.hidden = true;
    });
    choices.append(keep, makeButton("yb-button", word("stop_watching"), () => stopWatching(this.#owner)));
    this.element.append(this.#text, choices);
  }
}
