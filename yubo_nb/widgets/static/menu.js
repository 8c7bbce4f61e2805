// The menu of a card: what can be done with it besides the relay's own buttons. One entry is one line.

import { hasFailed } from "./failure.js";
import { ratings, reject, star } from "./marks.js";
import { openMenu } from "./popup.js";
import { isBare, isBusy } from "./store.js";


/** @import { Card, Tools } from "./card.js" */
/** @import { Item } from "./popup.js" */

/** @param {Card} card @param {Tools} tools @returns {(Item | false)[]}  what does not fit this card is false */
function entries(card, tools) {
  const { row } = card;
  const { word, store, go } = tools;
  const child = store.childOf(row.key);
  const picture = store.pictureId(row).startsWith("full:");
  const lost = row.phase === "lost" || isBare(row);
  const price = row.price === undefined ? "" : tools.money(row, row.price);
  return [
    picture && { text: word("open_picture"), keys: "Enter", press: () => tools.view(row.key) },
    picture && { text: word("save"), press: () => tools.save(card, 0) },
    { text: word("use_settings"), press: () => tools.fill(card, null), section: true },
    hasFailed(row) && tools.sentFromHere(row) && {
      text: price ? word("retry_price", { price }) : word("retry_now"), press: () => tools.each(card, [row.key], "retry", 0, word("retry_now")),
    },
    lost && { text: word("look_again"), press: () => tools.look(card) },
    isBusy(row.phase) && row.phase !== "sending" && { text: word("stop_watching"), press: () => tools.stopWatching(card) },
    { text: word("copy_prompt"), press: () => tools.copy(card, "prompt"), section: true },
    { text: word("copy_python"), press: () => tools.copy(card, "python") },
    tools.sentFromHere(row) && { text: word("copy_curl"), press: () => tools.copy(card, "curl") },
    ...ratings(card, tools),
    { text: word("star"), keys: "S", checked: Boolean(row.starred), press: () => star(card, tools) },
    { text: word("reject"), keys: "X", checked: row.rating === -1, press: () => reject(card, tools) },
    { text: word("note_edit"), keys: "N", press: () => card.editNote() },
    { text: word("lineage"), keys: "L", press: () => tools.family(card), section: true },
    store.find(row.parent) !== undefined && { text: word("go_parent"), press: () => go(row.parent ?? "") },
    child !== undefined && { text: word("go_child"), press: () => go(child.key) },
  ];
}

/** @param {Card} card @param {Tools} tools @param {HTMLButtonElement} button @param {HTMLElement} back  where the focus was */
export function openCardMenu(card, tools, button, back) {
  const items = entries(card, tools).filter((item) => item !== false);
  openMenu(button, items, tools.word("menu"), back);
}
