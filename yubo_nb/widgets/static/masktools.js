// The controls beside the stage of the mask editor.

import { make, makeButton } from "./dom.js";
import { icon } from "./svg.js";


/** @import { Hand } from "./maskhand.js" */
/** @import { Mask } from "./maskpaint.js" */
/** @import { Tool } from "./maskstrokes.js" */
/** @typedef {(key: string, values?: Record<string, string | number>) => string} Word */
/**
 * @typedef {{
 *   choose: (tool: Tool) => void, sized: () => void, feathered: () => void, undo: () => void, redo: () => void,
 *   clear: () => void, invert: () => void, zoom: (by: number) => void, fit: () => void
 * }} Acts
 */

export class Controls {
  element = make("div", "yb-mask-tools");
  /** @type {Map<Tool, HTMLButtonElement>} */ #tools = new Map();
  #size = make("input", "yb-range");
  #feather = make("input", "yb-range");
  #sizeTold = make("span", "yb-told-value");
  #featherTold = make("span", "yb-told-value");
  #undo;
  #redo;
  #mask;
  #hand;
  #word;

  /** @param {Word} word @param {Mask} mask @param {Hand} hand @param {Acts} acts */
  constructor(word, mask, hand, acts) {
    this.#word = word;
    this.#mask = mask;
    this.#hand = hand;
    const tools = this.#group(word("mask_tools"), "yb-tool-row");
    /** @param {Tool} tool @param {string} name @param {string} key */
    const tool = (tool, name, key) => {
      const button = this.#button(tool, `${name} (${key})`, name, () => acts.choose(tool));
      this.#tools.set(tool, button);
      tools.append(button);
    };
    tool("brush", word("mask_brush"), "B");
    tool("eraser", word("mask_eraser"), "E");
    tool("lasso", word("mask_lasso"), "L");
    tool("box", word("mask_box"), "R");
    tool("move", word("mask_move"), "M");
    const steps = this.#group(word("mask_steps"), "yb-tool-row");
    this.#undo = this.#button("undo", `${word("mask_undo")} (Ctrl+Z)`, word("mask_undo"), acts.undo);
    this.#redo = this.#button("redo", `${word("mask_redo")} (Ctrl+Shift+Z)`, word("mask_redo"), acts.redo);
    const clear = this.#button("clear", word("mask_clear"), word("mask_clear"), acts.clear);
    steps.append(this.#undo, this.#redo, clear, this.#button("invert", word("mask_invert"), word("mask_invert"), acts.invert));
    const sight = this.#group(word("mask_sight"), "yb-tool-row");
    const [out, near] = [() => acts.zoom(0.8), () => acts.zoom(1.25)];
    sight.append(this.#button("out", `${word("mask_out")} (−)`, word("mask_out"), out));
    sight.append(this.#button("in", `${word("mask_in")} (+)`, word("mask_in"), near));
    sight.append(this.#button("fit", `${word("mask_fit")} (0)`, word("mask_fit"), acts.fit));
    const size = this.#slider(this.#size, this.#sizeTold, word("mask_size"), 4, hand.largest, () => {
      hand.size = Number(this.#size.value);
      acts.sized();
    });
    const widest = Math.round(Math.min(mask.width, mask.height) / 8);
    const feather = this.#slider(this.#feather, this.#featherTold, word("mask_feather"), 0, widest, () => {
      mask.feather = Number(this.#feather.value);
      acts.feathered();
    });
    const hint = make("p", "yb-tool-hint", word("mask_feather_hint"));
    hint.id = `yb-feather-${Math.random().toString(36).slice(2)}`;
    this.#feather.setAttribute("aria-describedby", hint.id);
    feather.append(hint);
    this.element.append(tools, size, steps, sight, feather);
  }

  draw() {
    const { undone, done } = this.#mask.strokes;
    for (const [tool, button] of this.#tools) button.ariaPressed = String(tool === this.#hand.tool);
    this.#undo.ariaDisabled = String(!done.length);
    this.#redo.ariaDisabled = String(!undone.length);
    this.#tell(this.#size, this.#sizeTold, this.#hand.size);
    this.#tell(this.#feather, this.#featherTold, this.#mask.feather);
  }

  /** @param {HTMLInputElement} input @param {HTMLElement} told @param {number} value */
  #tell(input, told, value) {
    input.value = String(value);
    told.textContent = this.#word("mask_pixels", { n: Math.round(value) });
    input.setAttribute("aria-valuetext", told.textContent);
  }

  /** @param {string} name @param {string} className */
  #group(name, className) {
    const group = make("div", className);
    group.role = "group";
    group.ariaLabel = name;
    return group;
  }

  /** @param {Parameters<typeof icon>[0]} picture @param {string} title @param {string} name @param {() => void} press */
  #button(picture, title, name, press) {
    const button = makeButton("yb-button yb-tool", "", () => {
      if (button.ariaDisabled !== "true") press();
    });
    button.append(icon(picture), make("span", "yb-tool-name", name));
    button.title = title;
    button.ariaLabel = name;
    return button;
  }

  /** @param {HTMLInputElement} input @param {HTMLElement} told @param {string} name @param {number} low @param {number} high @param {() => void} changed */
  #slider(input, told, name, low, high, changed) {
    const line = make("div", "yb-slider");
    const label = make("label", "");
    input.type = "range";
    input.min = String(low);
    input.max = String(high);
    input.addEventListener("input", () => {
      changed();
      this.draw();
    });
    // An `output` would take the label for itself; the slider says its value on its own.
    const head = make("span", "yb-slider-head");
    told.ariaHidden = "true";
    head.append(make("span", "", name), told);
    label.append(head, input);
    line.append(label);
    return line;
  }
}
