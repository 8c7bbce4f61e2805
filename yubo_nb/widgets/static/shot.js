// A task in a grid: its picture or a quarter of it, seen through the lens of all; its state, and what was said of it.

import { make, makeButton, setText } from "./dom.js";
import { icon } from "./icons.js";
import { ratio } from "./picture.js";
import { isBusy, stateOf } from "./store.js";


/** @import { Tools } from "./card.js" */
/** @import { Row } from "./store.js" */

export class Shot {
  element = make("div", "yb-shot");
  frame = make("div", "yb-shot-frame");
  #pane = make("div", "yb-shot-pane");
  #image = make("img", "");
  #hint = make("span", "yb-hint");
  #progress = make("progress", "yb-progress");
  #tick;
  #rest = make("p", "yb-shot-rest");
  #said = make("p", "yb-shot-said");
  #note = make("p", "yb-shot-note");
  #children = make("p", "yb-shot-children");
  #tools;
  #near = false;
  #part = 0;
  #size = 320;
  #where = "";

  /** @param {Row} row @param {Tools} tools */
  constructor(row, tools) {
    this.row = row;
    this.#tools = tools;
    const { element, frame } = this;
    element.dataset.key = row.key;
    element.role = "group";
    element.tabIndex = -1;
    this.#image.decoding = "async";
    this.#image.draggable = false;
    this.#progress.max = 100;
    this.#tick = makeButton("yb-icon yb-tick", "", () => {});
    this.#tick.append(icon("check"));
    this.#tick.role = "checkbox";
    this.#tick.tabIndex = -1; // Space does it from the picture
    this.#tick.ariaLabel = this.#tick.title = tools.word("select");
    this.#tick.addEventListener("click", (event) => tools.tick(this, event.shiftKey));
    frame.addEventListener("click", (event) => {
      if (this.#image.isConnected && !(/** @type {Element} */ (event.target).closest("button"))) tools.view(this.row.key);
    });
    this.#pane.append(this.#image);
    frame.append(this.#hint, this.#tick);
    element.append(frame, this.#progress, this.#rest, this.#said, this.#children, this.#note);
    this.#note.hidden = true;
  }

  /** The kernel's answer to what was done here. @param {string} text @param {boolean} [good] */
  note(text, good = false) {
    this.#note.classList.toggle("yb-good", good);
    setText(this.#note, text);
  }

  /** Nothing here is switched off while it is asked for. */
  release() {}

  /** @param {boolean} ticked */
  setTicked(ticked) {
    this.element.dataset.ticked = String(ticked);
    this.#tick.ariaChecked = String(ticked);
  }

  /** @param {boolean} near  close enough to the screen to want its picture */
  setNear(near) {
    this.#near = near;
    if (near) this.#draw();
    else this.#tools.pictures.unwant(this.#tools.store.pictureId(this.row));
  }

  /** Which part is seen, and how large the picture has to be for it. @param {number} part @param {number} size */
  setPart(part, size) {
    this.#part = part;
    this.#size = size;
    this.#draw();
  }

  /** Where it stands, in words; and what neither its row nor its column says. @param {string} where @param {string} rest */
  place(where, rest) {
    this.#where = where;
    setText(this.#rest, rest);
    this.#name();
  }

  /** @param {string} id @param {string} problem */
  came(id, problem) {
    if (id !== this.#tools.store.pictureId(this.row)) return;
    if (problem) setText(this.#hint, problem);
    else this.#draw();
  }

  /** @param {Row} row @param {Row[]} children */
  update(row, children) {
    this.row = row;
    const { word } = this.#tools;
    this.element.dataset.phase = row.phase;
    this.element.dataset.rejected = String(row.rating === -1);
    this.#progress.hidden = !isBusy(row.phase);
    this.#progress.ariaLabel = word(row.phase);
    if (row.percent === undefined) this.#progress.removeAttribute("value");
    else this.#progress.value = row.percent;
    const { rating = 0, starred } = row;
    const parts = [];
    if (rating > 0) parts.push(this.#sign("yb-rating", "★".repeat(rating) + "☆".repeat(5 - rating), word("rate_n", { n: rating })));
    if (rating < 0) parts.push(make("span", "yb-rejected", `✕ ${word("rejected_mark")}`));
    if (starred) {
      const sign = this.#sign("yb-starred", "", word("star"));
      sign.append(icon("star"));
      parts.push(sign);
    }
    this.#said.replaceChildren(...parts);
    this.#said.hidden = !parts.length;
    this.#children.replaceChildren(...children.map((child) => this.#child(child)));
    this.#children.hidden = !children.length;
    this.#name();
    this.#draw();
  }

  /** @param {string} className @param {string} sign @param {string} text */
  #sign(className, sign, text) {
    const element = make("span", className, sign);
    element.role = "img";
    element.ariaLabel = text;
    return element;
  }

  /** What a button made of it: seen large with a press. @param {Row} child */
  #child(child) {
    const { word, view } = this.#tools;
    const percent = isBusy(child.phase) && child.percent !== undefined ? `${child.percent} %` : "";
    const state = child.phase === "success" ? "" : percent || stateOf(child, word);
    const chip = makeButton("yb-chip", [child.via || "↳", state].filter(Boolean).join(" · "), () => view(child.key));
    chip.tabIndex = -1;
    return chip;
  }

  #name() {
    const { word } = this.#tools;
    const said = [...this.#said.children].map((one) => one.ariaLabel ?? one.textContent);
    this.element.ariaLabel = [this.#where, this.#rest.textContent, stateOf(this.row, word), ...said].filter(Boolean).join(", ");
  }

  #draw() {
    const { word, store, pictures } = this.#tools;
    const { row, frame } = this;
    const part = store.isGrid(row) ? this.#part : 0;
    frame.style.setProperty("--yb-ratio", String(ratio(row)));
    this.#pane.dataset.part = String(part);
    const id = store.pictureId(row);
    const url = id && (this.#near ? pictures.want(id, this.#size) : pictures.urlOf(id));
    if (url) {
      if (this.#image.src !== url) this.#image.src = url;
      this.#image.alt = part ? word("part_alt", { n: part, prompt: row.prompt }) : row.prompt || row.via || word("no_prompt");
      if (!this.#pane.isConnected) frame.prepend(this.#pane);
    } else this.#pane.remove();
    const percent = row.percent === undefined || !isBusy(row.phase) ? "" : `${row.percent} %`;
    const coming = id && row.phase === "success" ? word("picture_coming") : "";
    const state = row.phase === "success" ? row.picture_error || coming || word("picture_missing") : [stateOf(row, word), percent].filter(Boolean).join(" · ");
    const why = isBusy(row.phase) || row.phase === "success" ? "" : (row.message ?? "");
    setText(this.#hint, url ? "" : [state, why].filter(Boolean).join("\n"));
  }
}
