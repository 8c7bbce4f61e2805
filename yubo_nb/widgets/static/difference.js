// What changed from a prompt to the next, by words; a parameter and its values are one word, and so is a comma, and
// a Chinese or Japanese character: those languages have no blanks to cut at.

import { make } from "./dom.js";

/** @typedef {["same" | "gone" | "new", string]} Piece */

const WORD = /--[^\s-]\S*(?:\s+(?!--)\S+)*|[\u3040-\u30ff\u3400-\u9fff]|[^\s,，\u3040-\u30ff\u3400-\u9fff]+|[,，]/g;
const WIDE = /[\u3040-\u30ff\u3400-\u9fff，。]/; // stands without blanks
const WORDS = 400; // of longer prompts the rest is one word

/** @param {string} prompt @returns {string[]} */
function words(prompt) {
  const found = prompt.match(WORD) ?? [];
  return found.length > WORDS ? [...found.slice(0, WORDS), found.slice(WORDS).join(" ")] : found;
}

/** Takes them out of the list. @param {string[]} words */
const joined = (words) => words.splice(0).join(" ").replace(/(?<=\S) (?=[,，])|(?<=[\u3040-\u30ff\u3400-\u9fff，]) (?=[\u3040-\u30ff\u3400-\u9fff])/g, "");

/**
 * The longest common words stay; what went comes before what came in its place.
 * @param {string} before @param {string} after @returns {Piece[]}
 */
export function difference(before, after) {
  const [old, now] = [words(before), words(after)];
  const best = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  /** @param {number} i @param {number} j */
  const common = (i, j) => best[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const row = /** @type {Uint16Array} */ (best[i]);
      row[j] = old[i] === now[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
    }
  }
  /** @type {Piece[]} */ const pieces = [];
  const [same, gone, come] = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
  const flush = () => {
    if (same.length) pieces.push(["same", joined(same)]);
    if (gone.length) pieces.push(["gone", joined(gone)]);
    if (come.length) pieces.push(["new", joined(come)]);
  };
  for (let i = 0, j = 0; i < old.length || j < now.length;) {
    if (old[i] !== undefined && old[i] === now[j]) {
      if (gone.length || come.length) flush();
      same.push(old[i] ?? "");
      i += 1;
      j += 1;
      continue;
    }
    if (same.length) flush();
    if (j >= now.length || (i < old.length && common(i + 1, j) >= common(i, j + 1))) gone.push(old[i++] ?? "");
    else come.push(now[j++] ?? "");
  }
  flush();
  return pieces;
}

/** Only what changed, in a few words. @param {string} before @param {string} after @returns {Node[]} */
export function changes(before, after) {
  return difference(before, after).flatMap(([kind, text]) => (kind === "same" ? [] : [mark(kind, text), new Text(" ")]));
}

/** The whole prompt with its changes. @param {string} before @param {string} after @returns {Node[]} */
export function marked(before, after) {
  const pieces = difference(before, after);
  return pieces.flatMap(([kind, text], n) => {
    const next = pieces[n + 1]?.[1] ?? "";
    const space = /^[,，]/.test(next) || (WIDE.test(text.slice(-1)) && WIDE.test(next.slice(0, 1))) ? "" : " ";
    return [kind === "same" ? new Text(text) : mark(kind, text), new Text(space)];
  });
}

/** @param {"gone" | "new"} kind @param {string} text */
const mark = (kind, text) => make(kind === "new" ? "ins" : "del", "", text);
