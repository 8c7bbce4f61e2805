// The lower half of the form: the controls of the chosen version. The kernel writes what they say into the text.

import { make, makeButton } from "./dom.js";
import { makeKnob } from "./knobs.js";
import { followTheme } from "./theme.js";

/** @import { AnyModel } from "@anywidget/types" */
/** @import { Knob, Spec } from "./knobs.js" */
/**
 * @typedef {{ id: string, title: string, knobs: Spec[] }} Group
 * @typedef {{ number: number, shown: Record<string, string>, wrong: Record<string, [string, string]>, keep: boolean }} Values
 * @typedef {{
 *   shape: Group[], values: Values, form: string, lang: string, theme: string, words: Record<string, string>, _module: string,
 *   _parts: Record<string, string>
 * }} Traits
 * @typedef {{ kind: "notice", text: string }} Message
 */

const WAITS = 3000; // ms without an answer: the message may be lost

/** One move is under way at a time; of a slider that is drawn only the newest waits. @param {(name: string, value: string | null, number: number) => void} send */
function makeMoves(send) {
  let number = Math.floor(Math.random() * 2 ** 48);
  let since = 0;
  /** @type {{ name: string, value: string | null, number: number } | null} */ let open = null;
  /** @type {Map<string, string | null>} */ const waiting = new Map();
  const next = () => {
    const [first] = waiting;
    if (!first || (open && performance.now() - since < WAITS)) return;
    waiting.delete(first[0]);
    number += 1;
    open = { name: first[0], value: first[1], number };
    since = performance.now();
    send(...first, number);
  };
  return {
    /** @param {string} name @param {string | null} value */
    set(name, value) {
      waiting.set(name, value);
      next();
    },
    /** @param {number} heard */
    heard(heard) {
      if (open?.number !== heard) return;
      open = null;
      next();
    },
    /** What the kernel may not have heard of yet. @returns {[string, string | null][]} */
    pending: () => [...(open ? [/** @type {[string, string | null]} */ ([open.name, open.value])] : []), ...waiting],
    /** Whether what the hand did here has not come back yet. @param {string} name */
    moving: (name) => open?.name === name || waiting.has(name),
  };
}

/** @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
function show(model, el, signal) {
  /** @param {string} key */
  const word = (key) => model.get("words")[key] ?? "";
  const root = make("div", "yubo yubo-parameters tex2jax_ignore mathjax_ignore");
  root.dataset.lmSuppressShortcuts = "true";
  root.lang = model.get("lang");
  const notice = make("p", "yb-refusal");
  notice.role = "alert";
  notice.hidden = true;
  const body = make("div", "yb-knob-groups");
  root.append(notice, body);
  el.append(root);
  /** @param {string} text */
  const tell = (text) => {
    notice.textContent = text;
    notice.hidden = !text;
  };
  /** @type {Map<string, { spec: string, knob: Knob }>} */ let knobs = new Map();
  /** @type {Map<string, { root: HTMLElement, count: HTMLElement | null, names: string[] }>} */ const groups = new Map();
  const moves = makeMoves((name, value, number) => {
    try {
      model.send({ kind: "parameter", name, value, number });
    } catch {
      tell(word("not_delivered"));
    }
  });
  const keep = makeButton("yb-chip yb-knob-keep", word("keep_seed"), () => model.send({ kind: "keep-seed", keep: !model.get("values").keep }));
  keep.title = word("keep_seed_hint");

  /** @param {Spec} spec */
  const knob = (spec) => {
    const before = knobs.get(spec.name);
    const text = JSON.stringify(spec);
    if (before?.spec === text) return before;
    const made = makeKnob(spec, (value) => moves.set(spec.name, value), word);
    if (spec.kind === "seed") made.extra?.append(keep);
    return { spec: text, knob: made };
  };
  /** @param {Group} group */
  const group = ({ id, title }) => {
    let known = groups.get(id);
    if (!known) {
      const grid = make("div", "yb-knobs");
      const count = title ? make("span", "yb-knob-count") : null;
      if (count) {
        const details = make("details", "yb-knob-group");
        const summary = make("summary", "", title);
        summary.append(" ", count);
        details.append(summary, grid);
      }
      known = { root: grid, count, names: [] };
      groups.set(id, known);
    }
    return known;
  };
  const build = () => {
    const shape = model.get("shape");
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const name = focused && root.contains(focused) ? /** @type {HTMLElement | null} */ (focused.closest(".yb-knob"))?.dataset.name : "";
    const now = new Map(shape.flatMap(({ knobs: specs }) => specs.map((spec) => [spec.name, knob(spec)])));
    knobs = now;
    const shown = shape.map((one) => {
      const made = group(one);
      made.names = one.knobs.map((spec) => spec.name);
      made.root.replaceChildren(...made.names.map((each) => /** @type {{ knob: Knob }} */ (knobs.get(each)).knob.root));
      return made.count ? /** @type {HTMLElement} */ (made.root.parentElement) : made.root;
    });
    body.replaceChildren(...shown);
    draw();
    if (name && focused) {
      // Elements that were moved lost the focus.
      if (root.contains(focused)) focused.focus();
      else knobs.get(name)?.knob.focus();
    }
  };
  const draw = () => {
    const { number, shown, wrong, keep: keeps } = model.get("values");
    moves.heard(number);
    for (const [name, { knob: one }] of knobs) {
      if (moves.moving(name)) continue;
      one.show(shown[name]);
      one.wrong(...(wrong[name] ?? ["", ""]));
    }
    keep.ariaPressed = String(keeps);
    keep.hidden = shown.seed === undefined;
    for (const { count, names } of groups.values()) {
      const set = names.filter((name) => shown[name] !== undefined).length;
      if (count) count.textContent = set ? word("is_set").replace("{n}", String(set)) : "";
    }
  };
  /** @param {Event} event */
  const look = (event) => {
    const { form, name } = /** @type {CustomEvent<{ form: string, name: string }>} */ (event).detail;
    const wanted = form === model.get("form") ? knobs.get(name)?.knob : null;
    const details = wanted?.root.closest("details");
    if (details) details.open = true;
    wanted?.focus();
  };
  /** @param {Event} event */
  const give = (event) => {
    const { form, moves: asked } = /** @type {CustomEvent<{ form: string, moves: [string, string | null][] }>} */ (event).detail;
    if (form === model.get("form")) asked.push(...moves.pending());
  };
  /** @param {Message} message */
  const receive = (message) => {
    switch (message.kind) {
      case "notice":
        return tell(message.text);
    }
  };
  document.addEventListener("yubo-control", look, { signal });
  document.addEventListener("yubo-moves", give, { signal });
  model.on("msg:custom", receive);
  model.on("change:shape", build);
  model.on("change:values", draw);
  signal.addEventListener("abort", () => {
    model.off("msg:custom", receive);
    model.off("change:shape", build);
    model.off("change:values", draw);
    root.remove();
  });
  build();
  return root;
}

export default () => ({
  /** @param {{ model: AnyModel<Traits>, el: HTMLElement, signal: AbortSignal }} props */
  render({ model, el, signal }) {
    followTheme(show(model, el, signal), model.get("theme"), signal);
  },
});
