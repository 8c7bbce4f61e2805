// The menu of a card: what can be done with it besides the relay's own buttons. One entry is one line.

import { openMenu } from "./popup.js";


/** @import { Card, Tools } from "./card.js" */
/** @import { Item } from "./popup.js" */

/** @param {Card} card @param {Tools} tools @returns {(Item | false)[]}  what does not fit this card is false */
function entries(card, tools) {
  const { row } = card;
  const { word, store, go } = tools;
  const [child] = store.rows.filter(({ parent }) => parent === row.key);
  return [
    { text: word("use_settings"), press: () => tools.fill(card, null) },
    { text: word("lineage"), press: () => tools.family(card) },
    store.find(row.parent) !== undefined && { text: word("go_parent"), press: () => go(row.parent ?? ""), section: true },
    child !== undefined && { text: word("go_child"), press: () => go(child.key), section: !row.parent },
  ];
}

/** @param {Card} card @param {Tools} tools @param {HTMLButtonElement} button */
export function openCardMenu(card, tools, button) {
  const items = entries(card, tools).filter((item) => item !== false);
  openMenu(button, items, tools.word("menu"));
}
