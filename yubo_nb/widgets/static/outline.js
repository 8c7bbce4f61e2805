// The frame that a picture will have, drawn around it: what is dashed is to be made.

import { make } from "./dom.js";

/** @typedef {[number, number, number, number]} Box  left, top, right, bottom of the new frame, in sides of the picture */

const TALLEST = 190; // pixels

export class Outline {
  element = make("figure", "yb-outline");
  #frame = make("div", "yb-outline-frame");
  #image = make("img", "");
  #caption = make("figcaption", "yb-hint");

  constructor() {
    this.#image.alt = "";
    this.#frame.append(this.#image);
    this.element.append(this.#frame, this.#caption);
  }

  /** @param {string} url */
  picture(url) {
    if (url && this.#image.src !== url) this.#image.src = url;
  }

  /** @param {number} ratio  width by height of the picture @param {Box} box @param {string} text */
  show(ratio, [left, top, right, bottom], text) {
    const [wide, high] = [right - left, bottom - top];
    const shape = (ratio * wide) / high;
    const { style } = this.#frame;
    style.aspectRatio = String(shape);
    style.width = `min(100%, ${TALLEST * shape}px)`;
    this.#image.style.inset = `${(-top / high) * 100}% auto auto ${(-left / wide) * 100}%`;
    this.#image.style.width = `${100 / wide}%`;
    this.#image.style.height = `${100 / high}%`;
    this.#caption.textContent = text;
  }
}

/** @type {Record<string, Box>} half a frame more on one side, at the same scale */
export const PANS = { left: [-0.5, 0, 1, 1], right: [0, 0, 1.5, 1], up: [0, -0.5, 1, 1], down: [0, 0, 1, 1.5] };

/** The smallest frame of this shape around the picture, and so many times larger. @param {number} ratio @param {number} shape @param {number} zoom @returns {Box} */
export function zoomed(ratio, shape, zoom) {
  const [wide, high] = shape > ratio ? [shape / ratio, 1] : [1, ratio / shape];
  const [left, top] = [(1 - wide * zoom) / 2, (1 - high * zoom) / 2];
  return [left, top, 1 - left, 1 - top];
}
