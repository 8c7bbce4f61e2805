// Many tasks by what varies between them. Here: the model, and how its parts work together.

import { Bulk } from "./bulk.js";
import { make, setText } from "./dom.js";
import { Frame } from "./frame.js";
import { GridBar } from "./gridbar.js";
import { keysOf, steer } from "./gridkeys.js";
import { showKeys } from "./help.js";
import { Lens } from "./lens.js";
import { Lightbox } from "./lightbox.js";
import { nearby } from "./nearby.js";
import { Presses } from "./presses.js";
import { Shot } from "./shot.js";
import { Table } from "./table.js";
import { shown } from "./session.js";
import { begin, hearAnswers, toolbox } from "./toolbox.js";
import { ZoomBar } from "./zoombar.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Row, Whole } from "./store.js" */
/** @import { Axes, Factor } from "./table.js" */
/** @import { Begun } from "./toolbox.js" */
/**
 * @typedef {{
 *   whole: Whole, words: Record<string, string>, twin: string, face: "board" | "card", lang: string, theme: string,
 *   prices: Record<string, number>, usual: Record<string, number>, _module: string, _parts: Record<string, string>,
 *   factors: Factor[], places: Record<string, number[]>, same: string, rows: string, cols: string, part: number
 * }} Traits
 */

const SIZES = [320, 640, 1280];

