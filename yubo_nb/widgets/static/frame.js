// What is around the cards: heading, counts, notices, what a screen reader hears, the saved twin, the arrow keys.

import { make, makeButton } from "./dom.js";
import { followTheme } from "./theme.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Traits } from "./board.js" */
/** @import { Card } from "./card.js" */
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

/**
 * Arrow keys between the buttons of a card and between cards, 1–4 for U1–U4, Escape from a button to its card.
 * @param {KeyboardEvent} event @param {Map<string, Card>} cards
 */
export function move(event, cards) {
  const target = /** @type {HTMLElement} */ (event.target);
  const article = /** @type {HTMLElement | null} */ (target.closest(".yb-card"));
  const card = cards.get(article?.dataset.key ?? "");
  if (!article || !card || event.ctrlKey || event.metaKey || event.altKey) return;
  // A field keeps its keys; only Escape leads out of it.
  if (target.matches("input, textarea, [role=application]") && event.key !== "Escape") return;
  const rows = card.buttons.rows();
  const y = rows.findIndex((row) => row.includes(/** @type {HTMLButtonElement} */ (target)));
  /** @type {HTMLElement | null | undefined} */ let next;
  if (/^[1-4]$/.test(event.key) && !event.repeat) {
    next = rows.flat().find((button) => button.dataset.verb === "upscale" && button.value.includes(`::${event.key}::`));
    next?.click();
  } else if (event.key === "Escape" && target !== article) {
    next = article;
  } else if (y >= 0) {
    next = besides(rows, y, /** @type {HTMLButtonElement} */ (target), event.key);
  } else if (target === article) {
    const [back, on] = [article.previousElementSibling, article.nextElementSibling];
    if (["ArrowRight", "ArrowDown"].includes(event.key)) next = seen(on, "nextElementSibling");
    if (["ArrowLeft", "ArrowUp"].includes(event.key)) next = seen(back, "previousElementSibling");
    const { parentElement: list } = article;
    if (event.key === "Home") next = seen(list?.firstElementChild, "nextElementSibling");
    if (event.key === "End") next = seen(list?.lastElementChild, "previousElementSibling");
    if (event.key.startsWith("Arrow")) event.preventDefault();
  }
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

/** The first from here on that the filter shows. @param {Element | null | undefined} from @param {"nextElementSibling" | "previousElementSibling"} on */
function seen(from, on) {
  let at = from ?? null;
  while (at && !at.checkVisibility()) at = at[on];
  return /** @type {HTMLElement | null} */ (at);
}

/** @param {HTMLButtonElement[][]} rows @param {number} y @param {HTMLButtonElement} from @param {string} key */
function besides(rows, y, from, key) {
  const all = rows.flat();
  const at = all.indexOf(from);
  const x = rows[y]?.indexOf(from) ?? 0;
  if (key === "ArrowRight") return all[at + 1];
  if (key === "ArrowLeft") return all[at - 1];
  if (key === "ArrowDown") return rows[y + 1]?.[Math.min(x, (rows[y + 1]?.length ?? 1) - 1)];
  if (key === "ArrowUp") return rows[y - 1]?.[Math.min(x, (rows[y - 1]?.length ?? 1) - 1)] ?? from.closest(".yb-card");
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  return undefined;
}
