// Everything a person can do at a card, as messages to the kernel.

/** @import { Button } from "./store.js" */
/** @import { Choice } from "./doubt.js" */
/** @import { Face, Owner, Presses } from "./presses.js" */
/** @typedef {ReturnType<typeof acts>} Acts */

/**
 * @param {Presses} presses @param {(message: object, buffers?: ArrayBuffer[]) => boolean} send
 * @param {(key: string, values?: Record<string, string | number>) => string} word
 */
export function acts(presses, send, word) {
  return {
    /** @param {Owner} card @param {Button} button */
    press(card, button) {
      const { key } = card.row;
      presses.make(card, button.id, button.name || button.label, (gesture) => send({ kind: "act", gesture, key, custom_id: button.id }));
    },
    /** @param {Owner} card @param {string | null} prompt @param {ArrayBuffer | null} mask  as PNG */
    confirm(card, prompt, mask) {
      const { key } = card.row;
      presses.make(card, "confirm", word("dialog_confirm"), (gesture) => send({ kind: "confirm", gesture, key, prompt }, mask ? [mask] : []));
    },
    /** @param {Owner} card */
    reopen(card) {
      const { key } = card.row;
      presses.make(card, "reopen", word("dialog_reopen"), (gesture) => send({ kind: "reopen", gesture, key }));
    },
    /** @param {Owner} card */
    wantDialog: ({ row: { key } }) => void send({ kind: "dialog", key }),
    /** What was typed and painted so far. @param {Owner} card @param {string | null} text @param {string} strokes */
    draft: ({ row: { key } }, text, strokes) => void send({ kind: "draft", key, text, strokes }),
    /** Into the form; null: the card's own prompt. @param {Owner} card @param {string | null} text */
    fill(card, text) {
      const { key } = card.row;
      presses.make(card, "fill", word("fill"), (gesture) => send({ kind: "fill", gesture, key, text }));
    },
    /** One of the prompts that it found, as a new task. @param {Owner} card @param {number} n */
    pick(card, n) {
      const { key } = card.row;
      presses.make(card, `pick ${n}`, word("imagine"), (gesture) => send({ kind: "pick", gesture, key, n }));
    },
    /** @param {Owner} card */
    texts(card) {
      const { key } = card.row;
      send({ kind: "texts", key });
    },
    /** @param {Owner} card */
    look(card) {
      const { key } = card.row;
      presses.make(card, "look", word("look_again"), (gesture) => send({ kind: "look", gesture, key }));
    },
    /** @param {Owner} card @param {Choice} choice @param {string | null} taskId */
    settle(card, choice, taskId) {
      const { key } = card.row;
      presses.make(card, choice, word("in_doubt"), (gesture) => send({ kind: "settle", gesture, key, choice, task_id: taskId }));
    },
    /** It goes on at the relay. @param {Owner} card */
    stopWatching(card) {
      const { key } = card.row;
      presses.make(card, "stop", word("stop_watching"), (gesture) => send({ kind: "stop-watching", gesture, key }));
    },
    /** To the clipboard. @param {Owner} card @param {"prompt" | "python" | "curl"} language */
    copy(card, language) {
      const { key } = card.row;
      presses.make(card, "copy", word("copy"), (gesture) => send({ kind: "copy", gesture, key, language }));
    },
    /** The original as a file; a quarter of a grid by its number. @param {Owner} card @param {number} part */
    save(card, part) {
      const { key } = card.row;
      presses.make(card, "save", word("save"), (gesture) => send({ kind: "save", gesture, key, part }));
    },
    /** Null leaves what was said. @param {Face} face @param {string[]} keys @param {{ starred?: boolean | null, rating?: number | null, note?: string | null }} said */
    mark(face, keys, { starred = null, rating = null, note = null }) {
      presses.make(face, "mark", word("mark"), (gesture) => send({ kind: "mark", gesture, keys, starred, rating, note }));
    },
    /** The same paid act for each of these. @param {Face} face @param {string[]} keys @param {string} act @param {number} part @param {string} name */
    each(face, keys, act, part, name) {
      presses.make(face, "each", name, (gesture) => send({ kind: "each", gesture, keys, act, part }));
    },
    /** @param {Face} face @param {string[]} keys */
    export(face, keys) {
      presses.make(face, "export", word("export"), (gesture) => send({ kind: "export", gesture, keys }));
    },
  };
}
