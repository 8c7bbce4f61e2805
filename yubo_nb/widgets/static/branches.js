// The order of a family on the screen: which rows are there, how far in they stand, and what is folded away.

/** @import { Row } from "./store.js" */
/**
 * @typedef {{ key: string, parent: string, level: number, indent: number, place: number, of: number, row?: Row,
 *   open?: boolean, linked: boolean, fold?: "more" | "steps", n?: number }} Node
 *   a task (`row`; `open` if it has children) or a line that stands for `n` others (`fold`). A long chain is not
 *   indented, or it would leave the screen: its steps are `linked` to the one before.
 */

const WIDE = 8; // children that are seen at once
const LONG = 8; // steps without a fork that are seen at once
const ENDS = 3; // of a longer chain, at each end
const DEEP = 4; // steps that are indented

/** From the root to a row; what a relay says may go in circles. @param {Row[]} rows @param {string} key @returns {Set<string>} */
export function pathTo(rows, key) {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  /** @type {Set<string>} */ const path = new Set();
  for (let at = byKey.get(key); at && !path.has(at.key); at = byKey.get(at.parent ?? "")) path.add(at.key);
  return path;
}

/**
 * @param {Row[]} rows @param {string} root @param {string} here  always in sight
 * @param {Set<string>} shut  whose children are hidden @param {Set<string>} unfolded  folds that were opened
 * @returns {Node[]}
 */
export function layOut(rows, root, here, shut, unfolded) {
  const path = pathTo(rows, here);
  /** @type {Map<string, Row[]>} */ const children = new Map();
  for (const row of rows) if (row.parent && row.key !== root) children.set(row.parent, [...(children.get(row.parent) ?? []), row]);
  /** @type {Node[]} */ const nodes = [];
  /** @type {Set<string>} */ const met = new Set();
  /** @param {Row} row */
  const own = (row) => (children.get(row.key) ?? []).filter((child) => !met.has(child.key));
  /** @param {Row} row @param {string} parent @param {number} level @param {number} indent @param {number} place @param {number} of */
  const draw = (row, parent, level, indent, place, of, linked = false) => {
    const open = children.has(row.key) ? !shut.has(row.key) : undefined;
    nodes.push({ key: row.key, parent, level, indent, place, of, row, open, linked });
  };
  /** One child after another, as far as there is no fork. @param {Row} row */
  const chain = (row) => {
    /** @type {Row[]} */ const steps = [];
    for (let [next, ...others] = own(row); next && !others.length; [next, ...others] = own(next)) {
      met.add(next.key);
      steps.push(next);
      if (shut.has(next.key)) break;
    }
    return steps;
  };
  /** @param {Row} row @param {number} level @param {number} indent */
  const below = (row, level, indent) => {
    if (shut.has(row.key)) return;
    const steps = chain(row);
    const last = steps.at(-1);
    if (last) {
      const deep = steps.length > DEEP ? 1 : steps.length;
      drawChain(row, steps, level, indent);
      below(last, level + steps.length, indent + deep);
      return;
    }
    const all = own(row);
    for (const child of all) met.add(child.key);
    const whole = all.length <= WIDE || unfolded.has(`more ${row.key}`);
    const shown = all.filter((child, n) => whole || n < WIDE - 2 || path.has(child.key));
    for (const child of shown) {
      draw(child, row.key, level + 1, indent + 1, all.indexOf(child) + 1, all.length);
      below(child, level + 1, indent + 1);
    }
    const n = all.length - shown.length;
    const at = { parent: row.key, level: level + 1, indent: indent + 1, place: all.length, of: all.length };
    if (n) nodes.push({ key: `more ${row.key}`, fold: "more", n, linked: false, ...at });
  };
  /** @param {Row} row @param {Row[]} steps @param {number} level @param {number} indent */
  const drawChain = (row, steps, level, indent) => {
    const at = steps.findIndex((step) => step.key === here);
    const straight = steps.length > DEEP;
    /** @param {number} i */
    const shown = (i) => steps.length <= LONG || i < ENDS || i >= steps.length - ENDS || (at >= 0 && Math.abs(i - at) < 2);
    /** @param {number} i */
    const above = (i) => steps[i - 1]?.key ?? row.key;
    steps.forEach((step, i) => {
      let from = i;
      while (from > 0 && !shown(from) && !shown(from - 1)) from -= 1;
      const key = `steps ${steps[from]?.key}`;
      if (shown(i) || unfolded.has(key)) {
        draw(step, above(i), level + 1 + i, indent + (straight ? 1 : i + 1), 1, 1, straight && i > 0);
      } else if (from === i) {
        let n = 1;
        while (i + n < steps.length && !shown(i + n)) n += 1;
        nodes.push({ key, fold: "steps", n, parent: above(i), level: level + 1 + i, indent: indent + 1, place: 1, of: 1, linked: true });
      }
    });
  };
  const first = rows.find((row) => row.key === root) ?? rows[0];
  if (!first) return nodes;
  met.add(first.key);
  draw(first, "", 1, 0, 1, 1);
  below(first, 1, 0);
  return nodes;
}
