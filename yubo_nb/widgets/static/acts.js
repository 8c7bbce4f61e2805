// Everything a person can do at a card, as messages to the kernel.

/** @import { Button } from "./store.js" */
/** @import { Card } from "./card.js" */
/** @import { Choice } from "./doubt.js" */
/** @import { Presses } from "./presses.js" */
/** @typedef {ReturnType<typeof acts>} Acts */

/**
 * @param {Presses} presses @param {(message: object, buffers?: ArrayBuffer[]) => boolean} send
 * @param {(key: string, values?: Record<string, string | number>) => string} word
 */
export function acts(presses, send, word) {
  return {
    /** @param {Card} card @param {Button} button */
    press(card, button) {
      const { key } = card.row;
      presses.make(card, button.id, button.name || button.label, (gesture) => send({ kind: "act", gesture, key, custom_id: button.id }));
    },
    /** @param {Card} card @param {string | null} prompt @param {ArrayBuffer | null} mask  as PNG */
    confirm(card, prompt, mask) {
      const { key } = card.row;
      presses.make(card, "confirm", word("dialog_confirm"), (gesture) => send({ kind: "confirm", gesture, key, prompt }, mask ? [mask] : []));
    },
    /** @param {Card} card */
    reopen(card) {
      const { key } = card.row;
      presses.make(card, "reopen", word("dialog_reopen"), (gesture) => send({ kind: "reopen", gesture, key }));
    },
    /** @param {Card} card */
    wantDialog: ({ row: { key } }) => void send({ kind: "dialog", key }),
    /** What was typed and painted so far. @param {Card} card @param {string | null} text @param {string} strokes */
    draft: ({ row: { key } }, text, strokes) => void send({ kind: "draft", key, text, strokes }),
    /** Into the form; null: the card's own prompt. @param {Card} card @param {string | null} text */
    fill(card, text) {
      const { key } = card.row;
      presses.make(card, "fill", word("fill"), (gesture) => send({ kind: "fill", gesture, key, text }));
    },
    /** @param {Card} card */
    look(card) {
      const { key } = card.row;
      presses.make(card, "look", word("look_again"), (gesture) => send({ kind: "look", gesture, key }));
    },
    /** @param {Card} card @param {Choice} choice @param {string | null} taskId */
    settle(card, choice, taskId) {
      const { key } = card.row;
      presses.make(card, choice, word("in_doubt"), (gesture) => send({ kind: "settle", gesture, key, choice, task_id: taskId }));
    },
  };
}
