// What is around the cards: heading, counts, notices, what a screen reader hears, the saved twin.

import { duration, make } from "./dom.js";
import { followTheme } from "./theme.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Traits } from "./board.js" */
/** @import { Row } from "./store.js" */

const LOST_AFTER = 6000;

export class Frame {
  root = make("section", "yubo tex2jax_ignore mathjax_ignore");
  list = make("div", "yb-list");
  head = make("header", "yb-head");
  over = make("div", "yb-over"); // what lies over the cards: what was found, what is ticked
  #title = make("h3", "yb-title");
  #count = make("span", "yb-count");
  #empty = make("p", "yb-empty");
  #notice = make("p", "yb-notice");
  #online = make("p", "yb-online");
  #status = make("div", "yb-hidden");
  /** @type {HTMLStyleElement | undefined} */ #hider;
  /** @type {string[]} */ #said = [];
  #speaking = 0;
  #counting = 0;
  #now;
  #model;
  #signal;

  /** @param {AnyModel<Traits>} model @param {HTMLElement} el @param {() => number} now  the kernel's clock @param {AbortSignal} signal */
  constructor(model, el, now, signal) {
    this.#now = now;
    this.#model = model;
    this.#signal = signal;
    const { root } = this;
    const board = model.get("face") === "board";
    root.dataset.face = model.get("face");
    // Jupyter takes single keys for its own commands unless the element says otherwise.
    root.dataset.lmSuppressShortcuts = "true";
    root.lang = model.get("lang");
    root.ariaLabel = this.word(board ? "tasks" : "task");
    this.#title.textContent = this.word("tasks");
    this.#empty.textContent = this.word(board ? "empty" : "empty_card");
    this.#notice.hidden = this.#online.hidden = true;
    this.#status.role = "status";
    this.#status.ariaLive = "polite";
    this.list.title = "";
    if (board) {
      this.list.role = "feed";
      this.list.ariaLabel = this.word("tasks");
      this.head.append(this.#title, this.#count);
      root.append(this.head);
    }
    root.append(this.over, this.#online, this.#notice, this.#empty, this.list, this.#status);
    el.append(root);
    followTheme(root, model.get("theme"), signal);
    signal.addEventListener("abort", () => {
      clearTimeout(this.#speaking);
      clearInterval(this.#counting);
      this.#hider?.remove();
      root.remove();
    });
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  word = (key, values = {}) => {
    const text = this.#model.get("words")[key] ?? "";
    return text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
  };

  /** What these cards are, where they are not simply the tasks. @param {string} text */
  name(text) {
    this.#title.textContent = this.root.ariaLabel = text;
  }

  /** @param {Row[]} rows */
  count(rows) {
    const { word } = this;
    /** @param {string[]} phases */
    const among = (...phases) => rows.filter((row) => phases.includes(row.phase)).length;
    const [busy, failed] = [among("sending", "queued", "running"), among("failure", "rejected", "not_sent")];
    const doubt = rows.filter((row) => row.phase === "in_doubt" && !row.left).length;
    const parts = [rows.length === 1 ? word("count_one") : word("count", { n: rows.length })];
    if (busy) parts.push(word("count_busy", { n: busy }));
    if (doubt) parts.push(word("count_doubt", { n: doubt }));
    if (failed) parts.push(word("count_failed", { n: failed }));
    this.#count.textContent = rows.length ? parts.join(" · ") : "";
    this.#empty.hidden = rows.length > 0;
  }

  /** Said once, a second later, with what else was to be said. @param {string} text */
  announce(text) {
    this.#said.push(text);
    this.#speaking ||= window.setTimeout(() => {
      this.#speaking = 0;
      this.#status.textContent = this.#said.splice(0).slice(-5).join(". ");
    }, 700);
  }

  /** @param {string} text */
  notice(text) {
    this.#notice.textContent = text;
    this.#notice.hidden = !text;
    if (text) this.announce(text);
  }

  /** The line about the connection, quiet and alone. @param {string} why  empty: it is back @param {number} seen  when the relay last answered */
  #connection(why, seen) {
    clearInterval(this.#counting);
    const text = () => why && this.word("offline", { time: duration(this.word, this.#now() - seen), why });
    const draw = () => (this.#online.textContent = text());
    draw();
    if (why) this.#counting = window.setInterval(draw, 1000);
    this.#online.hidden = !why;
    this.announce(text() || this.word("online_again"));
  }

  /** What a view is told of its kernel. @param {EventTarget} events @param {boolean} heard  whether the kernel has said anything yet */
  follow(events, heard) {
    const signal = this.#signal;
    /** @param {string} kind @param {(message: { text: string, seen?: number | null }) => void} hear */
    const on = (kind, hear) => events.addEventListener(kind, (event) => hear(/** @type {CustomEvent} */ (event).detail), { signal });
    on("notice", ({ text }) => this.notice(text));
    on("online", ({ text, seen }) => this.#connection(text, seen ?? this.#now()));
    on("cut", () => this.notice(this.word("no_kernel")));
    // A page reopened without its kernel keeps the last state it knew: there the saved pictures below must stay.
    const lost = heard ? 0 : window.setTimeout(() => this.#lost(), LOST_AFTER);
    const alive = () => {
      clearTimeout(lost);
      this.#hideTwin();
    };
    this.#hideTwin();
    events.addEventListener("heard", alive, { signal });
    signal.addEventListener("abort", () => clearTimeout(lost));
  }

  #hideTwin() {
    const twin = this.#model.get("twin");
    if (this.#notice.textContent === this.word("no_kernel")) this.notice("");
    if (this.#hider || !/^[\w-]+$/.test(twin) || this.#signal.aborted) return;
    this.#hider = document.createElement("style");
    this.#hider.textContent = `.yubo-twin-${twin}{display:none!important}`;
    document.head.append(this.#hider);
  }

  /** Nothing was heard from the kernel: say so and show the saved pictures again. */
  #lost() {
    this.#hider?.remove();
    this.#hider = undefined;
    this.notice(this.word("no_kernel"));
  }
}
