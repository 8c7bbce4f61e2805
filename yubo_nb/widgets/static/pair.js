// Two pictures against each other: a slider over both, side by side, one after the other, or where they differ.
// Zoom and place are those of both.

import { FULL, GRADIENT, paintDifference } from "./colours.js";
import { make, makeButton, setText } from "./dom.js";
import { Lens } from "./lens.js";
import { Plate } from "./plate.js";
import { quarters, Segments } from "./segments.js";
import { ZoomBar } from "./zoombar.js";


/** @import { Around, Shot } from "./plate.js" */
/** @typedef {"slider" | "beside" | "flicker" | "difference"} Mode */

const MODES = /** @type {const} */ (["slider", "beside", "flicker", "difference"]);
const FLICKER = 700; // milliseconds for each: slower than the three flashes a second that can do harm
const STEP = 2;
const FAR = 10; // per cent of the width for one key

export class Pair {
  element = make("div", "yb-pair");
  #stage = make("div", "yb-pairstage");
  #bar = make("div", "yb-pairbar");
  #note = make("p", "yb-pairnote");
  #legend = make("div", "yb-scale");
  #canvas = make("canvas", "yb-heat");
  #divider = make("div", "yb-divider");
  #around;
  #a;
  #b;
  #modes;
  #parts;
  #lens;
  #zoom;
  #turn;
  #auto;
  /** @type {Mode} */ #mode = "slider";
  #cut = 50;
  #timer = 0;
  #painted = "";
  #due = 0;
  #changed = () => {};

