// A rectangle over a picture, drawn with a pointer or moved with arrow keys: the region to repaint.

import { make } from "./dom.js";


/** @import { Row } from "./store.js" */
/** @import { Tools } from "./card.js" */

const STEP = 0.02;
const LEAST = 0.04; // of a side; a smaller one is a slip of the hand

/** @param {number} value @param {number} low @param {number} high */
const within = (value, low, high) => Math.min(high, Math.max(low, value));

export class Region {
  /** @type {[number, number, number, number]} left, top, right, bottom in shares of the picture */ box = [0.25, 0.25, 0.75, 0.75];
  element;
  #stage;
  #frame;
  #image;
  #text;
  #tools;
  #picture;

  /** @param {Tools} tools @param {Row} parent  whose picture is painted on */
  constructor(tools, parent) {
    this.#tools = tools;
    this.#picture = tools.store.pictureId(parent);
    this.element = make("div", "yb-region");
    this.#stage = make("div", "yb-stage");
    this.#image = make("img", "");
    this.#image.alt = "";
    this.#image.draggable = false;
    this.#frame = make("div", "yb-frame");
    this.#frame.tabIndex = 0;
    this.#frame.role = "application";
    this.#frame.setAttribute("aria-keyshortcuts", "ArrowLeft ArrowRight ArrowUp ArrowDown Shift+ArrowRight");
    this.#text = make("p", "yb-hint");
    this.#text.ariaLive = "polite";
    this.#stage.append(this.#image, this.#frame);
    this.element.append(this.#stage, this.#text);
    this.#stage.addEventListener("pointerdown", (event) => this.#drag(event));
    this.#frame.addEventListener("keydown", (event) => this.#key(event));
    this.draw();
  }

  draw() {
    const url = this.#tools.pictures.want(this.#picture, 640);
    if (url && this.#image.src !== url) this.#image.src = url;
    const [left, top, right, bottom] = this.box;
    const { style } = this.#frame;
    /** @param {number} share */
    const percent = (share) => `${(share * 100).toFixed(1)}%`;
    [style.left, style.top] = [percent(left), percent(top)];
    [style.width, style.height] = [percent(right - left), percent(bottom - top)];
    const [l, t, r, b] = this.box.map((share) => Math.round(share * 100));
    this.#frame.ariaLabel = this.#tools.word("region", { l: l ?? 0, t: t ?? 0, r: r ?? 0, b: b ?? 0 });
    this.#text.textContent = this.#frame.ariaLabel;
  }

  /** @param {PointerEvent} down */
  #drag(down) {
    const area = this.#stage.getBoundingClientRect();
    const before = this.box;
    /** @param {PointerEvent} event @returns {[number, number]} */
    const at = (event) => [
      within((event.clientX - area.left) / area.width, 0, 1),
      within((event.clientY - area.top) / area.height, 0, 1),
    ];
    const [x, y] = at(down);
    /** @param {PointerEvent} event */
    const move = (event) => {
      const [toX, toY] = at(event);
      this.box = [Math.min(x, toX), Math.min(y, toY), Math.max(x, toX), Math.max(y, toY)];
      this.draw();
    };
    const end = new AbortController();
    const done = () => {
      end.abort();
      const [left, top, right, bottom] = this.box;
      if (right - left < LEAST || bottom - top < LEAST) this.box = before;
      this.draw();
      this.#frame.focus();
    };
    down.preventDefault();
    this.#stage.setPointerCapture(down.pointerId);
    this.#stage.addEventListener("pointermove", move, { signal: end.signal });
    for (const type of /** @type {const} */ (["pointerup", "pointercancel"])) {
      this.#stage.addEventListener(type, done, { signal: end.signal });
    }
  }

  /** Arrow keys move it, with Shift they move its right and lower edge. @param {KeyboardEvent} event */
  #key(event) {
    const x = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key] ?? 0;
    const y = { ArrowUp: -STEP, ArrowDown: STEP }[event.key] ?? 0;
    if ((!x && !y) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const [left, top, right, bottom] = this.box;
    if (event.shiftKey) {
      this.box = [left, top, within(right + x, left + LEAST, 1), within(bottom + y, top + LEAST, 1)];
    } else {
      const dx = within(x, -left, 1 - right);
      const dy = within(y, -top, 1 - bottom);
      this.box = [left + dx, top + dy, right + dx, bottom + dy];
    }
    this.draw();
  }
}
