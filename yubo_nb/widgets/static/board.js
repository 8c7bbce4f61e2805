// The board and the single card: two faces of one model. Here: the model, and how a view is put together.

import { acts } from "./acts.js";
import { Feed } from "./feed.js";
import { Frame } from "./frame.js";
import { move } from "./keys.js";
import { Pictures } from "./pictures.js";
import { Presses } from "./presses.js";
import { isBusy, Store } from "./store.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Patch, Whole } from "./store.js" */
/** @import { Tools } from "./card.js" */
/**
 * @typedef {{
 *   whole: Whole, words: Record<string, string>, twin: string, face: "board" | "card", lang: string, theme: string,
 *   prices: Record<string, number>, _module: string, _parts: Record<string, string>
 * }} Traits
 * @typedef {{ kind: "whole" } & Whole | { kind: "patch" } & Patch
 *   | { kind: "picture", id: string, size: number } | { kind: "picture-error", id: string, size: number, text: string }
 *   | { kind: "reply", gesture: string, ok: boolean, text: string } | { kind: "notice", text: string }
 *   | { kind: "online", text: string }} Message
 * @typedef {ReturnType<typeof open>} Shared
 */

const LOST_AFTER = 6000;
const LOOK_EVERY = 30_000;

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
  const shared = { store, pictures, events, send, heard: false };
  store.replace(model.get("whole"));
  /** @param {Message} message @param {DataView[]} buffers */
  const receive = (message, buffers) => {
    shared.heard = true;
    events.dispatchEvent(new Event("heard"));
    switch (message.kind) {
      case "whole":
        return store.replace(message);
      case "patch":
        return store.apply(message, (id) => pictures.expect(id));
      case "picture":
        return pictures.arrive(message, buffers[0], model.get("words")["picture_missing"] ?? "");
      case "picture-error":
        return pictures.arrive(message, undefined, message.text);
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
  on("notice", ({ text }) => frame.notice(text));
  on("online", ({ text }) => frame.online(text));
  events.addEventListener("cut", () => frame.notice(word("no_kernel")), { signal });
  frame.root.addEventListener("keydown", (event) => move(event, feed.cards), { signal });

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
