// One control for each kind of parameter. An empty one means: not in the text.

import { make, makeButton } from "./dom.js";

/**
 * @typedef {{
 *   name: string, label: string, hint: string, kind: string, rest: string, options?: string[][], low?: number, high?: number, step?: number
 * }} Spec
 * @typedef {{
 *   root: HTMLElement, show: (value: string | undefined) => void, wrong: (level: string, text: string) => void, focus: () => void, extra?: HTMLElement
 * }} Knob
 * @typedef {{ parts: HTMLElement[], focus: HTMLElement, show: (value: string | undefined) => void, after?: HTMLElement[] }} Inner
 * @typedef {(value: string | null) => void} Set
 * @typedef {(key: string) => string} Word
 */

let made = 0;

/** A field that says what it holds when it is left or Enter is pressed, and is let alone while somebody writes in it.
 * @param {Spec} spec @param {Set} set @param {string} [placeholder] @returns {Inner & { input: HTMLInputElement }} */
function line({ kind, rest }, set, placeholder = rest) {
  const input = make("input", "yb-field");
  input.type = "text";
  input.placeholder = placeholder;
  input.autocomplete = "off";
  input.spellcheck = false;
  if (kind === "range" || kind === "seed" || kind === "number") input.inputMode = "decimal";
  let writing = false;
  input.addEventListener("input", () => (writing = true));
  input.addEventListener("change", () => {
    writing = false;
    set(input.value.trim() || null);
  });
  const show = (/** @type {string | undefined} */ value) => {
    if (!writing && input.value !== (value ?? "")) input.value = value ?? "";
  };
  return { parts: [input], focus: input, input, show };
}

/** @param {Spec} spec @param {Set} set @param {Word} word @returns {Inner} */
function range(spec, set, word) {
  const { low = 0, high = 1, rest, step = 1 } = spec;
  const slider = make("input", "yb-knob-slider");
  slider.type = "range";
  [slider.min, slider.max, slider.step] = [String(low), String(high), String(step)];
  slider.ariaLabel = word("slide").replace("{name}", spec.label);
  const number = line(spec, set);
  number.input.classList.add("yb-knob-number");
  slider.addEventListener("input", () => {
    number.input.value = slider.value;
    set(slider.value);
  });
  return {
    parts: [slider, number.input],
    focus: number.input,
    show(value) {
      number.show(value);
      const odd = value !== undefined && !Number.isFinite(Number(value)); // several, in braces
      slider.hidden = odd;
      number.input.classList.toggle("yb-knob-number", !odd);
      const wanted = value && !odd ? value : rest || String(low);
      if (slider.value !== wanted) slider.value = wanted;
    },
  };
}

/** @param {Spec} spec @param {Set} set @returns {Inner} */
function choice({ options = [], rest }, set) {
  const select = make("select", "yb-field");
  /** @param {string} value @param {string} text */
  const option = (value, text) => {
    const one = make("option", "", text);
    one.value = value;
    return one;
  };
  if (options[0]?.[0] !== "") select.append(option("", rest ? `– (${rest})` : "–"));
  select.append(...options.map(([value = "", text = ""]) => option(value, text)));
  const odd = option("", "");
  select.addEventListener("change", () => set(select.value || null));
  const show = (/** @type {string | undefined} */ value = "") => {
    odd.remove();
    if (![...select.options].some((one) => one.value === value)) {
      odd.value = odd.textContent = value;
      select.append(odd);
    }
    select.value = value;
  };
  return { parts: [select], focus: select, show };
}

/** @param {Spec} _spec @param {Set} set @returns {Inner} */
function flag(_spec, set) {
  const box = make("input", "yb-knob-box");
  box.type = "checkbox";
  box.addEventListener("change", () => set(box.checked ? "" : null));
  return { parts: [box], focus: box, show: (value) => (box.checked = value !== undefined) };
}

