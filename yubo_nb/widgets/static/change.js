// What a prompt changes against the one it began with: words taken away and put in, and parameters before and after.

import { make } from "./dom.js";


/** @import { Difference } from "./dialog.js" */
/** @import { Tools } from "./card.js" */

const AROUND = 24; // letters that are shown of what stayed, on either side of a change

/** @param {string} text @param {boolean} first @param {boolean} last */
function kept(text, first, last) {
  const letters = [...text];
  if (letters.length <= AROUND * 2 + 3) return text;
  const [head, tail] = [letters.slice(0, AROUND).join(""), letters.slice(-AROUND).join("")];
  return `${first ? "" : head}…${last ? "" : tail}`;
}

/** @param {Tools["word"]} word @param {Difference} told @returns {HTMLElement[]} */
export function changes(word, { words, parameters, problems }) {
  /** @type {HTMLElement[]} */
  const lines = [];
  if (words.length) {
    const line = make("p", "yb-change");
    words.forEach(([how, text], at) => {
      if (how === "same") line.append(kept(text, at === 0, at === words.length - 1));
      else line.append(make(how === "added" ? "ins" : "del", "", text));
    });
    lines.push(line);
  }
  if (parameters.length) {
    const list = make("ul", "yb-change");
    for (const [name, before, after] of parameters) {
      const item = make("li", "");
      const [old, now] = [make("del", "", before || word("change_none")), make("ins", "", after || word("change_none"))];
      item.append(make("b", "", name), " ", old, " → ", now);
      list.append(item);
    }
    lines.push(list);
  }
  for (const problem of problems) lines.push(make("p", "yb-problem", problem));
  return lines;
}
