// Tasks in rows and columns: where each of them stands, and how the arrows lead from one to the next.

import { make } from "./dom.js";


/** @import { Shot } from "./shot.js" */
/**
 * @typedef {{ name: string, label: string, values: string[] }} Factor
 * @typedef {{ rows: string, cols: string, held: Map<string, number> }} Axes  `held`: only this value of a factor is shown
 * @typedef {{ factors: Factor[], places: Record<string, number[]> }} Plan  `places`: by key, the number of its value for each factor
 */

const WIDE = 8; // cells beside each other: of one factor alone the line is broken into several

export class Table {
  element = make("div", "yb-gridscroll");
  #table = make("table", "yb-table");
  #word;
  /** @type {Shot[][][]} by row, column, and place in the cell */ #cells = [];

  /** @param {(key: string, values?: Record<string, string | number>) => string} word @param {string} name */
  constructor(word, name) {
    this.#word = word;
    this.#table.role = "grid";
    this.#table.ariaLabel = name;
    this.element.append(this.#table);
  }

  /** Everything anew. @param {Plan} plan @param {Axes} axes @param {Map<string, Shot>} shots  in their order */
  arrange({ factors, places }, { rows, cols, held }, shots) {
    const down = factors.findIndex(({ name }) => name === rows);
    const across = factors.findIndex(({ name }) => name === cols);
    const [rowValues, colValues] = [factors[down]?.values ?? [""], factors[across]?.values ?? [""]];
    const broken = down < 0 && colValues.length > WIDE;
    const lines = Math.ceil(colValues.length / WIDE);
    const width = broken ? Math.ceil(colValues.length / lines) : colValues.length;
    const heads = broken ? Array.from({ length: Math.ceil(colValues.length / width) }, () => "") : rowValues;
    this.#cells = heads.map((_, r) => colValues.slice(broken ? r * width : 0, broken ? (r + 1) * width : undefined).map(() => []));
    for (const [key, shot] of shots) {
      const at = places[key] ?? [];
      if (factors.some(({ name }, n) => held.has(name) && held.get(name) !== at[n])) continue;
      const col = at[across] ?? 0;
      this.#cells[broken ? Math.floor(col / width) : (at[down] ?? 0)]?.[broken ? col % width : col]?.push(shot);
      const rest = factors.flatMap((factor, n) => (n === down || (n === across && !broken) || held.has(factor.name) ? [] : titled(factor, at[n] ?? 0)));
      const where = [down, across].flatMap((n) => (factors[n] ? titled(factors[n], at[n] ?? 0) : []));
      shot.place(where.join(", "), rest.join(" · "));
    }
    const most = Math.max(1, ...this.#cells.flat().map((cell) => cell.length));
    this.#table.style.setProperty("--yb-cols", String(width));
    this.#table.dataset.crowded = String(most > 1);
    this.#table.dataset.headed = String(down >= 0);
    const body = make("tbody", "");
    heads.forEach((value, r) => {
      const line = make("tr", "");
      if (down >= 0) line.append(heading("row", factors[down], value));
      for (const cell of this.#cells[r] ?? []) line.append(this.#cell(cell));
      body.append(line);
    });
    this.#table.replaceChildren(...(across >= 0 && !broken ? [this.#head(factors[down], factors[across])] : []), body);
  }

  /** In the order of reading. @returns {Shot[]} */
  get shots() {
    return this.#cells.flat(2);
  }

  /** Where an arrow leads from this one. @param {Shot} shot @param {string} key @param {boolean} far  to the very first or last @returns {Shot | undefined} */
  next(shot, key, far) {
    const { shots } = this;
    const row = this.#cells.findIndex((line) => line.some((cell) => cell.includes(shot)));
    const line = (this.#cells[row] ?? []).flat();
    const col = (this.#cells[row] ?? []).findIndex((cell) => cell.includes(shot));
    if (key === "Home") return far ? shots[0] : line[0];
    if (key === "End") return far ? shots.at(-1) : line.at(-1);
    if (key === "ArrowRight" || key === "ArrowLeft") return line[line.indexOf(shot) + (key === "ArrowRight" ? 1 : -1)];
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    const within = this.#cells[row]?.[col]?.indexOf(shot) ?? 0;
    for (let r = row + (step ?? 0); step && this.#cells[r]; r += step) {
      const cell = this.#cells[r]?.[col] ?? [];
      if (cell.length) return cell[Math.min(within, cell.length - 1)];
    }
    return undefined;
  }

  /** @param {Factor | undefined} down @param {Factor | undefined} across */
  #head(down, across) {
    const head = make("thead", "");
    const line = make("tr", "");
    if (down) {
      const corner = make("td", "yb-corner-cell");
      corner.append(make("span", "", `${across?.label} →`), make("span", "", `${down.label} ↓`));
      line.append(corner);
    }
    for (const value of across?.values ?? []) line.append(heading("col", across, value));
    head.append(line);
    return head;
  }

  /** @param {Shot[]} shots */
  #cell(shots) {
    const cell = make("td", "");
    cell.role = "gridcell";
    const inner = make("div", "yb-shots");
    inner.append(...shots.map(({ element }) => element));
    if (!shots.length) inner.append(make("span", "yb-nothing", this.#word("grid_nothing")));
    cell.append(inner);
    return cell;
  }
}

/** @param {Factor} factor @param {number} n */
const titled = ({ name, label, values }, n) => (name.startsWith("words") ? (values[n] ?? "") : `${label} ${values[n] ?? ""}`);

/** @param {"row" | "col"} scope @param {Factor | undefined} factor @param {string} value */
function heading(scope, factor, value) {
  const cell = make("th", "");
  cell.scope = scope;
  const text = make("span", "yb-head-text", value);
  text.dir = "auto";
  text.title = `${factor?.label}: ${value}`;
  cell.append(text);
  return cell;
}
