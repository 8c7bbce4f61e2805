// What every view of cards gives its parts to work with, and how the kernel's answers find back to them.

import { acts } from "./acts.js";
import { mint } from "./dom.js";
import { openFamily } from "./family.js";
import { copyText, saveFile } from "./handover.js";
import { openPair } from "./pairbox.js";
import { Selection } from "./selection.js";
import { open } from "./session.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Traits } from "./board.js" */
/** @import { Frame } from "./frame.js" */
/** @import { Presses } from "./presses.js" */
/** @import { Message, Shared } from "./session.js" */
/** @import { Whole } from "./store.js" */
/** @import { Tools } from "./card.js" */
/** @typedef {ReturnType<typeof begin>} Begun */
/** @typedef {Pick<Tools, "size" | "go" | "view" | "tick"> & { has: (key: string) => boolean }} Own  of one view; `has`: whether it shows this card */

/** What all views of a model share, and what is ticked in them. @param {AnyModel<Traits>} model @param {AbortSignal} signal */
export function begin(model, signal) {
  const session = open(model, signal);
  const selection = new Selection(session.send);
  selection.restore(model.get("whole").selected);
  session.events.addEventListener("whole", (event) => selection.restore(/** @type {CustomEvent<Whole>} */ (event).detail.selected), { signal });
  signal.addEventListener("abort", () => selection.dispose());
  return { ...session, selection };
}

/** @param {AnyModel<Traits>} model @param {Frame} frame @param {Shared} shared @param {Presses} presses @param {Own} own @returns {Tools} */
export function toolbox(model, frame, { store, pictures, large, events, send }, presses, { has, ...own }) {
  const { word, root } = frame;
  /** @type {Tools} */
  const tools = {
    ...acts(presses, send, word),
    ...own,
    store,
    pictures,
    word,
    family: ({ row }) => openFamily({ store, pictures, events, root, send, word, has, go: own.go }, row.key, mint()),
    compare: (a, b, part = 0) => openPair(root, { store, pictures, large, word, announce: tools.announce }, a, b, part),
    lang: model.get("lang"),
    price: (action) => model.get("prices")[action],
    money: (row, price) => (row.sandbox ? word("sandbox_price", { price }) : String(price)),
    // What only opens a dialog costs nothing: its answer does, and says so.
    cost: (row, action) => (tools.price(action) ? tools.money(row, tools.price(action) ?? 0) : ""),
    sentFromHere: (row) => !row.key.startsWith("task:"),
    expected: (row) => store.expected(row) ?? model.get("usual")[row.verb ?? ""],
    announce: (text) => frame.announce(text),
  };
  return tools;
}

/** What the kernel says to a press of this view. @param {Shared} shared @param {Frame} frame @param {Presses} presses @param {AbortSignal} signal */
export function hearAnswers({ events }, frame, presses, signal) {
  /** @template {Message["kind"]} K @param {K} kind @param {(message: Extract<Message, { kind: K }>) => void} hear */
  const on = (kind, hear) => {
    events.addEventListener(kind, (event) => hear(/** @type {CustomEvent} */ (event).detail), { signal });
  };
  on("reply", (reply) => presses.answer(reply));
  events.addEventListener("file", (event) => {
    const { message, bytes } = /** @type {CustomEvent} */ (event).detail;
    if (presses.made(message.gesture)) saveFile(bytes, message.name, message.mime);
  }, { signal });
  on("copy", async ({ gesture, text }) => {
    if (!presses.made(gesture)) return;
    const { root, word } = frame;
    if (await copyText(text, root, { title: word("copy"), close: word("close") })) frame.announce(word("copied"));
  });
}
