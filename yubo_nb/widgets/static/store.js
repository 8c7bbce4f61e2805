// The cards of one board, kept in step with the kernel. Lives in the browser only; never sets a trait.

/**
 * @typedef {{ id: string, label: string, emoji: string, verb: string, action: string, name: string, row: number }} Button
 * @typedef {{
 *   key: string, prompt: string, phase: string, origin: string, cut?: number, via?: string, sandbox?: boolean,
 *   status?: string, percent?: number, message?: string, charged?: string, price?: number, queued?: number,
 *   verb?: string, draft?: string, retry_ms?: number, left?: boolean, reused?: boolean, picture?: string | number, picture_error?: string, picture_from?: string, clips?: string[], texts?: boolean, width?: number, height?: number, submit_ms?: number,
 *   reason?: string, banned?: string, starred?: boolean, rating?: number, note?: string,
 *   start_ms?: number, finish_ms?: number, parent?: string, set?: number, uuid?: string, more?: number
 * }} Row  a field at its default is left out; `picture` as a number is the n-th preview of this card
 * @typedef {{ at: number[], all?: Record<string, unknown>, each?: Record<string, unknown[]> }} Move
 * @typedef {{ version: number, now: number, sets: Button[][], shared: Partial<Row>, cards: Row[], selected: string[] }} Whole  `shared`: of every
 *   row that does not say otherwise, with null for what it has not
 * @typedef {{ version: number, base: number, sets?: Button[][], add?: Row[], moves?: Move[],
 *   coming?: number[] }} Patch  `coming`: rows whose picture follows unasked
 * @typedef {{ whole: boolean, changed: Set<number>, added: number }} Change
 */

const AGAIN = 5000;
const TRIES = 5;
const LEARNT = 21; // tasks from which the usual time is learnt: the latest

const BUSY = new Set(["sending", "queued", "running"]);

/** @param {string | undefined} phase */
export const isBusy = (phase) => BUSY.has(phase ?? "");

/** It ended well, and its picture cannot be had. @param {Row} row */
export const isBare = ({ phase, picture_error }) => phase === "success" && Boolean(picture_error);

/** Its state in words; an unknown one of the relay is shown as it came. @param {Row} row @param {(key: string) => string} word */
export function stateOf(row, word) {
  if (row.phase === "unknown" && row.status) return row.status;
  return isBare(row) ? word("no_picture") : word(row.phase) || row.phase;
}

/** What is known of a call's money; the price of what was not charged would read as if it were. @param {Row} row @param {(key: string) => string} word */
export function paid({ charged = "no", price }, word) {
  const text = word(`charged_${charged}`);
  return price === undefined || charged === "no" ? text : `${text} ${price}`;
}

export class Store {
  /** @type {Row[]} */ rows = [];
  /** @type {Button[][]} */ sets = [];
  /** @type {Map<string, number>} */ #numbers = new Map();
  /** @type {Set<(change: Change) => void>} */ #watchers = new Set();
  /** @type {Map<string, number[]>} by what made them */ #usual = new Map();
  #learnt = -1;
  #send;
  #timer = 0;
  #tries = 0;
  version = -1;
  skew = 0;

  /** @param {(message: object) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /** @param {Whole} whole */
  replace(whole) {
    this.#inStep();
    this.rows = whole.cards.map((row) => {
      const full = /** @type {Row} */ ({ ...whole.shared });
      for (const [field, value] of Object.entries(row)) put(full, field, value);
      return full;
    });
    this.sets = [...whole.sets];
    this.version = whole.version;
    this.skew = whole.now - Date.now();
    this.#numbers = new Map(this.rows.map((row, number) => [row.key, number]));
    this.#tell({ whole: true, changed: new Set(), added: 0 });
  }

