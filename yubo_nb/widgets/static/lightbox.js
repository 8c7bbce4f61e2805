// One picture, large: zoom and pan, its four quarters, the next and the one before, and what is known of it beside.

import { icon } from "./icons.js";
import { make, makeButton, short } from "./dom.js";
import { reject, star } from "./marks.js";
import { LARGE } from "./pictures.js";
import { Side } from "./side.js";
import { Zoom } from "./zoom.js";


/** @import { Icon } from "./icons.js" */
/** @import { Pictures } from "./pictures.js" */
/** @import { Row } from "./store.js" */
/** @import { Tools } from "./card.js" */


export class Lightbox {
  #dialog = make("dialog", "yb-light");
  #stage = make("div", "yb-view");
  #pane = make("div", "yb-pane");
  #image = make("img", "");
  #hint = make("span", "yb-hint");
  #percent = make("output", "yb-percent");
  #parts = make("div", "yb-parts");
  #back;
  #on;
  #zoom;
  /** @type {Side | undefined} */ #side;
  #tools;
  #large;
  #order;
  #root;
  #key = "";
  #part = 0;

  /**
   * @param {HTMLElement} root @param {Tools} tools @param {Pictures} large  apart, for they are large and few
   * @param {() => string[]} order  the cards that are shown @param {AbortSignal} signal
   */
  constructor(root, tools, large, order, signal) {
    this.#root = root;
    this.#tools = tools;
    this.#large = large;
    this.#order = order;
    const { word } = tools;
    this.#zoom = new Zoom(this.#stage, this.#pane);
    this.#stage.tabIndex = 0;
    this.#stage.role = "group";
    this.#stage.setAttribute("aria-roledescription", word("picture_view"));
    this.#stage.ariaLabel = word("picture_view");
    this.#stage.setAttribute("aria-keyshortcuts", "ArrowLeft ArrowRight + - 0 1 2 3 4 F");
    this.#image.draggable = false;
    this.#pane.append(this.#image);
    this.#back = this.#control("back", word("picture_back"), () => this.#step(-1));
    this.#on = this.#control("on", word("picture_on"), () => this.#step(1));
    this.#back.classList.add("yb-back");
    this.#on.classList.add("yb-on");
    const bar = make("div", "yb-viewbar");
    const less = this.#control("minus", word("zoom_out"), () => this.#zoom.step(-1));
    const more = this.#control("plus", word("zoom_in"), () => this.#zoom.step(1));
    const fit = this.#control("fit", word("zoom_fit"), () => (this.#zoom.fitting ? this.#zoom.actual() : this.#zoom.fit()));
    this.#parts.role = "group";
    this.#parts.ariaLabel = word("parts");
    bar.append(less, this.#percent, more, fit, this.#parts);
    this.#zoom.onMove(() => (this.#percent.textContent = `${this.#zoom.percent} %`));
    this.#percent.ariaLive = "off";
    this.#stage.append(this.#pane, this.#hint, this.#back, this.#on, bar);
    this.#dialog.append(this.#stage);
    this.#dialog.addEventListener("keydown", (event) => this.#keys(event));
    this.#dialog.addEventListener("close", () => {
      this.#dialog.remove();
      this.#tools.go(this.#key);
    });
    tools.store.watch(() => this.#redraw(), signal);
    large.watch((id, problem) => this.#came(id, problem), signal);
    signal.addEventListener("abort", () => this.#dialog.remove());
  }

  /** @param {string} key */
  open(key) {
    const row = this.#tools.store.find(key);
    if (!row || !this.#tools.store.pictureId(row)) return;
    this.#key = key;
    this.#part = 0;
    if (!this.#dialog.open) {
      this.#root.append(this.#dialog);
      this.#dialog.showModal();
      this.#stage.focus();
    }
    this.#beside(row).open(row);
    this.#redraw();
    this.#tools.announce(this.#name(row));
  }

  /** Made with the first picture. @param {Row} row */
  #beside(row) {
    if (!this.#side) {
      const save = () => this.#side && this.#tools.save(this.#side.owner, this.#part);
      this.#side = new Side(row, this.#tools, { go: (key) => this.open(key), save, close: () => this.#dialog.close() });
      this.#dialog.append(this.#side.element);
    }
    return this.#side;
  }

  /** @param {Icon} name @param {string} text @param {() => void} press */
  #control(name, text, press) {
    const button = makeButton("yb-icon", "", press);
    button.append(icon(name));
    button.ariaLabel = button.title = text;
    return button;
  }

  /** @param {Row} row */
  #name(row) {
    return [row.via, short(row.prompt, 80)].filter(Boolean).join(", ") || this.#tools.word("no_prompt");
  }

