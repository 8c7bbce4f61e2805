// "Where it comes from" at a card: its family in a dialog, with what only the history knows.

import { pathTo } from "./branches.js";
import { make, makeButton } from "./dom.js";
import { Tree } from "./tree.js";


/** @import { Pictures } from "./pictures.js" */
/** @import { Button, Row, Store } from "./store.js" */
/**
 * @typedef {{ gesture: string, cards: Row[], sets: Button[][] }} Family
 * @typedef {{
 *   store: Store, pictures: Pictures, events: EventTarget, root: HTMLElement, send: (message: object) => boolean,
 *   word: (key: string, values?: Record<string, string | number>) => string, has: (key: string) => boolean, go: (key: string) => void
 * }} Around  `has`: whether its card is shown here
 */

/** @param {Around} around @param {string} key @param {string} gesture */
export function openFamily({ store, pictures, events, root, send, word, has, go }, key, gesture) {
  const life = new AbortController();
  const { signal } = life;
  const dialog = make("dialog", "yb-window yb-lineage-window");
  dialog.ariaLabel = word("lineage");
  const head = make("header", "yb-window-head");
  const close = makeButton("yb-chip", word("close"), () => dialog.close());
  head.append(make("h3", "yb-title", word("lineage")), close);
  /** @type {Row[]} */ let told = [];
  // What the board knows of a card is newer than what came with the answer.
  const rows = () => {
    const known = told.map((row) => store.rows[store.numberOf(row.key) ?? -1] ?? row);
    const keys = new Set(known.map((row) => row.key));
    return [...known, ...store.rows.filter((row) => !keys.has(row.key))];
  };
  /** The dialog lets nothing outside of it have the focus. @param {string} to */
  const leave = (to) => {
    dialog.close();
    go(to);
  };
  /** @type {Tree | undefined} */ let tree;
  const draw = () => {
    const focused = dialog.contains(document.activeElement);
    tree = new Tree(
      {
        rows,
        root: [...pathTo(rows(), key)].at(-1) ?? key,
        here: key,
        pictures,
        pictureId: (row) => store.pictureId(row),
        word,
        now: () => store.now(),
        way: (to) => (has(to) ? () => leave(to) : undefined),
      },
      signal,
    );
    dialog.replaceChildren(head, tree.element);
    if (focused) tree.focus();
  };
  /** @param {Event} event */
  const answer = (event) => {
    const { detail } = /** @type {CustomEvent<Family>} */ (event);
    if (detail.gesture !== gesture) return;
    told = detail.cards;
    draw();
  };
  events.addEventListener("family", answer, { signal });
  store.watch(() => tree?.draw(), signal);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(), { signal });
  const back = /** @type {HTMLElement | null} */ (document.activeElement);
  dialog.addEventListener("close", () => {
    life.abort();
    dialog.remove();
    if (!root.contains(document.activeElement)) back?.focus();
  });
  draw();
  root.append(dialog);
  dialog.showModal();
  tree?.focus();
  send({ kind: "family", gesture, key });
}
