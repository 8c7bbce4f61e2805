// Custom Zoom: a slider and a shape, in step with `--zoom` and `--ar` in the prompt, both ways.

import { make } from "./dom.js";
import { Outline, zoomed } from "./outline.js";


/** @import { Tools } from "./card.js" */

const ZOOM = /(^|\s)--zoom(?:\s+([\d.]+))?(?=\s|$)/i;
const SHAPE = /(^|\s)--(?:ar|aspect)\s+(\d{1,4}):(\d{1,4})(?=\s|$)/i;
const SHAPES = ["1:1", "4:3", "3:2", "16:9", "3:4", "2:3", "9:16"];

export class Zoom {
  element = make("div", "yb-zoom");
  #word;
  #field;
  #changed;
  #outline = new Outline();
  #range = make("input", "yb-range");
  #told = make("span", "yb-told-value");
  #shape = make("select", "yb-field");
  #ratio = 1;

  /** @param {Tools["word"]} word @param {HTMLTextAreaElement} field @param {() => void} changed  the text was changed from here */
  constructor(word, field, changed) {
    this.#word = word;
    this.#field = field;
    this.#changed = changed;
    this.#range.type = "range";
    [this.#range.min, this.#range.max, this.#range.step] = ["1", "2", "0.05"];
    this.#range.addEventListener("input", () => this.#write(ZOOM, `--zoom ${Number(this.#range.value)}`));
    this.#shape.addEventListener("change", () => this.#write(SHAPE, this.#shape.value && `--ar ${this.#shape.value}`));
    const label = make("label", "");
    const head = make("span", "yb-slider-head");
    this.#told.ariaHidden = "true";
    head.append(make("span", "", word("zoom_by")), this.#told);
    label.append(head, this.#range);
    const shape = make("label", "", word("zoom_shape"));
    shape.append(this.#shape);
    this.element.append(this.#outline.element, label, shape);
  }

  /** @param {string} url @param {number} ratio  width by height of the picture */
  picture(url, ratio) {
    this.#outline.picture(url);
    if (ratio) this.#ratio = ratio;
    this.read();
  }

  /** The text was typed: show what it says. */
  read() {
    const { value } = this.#field;
    const zoom = Math.min(2, Math.max(1, Number(ZOOM.exec(value)?.[2]) || 2));
    const [, , wide, high] = SHAPE.exec(value) ?? [];
    const shape = wide && high ? `${wide}:${high}` : "";
    const known = SHAPES.includes(shape) || !shape ? SHAPES : [shape, ...SHAPES];
    this.#shape.replaceChildren(new Option(this.#word("zoom_same"), ""), ...known.map((one) => new Option(one, one)));
    this.#shape.value = shape;
    this.#range.value = String(zoom);
    this.#told.textContent = `${zoom} ×`;
    this.#range.setAttribute("aria-valuetext", `${zoom} ×`);
    const form = wide && high ? Number(wide) / Number(high) : this.#ratio;
    this.#outline.show(this.#ratio, zoomed(this.#ratio, form || 1, zoom), this.#word("zoom_preview"));
  }

  /** @param {RegExp} place @param {string} words */
  #write(place, words) {
    const { value } = this.#field;
    const put = words ? `${value ? " " : ""}${words}` : "";
    this.#field.value = place.test(value) ? value.replace(place, (_all, blank) => (words ? `${blank}${words}` : "")) : `${value.trimEnd()}${put}`;
    this.read();
    this.#changed();
  }
}
