// The board and the single card: two faces of one model. Here: the model, and how a view is put together.

import { Arrange } from "./arrange.js";
import { Bulk } from "./bulk.js";
import { Feed } from "./feed.js";
import { Frame } from "./frame.js";
import { showAllKeys } from "./help.js";
import { move } from "./keys.js";
import { Lightbox } from "./lightbox.js";
import { Presses } from "./presses.js";
import { shown } from "./session.js";
import { begin, hearAnswers, toolbox } from "./toolbox.js";
import { Toolbar } from "./toolbar.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Texts } from "./results.js" */
/** @import { Whole } from "./store.js" */
/** @import { Begun } from "./toolbox.js" */
/**
 * @typedef {{
 *   whole: Whole, words: Record<string, string>, twin: string, face: "board" | "card", lang: string, theme: string,
 *   prices: Record<string, number>, usual: Record<string, number>, _module: string, _parts: Record<string, string>
 * }} Traits
 */

/** @param {Begun} shared @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
function show(shared, model, el, signal) {
  const { store, large, selection, events, heard } = shared;
  const board = model.get("face") === "board";
  const frame = new Frame(model, el, () => store.now(), signal);
  const { word, root } = frame;
  const presses = new Presses(word, (text) => frame.announce(text));
  const tools = toolbox(model, frame, shared, presses, {
    size: board && window.devicePixelRatio <= 1.3 ? 320 : 640,
    has: (key) => feed.cards.has(key),
    go: (key) => feed.go(key),
    view: (key) => lightbox.open(key),
    tick: ({ row }, range) => (range ? selection.extend(row.key, feed.shown()) : selection.toggle(row.key)),
  });
  // On a board the newest is next to the form; below a single card comes what was made of it.
  const arrange = new Arrange(board ? "newest" : "oldest");
  const feed = new Feed(frame, tools, arrange, signal);
  const lightbox = new Lightbox(root, tools, large, () => feed.shown(), signal);
  /** @type {Bulk | undefined} */ let bulk; // made when something is ticked for the first time
  const selectShown = () => selection.set(feed.shown());
  const showKeys = () => showAllKeys(root, word);
  const toolbar = new Toolbar(arrange, tools, { selectShown, showKeys });
  frame.over.append(toolbar.found);
  if (board) frame.head.append(toolbar.element);
  feed.onCount((shown, all) => toolbar.draw(shown, all));
  store.watch(() => bulk?.draw(), signal);
  selection.watch((keys) => {
    if (keys.size && !bulk) frame.over.append((bulk = new Bulk(selection, tools)).element);
    bulk?.draw();
    root.dataset.ticking = String(keys.size > 0);
    for (const [key, card] of feed.cards) if (keys.has(key) !== ("ticked" in card.element.dataset)) card.setTicked(keys.has(key));
  }, signal);

  hearAnswers(shared, frame, presses, signal);
  events.addEventListener("texts", (event) => {
    const texts = /** @type {CustomEvent<Texts>} */ (event).detail;
    feed.cards.get(texts.key)?.textsCame(texts);
  }, { signal });
  /** @param {Event} event */
  const learn = (event) => {
    const { message, mask } = /** @type {CustomEvent} */ (event).detail;
    const bytes = mask && new Uint8Array(mask.buffer, mask.byteOffset, mask.byteLength).slice().buffer;
    feed.cards.get(message.key)?.asks?.told(message, bytes);
  };
  events.addEventListener("told", learn, { signal });
  // What was typed and painted outlives the page.
  const keep = () => feed.cards.forEach((card) => card.asks?.keep());
  window.addEventListener("pagehide", keep, { signal });
  document.addEventListener("visibilitychange", keep, { signal });
  signal.addEventListener("abort", () => feed.cards.forEach((card) => card.asks?.end()));
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    const field = /** @type {HTMLElement} */ (event.target).matches("input, textarea, [role=application]");
    const all = event.key === "a" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (board && !field && all) selectShown();
    else if (board && !field && event.key === "?") showKeys();
    else if (board && !field && event.key === "/") toolbar.search();
    else if (event.key === "Escape" && /** @type {HTMLElement} */ (event.target).matches(".yb-card") && selection.keys.size) selection.set([]);
    else return move(event, feed.cards, tools);
    event.preventDefault();
    event.stopPropagation();
  };
  root.addEventListener("keydown", keys, { signal });

  frame.follow(events, heard);
  store.askWhole();
}

export default shown(begin, show);
