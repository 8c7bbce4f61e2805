// A choice of a few, all of them seen: buttons in one frame, one of them pressed.

import { make, makeButton } from "./dom.js";


/** @typedef {{ text: string, label?: string, keys?: string }} Segment  `label`: read instead of the text */

export class Segments {
  element = make("div", "yb-segments");

  /** @param {string} name @param {Segment[]} segments @param {(n: number) => void} choose */
  constructor(name, segments, choose) {
    this.element.role = "group";
    this.element.ariaLabel = name;
    segments.forEach(({ text, label, keys }, n) => {
      const button = makeButton("yb-segment", text, () => choose(n));
      if (label) button.ariaLabel = button.title = label;
      if (keys) {
        button.setAttribute("aria-keyshortcuts", keys);
        button.title = `${label ?? text} (${keys})`;
      }
      this.element.append(button);
    });
  }

  /** @param {number} chosen */
  draw(chosen) {
    [...this.element.children].forEach((button, n) => (button.ariaPressed = String(n === chosen)));
  }
}

/** Whole, or one of the four of a grid. @param {string} name @param {(key: string, values?: Record<string, string | number>) => string} word @param {(part: number) => void} choose */
export function quarters(name, word, choose) {
  const four = [1, 2, 3, 4].map((n) => ({ text: String(n), label: word("part_n", { n }) }));
  return new Segments(name, [{ text: word("whole") }, ...four], choose);
}
