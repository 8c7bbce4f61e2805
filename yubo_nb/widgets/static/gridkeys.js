// The keyboard in a grid. Nothing here is paid for: digits rate, where on a board they upscale.

import { reject, star } from "./marks.js";


/** @import { Lens } from "./lens.js" */
/** @import { Shot } from "./shot.js" */
/** @import { Table } from "./table.js" */
/** @import { Tools } from "./card.js" */
/**
 * @typedef {{ shots: Map<string, Shot>, table: Table, tools: Tools, lens: Lens, focus: (shot: Shot | undefined) => void,
 *   all: () => void, none: () => void, compare: (shot: Shot) => void, keys: () => void }} Grid
 */

/** @param {Tools["word"]} word @returns {[string[], string][]} */
export const keysOf = (word) => [
  [["←", "→", "↑", "↓"], word("grid_key_arrows")],
  [["Enter"], word("key_open")],
  [["1", "…", "5"], word("grid_key_rate")],
  [["X"], word("key_reject")],
  [["S"], word("key_star")],
  [[word("key_space")], word("key_select")],
  [["C"], word("grid_key_compare")],
  [["+", "−", "0"], word("grid_key_zoom")],
  [["Shift", "←"], word("grid_key_pan")],
  [["L"], word("key_lineage")],
  [["Ctrl", "A"], word("key_all")],
];

/** @param {KeyboardEvent} event @param {Grid} grid */
export function steer(event, grid) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.matches("input, select, textarea") || target.closest("dialog, [role=menu]") || event.altKey) return;
  const shot = grid.shots.get(target.closest(".yb-shot")?.getAttribute("data-key") ?? "");
  const done = event.ctrlKey || event.metaKey ? far(event, shot, grid) : plain(event, shot, grid);
  if (!done) return;
  event.preventDefault();
  event.stopPropagation();
}

/** With Ctrl. @param {KeyboardEvent} event @param {Shot | undefined} shot @param {Grid} grid */
function far({ key }, shot, grid) {
  if (key === "a") grid.all();
  else if (shot && (key === "Home" || key === "End")) grid.focus(grid.table.next(shot, key, true));
  else return false;
  return true;
}

/** @param {KeyboardEvent} event @param {Shot | undefined} shot @param {Grid} grid */
function plain({ key, shiftKey, repeat }, shot, grid) {
  const { tools, lens } = grid;
  const [across, down] = [{ ArrowRight: 1, ArrowLeft: -1 }[key] ?? 0, { ArrowDown: 1, ArrowUp: -1 }[key] ?? 0];
  if (key === "+" || key === "=") lens.step(1);
  else if (key === "-") lens.step(-1);
  else if (key === "0") lens.fit();
  else if (key === "?") grid.keys();
  else if (!shot) return false;
  else if (shiftKey && (across || down)) lens.pan(across, down);
  else if (across || down || key === "Home" || key === "End") grid.focus(grid.table.next(shot, key, false));
  else if (repeat) return false;
  else if (/^[1-5]$/.test(key)) tools.mark(shot, [shot.row.key], { rating: shot.row.rating === Number(key) ? 0 : Number(key) });
  else if (key === "Enter") tools.view(shot.row.key);
  else if (key === " ") tools.tick(shot, shiftKey);
  else if (key === "x") reject(shot, tools);
  else if (key === "s") star(shot, tools);
  else if (key === "l") tools.family(shot);
  else if (key === "c") grid.compare(shot);
  else if (key === "Escape") grid.none();
  else return false;
  return true;
}
