// The hand that paints: strokes as they grow, whether a pointer draws them or the arrow keys do.

/** @import { Mask } from "./maskpaint.js" */
/** @import { Stroke, Tool } from "./maskstrokes.js" */

const SLIP = 3; // pixels of a side; a smaller box or area is a slip of the hand

export class Hand {
  /** @type {Tool} */ tool = "brush";
  size;
  /** @type {Stroke | undefined} */ stroke;
  #mask;

  /** @param {Mask} mask */
  constructor(mask) {
    this.#mask = mask;
    this.size = Math.round(Math.min(mask.width, mask.height) / 8);
    this.largest = Math.round(Math.min(mask.width, mask.height) / 2);
  }

  /** @param {number} by  in steps of the keys and of the wheel */
  resize(by) {
    const step = Math.max(2, Math.round(this.size / 6));
    this.size = Math.min(this.largest, Math.max(4, this.size + by * step));
  }

  /** @param {number} x @param {number} y @param {boolean} erase  a shape that takes away, what the eraser does anyway */
  begin(x, y, erase = false) {
    if (this.tool === "move") return;
    const kind = this.tool === "lasso" ? "area" : this.tool === "box" ? "box" : "line";
    this.stroke = { kind, erase: erase || this.tool === "eraser", size: this.size, points: kind === "box" ? [x, y, x, y] : [x, y] };
    if (kind === "line") this.#mask.sketch(this.stroke);
  }

  /** @param {number} x @param {number} y */
  to(x, y) {
    const { stroke } = this;
    if (!stroke) return;
    const { points } = stroke;
    if (stroke.kind === "box") {
      points.splice(2, 2, x, y);
      return;
    }
    const [lastX = x, lastY = y] = points.slice(-2);
    // What is closer than this cannot be told apart, and a stroke is kept in every draft.
    const least = stroke.kind === "line" ? Math.max(1, stroke.size / 12) : 1.5;
    if (Math.hypot(x - lastX, y - lastY) < least) return;
    points.push(x, y);
    if (stroke.kind === "line") this.#mask.sketch(stroke);
  }

  /** @returns {boolean} whether something was painted */
  end() {
    const { stroke } = this;
    this.stroke = undefined;
    if (!stroke) return false;
    if (stroke.kind !== "line" && extent(stroke.points) < SLIP) {
      this.#mask.drop();
      return false;
    }
    this.#mask.add(stroke);
    return true;
  }

  /** Nothing was meant by it. */
  drop() {
    if (this.stroke) this.#mask.drop();
    this.stroke = undefined;
  }
}

/** @param {number[]} points @returns {number} the smaller side of the box around them */
function extent(points) {
  const across = points.filter((_, at) => at % 2 === 0);
  const down = points.filter((_, at) => at % 2 === 1);
  return Math.min(Math.max(...across) - Math.min(...across), Math.max(...down) - Math.min(...down));
}
