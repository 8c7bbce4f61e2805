// The board and the single card: two faces of one model. Here: the model, the frame around the cards, the keyboard.

import { Card, isBusy } from "./card.js";
import { short } from "./dom.js";
import { Frame, move } from "./frame.js";
import { Pictures } from "./pictures.js";
import { Store } from "./store.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Change, Patch, Row, Whole } from "./store.js" */
/** @import { Tools } from "./card.js" */
/** @import { Difference, Told } from "./dialog.js" */
/**
 * @typedef {{
 *   whole: Whole, words: Record<string, string>, twin: string, face: "board" | "card", lang: string, theme: string,
 *   prices: Record<string, number>, _module: string, _parts: Record<string, string>
 * }} Traits
 * @typedef {{ kind: "whole" } & Whole | { kind: "patch" } & Patch
 *   | { kind: "picture", id: string, size: number } | { kind: "picture-error", id: string, size: number, text: string }
 *   | { kind: "reply", gesture: string, ok: boolean, text: string } | { kind: "notice", text: string }
 *   | { kind: "dialog", key: string } & Told | { kind: "difference", key: string } & Difference
 *   | { kind: "online", text: string }} Message
 * @typedef {ReturnType<typeof open>} Shared
 */

const LOST_AFTER = 6000;
const LOOK_EVERY = 30_000;
const ANSWER_WITHIN = 10_000;
const SETTLES = 1500; // a button stays off this long at least: an impatient hand means one act, not fifty

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
      case "dialog":
      case "difference":
        return void events.dispatchEvent(new CustomEvent("told", { detail: { message, mask: buffers[0] } }));
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
function show(shared, model, el, signal) {
  const { store, pictures, events, send, heard } = shared;
  const frame = new Frame(model, el, signal);
  const { word, root, list } = frame;
  /** @type {Map<string, Card>} */ const shown = new Map();
  /** @type {Map<string, { card: Card, control: string, timer: number, at: number }>} */ const pressed = new Map();
  // On a board the newest is next to the form; below a single card comes what was made of it.
  const newestFirst = model.get("face") === "board";

  /** @type {Tools} */
  const tools = {
    store,
    pictures,
    word,
    cost: (row, action) => {
      const price = model.get("prices")[action];
      if (!price) return ""; // what only opens a dialog costs nothing: its answer does, and says so
      return row.sandbox ? word("sandbox_price", { price }) : String(price);
    },
    size: newestFirst && window.devicePixelRatio <= 1.3 ? 320 : 640,
    go: (key) => {
      const card = shown.get(key);
      card?.element.scrollIntoView({ block: "nearest" });
      card?.element.focus();
    },
    lang: model.get("lang"),
    announce: (text) => frame.announce(text),
    expected: (row) => store.expected(row),
    press: (card, button) => {
      const gesture = begin(card, button.id, button.name || button.label);
      told(gesture, send({ kind: "act", gesture, key: card.row.key, custom_id: button.id }));
    },
    confirm: (card, prompt, mask) => {
      const gesture = begin(card, "confirm", word("dialog_confirm"));
      told(gesture, send({ kind: "confirm", gesture, key: card.row.key, prompt }, mask ? [mask] : []));
    },
    reopen: (card) => {
      const gesture = begin(card, "reopen", word("dialog_reopen"));
      told(gesture, send({ kind: "reopen", gesture, key: card.row.key }));
    },
    wantDialog: (card) => void send({ kind: "dialog", key: card.row.key }),
    draft: (card, text, strokes) => void send({ kind: "draft", key: card.row.key, text, strokes }),
    fill: (card, text) => {
      const gesture = begin(card, "fill", word("fill"));
      told(gesture, send({ kind: "fill", gesture, key: card.row.key, text }));
    },
    look: (card) => {
      const gesture = begin(card, "look", word("look_again"));
      told(gesture, send({ kind: "look", gesture, key: card.row.key }));
    },
    settle: (card, choice, taskId) => {
      const gesture = begin(card, choice, word("in_doubt"));
      told(gesture, send({ kind: "settle", gesture, key: card.row.key, choice, task_id: taskId }));
    },
  };
  /** A press begins: what it is, until its answer. @param {Card} card @param {string} control @param {string} name */
  const begin = (card, control, name) => {
    // randomUUID is missing where the notebook is served over plain http.
    const gesture = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
    const timer = window.setTimeout(() => card.note(word("no_answer")), ANSWER_WITHIN);
    pressed.set(gesture, { card, control, timer, at: performance.now() });
    frame.announce(word("pressed", { name }));
    return gesture;
  };
  /** @param {string} gesture @param {boolean} sent */
  const told = (gesture, sent) => {
    const press = pressed.get(gesture);
    if (sent || !press) return;
    pressed.delete(gesture);
    clearTimeout(press.timer);
    press.card.note(word("not_delivered"));
    press.card.release(press.control);
  };

  // `scrollMargin` reaches into the notebook's own scroller, where `rootMargin` does not.
  const options = /** @type {IntersectionObserverInit} */ ({ rootMargin: "400px", scrollMargin: "400px" });
  const nearby = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const { key } = /** @type {HTMLElement} */ (entry.target).dataset;
      shown.get(key ?? "")?.setNear(entry.isIntersecting);
    }
  }, options);
  signal.addEventListener("abort", () => nearby.disconnect());

  /** @param {Row[]} rows */
  const add = (rows) => {
    const fresh = rows.map((row) => new Card(row, tools));
    for (const card of fresh) shown.set(card.row.key, card);
    if (newestFirst) list.prepend(...fresh.map((card) => card.element).reverse());
    else list.append(...fresh.map((card) => card.element));
    for (const card of fresh) nearby.observe(card.element);
    frame.idly(fresh.map((card) => () => card.fill()).reverse());
  };
  /** @param {Row} row @param {string} before */
  const tell = (row, before) => {
    if (row.phase === before || isBusy(row.phase)) return;
    frame.announce([row.via, short(row.prompt, 60), word(row.phase), row.message].filter(Boolean).join(", "));
  };
  /** @param {Change} change */
  const follow = ({ whole, changed, added }) => {
    if (whole) {
      for (const key of [...shown.keys()]) {
        if (store.numberOf(key) !== undefined) continue;
        shown.get(key)?.element.remove();
        shown.delete(key);
      }
      add(store.rows.filter((row) => !shown.has(row.key)));
    } else {
      add(store.rows.slice(store.rows.length - added));
    }
    for (const row of whole ? store.rows : [...changed].flatMap((number) => store.rows[number] ?? [])) {
      const card = shown.get(row.key);
      const before = card?.element.dataset.phase ?? "";
      card?.update(row);
      tell(row, before);
    }
    frame.count(store.rows);
  };
  store.watch(follow, signal);
  follow({ whole: true, changed: new Set(), added: 0 });

  pictures.watch((id, problem) => {
    for (const card of shown.values()) card.pictureCame(id, problem);
  }, signal);

  /** @param {Event} event */
  const reply = (event) => {
    const { detail } = /** @type {CustomEvent<Extract<Message, { kind: "reply" }>>} */ (event);
    const press = pressed.get(detail.gesture);
    if (!press) return;
    pressed.delete(detail.gesture);
    clearTimeout(press.timer);
    press.card.note(detail.text, detail.ok);
    press.card.asks.answered(press.control, detail.ok);
    const rest = press.at + SETTLES - performance.now();
    window.setTimeout(() => press.card.release(press.control), Math.max(0, rest));
    if (detail.text) frame.announce(detail.text);
  };
  events.addEventListener("reply", reply, { signal });
  /** @param {Event} event */
  const learn = (event) => {
    const { message, mask } = /** @type {CustomEvent<{ message: Extract<Message, Told | Difference>, mask?: DataView }>} */ (event).detail;
    const bytes = mask && new Uint8Array(mask.buffer, mask.byteOffset, mask.byteLength).slice().buffer;
    shown.get(message.key)?.asks.told(message, bytes);
  };
  events.addEventListener("told", learn, { signal });
  const keep = () => [...shown.values()].forEach((card) => card.asks.keep());
  window.addEventListener("pagehide", keep, { signal });
  document.addEventListener("visibilitychange", keep, { signal });
  signal.addEventListener("abort", () => [...shown.values()].forEach((card) => card.asks.end()));
  events.addEventListener("cut", () => frame.notice(word("no_kernel")), { signal });
  events.addEventListener(
    "notice",
    (event) => frame.notice(/** @type {CustomEvent<{ text: string }>} */ (event).detail.text),
    { signal },
  );

  events.addEventListener(
    "online",
    (event) => frame.online(/** @type {CustomEvent<{ text: string }>} */ (event).detail.text),
    { signal },
  );

  const seconds = setInterval(() => {
    for (const card of shown.values()) if (isBusy(card.row.phase)) card.tick(store.now());
  }, 1000);
  signal.addEventListener("abort", () => clearInterval(seconds));
  root.addEventListener("keydown", (event) => move(event, shown), { signal });

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
