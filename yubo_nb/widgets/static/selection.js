// What is ticked: one set for all views of a board, known to the kernel, so that the next cell can use it.

/** @typedef {(keys: ReadonlySet<string>) => void} Watcher */

const TOLD_AFTER = 150; // milliseconds: a sweep over many boxes is one message

export class Selection {
  /** @type {Set<string>} */ #keys = new Set();
  /** @type {Set<Watcher>} */ #watchers = new Set();
  #anchor = "";
  #timer = 0;
  #send;

  /** @param {(message: object) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /** @returns {ReadonlySet<string>} */
  get keys() {
    return this.#keys;
  }

  /** As the kernel knows it. @param {string[]} keys */
  restore(keys) {
    if (this.#timer) return; // what a person has just done is newer
    this.#keys = new Set(keys);
    this.#tell();
  }

  /** @param {string} key */
  toggle(key) {
    if (!this.#keys.delete(key)) this.#keys.add(key);
    this.#anchor = key;
    this.#changed();
  }

  /** From the last one ticked to this one. @param {string} key @param {string[]} shown  in the order of the page */
  extend(key, shown) {
    const [from, to] = [shown.indexOf(this.#anchor), shown.indexOf(key)];
    if (from < 0 || to < 0) return this.toggle(key);
    for (const one of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) this.#keys.add(one);
    this.#changed();
  }

  /** @param {Iterable<string>} keys */
  set(keys) {
    this.#keys = new Set(keys);
    this.#changed();
  }

  /** @param {Watcher} watcher @param {AbortSignal} signal */
  watch(watcher, signal) {
    this.#watchers.add(watcher);
    signal.addEventListener("abort", () => this.#watchers.delete(watcher));
    watcher(this.#keys);
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#watchers.clear();
  }

  #changed() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#send({ kind: "select", keys: [...this.#keys] });
    }, TOLD_AFTER);
    this.#tell();
  }

  #tell() {
    for (const watcher of this.#watchers) watcher(this.#keys);
  }
}
