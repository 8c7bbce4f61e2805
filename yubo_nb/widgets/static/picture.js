// The picture of a card: the place it will have, what comes in the meantime, and which quarter of it is meant.

import { make, setText } from "./dom.js";
import { isBusy } from "./store.js";


/** @import { Row } from "./store.js" */
/** @import { Tools } from "./card.js" */

export class Picture {
  element = make("div", "yb-picture");
  #image = make("img", "");
  #hint = make("span", "yb-hint");
  #shown = "";
  #near = false;
  #row;
  #tools;

  /** @param {Row} row @param {Tools} tools */
  constructor(row, tools) {
    this.element.addEventListener("click", () => this.#shown && tools.view(this.#row.key));
    this.#row = row;
    this.#tools = tools;
    this.#image.alt = "";
    this.#image.decoding = "async";
    this.#image.addEventListener("load", () => this.element.classList.add("yb-has-image"));
    this.element.append(this.#hint);
  }

  /** @param {string} quadrant  "" for none */
  point(quadrant) {
    if (quadrant) this.element.dataset.quadrant = quadrant;
    else delete this.element.dataset.quadrant;
  }

  /** @param {boolean} near  close enough to the screen to be wanted */
  setNear(near) {
    this.#near = near;
    if (near) this.draw(this.#row);
    else this.#tools.pictures.unwant(this.#tools.store.pictureId(this.#row));
  }

  /** A picture has come, or why it has not. @param {string} id @param {string} problem */
  came(id, problem) {
    if (id !== this.#tools.store.pictureId(this.#row)) return;
    if (problem) setText(this.#hint, problem);
    else this.draw(this.#row);
  }

  /** @param {Row} row */
  draw(row) {
    this.#row = row;
    const { word, store, pictures, size } = this.#tools;
    const { element } = this;
    const prompt = row.prompt || row.via || word("no_prompt");
    const id = store.pictureId(row);
    element.style.setProperty("--yb-ratio", String(ratio(row)));
    const due = row.phase === "success" && !row.texts; // what was found may be a text and no picture
    element.hidden = !id && !isBusy(row.phase) && !row.picture_error && !due;
    element.classList.toggle("yb-gone", Boolean(row.picture_error) && !id);
    this.#image.alt = id.startsWith("preview:") ? word("preview_alt", { prompt }) : prompt;
    element.classList.toggle("yb-preview", id.startsWith("preview:"));
    if (row.picture_error || (!id && row.phase === "success")) {
      setText(this.#hint, row.picture_error || word("picture_missing"));
    }
    const url = id && (this.#near ? pictures.want(id, size) : pictures.urlOf(id));
    if (!url) {
      if (id && this.#near && !this.#shown) setText(this.#hint, word("picture_coming"));
      return;
    }
    const before = this.#shown;
    this.#shown = id;
    setText(this.#hint, "");
    if (this.#image.src !== url) this.#image.src = url;
    if (before === id) return;
    if (!this.#image.isConnected) element.prepend(this.#image);
    if (before.startsWith("preview:")) pictures.drop(before);
  }
}

/** Width by height, within what a page bears. @param {Row} row */
export function ratio({ width, height, prompt }) {
  const [w, h] = width && height ? [width, height] : aspect(prompt);
  return Math.min(2, Math.max(0.66, (w ?? 1) / (h || 1)));
}

/** The shape a picture will have, so that the card does not jump when it comes. @param {string} prompt @returns {number[]} */
function aspect(prompt) {
  const found = /--(?:ar|aspect)\s+(\d{1,4}):(\d{1,4})/.exec(prompt);
  return found ? [Number(found[1]), Number(found[2])] : [1, 1];
}
