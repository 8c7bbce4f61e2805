// How much is covered: a number, a bar, and what is best.

import { make } from "./dom.js";


/** @import { Mask } from "./maskpaint.js" */
/** @import { Word } from "./masktools.js" */

const BEST = [0.2, 0.5];

/** @param {Word} word @param {Mask} mask @returns {string} */
export function coverage(word, mask) {
  const { covered, problem } = mask;
  if (problem === "empty") return word("mask_empty");
  const percent = covered * 100;
  const n = percent < 1 ? "< 1" : Math.round(percent);
  if (problem === "full") return word("mask_full", { n });
  const [least = 0, most = 1] = BEST;
  return covered < least || covered > most ? word("mask_covered", { n }) : word("mask_good", { n });
}

export class Meter {
  element = make("div", "yb-meter");
  #text = make("span", "yb-meter-text");
  #bar = make("span", "yb-meter-bar");
  #fill = make("span", "yb-meter-fill");

  constructor() {
    this.#bar.ariaHidden = "true";
    this.#bar.append(this.#fill);
    this.element.append(this.#bar, this.#text);
  }

  /** @param {Mask} mask @param {string} text */
  show(mask, text) {
    const [least = 0, most = 1] = BEST;
    const { covered } = mask;
    this.#text.textContent = text;
    this.element.dataset.state = mask.problem || (covered >= least && covered <= most ? "good" : "fair");
    this.#fill.style.width = `${covered * 100}%`;
  }
}
