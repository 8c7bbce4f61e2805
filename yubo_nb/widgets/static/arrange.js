// Which cards a view shows, and in what order. Kept per view; the cards themselves do not know of it.

import { fits, terms } from "./query.js";
import { isBare } from "./store.js";


/** @import { Row } from "./store.js" */
/** @import { Term } from "./query.js" */
/** @typedef {"all" | "busy" | "done" | "trouble"} Phases */
/** @typedef {"newest" | "oldest" | "rating" | "duration"} Order */

const UNDER_WAY = new Set(["sending", "queued", "running", "modal"]);

/** @param {Row} row */
const took = ({ submit_ms, finish_ms }) => (submit_ms === undefined || finish_ms === undefined ? -1 : finish_ms - submit_ms);

/** A star counts half a point more, what is rejected comes last. @param {Row} row */
const worth = ({ rating = 0, starred = false }) => rating + (starred ? 0.5 : 0);

export class Arrange {
  /** @type {Phases} */ phases = "all";
  /** @type {Order} */ order;
  starred = false;
  hideRejected = false;
  query = "";
  /** @type {Term[]} */ #terms = [];
  /** @type {() => void} */ #changed = () => {};

  /** @param {Order} order */
  constructor(order) {
    this.order = order;
  }

  /** Something is to be shown otherwise. @param {Partial<Pick<Arrange, "phases" | "order" | "starred" | "hideRejected" | "query">>} wish */
  change(wish) {
    Object.assign(this, wish);
    this.#terms = terms(this.query);
    this.#changed();
  }

  /** @param {() => void} changed */
  onChange(changed) {
    this.#changed = changed;
  }

  /** Something is left out. */
  get narrowed() {
    return this.phases !== "all" || this.starred || this.hideRejected || this.#terms.length > 0;
  }

  /** @param {Row} row */
  shows(row) {
    if (this.starred && !row.starred) return false;
    if (this.hideRejected && row.rating === -1) return false;
    if (this.phases === "busy" && !UNDER_WAY.has(row.phase)) return false;
    if (this.phases === "done" && row.phase !== "success") return false;
    if (this.phases === "trouble" && (UNDER_WAY.has(row.phase) || (row.phase === "success" && !isBare(row)))) return false;
    return fits(this.#terms, row);
  }

  /** The rows in order; where nothing decides, the newest first. @param {Row[]} rows  oldest first */
  sorted(rows) {
    if (this.order === "oldest") return [...rows];
    const newest = [...rows].reverse();
    if (this.order === "rating") newest.sort((a, b) => worth(b) - worth(a));
    if (this.order === "duration") newest.sort((a, b) => took(b) - took(a));
    return newest;
  }
}
