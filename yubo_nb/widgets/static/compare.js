// Tasks against each other, two at a time. Here: the model, and which two.

import { Differs } from "./differs.js";
import { make } from "./dom.js";
import { Frame } from "./frame.js";
import { Pair } from "./pair.js";
import { open, shown } from "./session.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Shot } from "./plate.js" */
/** @import { Shared } from "./session.js" */
/** @import { Whole } from "./store.js" */
/**
 * @typedef {{
 *   whole: Whole, words: Record<string, string>, twin: string, face: "board" | "card", lang: string, theme: string,
 *   prices: Record<string, number>, usual: Record<string, number>, _module: string, _parts: Record<string, string>,
 *   shots: Named[]
 * }} Traits
 * @typedef {Shot & { name: string }} Named
 */

/** @param {Shared} shared @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
function show({ store, pictures, large, events, heard }, model, el, signal) {
  const frame = new Frame(model, el, () => store.now(), signal);
  const { word, root } = frame;
  frame.name(word("compare"));
  root.dataset.face = "compare";
  const shots = model.get("shots");
  const around = { store, pictures, large, word, announce: (/** @type {string} */ text) => frame.announce(text) };
  const pair = new Pair(around, signal);
  const differs = new Differs(around);
  frame.list.replaceWith(pair.element, differs.element);
  const chosen = [0, 1];
  /** @param {number} side @param {string} name */
  const chooser = (side, name) => {
    const label = make("label", "yb-choose");
    const select = make("select", "yb-select");
    shots.forEach((shot, n) => select.append(new Option(`${n + 1}. ${shot.name}`, String(n), false, n === side)));
    select.addEventListener("change", () => choose(side, Number(select.value)));
    label.append(make("span", "", name), select);
    return { label, select };
  };
  const choosers = [chooser(0, word("compare_a")), chooser(1, word("compare_b"))];
  /** @param {number} side @param {number} n */
  const choose = (side, n) => {
    chosen[side] = n;
    choosers.forEach(({ select }, i) => (select.value = String(chosen[i])));
    const [a, b] = chosen.map((one) => shots[one]);
    if (a && b) pair.show({ key: a.key, part: a.part }, { key: b.key, part: b.part });
  };
  if (shots.length > 2) frame.head.append(...choosers.map(({ label }) => label));
  const follow = () => {
    differs.draw(...pair.shots);
    frame.count(store.rows);
  };
  pair.onChange(follow);
  store.watch(follow, signal);
  root.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches("input, select, textarea")) return;
    const step = { n: 1, p: -1 }[event.key];
    if (step && shots.length > 2) choose(1, ((chosen[1] ?? 0) + step + shots.length) % shots.length);
    else if (!pair.keys(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  choose(0, 0);
  frame.follow(events, heard);
  store.askWhole();
}

export default shown(open, show);
