// The board and the single card: two faces of one model. Here: the model, and how a view is put together.

import { acts } from "./acts.js";
import { Arrange } from "./arrange.js";
import { Bulk } from "./bulk.js";
import { Feed } from "./feed.js";
import { Frame } from "./frame.js";
import { copyText, saveFile } from "./handover.js";
import { showAllKeys } from "./help.js";
import { move } from "./keys.js";
import { LARGE, Lightbox } from "./lightbox.js";
import { Pictures } from "./pictures.js";
import { Presses } from "./presses.js";
import { Selection } from "./selection.js";
import { isBusy, Store } from "./store.js";
import { Toolbar } from "./toolbar.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Patch, Whole } from "./store.js" */
/** @import { Tools } from "./card.js" */
/**
 * @typedef {{
 *   whole: Whole, words: Record<string, string>, twin: string, face: "board" | "card", lang: string, theme: string,
 *   prices: Record<string, number>, usual: Record<string, number>, _module: string, _parts: Record<string, string>
 * }} Traits
 * @typedef {{ kind: "whole" } & Whole | { kind: "patch" } & Patch
 *   | { kind: "picture", id: string, size: number } | { kind: "picture-error", id: string, size: number, text: string }
 *   | { kind: "reply", gesture: string, ok: boolean, text: string } | { kind: "notice", text: string }
 *   | { kind: "online", text: string, seen: number | null }
 *   | { kind: "copy", gesture: string, text: string } | { kind: "file", gesture: string, name: string, mime: string }} Message
 * @typedef {ReturnType<typeof open>} Shared
 */

const LOST_AFTER = 6000;
const LOOK_EVERY = 30_000;
const LARGE_KEPT = 12;

/** @param {AnyModel<Traits>} model @param {AbortSignal} signal */
function open(model, signal) {
  /** After a restart of the kernel the host throws; whoever sends may want to say so. @param {object} message @param {ArrayBuffer[]} [buffers] */
  const send = (message, buffers) => {
    try {
      model.send(message, undefined, buffers);
      return true;
    } catch {
      events.dispatchEvent(new Event("cut"));
      return false;
    }
  };
  const events = new EventTarget();
  const store = new Store(send);
  const pictures = new Pictures(send);
  const large = new Pictures(send, LARGE_KEPT);
  const selection = new Selection(send);
  const shared = { store, pictures, large, selection, events, send, heard: false };
  /** @param {Whole} whole */
  const replace = (whole) => {
    store.replace(whole);
    selection.restore(whole.selected);
  };
  replace(model.get("whole"));
  /** @param {{ size: number }} picture */
  const of = ({ size }) => (size === LARGE ? large : pictures);
  /** @param {Message} message @param {DataView[]} buffers */
  const receive = (message, buffers) => {
    shared.heard = true;
    events.dispatchEvent(new Event("heard"));
    switch (message.kind) {
      case "whole":
        return replace(message);
      case "patch":
        return store.apply(message, (id) => pictures.expect(id));
      case "picture":
        return of(message).arrive(message, buffers[0], model.get("words")["picture_missing"] ?? "");
      case "picture-error":
        return of(message).arrive(message, undefined, message.text);
      case "file":
        return void events.dispatchEvent(new CustomEvent("file", { detail: { message, bytes: buffers[0] } }));
      case "copy":
      case "reply":
      case "notice":
      case "online":
        return void events.dispatchEvent(new CustomEvent(message.kind, { detail: message }));
    }
  };
  model.on("msg:custom", receive);
  signal.addEventListener("abort", () => {
    model.off("msg:custom", receive);
    pictures.dispose();
    large.dispose();
    selection.dispose();
    store.dispose();
  });
  // The last message of all may be the one that got lost: look now and then while something is unfinished.
  const look = () => {
    if (!document.hidden && store.rows.some((row) => isBusy(row.phase))) store.askWhole();
  };
  const timer = setInterval(look, LOOK_EVERY);
  signal.addEventListener("abort", () => clearInterval(timer));
  document.addEventListener("visibilitychange", look, { signal });
  return shared;
}

/** @param {Shared} shared @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
function show({ store, pictures, large, selection, events, send, heard }, model, el, signal) {
  const board = model.get("face") === "board";
  const frame = new Frame(model, el, () => store.now(), signal);
  const { word, root } = frame;
  const presses = new Presses(word, (text) => frame.announce(text));
  /** @type {Tools} */
  const tools = {
    ...acts(presses, send, word),
    store,
    pictures,
    word,
    lang: model.get("lang"),
    size: board && window.devicePixelRatio <= 1.3 ? 320 : 640,
    price: (action) => model.get("prices")[action],
    money: (row, price) => (row.sandbox ? word("sandbox_price", { price }) : String(price)),
    // What only opens a dialog costs nothing: its answer does, and says so.
    cost: (row, action) => (tools.price(action) ? tools.money(row, tools.price(action) ?? 0) : ""),
    sentFromHere: (row) => !row.key.startsWith("task:"),
    expected: (row) => store.expected(row) ?? model.get("usual")[row.verb ?? ""],
    announce: (text) => frame.announce(text),
    go: (key) => feed.go(key),
    view: (key) => lightbox.open(key),
    tick: ({ row }, range) => (range ? selection.extend(row.key, feed.shown()) : selection.toggle(row.key)),
  };
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

  /** @template {Message["kind"]} K @param {K} kind @param {(message: Extract<Message, { kind: K }>) => void} hear */
  const on = (kind, hear) => {
    events.addEventListener(kind, (event) => hear(/** @type {CustomEvent} */ (event).detail), { signal });
  };
  on("reply", (reply) => presses.answer(reply));
  on("notice", ({ text }) => frame.notice(text));
  on("online", ({ text, seen }) => frame.online(text, seen ?? store.now()));
  events.addEventListener("file", (event) => {
    const { message, bytes } = /** @type {CustomEvent} */ (event).detail;
    if (presses.made(message.gesture)) saveFile(bytes, message.name, message.mime);
  }, { signal });
  on("copy", async ({ gesture, text }) => {
    if (!presses.made(gesture)) return;
    if (await copyText(text, root, { title: word("copy"), close: word("close") })) frame.announce(word("copied"));
  });
  events.addEventListener("cut", () => frame.notice(word("no_kernel")), { signal });
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