  /** @param {Around} around @param {AbortSignal} signal @param {boolean} [alone]  nothing around it scrolls */
  constructor(around, signal, alone = false) {
    this.#around = around;
    const { word, store, pictures, large } = around;
    const drawn = () => this.#later();
    this.#a = new Plate(around, drawn);
    this.#b = new Plate(around, drawn);
    this.#a.element.dataset.side = "a";
    this.#b.element.dataset.side = "b";
    this.#lens = new Lens(this.#stage, ".yb-plate", alone);
    this.#zoom = new ZoomBar(this.#lens, word);
    this.#lens.onMove(() => this.#zoom.draw());
    const names = [word("pair_slider"), word("pair_beside"), word("pair_flicker"), word("pair_difference")];
    const letters = ["W", "E", "F", "D"];
    this.#modes = new Segments(word("pair_mode"), names.map((text, n) => ({ text, keys: letters[n] })), (n) => this.#to(MODES[n] ?? "slider"));
    this.#parts = [this.#a, this.#b].map((plate, n) => quarters(word(n ? "pair_part_b" : "pair_part_a"), word, (part) => this.#quarter(plate, part)));
    this.#turn = makeButton("yb-button", word("pair_turn"), () => this.#show(this.#stage.dataset.showing === "b" ? "a" : "b"));
    this.#auto = makeButton("yb-chip", word("pair_auto"), () => this.#alternate(!this.#timer));
    this.#auto.ariaPressed = "false";
    this.#build();
    for (const type of ["pointerdown", "pointermove"]) this.#divider.addEventListener(type, (event) => this.#pull(/** @type {PointerEvent} */ (event)));
    store.watch(() => this.#draw(), signal);
    for (const from of [pictures, large]) {
      from.watch((id) => {
        if ([this.#a, this.#b].some(({ row }) => row && store.pictureId(row) === id)) this.#draw();
      }, signal);
    }
    signal.addEventListener("abort", () => {
      clearTimeout(this.#timer);
      cancelAnimationFrame(this.#due);
    });
  }

  /** @param {Shot} a @param {Shot} b */
  show(a, b) {
    this.#a.shot = { ...a };
    this.#b.shot = { ...b };
    this.#draw();
    this.#changed();
  }

  /** To the divider, or what stands for it. */
  focus() {
    const chosen = /** @type {HTMLElement | null} */ (this.#modes.element.querySelector("[aria-pressed=true]"));
    (this.#divider.hidden ? chosen : this.#divider)?.focus();
  }

  /** As they are now: a person may have swapped them, or looked at quarters. @returns {[Shot, Shot]} */
  get shots() {
    return [{ ...this.#a.shot }, { ...this.#b.shot }];
  }

  /** @param {() => void} changed  called when others are compared */
  onChange(changed) {
    this.#changed = changed;
  }

  /** True if it was one of its keys. @param {KeyboardEvent} event */
  keys({ key, shiftKey, ctrlKey, metaKey, altKey, target, repeat }) {
    if (ctrlKey || metaKey || altKey) return false;
    const divider = target === this.#divider;
    const [across, down] = [{ ArrowRight: 1, ArrowLeft: -1 }[key] ?? 0, { ArrowDown: 1, ArrowUp: -1 }[key] ?? 0];
    const letter = ["w", "e", "f", "d"].indexOf(key.toLowerCase());
    if (divider && (across || down)) this.#move(this.#cut + (across - down) * (shiftKey ? FAR : STEP));
    else if (divider && key === "Home") this.#move(0);
    else if (divider && key === "End") this.#move(100);
    else if (key === "+" || key === "=") this.#lens.step(1);
    else if (key === "-") this.#lens.step(-1);
    else if (key === "0") this.#lens.fit();
    else if ((across || down) && this.#lens.scale > 1) this.#lens.pan(across, down);
    else if (letter >= 0) this.#to(MODES[letter] ?? "slider");
    else if (key === "s") this.#swap();
    else if (key === " " && this.#mode === "flicker" && !(/** @type {Element} */ (target).closest("button"))) {
      if (!repeat) this.#show(this.#stage.dataset.showing === "b" ? "a" : "b");
    } else return false;
    return true;
  }

  #build() {
    const { word } = this.#around;
    const swap = makeButton("yb-icon yb-plain", "⇄", () => this.#swap());
    swap.ariaLabel = word("pair_swap");
    swap.title = `${swap.ariaLabel} (S)`;
    swap.setAttribute("aria-keyshortcuts", "S");
    const sides = make("div", "yb-pairsides");
    const [first, second] = this.#parts;
    if (first && second) sides.append(make("span", "yb-side-name", "A"), first.element, swap, make("span", "yb-side-name", "B"), second.element);
    this.#bar.append(this.#modes.element, sides, this.#turn, this.#auto, this.#zoom.element);
    this.#divider.role = "slider";
    this.#divider.tabIndex = 0;
    this.#divider.ariaLabel = word("pair_divider");
    this.#divider.ariaValueMin = "0";
    this.#divider.ariaValueMax = "100";
    this.#divider.append(make("span", "yb-grip", "◂▸"));
    this.#canvas.role = "img";
    this.#stage.tabIndex = 0; // who has clicked or dragged here goes on with keys
    this.#stage.role = "group";
    this.#stage.ariaLabel = word("pair_both");
    for (const side of ["a", "b"]) this.#stage.append(make("span", `yb-tag yb-tag-${side}`, side.toUpperCase()));
    this.#stage.prepend(this.#a.element, this.#b.element);
    this.#stage.append(this.#canvas, this.#divider);
    const ramp = make("span", "yb-ramp");
    ramp.style.background = GRADIENT;
    this.#legend.append(make("span", "", word("pair_none")), ramp, make("span", "", word("pair_much", { n: FULL * 100 })));
    this.#note.role = "status";
    this.element.append(this.#bar, this.#stage, this.#legend, this.#note);
    this.#move(this.#cut);
    this.#stage.dataset.showing = "a";
  }

  /** @param {Mode} mode */
  #to(mode) {
    const held = document.activeElement === this.#divider;
    this.#mode = mode;
    if (mode !== "flicker") this.#alternate(false);
    this.#draw();
    if (held && this.#divider.hidden) this.#stage.focus();
    this.#around.announce(this.#modes.element.querySelector("[aria-pressed=true]")?.textContent ?? "");
  }

  /** @param {Plate} plate @param {number} part */
  #quarter(plate, part) {
    plate.shot.part = part;
    this.#draw();
    this.#changed();
  }

  #swap() {
    this.show(this.#b.shot, this.#a.shot);
    this.#around.announce(this.#around.word("pair_swapped"));
  }

  /** @param {number} cut  per cent from the left */
  #move(cut) {
    this.#cut = Math.min(100, Math.max(0, cut));
    this.#stage.style.setProperty("--yb-cut", `${this.#cut}%`);
    this.#divider.ariaValueNow = String(Math.round(this.#cut));
    this.#divider.ariaValueText = this.#around.word("pair_at", { n: Math.round(this.#cut) });
  }

  /** @param {PointerEvent} event */
  #pull(event) {
    if (event.type === "pointerdown") this.#divider.setPointerCapture(event.pointerId);
    if (!this.#divider.hasPointerCapture(event.pointerId)) return;
    const { left, width } = this.#stage.getBoundingClientRect();
    this.#move(((event.clientX - left) / width) * 100);
    event.stopPropagation();
  }

  /** @param {"a" | "b"} side */
  #show(side) {
    this.#stage.dataset.showing = side;
    this.#turn.ariaPressed = String(side === "b");
  }

  /** @param {boolean} on */
  #alternate(on) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#auto.ariaPressed = String(on);
    const next = () => {
      this.#show(this.#stage.dataset.showing === "b" ? "a" : "b");
      this.#timer = window.setTimeout(next, FLICKER);
    };
    if (on) this.#timer = window.setTimeout(next, FLICKER);
  }

  #draw() {
    const { store, word } = this.#around;
    this.#stage.dataset.mode = this.element.dataset.mode = this.#mode;
    this.#modes.draw(MODES.indexOf(this.#mode));
    this.#turn.hidden = this.#auto.hidden = this.#mode !== "flicker";
    this.#divider.hidden = this.#mode !== "slider";
    this.#legend.hidden = this.#canvas.hidden = this.#mode !== "difference";
    [this.#a, this.#b].forEach((plate, n) => {
      plate.draw();
      const { row, shot } = plate;
      const parts = this.#parts[n];
      if (!parts) return;
      parts.element.hidden = !row || !store.isGrid(row);
      /** @type {HTMLElement} */ (parts.element.previousElementSibling).hidden = parts.element.hidden;
      parts.draw(shot.part);
    });
    this.#stage.style.setProperty("--yb-ratio", String(this.#a.ratio ?? this.#b.ratio ?? 1));
    if (this.#mode !== "difference") setText(this.#note, this.#shapes() ? word("pair_shapes") : "");
    this.#later();
  }

  /** Whether their shapes differ. */
  #shapes() {
    const [a, b] = [this.#a.ratio, this.#b.ratio];
    return a !== undefined && b !== undefined && Math.abs(a / b - 1) > 0.02;
  }

  /** Painted once for each two pictures, with the next frame. */
  #later() {
    if (this.#mode !== "difference" || this.#due) return;
    this.#due = requestAnimationFrame(() => {
      this.#due = 0;
      this.#paint();
    });
  }

  #paint() {
    const { word } = this.#around;
    const [a, b] = [this.#a.source, this.#b.source];
    this.#canvas.hidden = !a || !b;
    if (!a || !b) {
      this.#painted = "";
      return setText(this.#note, word("pair_waits"));
    }
    const painted = `${a.image.src} ${a.part} ${b.image.src} ${b.part}`;
    if (painted === this.#painted) return;
    this.#painted = painted;
    const { mean, share } = paintDifference(this.#canvas, a, b);
    const said = share ? word("pair_mean", { n: (mean * 100).toFixed(1), share: share < 0.01 ? "< 1" : Math.round(share * 100) }) : word("pair_equal");
    this.#canvas.ariaLabel = said;
    setText(this.#note, this.#shapes() ? `${said} ${word("pair_stretched")}` : said);
  }
}
