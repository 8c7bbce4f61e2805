// The field: a text area, and under its letters a copy of them that carries the marks. No letter waits for the kernel.

import { make } from "./dom.js";
import { makeUndo } from "./undo.js";

/** @typedef {{ level: "error" | "warning", text: string, control: string, at: number, length: number }} Problem */

/** Where two texts differ: the same beginning and the same end. @param {string} one @param {string} other */
function difference(one, other) {
  const most = Math.min(one.length, other.length);
  let head = 0;
  while (head < most && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < most - head && one[one.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
  return { head, tail };
}

/** @param {string} label @param {string} placeholder @param {string} text @param {() => void} onType */
export function makeField(label, placeholder, text, onType) {
  const root = make("div", "yb-field-box");
  const copy = make("div", "yb-field-copy");
  copy.ariaHidden = "true";
  const area = make("textarea", "yb-field-text");
  area.ariaLabel = label;
  area.placeholder = placeholder;
  area.spellcheck = false;
  area.rows = 1; // it is as high as the copy
  area.value = text;
  root.append(copy, area);
  /** @type {Problem[]} */ let problems = [];
  let judged = "";

  const draw = () => {
    const text = area.value;
    const { head, tail } = difference(judged, text);
    const shift = text.length - judged.length;
    copy.replaceChildren();
    let at = 0;
    for (const { level, at: start, length } of problems) {
      // A mark moves with its letters; what was changed since has to be judged anew.
      const moved = start >= judged.length - tail && judged !== text ? shift : 0;
      if (judged !== text && !moved && start + length > head) continue;
      const from = start + moved;
      const to = Math.min(from + Math.max(1, length), text.length);
      if (start < 0 || from < at || to <= from) continue;
      copy.append(text.slice(at, from), make("span", `yb-squiggle yb-squiggle-${level}`, text.slice(from, to)));
      at = to;
    }
    copy.append(`${text.slice(at)}\u200b`); // a last line without letters has its height too
  };
  const undo = makeUndo(
    () => ({ text: area.value, start: area.selectionStart, end: area.selectionEnd }),
    ({ text, start, end }) => {
      area.value = text;
      area.setSelectionRange(start, end);
      draw();
      onType();
    },
  );
  area.addEventListener("input", () => {
    undo.changed(true);
    draw();
    onType();
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "y" || event.shiftKey) undo.redo();
    else undo.undo();
  });
  draw();
  return {
    root,
    area,
    get text() {
      return area.value;
    },
    /** Another text in the place of this one; the cursor stays at its letters. @param {string} text */
    put(text) {
      const old = area.value;
      if (old === text) return;
      const { selectionStart, selectionEnd } = area;
      area.value = text;
      const now = area.value; // line ends are the browser's
      const { head, tail } = difference(old, now);
      /** @param {number} place */
      const moved = (place) => {
        if (place <= head) return place;
        return place >= old.length - tail ? place + now.length - old.length : now.length - tail;
      };
      area.setSelectionRange(moved(selectionStart), moved(selectionEnd));
      undo.changed(false);
      draw();
    },
    /** @param {Problem[]} found @param {string} text the one they were found in */
    mark(found, text) {
      problems = found.filter(({ at }) => at >= 0).sort((one, other) => one.at - other.at);
      judged = text;
      draw();
      area.ariaInvalid = found.some(({ level }) => level === "error") ? "true" : null;
    },
    /** @param {Problem} problem */
    show({ at, length }) {
      area.focus();
      area.setSelectionRange(at, at + length);
    },
  };
}
