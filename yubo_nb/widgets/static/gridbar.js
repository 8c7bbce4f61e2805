// Above a grid: what runs down and across, which value of the other factors, which quarter, and how close.

import { make, makeButton } from "./dom.js";
import { quarters } from "./segments.js";


/** @import { Axes, Factor } from "./table.js" */
/** @typedef {{ arrange: (axes: Axes, part: number) => void, keys: () => void }} Does */

export class GridBar {
  element = make("div", "yb-gridbar");
  #axes = make("div", "yb-gridaxes");
  #parts;
  #factors;
  #word;
  #does;
  /** @type {Axes} */ #now;
  #part;

  /**
   * @param {Factor[]} factors @param {Axes} now @param {number} part
   * @param {(key: string, values?: Record<string, string | number>) => string} word @param {Does} does @param {HTMLElement} zoom
   */
  constructor(factors, now, part, word, does, zoom) {
    this.#factors = factors;
    this.#now = now;
    this.#part = part;
    this.#word = word;
    this.#does = does;
    const keys = makeButton("yb-icon yb-plain", "?", does.keys);
    keys.ariaLabel = keys.title = word("keys");
    this.#parts = quarters(word("grid_part"), word, (n) => does.arrange(this.#now, n));
    this.element.append(this.#axes, this.#parts.element, zoom, keys);
    this.draw(now, part, false);
  }

  /** @param {Axes} axes @param {number} part @param {boolean} grids  whether there are pictures of four */
  draw(axes, part, grids) {
    const changed = axes !== this.#now || !this.#axes.childElementCount;
    this.#now = axes;
    this.#part = part;
    this.#parts.element.hidden = !grids;
    this.#parts.draw(part);
    if (changed) this.#drawAxes();
  }

  #drawAxes() {
    const { rows, cols, held } = this.#now;
    const names = this.#factors.map(({ name, label }) => [name, label]);
    const focused = /** @type {HTMLElement | null} */ (this.#axes.querySelector(":focus"))?.dataset.axis;
    /** @param {Partial<Axes>} change */
    const change = (change) => this.#does.arrange({ ...this.#now, ...change }, this.#part);
    const parts = [];
    if (names.length) {
      const none = ["", this.#word("grid_none")];
      parts.push(
        this.#select("rows", this.#word("grid_rows"), [none, ...names], rows, (to) => change({ rows: to, cols: to && to === cols ? rows : cols, held: without(held, to) })),
        this.#swap(() => change({ rows: cols, cols: rows })),
        this.#select("cols", this.#word("grid_cols"), [none, ...names], cols, (to) => change({ cols: to, rows: to && to === rows ? cols : rows, held: without(held, to) })),
      );
    }
    for (const { name, label, values } of this.#factors) {
      if (name === rows || name === cols) continue;
      const all = [["", this.#word("grid_all")], ...values.map((value, n) => [String(n), value])];
      parts.push(
        this.#select(`held ${name}`, label, all, held.has(name) ? String(held.get(name)) : "", (to) => {
          const next = without(held, name);
          if (to) next.set(name, Number(to));
          change({ held: next });
        }),
      );
    }
    this.#axes.replaceChildren(...parts);
    if (focused) /** @type {HTMLElement | null} */ (this.#axes.querySelector(`[data-axis="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {() => void} press */
  #swap(press) {
    const button = makeButton("yb-icon yb-plain", "⇄", press);
    button.ariaLabel = button.title = this.#word("grid_swap");
    button.dataset.axis = "swap";
    return button;
  }

  /** @param {string} axis @param {string} text @param {string[][]} options  value and text @param {string} chosen @param {(value: string) => void} choose */
  #select(axis, text, options, chosen, choose) {
    const label = make("label", "yb-gridaxis");
    const select = make("select", "yb-select");
    select.dataset.axis = axis;
    for (const [value = "", shown = ""] of options) select.append(new Option(shown, value, false, value === chosen));
    select.addEventListener("change", () => choose(select.value));
    label.append(make("span", "", text), select);
    return label;
  }
}

/** @param {Map<string, number>} held @param {string} name */
function without(held, name) {
  const next = new Map(held);
  next.delete(name);
  return next;
}
