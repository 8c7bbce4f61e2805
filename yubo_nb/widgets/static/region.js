// The region of a Vary (Region) as its card shows it: a small picture with the mask over it, and the way to the editor.

import { make, makeButton } from "./dom.js";
import { Editor } from "./maskeditor.js";
import { coverage } from "./maskmeter.js";
import { Mask } from "./maskpaint.js";


/** @import { Tools } from "./card.js" */

const SEEN = 320; // pixels of the small picture's longer side

export class Region {
  element = make("div", "yb-region");
  mask;
  #word;
  #small = document.createElement("canvas");
  #image = make("img", "");
  #text = make("p", "yb-hint");
  #open;
  #url = "";
  /** @type {Editor | undefined} */ #editor;

  /** @param {Tools["word"]} word @param {number} width @param {number} height  of the picture @param {() => void} changed */
  constructor(word, width, height, changed) {
    this.#word = word;
    this.mask = new Mask(width, height);
    const scale = Math.min(1, SEEN / Math.max(this.mask.width, this.mask.height));
    this.#small.width = Math.round(this.mask.width * scale);
    this.#small.height = Math.round(this.mask.height * scale);
    this.#small.className = "yb-paint";
    this.#image.alt = "";
    const view = make("div", "yb-region-view");
    view.style.aspectRatio = `${width} / ${height}`;
    view.append(this.#image, this.#small);
    view.addEventListener("click", () => this.edit());
    this.#open = makeButton("yb-button", word("mask_paint"), () => this.edit());
    this.#open.setAttribute("aria-haspopup", "dialog");
    this.element.append(view, this.#text, this.#open);
    this.mask.watch(() => {
      this.#draw();
      changed();
    });
    this.mask.measure();
    this.#draw();
  }

  /** @param {string} url */
  picture(url) {
    this.#url = url || this.#url;
    if (this.#image.src !== this.#url) this.#image.src = this.#url;
    this.#editor?.picture(this.#url);
  }

  /** Open the editor; nothing is asked when it closes, for nothing is lost. */
  edit() {
    const root = /** @type {HTMLElement | null} */ (this.element.closest(".yubo"));
    if (this.#editor || !root) return;
    this.#editor = new Editor(this.#word, this.mask, () => {
      this.#editor = undefined;
      if (this.element.isConnected) this.#open.focus();
    });
    this.#editor.open(root, this.#url);
  }

  /** The dialog that it belongs to is gone. */
  end() {
    this.#editor?.close();
  }

  #draw() {
    const { width, height } = this.#small;
    const context = this.#small.getContext("2d");
    context?.clearRect(0, 0, width, height);
    context?.drawImage(this.mask.canvas, 0, 0, width, height);
    this.#text.textContent = coverage(this.#word, this.mask);
    this.#open.textContent = this.#word(this.mask.covered ? "mask_change" : "mask_paint");
    this.#open.classList.toggle("yb-main", !this.mask.covered);
  }
}
