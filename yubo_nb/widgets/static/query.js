// What is looked for: words of the prompt, and parameters as `ar:3:2` or `seed:7`; a minus in front leaves out.

/** @import { Row } from "./store.js" */
/** @typedef {{ name: string, value: string, not: boolean }} Term  `name`: the parameter, "" for words */

// A parameter has several names; the long one is looked for.
const LONG = new Map(
  Object.entries({ aspect: "ar", s: "stylize", c: "chaos", w: "weird", v: "version", q: "quality", p: "profile", i: "iw" }),
);
const KNOWN = new Set(
  "ar stylize chaos weird version quality profile iw seed no sref sw sv oref ow cref cw niji style stop tile raw draft exp repeat video".split(" "),
);

/** @param {string} name */
const long = (name) => LONG.get(name) ?? name;

/** Full width is half width, and case does not count. @param {string} text */
const plain = (text) => text.normalize("NFKC").toLowerCase();

/** @param {string} text @returns {Term[]} */
export function terms(text) {
  const found = plain(text).matchAll(/(-?)(?:"([^"]*)"|(\S+))/g);
  return [...found].flatMap(([, minus, quoted, bare = ""]) => {
    const [, name = "", value = ""] = quoted === undefined ? (/^([a-z]+):(.*)$/.exec(bare) ?? []) : [];
    const parameter = KNOWN.has(long(name)) ? long(name) : "";
    const words = parameter ? value : (quoted ?? bare);
    return words || parameter ? [{ name: parameter, value: words, not: Boolean(minus) }] : [];
  });
}

/** @typedef {{ from: string, words: string, parameters: Map<string, string> }} Read */
/** @type {WeakMap<Row, Read>} */ const readings = new WeakMap();

/** @param {Row} row @returns {Read} */
function read(row) {
  const from = `${row.prompt}\n${row.via ?? ""}\n${row.note ?? ""}`;
  const kept = readings.get(row);
  if (kept?.from === from) return kept;
  /** @type {Map<string, string>} */ const parameters = new Map();
  for (const [, name = "", value = ""] of plain(row.prompt).matchAll(/\s--([a-z]+)((?:\s+(?!--)\S+)*)/g)) {
    parameters.set(long(name), value.trim());
  }
  const reading = { from, words: plain(from), parameters };
  readings.set(row, reading);
  return reading;
}

/** @param {Term[]} wanted @param {Row} row */
export function fits(wanted, row) {
  if (!wanted.length) return true;
  const { words, parameters } = read(row);
  return wanted.every(({ name, value, not }) => {
    const here = name ? parameters.get(name) : words;
    const found = name ? here !== undefined && (!value || here === value || here.split(/[\s,]+/).includes(value)) : words.includes(value);
    return found !== not;
  });
}
