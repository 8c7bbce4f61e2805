// The board and the single card: two faces of one model. Here: the model, and how a view is put together.

import { acts } from "./acts.js";
import { mint } from "./dom.js";
import { openFamily } from "./family.js";
import { Feed } from "./feed.js";
import { Frame } from "./frame.js";
import { move } from "./keys.js";
import { Presses } from "./presses.js";
import { open } from "./session.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Message, Shared } from "./session.js" */
/** @import { Whole } from "./store.js" */
/** @import { Tools } from "./card.js" */
/**
 * @typedef {{
 *   whole: Whole, words: Record<string, string>, twin: string, face: "board" | "card", lang: string, theme: string,
 *   prices: Record<string, number>, _module: string, _parts: Record<string, string>
 * }} Traits
 */

const LOST_AFTER = 6000;

/** @param {Shared} shared @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
function show({ store, pictures, events, send, heard }, model, el, signal) {
  const frame = new Frame(model, el, signal);
  const { word } = frame;
  const presses = new Presses(word, (text) => frame.announce(text));
  // On a board the newest is next to the form; below a single card comes what was made of it.
  const newestFirst = model.get("face") === "board";
  /** @type {Tools} */
  const tools = {
    ...acts(presses, send, word),
    store,
    pictures,
    word,
    cost: (row, action) => {
      const price = model.get("prices")[action];
      if (!price) return ""; // what only opens a dialog costs nothing: its answer does, and says so
      return row.sandbox ? word("sandbox_price", { price }) : String(price);
    },
    size: newestFirst && window.devicePixelRatio <= 1.3 ? 320 : 640,
    go: (key) => feed.go(key),
    family: (card) => {
      const around = { store, pictures, events, root: frame.root, send, word, has: (/** @type {string} */ key) => feed.cards.has(key), go: tools.go };
      openFamily(around, card.row.key, mint());
    },
    lang: model.get("lang"),
    announce: (text) => frame.announce(text),
    expected: (row) => store.expected(row),
  };
  const feed = new Feed(frame, tools, newestFirst, signal);

  /** @template {Message["kind"]} K @param {K} kind @param {(message: Extract<Message, { kind: K }>) => void} hear */
  const on = (kind, hear) => {
    events.addEventListener(kind, (event) => hear(/** @type {CustomEvent} */ (event).detail), { signal });
  };
  on("reply", (reply) => presses.answer(reply));
  on("texts", (texts) => feed.cards.get(texts.key)?.textsCame(texts));
  on("notice", ({ text }) => frame.notice(text));
  on("online", ({ text }) => frame.online(text));
  /** @param {Event} event */
  const learn = (event) => {
    const { message, mask } = /** @type {CustomEvent} */ (event).detail;
    const bytes = mask && new Uint8Array(mask.buffer, mask.byteOffset, mask.byteLength).slice().buffer;
    feed.cards.get(message.key)?.asks.told(message, bytes);
  };
  events.addEventListener("told", learn, { signal });
  // What was typed and painted outlives the page.
  const keep = () => feed.cards.forEach((card) => card.asks.keep());
  window.addEventListener("pagehide", keep, { signal });
  document.addEventListener("visibilitychange", keep, { signal });
  signal.addEventListener("abort", () => feed.cards.forEach((card) => card.asks.end()));
  events.addEventListener("cut", () => frame.notice(word("no_kernel")), { signal });
  frame.root.addEventListener("keydown", (event) => move(event, feed.cards, tools), { signal });

  // A page reopened without its kernel keeps the last state it knew: there the saved pictures below must stay.
  const lost = heard ? 0 : window.setTimeout(() => frame.lost(), LOST_AFTER);
  const alive = () => {
    clearTimeout(lost);
    frame.hideTwin();
  };
  frame.hideTwin();
  events.addEventListener("heard", alive, { signal });
  signal.addEventListener("abort", () => clearTimeout(lost));
  store.askWhole();
}

export default () => {
  /** @type {Shared} */ let shared;
  return {
    /** @param {{ model: AnyModel<Traits>, signal: AbortSignal }} props */
    initialize: ({ model, signal }) => void (shared = open(model, signal)),
    /** @param {{ model: AnyModel<Traits>, el: HTMLElement, signal: AbortSignal }} props */
    render: ({ model, el, signal }) => show(shared, model, el, signal),
  };
};
