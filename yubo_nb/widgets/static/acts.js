// Everything a person can do at a card, as messages to the kernel.

/** @import { Button } from "./store.js" */
/** @import { Card } from "./card.js" */
/** @import { Choice } from "./asks.js" */
/** @import { Presses } from "./presses.js" */
/** @typedef {ReturnType<typeof acts>} Acts */

/**
 * @param {Presses} presses @param {(message: object) => boolean} send
 * @param {(key: string, values?: Record<string, string | number>) => string} word
 */
export function acts(presses, send, word) {
  return {
    /** @param {Card} card @param {Button} button */
    press(card, button) {
      const { key } = card.row;
      presses.make(card, button.id, button.name || button.label, (gesture) => send({ kind: "act", gesture, key, custom_id: button.id }));
    },
    /** @param {Card} card @param {string | null} prompt @param {number[] | null} box */
    confirm(card, prompt, box) {
      const { key } = card.row;
      presses.make(card, "confirm", word("dialog_confirm"), (gesture) => send({ kind: "confirm", gesture, key, prompt, box }));
    },
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
