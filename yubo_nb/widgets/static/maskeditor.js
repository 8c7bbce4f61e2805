// The mask editor: a window over the page, for a card is far too small to paint in. Closing it keeps everything.

import { make, makeButton } from "./dom.js";
import { Hand } from "./maskhand.js";
import { Cursor, shortcut } from "./maskkeys.js";
import { Marks } from "./maskmarks.js";
import { followPointer } from "./maskpointer.js";
import { Controls } from "./masktools.js";
import { View } from "./maskview.js";
import { coverage, Meter } from "./maskmeter.js";


/** @import { Mask } from "./maskpaint.js" */
/** @import { Tool } from "./maskstrokes.js" */
/** @import { Word } from "./masktools.js" */

const LOOK_EVERY = 120; // milliseconds between two looks at how much is covered, while a stroke grows

export class Editor {
  element = make("dialog", "yb-editor");
  #word;
  #mask;
  #hand;
  #view;
  #cursor;
  #marks;
  #controls;
  #meter;
  #image = make("img", "");
  #edge = document.createElement("canvas"); // what the feather adds
  #stage = make("div", "yb-stage");
  #status = make("div", "yb-hidden");
  #life = new AbortController();
  #looked = 0;
  #frame = 0;
  #unwatch;

  /** @param {Word} word @param {Mask} mask @param {() => void} closed */
  constructor(word, mask, closed) {
    this.#word = word;
    this.#mask = mask;
    this.#hand = new Hand(mask);
    const sheet = make("div", "yb-sheet");
    this.#view = new View(this.#stage, sheet, mask, () => this.#later());
    this.#cursor = new Cursor(mask, this.#hand, this.#view);
    this.#marks = new Marks(mask);
    this.#meter = new Meter();
    this.#controls = new Controls(word, mask, this.#hand, {
      choose: (tool) => this.#choose(tool),
      sized: () => this.#later(),
      feathered: () => mask.changed(),
      undo: () => this.#step("undo"),
      redo: () => this.#step("redo"),
      clear: () => this.#whole("clear"),
      invert: () => this.#whole("invert"),
      zoom: (by) => this.#view.zoom(by),
      fit: () => this.#view.fit(),
    });
    this.#image.alt = "";
    this.#image.draggable = false;
    mask.canvas.className = "yb-paint";
    this.#edge.className = "yb-edge";
    this.#edge.width = mask.width;
    this.#edge.height = mask.height;
    sheet.append(this.#image, this.#edge, mask.canvas, this.#marks.element);
    this.#stage.append(sheet);
    this.#build(closed);
    this.#unwatch = mask.watch(() => this.#painted());
  }

  /** @param {HTMLElement} root  in which the styles apply @param {string} url  of the picture */
  open(root, url) {
    const { signal } = this.#life;
    this.picture(url);
    root.append(this.element);
    this.element.showModal();
    const sizes = new ResizeObserver(() => this.#view.place());
    sizes.observe(this.#stage);
    signal.addEventListener("abort", () => sizes.disconnect());
    followPointer(
      this.#stage,
      this.#view,
      this.#hand,
      {
        moved: (x, y) => {
          this.#cursor.awake = false;
          this.#marks.pointer(x, y);
          this.#later();
        },
        left: () => {
          this.#marks.left();
          this.#later();
        },
        sketched: () => this.#sketched(),
      },
      signal,
    );
    this.#view.fit();
    this.#painted();
    this.#stage.focus();
  }

  /** @param {string} url */
  picture(url) {
    if (url && this.#image.src !== url) this.#image.src = url;
  }

  close() {
    this.element.close();
  }

  /** @param {() => void} closed */
  #build(closed) {
    const word = this.#word;
    const head = make("header", "yb-editor-head");
    const title = make("h2", "yb-title", word("mask_title"));
    title.id = `yb-mask-${Math.random().toString(36).slice(2)}`;
    const help = make("p", "yb-hidden", word("mask_help"));
    help.id = `${title.id}-help`;
    const done = makeButton("yb-button yb-main", word("mask_done"), () => this.close());
    head.append(title, this.#meter.element, done);
    this.element.setAttribute("aria-labelledby", title.id);
    this.#stage.tabIndex = 0;
    this.#stage.role = "application";
    this.#stage.ariaLabel = word("mask_stage");
    this.#stage.setAttribute("aria-describedby", help.id);
    this.#stage.setAttribute("aria-keyshortcuts", "Space ArrowLeft ArrowRight ArrowUp ArrowDown Control+Z Control+Shift+Z [ ]");
    this.#status.role = "status";
    const body = make("div", "yb-editor-body");
    body.append(this.#stage, this.#controls.element);
    const keys = make("details", "yb-mask-keys");
    keys.append(make("summary", "", word("mask_keys")), make("p", "", word("mask_help")));
    this.element.append(head, body, keys, help, this.#status);
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("close", () => {
      this.#hand.drop();
      this.#life.abort();
      this.#unwatch();
      cancelAnimationFrame(this.#frame);
      this.element.remove();
      closed();
    });
  }

  /** @param {Tool} tool */
  #choose(tool) {
    this.#hand.drop();
    this.#hand.tool = tool;
    this.#stage.dataset.tool = tool;
    this.#later();
  }

  /** @param {"undo" | "redo"} way */
  #step(way) {
    this.#hand.drop();
    if (!this.#mask.strokes[way]()) return;
    this.#mask.changed();
  }

  /** @param {"clear" | "invert"} kind */
  #whole(kind) {
    this.#hand.drop();
    this.#mask.add({ kind, erase: false, size: 0, points: [] });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    // Jupyter has keys of its own, and none of them is meant here.
    event.stopPropagation();
    if (target === this.#stage && this.#onStage(event)) return;
    if (target.matches("input") && !event.ctrlKey && !event.metaKey) return;
    const known = shortcut(event, {
      undo: () => this.#step("undo"),
      redo: () => this.#step("redo"),
      choose: (tool) => this.#choose(tool),
      resize: (by) => this.#hand.resize(by),
      zoom: (by) => this.#view.zoom(by),
      fit: () => this.#view.fit(),
    });
    if (!known) return;
    event.preventDefault();
    this.#later();
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  #onStage(event) {
    const did = this.#cursor.key(event);
    if (!did) return false;
    event.preventDefault();
    if (did === "begun") this.#say(this.#word("mask_pen_down"));
    if (did === "dropped") this.#say(this.#word("mask_pen_up"));
    this.#sketched();
    return true;
  }

  #sketched() {
    const now = performance.now();
    // The feather takes longer than a frame, and waits for the end of the stroke.
    if (this.#hand.stroke?.kind === "line" && !this.#mask.feather && now - this.#looked > LOOK_EVERY) {
      this.#looked = now;
      this.#mask.measure();
    }
    this.#later();
  }

  #painted() {
    this.#drawEdge();
    this.#say(coverage(this.#word, this.#mask));
    this.#later();
  }

  #later() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#marks.draw(this.#hand, this.#cursor, this.#view.ratio);
      this.#controls.draw();
      this.#meter.show(this.#mask, coverage(this.#word, this.#mask));
    });
  }

  #drawEdge() {
    const context = this.#edge.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, this.#edge.width, this.#edge.height);
    if (this.#mask.feather) context.putImageData(this.#mask.picture(), 0, 0);
  }

  /** @param {string} text */
  #say(text) {
    this.#status.textContent = text;
  }
}
