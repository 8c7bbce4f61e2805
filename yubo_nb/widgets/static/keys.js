// The keyboard on a board: arrows between cards and between the buttons of a card, and single keys for what is done often.

import { reject, star } from "./marks.js";


/** @import { Card, Tools } from "./card.js" */

/** @param {KeyboardEvent} event @param {Map<string, Card>} cards @param {Tools} tools */
export function move(event, cards, tools) {
  const target = /** @type {HTMLElement} */ (event.target);
  const article = /** @type {HTMLElement | null} */ (target.closest(".yb-card"));
  const card = cards.get(article?.dataset.key ?? "");
  if (!article || !card || event.ctrlKey || event.metaKey || event.altKey) return;
  // A field keeps its keys; only Escape leads out of it.
  if (target.matches("input, textarea, [role=application]") && event.key !== "Escape") return;
  const rows = card.buttons.rows();
  const y = rows.findIndex((row) => row.includes(/** @type {HTMLButtonElement} */ (target)));
  /** @type {HTMLElement | null | undefined} */ let next;
  if (/^[1-4]$/.test(event.key) && !event.repeat) {
    next = rows.flat().find((button) => button.dataset.verb === "upscale" && button.value.includes(`::${event.key}::`));
    next?.click();
  } else if (event.key === "Escape" && target !== article) {
    next = article;
  } else if (y >= 0) {
    next = besides(rows, y, /** @type {HTMLButtonElement} */ (target), event.key);
  } else if (target === article) {
    if (!event.repeat && once(event, card, tools)) return void taken(event);
    next = neighbour(article, event.key);
    if (event.key.startsWith("Arrow")) event.preventDefault();
  }
  if (!next) return;
  taken(event);
  next.focus();
}

/** @param {Event} event */
function taken(event) {
  event.preventDefault();
  event.stopPropagation();
}

/** What a single key does to the card that has the focus. @param {KeyboardEvent} event @param {Card} card @param {Tools} tools */
function once({ key, shiftKey }, card, tools) {
  /** @type {Record<string, () => void>} */
  const does = {
    Enter: () => tools.view(card.row.key),
    " ": () => tools.tick(card, shiftKey),
    s: () => star(card, tools),
    x: () => reject(card, tools),
    r: () => card.rate(),
    n: () => card.editNote(),
    m: () => card.openMenu(),
    l: () => tools.family(card),
  };
  const act = does[key.length === 1 ? key.toLowerCase() : key];
  act?.();
  return Boolean(act);
}

/** The card that an arrow leads to, of those that are shown. @param {HTMLElement} article @param {string} key */
function neighbour(article, key) {
  const { parentElement: list, previousElementSibling: back, nextElementSibling: on } = article;
  if (key === "ArrowRight" || key === "ArrowDown") return seen(on, "nextElementSibling");
  if (key === "ArrowLeft" || key === "ArrowUp") return seen(back, "previousElementSibling");
  if (key === "Home") return seen(list?.firstElementChild, "nextElementSibling");
  if (key === "End") return seen(list?.lastElementChild, "previousElementSibling");
  return undefined;
}

/** The first from here on that the filter shows. @param {Element | null | undefined} from @param {"nextElementSibling" | "previousElementSibling"} on */
function seen(from, on) {
  let at = from ?? null;
  while (at && /** @type {HTMLElement} */ (at).hidden) at = at[on];
  return /** @type {HTMLElement | null} */ (at);
}

/** @param {HTMLButtonElement[][]} rows @param {number} y @param {HTMLButtonElement} from @param {string} key */
function besides(rows, y, from, key) {
  const all = rows.flat();
  const at = all.indexOf(from);
  const x = rows[y]?.indexOf(from) ?? 0;
  if (key === "ArrowRight") return all[at + 1];
  if (key === "ArrowLeft") return all[at - 1];
  if (key === "ArrowDown") return rows[y + 1]?.[Math.min(x, (rows[y + 1]?.length ?? 1) - 1)];
  if (key === "ArrowUp") return rows[y - 1]?.[Math.min(x, (rows[y - 1]?.length ?? 1) - 1)] ?? from.closest(".yb-card");
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  return undefined;
}