/** A flag that may carry a value. @param {Spec} spec @param {Set} set @returns {Inner} */
function optional(spec, set) {
  const text = line(spec, (value) => set(value ?? (box.checked ? "" : null)));
  const { parts, focus, show } = flag(spec, (value) => set(value === null ? null : text.input.value.trim()));
  const box = /** @type {HTMLInputElement} */ (focus);
  text.input.ariaLabel = spec.label;
  return {
    parts: [...parts, text.input],
    focus,
    show(value) {
      show(value);
      text.show(value);
    },
  };
}

/** @param {Spec} spec @param {Set} set @param {Word} word @returns {Inner} */
function ratio(spec, set, word) {
  const other = line(spec, set, word("other_ratio"));
  let now = "";
  const chips = (spec.options ?? []).map(([value = ""]) => {
    const chip = makeButton("yb-chip yb-ratio", "", () => set(now === value ? null : value));
    const [wide = 1, high = 1] = value.split(":").map(Number);
    const shape = make("span", "yb-ratio-shape");
    shape.style.width = `${Math.round((13 * wide) / Math.max(wide, high))}px`;
    shape.style.height = `${Math.round((13 * high) / Math.max(wide, high))}px`;
    chip.append(shape, value);
    chip.dataset.value = value;
    return chip;
  });
  return {
    parts: [...chips, other.input],
    focus: other.input,
    show(value = "") {
      now = value;
      for (const chip of chips) chip.ariaPressed = String(chip.dataset.value === value);
      other.show(chips.some((chip) => chip.dataset.value === value) ? "" : value);
    },
  };
}

/** @param {Spec} spec @param {Set} set @param {Word} word @returns {Inner} */
function seed(spec, set, word) {
  const text = line(spec, set);
  const random = makeButton("yb-button", word("new_seed"), () => set(String(crypto.getRandomValues(new Uint32Array(1))[0])));
  random.title = word("new_seed_hint");
  return { ...text, after: [random] };
}

const KINDS = { range, choice, flag, optional, ratio, seed };

/** @param {Spec} spec @param {Set} set @param {Word} word @returns {Knob} */
export function makeKnob(spec, set, word) {
  const root = make("div", "yb-knob");
  root.dataset.kind = spec.kind;
  root.dataset.name = spec.name;
  const inner = spec.kind in KINDS ? KINDS[/** @type {keyof typeof KINDS} */ (spec.kind)](spec, set, word) : line(spec, set);
  made += 1;
  inner.focus.id = `yb-knob-${made}-${spec.name}`;
  const label = make("label", "yb-knob-label", spec.label);
  label.htmlFor = inner.focus.id;
  if (spec.hint) label.title = spec.hint;
  const clear = makeButton("yb-knob-clear", "×", () => {
    set(null);
    inner.focus.focus();
  });
  clear.ariaLabel = clear.title = word("clear").replace("{name}", spec.label);
  const field = make("div", "yb-knob-field");
  field.append(...inner.parts);
  if (spec.kind !== "flag") field.append(clear);
  field.append(...(inner.after ?? []));
  const wrong = make("p", "yb-knob-wrong");
  wrong.id = `${inner.focus.id}-wrong`;
  wrong.hidden = true;
  root.append(label, field, wrong);
  return {
    root,
    show(value) {
      inner.show(value);
      root.classList.toggle("yb-knob-set", value !== undefined);
      clear.style.visibility = value === undefined ? "hidden" : ""; // the fields keep their width
    },
    wrong(level, text) {
      wrong.textContent = text;
      wrong.hidden = !text;
      root.classList.toggle("yb-knob-bad", level === "error");
      root.classList.toggle("yb-knob-doubt", level === "warning");
      inner.focus.ariaInvalid = level === "error" ? "true" : null;
      if (text) inner.focus.setAttribute("aria-describedby", wrong.id);
      else inner.focus.removeAttribute("aria-describedby");
    },
    focus() {
      inner.focus.focus();
    },
    extra: field,
  };
}
