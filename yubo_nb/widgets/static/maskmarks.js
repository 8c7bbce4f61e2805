// What is drawn over the mask and is no part of it: the brush's outline, a shape that grows, the cursor of the keys.

import { draw } from "./svg.js";


/** @import { Hand } from "./maskhand.js" */
/** @import { Mask } from "./maskpaint.js" */
/** @import { Cursor } from "./maskkeys.js" */

export class Marks {
  element;
  #shape = draw("path", { class: "yb-shape" });
  #under = draw("path", { class: "yb-under" });
  #brush = draw("circle", { class: "yb-shape" });
  #cursor = draw("path", { class: "yb-shape" });
  #cursorUnder = draw("path", { class: "yb-under" });
  /** @type {[number, number] | undefined} where the pointer is */ #at;

  /** @param {Mask} mask */
  constructor(mask) {
    this.element = draw("svg", { viewBox: `0 0 ${mask.width} ${mask.height}`, class: "yb-marks", "aria-hidden": "true" });
    this.element.append(this.#under, this.#shape, this.#brush, this.#cursorUnder, this.#cursor);
  }

  /** @param {number} x @param {number} y */
  pointer(x, y) {
    this.#at = [x, y];
  }

  left() {
    this.#at = undefined;
  }

  /** @param {Hand} hand @param {Cursor} cursor @param {number} ratio  pixels of the screen for one of the mask */
  draw(hand, cursor, ratio) {
    const line = hand.tool === "brush" || hand.tool === "eraser";
    const at = cursor.awake ? [cursor.x, cursor.y] : this.#at;
    this.#brush.setAttribute("visibility", at && line ? "visible" : "hidden");
    if (at) {
      this.#brush.setAttribute("cx", String(at[0]));
      this.#brush.setAttribute("cy", String(at[1]));
    }
    this.#brush.setAttribute("r", String(hand.size / 2));
    const arm = 9 / ratio;
    const [x, y] = [cursor.x, cursor.y];
    const cross = cursor.awake ? `M${x - arm} ${y}h${arm * 2}M${x} ${y - arm}v${arm * 2}` : "";
    for (const path of [this.#cursor, this.#cursorUnder]) path.setAttribute("d", cross);
    const shape = this.#outline(hand, cursor);
    for (const path of [this.#shape, this.#under]) path.setAttribute("d", shape);
  }

  /** @param {Hand} hand @param {Cursor} cursor */
  #outline({ stroke }, cursor) {
    if (!stroke || stroke.kind === "line") return "";
    const { points } = stroke;
    if (stroke.kind === "box") {
      const [x = 0, y = 0, toX = x, toY = y] = points;
      return `M${x} ${y}H${toX}V${toY}H${x}Z`;
    }
    const corners = cursor.awake ? [...points, cursor.x, cursor.y] : points;
    return `M${corners.join(" ")}Z`;
  }
}
