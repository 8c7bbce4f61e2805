// What is around the cards: heading, counts, notices, what a screen reader hears, the saved twin.

import { make, makeButton } from "./dom.js";
import { followTheme } from "./theme.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Traits } from "./board.js" */
/** @import { Row } from "./store.js" */

const FILTERED = 5; // fewer cards are seen at once

export class Frame {
  root = make("section", "yubo tex2jax_ignore mathjax_ignore");
  list = make("div", "yb-list");
  #title = make("h3", "yb-title");
  #count = make("span", "yb-count");
  #empty = make("p", "yb-empty");
  #notice = make("p", "yb-notice");
  #online = make("p", "yb-online");
  #filter = make("div", "yb-filter");
  #status = make("div", "yb-hidden");
  /** @type {HTMLStyleElement | undefined} */ #hider;
  /** @type {string[]} */ #said = [];
  #speaking = 0;
  #model;
  #signal;

  /** @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
  constructor(model, el, signal) {
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
      const head = make("header", "yb-head");
      head.title = this.word("keys");
      head.append(this.#title, this.#count, this.#filter);
      this.#fillFilter();
      root.append(head);
    }
    root.append(this.#online, this.#notice, this.#empty, this.list, this.#status);
    el.append(root);
    followTheme(root, model.get("theme"), signal);
    signal.addEventListener("abort", () => {
      clearTimeout(this.#speaking);
      this.#hider?.remove();
      root.remove();
    });
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  word = (key, values = {}) => {
    const text = this.#model.get("words")[key] ?? "";
    return text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
  };

  /** @param {Row[]} rows */
  count(rows) {
    const { word } = this;
    /** @param {string[]} phases */
    const among = (...phases) => rows.filter((row) => phases.includes(row.phase)).length;
    const [busy, doubt, failed] = [among("sending", "queued", "running"), among("in_doubt"), among("failure")];
    const parts = [rows.length === 1 ? word("count_one") : word("count", { n: rows.length })];
    if (busy) parts.push(word("count_busy", { n: busy }));
    if (doubt) parts.push(word("count_doubt", { n: doubt }));
    if (failed) parts.push(word("count_failed", { n: failed }));
    this.#count.textContent = rows.length ? parts.join(" · ") : "";
    this.#empty.hidden = rows.length > 0;
    this.list.hidden = !rows.length;
    this.#filter.hidden = rows.length < FILTERED && !this.list.dataset.only;
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

  /** The line about the connection, quiet and alone. @param {string} text */
  online(text) {
    this.#online.textContent = text;
    this.#online.hidden = !text;
    this.announce(text || this.word("online_again"));
  }

  /** Which cards are shown; the style sheet hides the others. */
  #fillFilter() {
    this.#filter.role = "group";
    this.#filter.ariaLabel = this.word("filter");
    const { word } = this;
    const all = { "": word("filter_all"), busy: word("filter_busy"), done: word("filter_done"), trouble: word("filter_trouble") };
    for (const [shown, text] of Object.entries(all)) {
      const button = makeButton("yb-chip", text, () => {
        this.list.dataset.only = shown;
        for (const other of this.#filter.children) other.ariaPressed = String(other === button);
      });
      button.ariaPressed = String(!shown);
      this.#filter.append(button);
    }
  }

  hideTwin() {
    const twin = this.#model.get("twin");
    if (this.#notice.textContent === this.word("no_kernel")) this.notice("");
    if (this.#hider || !/^[\w-]+$/.test(twin) || this.#signal.aborted) return;
    this.#hider = document.createElement("style");
    this.#hider.textContent = `.yubo-twin-${twin}{display:none!important}`;
    document.head.append(this.#hider);
  }

  /** Nothing was heard from the kernel: say so and show the saved pictures again. */
  lost() {
    this.#hider?.remove();
    this.#hider = undefined;
    this.notice(this.word("no_kernel"));
  }

  /** Do this little by little when the browser has nothing better to do. @param {(() => void)[]} jobs */
  idly(jobs) {
    const later = window.requestIdleCallback ?? ((/** @type {() => void} */ run) => window.setTimeout(run, 50));
    const run = () => {
      if (this.#signal.aborted) return;
      for (const job of jobs.splice(0, 10)) job();
      if (jobs.length) later(run);
    };
    if (jobs.length) later(run);
  }
}
