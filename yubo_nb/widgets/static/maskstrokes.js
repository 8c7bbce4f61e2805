// What was painted, as a list of acts: undo, redo, and a short notation in which it can be kept.

/**
 * @typedef {"brush" | "eraser" | "lasso" | "box" | "move"} Tool
 * @typedef {{ kind: "line" | "area" | "box" | "invert" | "clear", erase: boolean, size: number, points: number[] }} Stroke
 *   `points` are x, y, x, y … in pixels of the mask; of a box two corners. `size` is the width of a line
 */

const KINDS = /** @type {const} */ (["line", "area", "box", "invert", "clear"]);
const MOST = 20_000; // numbers in one stroke; a hand makes some hundred

export class Strokes {
  /** @type {Stroke[]} */ done = [];
  /** @type {Stroke[]} */ undone = [];

  /** @param {Stroke} stroke */
  add(stroke) {
    this.done.push(stroke);
    this.undone = [];
  }

  /** @returns {boolean} whether there was anything */
  undo() {
    const last = this.done.pop();
    if (last) this.undone.push(last);
    return Boolean(last);
  }

  /** @returns {boolean} whether there was anything */
  redo() {
    const next = this.undone.pop();
    if (next) this.done.push(next);
    return Boolean(next);
  }

  /** @param {number} width @param {number} height @param {number} feather @returns {string} "" for nothing at all */
  write(width, height, feather) {
    if (!this.done.length && !this.undone.length && !feather) return "";
    /** @param {Stroke} stroke */
    const short = ({ kind, erase, size, points }) => [KINDS.indexOf(kind), Number(erase), Math.round(size), ...points.map(Math.round)];
    const [done, undone] = [this.done.map(short), this.undone.map(short)];
    return JSON.stringify({ size: [width, height], feather, done, undone });
  }

  /**
   * Take over what `write` wrote, for a mask that may have another size by now; anything else is nothing.
   * @param {string} text @param {number} width @param {number} height @returns {number} the feather
   */
  read(text, width, height) {
    try {
      const { size, feather, done, undone } = JSON.parse(text);
      const scale = Math.min(width / Number(size[0]), height / Number(size[1]));
      /** @param {unknown} list @returns {Stroke[]} */
      const strokes = (list) => (Array.isArray(list) ? list.flatMap((one) => known(one, scale) ?? []) : []);
      [this.done, this.undone] = [strokes(done), strokes(undone)];
      return Math.min(200, Math.max(0, Math.round(Number(feather) * scale) || 0));
    } catch {
      return 0;
    }
  }
}

/** @param {unknown} given @param {number} scale @returns {Stroke | undefined} */
function known(given, scale) {
  if (!Array.isArray(given) || given.length < 3 || given.length > MOST || !given.every(Number.isFinite)) return undefined;
  const kind = KINDS[given[0]];
  return kind && { kind, erase: given[1] === 1, size: given[2] * scale, points: given.slice(3).map((n) => n * scale) };
}
