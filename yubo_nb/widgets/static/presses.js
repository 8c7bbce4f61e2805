// Presses on their way: one gesture is one intent, its control is off until the kernel has answered, and its answer finds back.

import { mint } from "./dom.js";


/** @import { Row } from "./store.js" */
/**
 * @typedef {{ note: (text: string, good?: boolean) => void, release: (control: string) => void,
 *   answered?: (control: string, ok: boolean) => void }} Face  where a press was made, and where its answer is read
 * @typedef {Face & { row: Row }} Owner  of one card's row
 * @typedef {{ gesture: string, ok: boolean, text: string }} Reply
 */

const ANSWER_WITHIN = 10_000;
const SETTLES = 1500; // a button stays off this long at least: an impatient hand means one act, not fifty

export class Presses {
  /** @type {Map<string, { face: Face, control: string, timer: number, at: number }>} */ #waiting = new Map();
  #word;
  #announce;

  /** @param {(key: string, values?: Record<string, string | number>) => string} word @param {(text: string) => void} announce */
  constructor(word, announce) {
    this.#word = word;
    this.#announce = announce;
  }

  /**
   * Send what a person did, and remember who is to hear the answer.
   * @param {Face} face @param {string} control @param {string} name  as the person reads it
   * @param {(gesture: string) => boolean} send  whether it left the page
   */
  make(face, control, name, send) {
    const gesture = mint();
    const timer = window.setTimeout(() => face.note(this.#word("no_answer")), ANSWER_WITHIN);
    this.#waiting.set(gesture, { face, control, timer, at: performance.now() });
    this.#announce(this.#word("pressed", { name }));
    if (send(gesture)) return;
    this.#waiting.delete(gesture);
    clearTimeout(timer);
    face.note(this.#word("not_delivered"));
    face.release(control);
  }

  /** Whether it was made in this view; another view of the same board is told of it too. @param {string} gesture */
  made(gesture) {
    return this.#waiting.has(gesture);
  }

  /** @param {Reply} reply */
  answer({ gesture, ok, text }) {
    const press = this.#waiting.get(gesture);
    if (!press) return;
    const { face, control, timer, at } = press;
    this.#waiting.delete(gesture);
    clearTimeout(timer);
    face.note(text, ok);
    face.answered?.(control, ok);
    window.setTimeout(() => face.release(control), Math.max(0, at + SETTLES - performance.now()));
    if (text) this.#announce(text);
  }
}
