// The keyboard on the stage: a cursor that the arrows move and that paints, and a letter for every tool.

/** @import { Hand } from "./maskhand.js" */
/** @import { Mask } from "./maskpaint.js" */
/** @import { Tool } from "./maskstrokes.js" */
/** @import { View } from "./maskview.js" */

/** @type {Record<string, Tool>} */
export const LETTERS = { b: "brush", e: "eraser", l: "lasso", r: "box", m: "move" };
const ARROWS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
const STEPS = 40; // across the shorter side; with Shift four times as far, with Alt one pixel

/**
 * What a key asks for, whatever has the focus in the editor. @param {KeyboardEvent} event
 * @param {{ undo: () => void, redo: () => void, choose: (tool: Tool) => void, resize: (by: number) => void, zoom: (by: number) => void, fit: () => void }} act
 * @returns {boolean} whether it was one of ours
 */
export function shortcut(event, act) {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === "z" && !event.shiftKey) act.undo();
    else if (key === "y" || key === "z") act.redo();
    else return false;
    return true;
  }
  const tool = LETTERS[key];
  if (tool) act.choose(tool);
  else if (key === "[") act.resize(-1);
  else if (key === "]") act.resize(1);
  else if (key === "+" || key === "=") act.zoom(1.25);
  else if (key === "-") act.zoom(0.8);
  else if (key === "0") act.fit();
  else return false;
  return true;
}

export class Cursor {
  x;
  y;
  /** The keys are in use: then the cursor is seen. */ awake = false;
  #mask;
  #hand;
  #view;

  /** @param {Mask} mask @param {Hand} hand @param {View} view */
  constructor(mask, hand, view) {
    this.#mask = mask;
    this.#hand = hand;
    this.#view = view;
    this.x = Math.round(mask.width / 2);
    this.y = Math.round(mask.height / 2);
  }

  /** @param {KeyboardEvent} event @returns {"" | "moved" | "begun" | "painted" | "dropped"} what it did */
  key(event) {
    const arrow = ARROWS[event.key];
    const { tool, stroke } = this.#hand;
    if (arrow && !event.ctrlKey && !event.metaKey) return this.#go(arrow, event);
    if (event.key === "Escape" && stroke) {
      this.#hand.drop();
      return "dropped";
    }
    if (event.key === "Enter" && stroke) return this.#end();
    if (event.key !== " " || event.repeat) return "";
    this.awake = true;
    if (!stroke) {
      if (tool === "move") return "";
      this.#hand.begin(this.x, this.y);
      return "begun";
    }
    if (stroke.kind !== "area") return this.#end();
    this.#hand.to(this.x, this.y);
    return "moved";
  }

  #end() {
    return this.#hand.end() ? /** @type {const} */ ("painted") : "dropped";
  }

  /** @param {[number, number]} arrow @param {KeyboardEvent} event @returns {"moved"} */
  #go([dx, dy], event) {
    const step = event.altKey ? 1 : Math.max(1, Math.round(Math.min(this.#mask.width, this.#mask.height) / STEPS)) * (event.shiftKey ? 4 : 1);
    this.awake = true;
    this.x = Math.min(this.#mask.width, Math.max(0, this.x + dx * step));
    this.y = Math.min(this.#mask.height, Math.max(0, this.y + dy * step));
    // A corner of a lasso is set with Space; everything else follows the cursor.
    if (this.#hand.stroke?.kind !== "area") this.#hand.to(this.x, this.y);
    this.#view.reveal(this.x, this.y);
    return "moved";
  }
}
