// What two tasks differ in besides their pictures: their words, and a table of what is not the same.

import { marked } from "./difference.js";
import { duration, make, setText } from "./dom.js";
import { paid } from "./store.js";


/** @import { Around, Shot } from "./plate.js" */
/** @import { Row } from "./store.js" */

const FLAG = /\s--([a-z]+)((?:\s+(?!--)\S+)*)/gi;

export class Differs {
  element = make("div", "yb-differs");
  #said = make("p", "yb-differs-said");
  #prompt = make("p", "yb-differs-prompt");
  #table = make("table", "yb-differs-table");
  #around;
  #drawn = "";

  /** @param {Around} around */
  constructor(around) {
    this.#around = around;
    this.#prompt.dir = "auto";
    this.#prompt.tabIndex = 0; // a long one scrolls
    this.element.append(this.#said, this.#prompt, this.#table);
  }

  /** @param {Shot} a @param {Shot} b */
  draw(a, b) {
    const { word, store } = this.#around;
    const [one, other] = [store.find(a.key), store.find(b.key)];
    if (!one || !other) return;
    const rows = facts(one, a, other, b, word);
    const names = rows.map(([name]) => name);
    const drawn = JSON.stringify([one.prompt, other.prompt, rows]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const words = one.prompt.replace(FLAG, "").trim() === other.prompt.replace(FLAG, "").trim();
    const flags = names.filter((name) => name.startsWith("--"));
    const seed = words && flags.length === 1 && flags[0] === "--seed";
    setText(this.#said, seed ? word("differs_seed") : words && !flags.length ? word("lineage_same") : "");
    this.#prompt.replaceChildren(...(one.prompt === other.prompt ? [new Text(one.prompt)] : marked(one.prompt, other.prompt)));
    this.#table.hidden = !rows.length;
    const head = make("tr", "");
    head.append(make("td", ""), ...["A", "B"].map((side) => heading("col", side)));
    const body = rows.map(([name, first, second]) => {
      const line = make("tr", "");
      line.append(heading("row", name), make("td", "", first), make("td", "", second));
      return line;
    });
    this.#table.ariaLabel = word("differs");
    this.#table.replaceChildren(head, ...body);
  }
}

/** @param {"row" | "col"} scope @param {string} text */
function heading(scope, text) {
  const cell = make("th", "", text);
  cell.scope = scope;
  return cell;
}

/** Name, and what A and B have; only where they differ. @param {Row} a @param {Shot} one @param {Row} b @param {Shot} other @param {Around["word"]} word @returns {[string, string, string][]} */
function facts(a, one, b, other, word) {
  const [first, second] = [known(a, one, word), known(b, other, word)];
  const names = [...new Set([...first.keys(), ...second.keys()])];
  return names.flatMap((name) => {
    const [x = "–", y = "–"] = [first.get(name), second.get(name)];
    return x === y ? [] : [/** @type {[string, string, string]} */ ([name, x, y])];
  });
}

/** @param {Row} row @param {Shot} shot @param {Around["word"]} word */
function known(row, { part }, word) {
  /** @type {Map<string, string>} */ const found = new Map();
  for (const [, name = "", value = ""] of row.prompt.matchAll(FLAG)) found.set(`--${name}`, value.trim() || "✓");
  found.set(word("differs_made"), row.via || word("imagine"));
  if (part) found.set(word("differs_part"), String(part));
  if (row.width && row.height) found.set(word("fact_size"), `${row.width} × ${row.height}`);
  if (row.submit_ms !== undefined && row.finish_ms !== undefined) found.set(word("fact_took"), duration(word, row.finish_ms - row.submit_ms));
  if (!row.sandbox && row.price !== undefined) found.set(word("fact_price"), paid(row, word));
  return found;
}