  #redraw() {
    const row = this.#tools.store.find(this.#key);
    if (!this.#dialog.open || !row) return;
    this.#dialog.ariaLabel = this.#name(row);
    this.#beside(row).draw(row);
    this.#drawParts(row);
    const order = this.#withPictures();
    const at = order.indexOf(this.#key);
    this.#back.disabled = at <= 0;
    this.#on.disabled = at < 0 || at >= order.length - 1;
    const { activeElement: focused } = document;
    if ((focused === this.#back && this.#back.disabled) || (focused === this.#on && this.#on.disabled)) this.#stage.focus();
    this.#draw(row);
  }

  /** @param {Row} row */
  #draw(row) {
    const { store, pictures, size, word } = this.#tools;
    const id = store.pictureId(row);
    const large = id.startsWith("full:") ? this.#large.want(id, LARGE) : "";
    const url = large || pictures.want(id, size);
    this.#hint.textContent = url ? "" : word("picture_coming");
    this.#hint.hidden = Boolean(url);
    this.#pane.hidden = !url;
    if (!url) return;
    if (this.#image.src !== url) this.#image.src = url;
    this.#image.alt = this.#part ? word("part_alt", { n: this.#part, prompt: row.prompt }) : row.prompt || row.via || word("no_prompt");
    const [width, height] = [row.width || this.#image.naturalWidth || 1024, row.height || this.#image.naturalHeight || 1024];
    const share = this.#part ? 2 : 1;
    const [w, h] = [width / share, height / share];
    Object.assign(this.#pane.style, { width: `${w}px`, height: `${h}px` });
    const [left, top] = this.#part ? [((this.#part - 1) % 2) * w, Math.floor((this.#part - 1) / 2) * h] : [0, 0];
    Object.assign(this.#image.style, { width: `${width}px`, height: `${height}px`, left: `${-left}px`, top: `${-top}px` });
    this.#zoom.setSize(w, h);
  }

  /** @param {Row} row */
  #drawParts(row) {
    const { store, word } = this.#tools;
    const grid = store.isGrid(row);
    this.#parts.hidden = !grid;
    if (!grid) this.#part = 0;
    if (!this.#parts.childElementCount) {
      for (const n of [0, 1, 2, 3, 4]) {
        const button = makeButton("yb-part", n ? String(n) : word("whole"), () => this.#show(n));
        button.ariaLabel = n ? word("part_n", { n }) : word("whole");
        this.#parts.append(button);
      }
    }
    [...this.#parts.children].forEach((button, n) => (button.ariaPressed = String(n === this.#part)));
  }

  /** @param {number} part */
  #show(part) {
    const row = this.#tools.store.find(this.#key);
    if (!row || (part && !this.#tools.store.isGrid(row))) return;
    this.#part = part;
    this.#redraw();
    this.#zoom.fit();
    this.#tools.announce(part ? this.#tools.word("part_n", { n: part }) : this.#tools.word("whole"));
  }

  /** @param {string} id @param {string} problem */
  #came(id, problem) {
    const row = this.#tools.store.find(this.#key);
    if (!this.#dialog.open || !row || this.#tools.store.pictureId(row) !== id) return;
    if (problem) this.#beside(row).note(problem);
    this.#draw(row);
    // The neighbours, so that the next step is at once.
    const order = this.#withPictures();
    for (const step of [1, -1]) {
      const next = this.#tools.store.find(order[order.indexOf(this.#key) + step]);
      if (next && !problem) this.#large.want(this.#tools.store.pictureId(next), LARGE);
    }
  }

  #withPictures() {
    const { store } = this.#tools;
    return this.#order().filter((key) => {
      const row = store.find(key);
      return key === this.#key || (row && store.pictureId(row).startsWith("full:"));
    });
  }

  /** @param {1 | -1} direction */
  #step(direction) {
    const order = this.#withPictures();
    const next = order[order.indexOf(this.#key) + direction];
    if (next) this.open(next);
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    event.stopPropagation(); // the cards below have keys of their own
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("textarea, input")) return;
    const row = this.#tools.store.find(this.#key);
    if (!row) return;
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if (across || down) {
      if (target !== this.#stage && target.closest(".yb-side")) return;
      if (this.#stage.dataset.over === "true" && !this.#zoom.fitting) this.#zoom.pan(across, down);
      else this.#step((across || down) > 0 ? 1 : -1);
    } else if (/^[0-4]$/.test(event.key)) this.#show(Number(event.key));
    else if (event.key === "+" || event.key === "=") this.#zoom.step(1);
    else if (event.key === "-") this.#zoom.step(-1);
    else if (event.key === "f") this.#zoom.fitting ? this.#zoom.actual() : this.#zoom.fit();
    else if (event.key === "PageDown") this.#step(1);
    else if (event.key === "PageUp") this.#step(-1);
    else if (event.key === "s" && !event.repeat) star(this.#beside(row).owner, this.#tools);
    else if (event.key === "x" && !event.repeat) reject(this.#beside(row).owner, this.#tools);
    else return;
    event.preventDefault();
  }
}
