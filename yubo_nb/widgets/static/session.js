// The browser's half of a model that shows cards: its rows and pictures, and what the kernel says, for all its views.

import { LARGE, Pictures } from "./pictures.js";
import { isBusy, Store } from "./store.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Difference, Told } from "./dialog.js" */
/** @import { Family } from "./family.js" */
/** @import { Texts } from "./results.js" */
/** @import { Patch, Whole } from "./store.js" */
/**
 * @typedef {{ whole: Whole, words: Record<string, string> }} Traits
 * @typedef {{ kind: "whole" } & Whole | { kind: "patch" } & Patch
 *   | { kind: "picture", id: string, size: number } | { kind: "picture-error", id: string, size: number, text: string }
 *   | { kind: "reply", gesture: string, ok: boolean, text: string } | { kind: "notice", text: string }
 *   | { kind: "dialog", key: string } & Told | { kind: "difference", key: string } & Difference
 *   | { kind: "online", text: string, seen: number | null } | { kind: "family" } & Family | { kind: "texts" } & Texts
 *   | { kind: "copy", gesture: string, text: string } | { kind: "file", gesture: string, name: string, mime: string }} Message
 * @typedef {ReturnType<typeof open>} Shared
 */

const LOOK_EVERY = 30_000;
const LARGE_KEPT = 12;

/** @param {AnyModel<Traits>} model @param {AbortSignal} signal */
export function open(model, signal) {
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
  /** A clip has no size, and lies beside the pictures of the cards. @param {{ id: string, size: number }} picture */
  const of = ({ id, size }) => (size === LARGE && !id.startsWith("clip:") ? large : pictures);
  const shared = { store, pictures, large, events, send, heard: false };
  store.replace(model.get("whole"));
  /** @param {Message} message @param {DataView[]} buffers */
  const receive = (message, buffers) => {
    shared.heard = true;
    events.dispatchEvent(new Event("heard"));
    switch (message.kind) {
      case "whole":
        store.replace(message);
        return void events.dispatchEvent(new CustomEvent("whole", { detail: message }));
      case "patch":
        return store.apply(message, (id) => pictures.expect(id));
      case "picture":
        return of(message).arrive(message, buffers[0], model.get("words")["picture_missing"] ?? "");
      case "picture-error":
        return of(message).arrive(message, undefined, message.text);
      case "dialog":
      case "difference":
        return void events.dispatchEvent(new CustomEvent("told", { detail: { message, mask: buffers[0] } }));
      case "file":
        return void events.dispatchEvent(new CustomEvent("file", { detail: { message, bytes: buffers[0] } }));
      case "copy":
      case "reply":
      case "notice":
      case "online":
      case "family":
      case "texts":
        return void events.dispatchEvent(new CustomEvent(message.kind, { detail: message }));
    }
  };
  model.on("msg:custom", receive);
  signal.addEventListener("abort", () => {
    model.off("msg:custom", receive);
    pictures.dispose();
    large.dispose();
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

/**
 * A widget of which every model is begun once and shown as often as somebody looks.
 * @template {object} T @template S
 * @param {(model: AnyModel<T>, signal: AbortSignal) => S} begin
 * @param {(shared: S, model: AnyModel<T>, el: HTMLElement, signal: AbortSignal) => void} show
 */
export function shown(begin, show) {
  return () => {
    /** @type {S} */ let shared;
    return {
      /** @param {{ model: AnyModel<T>, signal: AbortSignal }} props */
      initialize: ({ model, signal }) => void (shared = begin(model, signal)),
      /** @param {{ model: AnyModel<T>, el: HTMLElement, signal: AbortSignal }} props */
      render: ({ model, el, signal }) => show(shared, model, el, signal),
    };
  };
}