/** @param {Begun} shared @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
function show(shared, model, el, signal) {
  const { store, large, pictures, selection, events, heard, send } = shared;
  const frame = new Frame(model, el, () => store.now(), signal);
  const { word, root } = frame;
  const presses = new Presses(word, (text) => frame.announce(text));
  const plan = { factors: model.get("factors"), places: model.get("places") };
  /** @type {Axes} */ let axes = { rows: model.get("rows"), cols: model.get("cols"), held: new Map() };
  let part = model.get("part");
  /** @type {Map<string, Shot>} */ const shots = new Map();
  const tools = toolbox(model, frame, shared, presses, {
    size: 320,
    has: (key) => shots.has(key),
    go: (key) => focus(shots.get(key)),
    view: (key) => lightbox.open(key),
    tick: ({ row }, range) => (range ? selection.extend(row.key, inOrder()) : selection.toggle(row.key)),
  });
  frame.name(word("grid"));
  root.dataset.face = "grid";
  const table = new Table(word, word("grid"));
  const same = make("p", "yb-same");
  same.dir = "auto";
  setText(same, model.get("same") && word("grid_same", { text: model.get("same") }));
  same.title = model.get("same");
  frame.list.replaceWith(same, table.element);
  const lens = new Lens(table.element, ".yb-shot-frame");
  const zoom = new ZoomBar(lens, word);
  const bar = new GridBar(plan.factors, axes, part, word, {
    arrange: (to, quarter) => arrange(to, quarter, true),
    keys: () => keys(),
  }, zoom.element);
  frame.head.append(bar.element);
  const lightbox = new Lightbox(root, tools, large, () => inOrder(), signal);
  const bulk = new Bulk(selection, tools);
  frame.over.append(bulk.element);

  const inOrder = () => table.shots.map(({ row }) => row.key);
  /** @param {Shot | undefined} shot */
  const focus = (shot) => {
    if (!shot) return;
    shot.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    shot.element.focus();
  };
  const keys = () => showKeys(root, word, keysOf(word), word("grid_keys"));
  /** What a frame needs in pixels, for what is seen of the picture. */
  const size = () => {
    const [first] = table.shots;
    const wanted = (first?.frame.clientWidth ?? 0) * window.devicePixelRatio * lens.scale * (part ? 2 : 1);
    return SIZES.find((one) => one >= wanted * 0.8) ?? 1280;
  };
  let asked = 0;
  const look = () => {
    asked = size();
    for (const shot of table.shots) shot.setPart(part, asked);
  };
  /** @param {Axes} to @param {number} quarter @param {boolean} own  done in this view */
  const arrange = (to, quarter, own) => {
    const [moved, turned] = [to.rows !== axes.rows || to.cols !== axes.cols, quarter !== part];
    const held = document.activeElement;
    axes = to;
    part = quarter;
    table.arrange(plan, axes, shots);
    const stop = table.shots.find(({ element }) => element.tabIndex === 0) ?? table.shots[0];
    for (const shot of shots.values()) shot.element.tabIndex = shot === stop ? 0 : -1;
    if (held instanceof HTMLElement && table.element.contains(held)) held.focus();
    bar.draw(axes, part, store.rows.some((row) => store.isGrid(row)));
    look();
    if (!own) return;
    const label = (/** @type {string} */ name) => plan.factors.find((one) => one.name === name)?.label ?? word("grid_none");
    if (moved) frame.announce(word("grid_now", { rows: label(axes.rows), cols: label(axes.cols) }));
    if (moved || turned) send({ kind: "axes", rows: axes.rows, cols: axes.cols, part });
  };
  const near = nearby(root, (entries) => {
    for (const { target, isIntersecting } of entries) shots.get(/** @type {HTMLElement} */ (target).dataset.key ?? "")?.setNear(isIntersecting);
  }, signal);
  const follow = () => {
    /** @type {Map<string, Row[]>} */ const children = new Map();
    for (const row of store.rows) if (row.parent) children.set(row.parent, [...(children.get(row.parent) ?? []), row]);
    const before = shots.size;
    for (const key of Object.keys(plan.places)) {
      const row = store.find(key);
      if (!row) continue;
      let shot = shots.get(key);
      if (!shot) {
        shot = new Shot(row, tools);
        shots.set(key, shot);
        near(shot.element);
      }
      shot.update(row, children.get(key) ?? []);
    }
    frame.count(store.rows.filter(({ key }) => shots.has(key)));
    if (shots.size !== before) arrange(axes, part, false);
    else bar.draw(axes, part, store.rows.some((row) => store.isGrid(row)));
    bulk.draw();
  };

  lens.onMove(() => {
    zoom.draw();
    if (size() > asked) look();
  });
  new ResizeObserver(() => size() > asked && look()).observe(table.element);
  store.watch(follow, signal);
  follow();
  selection.watch((keys) => {
    root.dataset.ticking = String(keys.size > 0);
    for (const [key, shot] of shots) shot.setTicked(keys.has(key));
    bulk.draw();
  }, signal);
  pictures.watch((id, problem) => {
    for (const shot of shots.values()) shot.came(id, problem);
  }, signal);
  hearAnswers(shared, frame, presses, signal);
  // Another view of this grid, or the kernel, has arranged it.
  const told = () => arrange({ ...axes, rows: model.get("rows"), cols: model.get("cols") }, model.get("part"), false);
  for (const name of ["rows", "cols", "part"]) model.on(`change:${name}`, told);
  signal.addEventListener("abort", () => {
    for (const name of ["rows", "cols", "part"]) model.off(`change:${name}`, told);
  });
  table.element.addEventListener("focusin", ({ target }) => {
    const shot = shots.get(/** @type {HTMLElement} */ (target).dataset.key ?? "");
    if (shot) for (const one of shots.values()) one.element.tabIndex = one === shot ? 0 : -1;
  }, { signal });
  /** With the other one that is ticked; without one it is ticked itself, and waits for its pair. @param {Shot} shot */
  const compare = ({ row: { key } }) => {
    const others = [...selection.keys].filter((one) => one !== key);
    const [other] = others;
    if (other && others.length === 1) return tools.compare(other, key, part);
    if (others.length) return frame.announce(word("grid_two"));
    if (!selection.keys.has(key)) selection.toggle(key);
    frame.announce(word("grid_second"));
  };
  const steered = { shots, table, tools, lens, focus, keys, compare, all: () => selection.set(inOrder()), none: () => selection.set([]) };
  root.addEventListener("keydown", (event) => steer(event, steered), { signal });
  frame.follow(events, heard);
  store.askWhole();
}

export default shown(begin, show);