  /**
   * Apply a patch that fits; after a gap ask for everything instead.
   * @param {Patch} patch @param {(id: string) => void} expect  called with pictures that come unasked
   */
  apply(patch, expect) {
    if (patch.base !== this.version) {
      if (patch.version > this.version) this.askWhole();
      return;
    }
    this.#inStep();
    /** @type {Set<number>} */
    const changed = new Set();
    this.sets.push(...(patch.sets ?? []));
    for (const move of patch.moves ?? []) {
      move.at.forEach((number, i) => {
        const row = /** @type {Record<string, unknown> | undefined} */ (this.rows[number]);
        if (!row) return;
        for (const [field, value] of Object.entries(move.all ?? {})) put(row, field, value);
        for (const [field, values] of Object.entries(move.each ?? {})) put(row, field, values[i]);
        changed.add(number);
      });
    }
    for (const row of patch.add ?? []) {
      this.#numbers.set(row.key, this.rows.length);
      this.rows.push(row);
    }
    this.version = patch.version;
    for (const number of patch.coming ?? []) {
      const row = this.rows[number];
      if (row) expect(this.pictureId(row));
    }
    this.#tell({ whole: false, changed, added: patch.add?.length ?? 0 });
  }

  /** Ask for everything, once in five seconds and not for ever: a busy kernel answers every question later. */
  askWhole() {
    if (this.#timer || this.#tries >= TRIES) return;
    this.#tries += 1;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.askWhole();
    }, AGAIN);
    this.#send({ kind: "whole", have: this.version });
  }

  dispose() {
    this.#inStep();
    this.#watchers.clear();
  }

  /** @param {string} key @returns {number | undefined} */
  numberOf(key) {
    return this.#numbers.get(key);
  }

  /** Of four pictures, each with its own upscale. @param {Row} row */
  isGrid(row) {
    const set = row.set === undefined ? [] : (this.sets[row.set] ?? []);
    return set.filter(({ verb }) => verb === "upscale").length === 4;
  }

  /** The newest that was made of it. @param {string} key */
  childOf(key) {
    return this.rows.findLast(({ parent }) => parent === key);
  }

  /** @param {string | undefined} key */
  find(key) {
    return this.rows[this.#numbers.get(key ?? "") ?? -1];
  }

  /** The kernel's clock, in epoch milliseconds. */
  now() {
    return Date.now() + this.skew;
  }

  /** How long a task like this one took so far, in milliseconds, if any did. @param {Row} row */
  expected(row) {
    if (this.#learnt !== this.version) {
      this.#learnt = this.version;
      this.#usual.clear();
      for (const { phase, verb = "", submit_ms, finish_ms } of this.rows) {
        if (phase !== "success" || submit_ms === undefined || finish_ms === undefined) continue;
        this.#usual.set(verb, [...(this.#usual.get(verb) ?? []), finish_ms - submit_ms].slice(-LEARNT));
      }
      for (const times of this.#usual.values()) times.sort((a, b) => a - b);
    }
    const times = this.#usual.get(row.verb ?? "");
    return times?.[Math.floor(times.length / 2)];
  }

  /** The buttons of a row with their whole customIds. @param {Row} row @returns {Button[]} */
  buttons(row) {
    const set = row.set === undefined ? [] : (this.sets[row.set] ?? []);
    const { uuid } = row;
    return uuid ? set.map((button) => ({ ...button, id: button.id.replaceAll("*", uuid) })) : set;
  }

  /** @param {Row} row @returns {string} */
  pictureId(row) {
    return typeof row.picture === "number" ? `preview:${row.key}:${row.picture}` : (row.picture ?? "");
  }

  /** @param {(change: Change) => void} watcher @param {AbortSignal} signal */
  watch(watcher, signal) {
    this.#watchers.add(watcher);
    signal.addEventListener("abort", () => this.#watchers.delete(watcher));
  }

  #inStep() {
    clearTimeout(this.#timer);
    this.#timer = this.#tries = 0;
  }

  /** @param {Change} change */
  #tell(change) {
    for (const watcher of this.#watchers) watcher(change);
  }
}

/** @param {Record<string, unknown>} row @param {string} field @param {unknown} value */
function put(row, field, value) {
  if (value === null || value === undefined) delete row[field];
  else row[field] = value;
}
