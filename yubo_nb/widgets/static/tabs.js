// The tabs of a studio. A panel is built when it is opened; the form below hides where the tab is not Imagine.

import { Act } from "./act.js";
import { make, makeButton } from "./dom.js";
import { begin } from "./trays.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Spec } from "./tray.js" */
/** @import { Pick } from "./gallery.js" */
/**
 * @typedef {{
 *   tab: string, trays: Record<string, Spec>, prices: Record<string, number>, sandbox: boolean, lang: string, theme: string,
 *   words: Record<string, string>, _module: string, _parts: Record<string, string>
 * }} Traits
 * @typedef {{ kind: "slot", tray: string, id: string, text: string } | { kind: "gallery", cards: Pick[] }
 *   | { kind: "picture", id: string, size: number } | { kind: "picture-error", id: string, size: number, text: string }
 *   | { kind: "reply", gesture: string, ok: boolean, text: string } | { kind: "tab", name: string }
 *   | { kind: "notice", text: string }} Message
 */

let views = 0; // ids in a page with several of these

/** @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
function show(model, el, signal) {
  const { word, send, root, trouble, pictures, hear, follow } = begin(model, el, "yubo-tabs", signal);
  const name = `yb-tabs-${(views += 1)}`;
  const list = make("div", "yb-tabs");
  list.role = "tablist";
  list.ariaLabel = word("acts");
  root.append(list, trouble);

  const titles = {
    imagine: word("tab_imagine"),
    describe: word("tab_describe"),
    shorten: word("tab_shorten"),
    blend: word("tab_blend"),
    swap_face: word("tab_swap_face"),
    video: word("tab_video"),
  };
  /** @type {Map<string, HTMLButtonElement>} */ const tabs = new Map();
  /** @type {Map<string, Act>} */ const acts = new Map();
  const form = () => /** @type {HTMLElement | null} */ (el.closest(".yubo-panel")?.querySelector(".yubo-form") ?? null);

  /** @param {string} kind */
  const panel = (kind) => {
    const act = acts.get(kind) ?? new Act(kind, { name, model, send, pictures, signal, word, form });
    if (!acts.has(kind)) {
      acts.set(kind, act);
      act.element.id = `${name}-${kind}`;
      act.element.role = "tabpanel";
      act.element.setAttribute("aria-labelledby", `${name}-tab-${kind}`);
      root.insertBefore(act.element, trouble);
      tabs.get(kind)?.setAttribute("aria-controls", act.element.id);
    }
    return act;
  };
  /** @param {string} kind @param {boolean} [focus] */
  const open = (kind, focus = false) => {
    root.dataset.tab = kind;
    for (const [each, tab] of tabs) {
      tab.ariaSelected = String(each === kind);
      tab.tabIndex = each === kind ? 0 : -1;
    }
    if (kind !== "imagine") panel(kind).opened();
    for (const [each, act] of acts) act.element.hidden = each !== kind;
    if (focus) tabs.get(kind)?.focus();
  };
  /** @param {string} kind @param {boolean} [focus] */
  const turn = (kind, focus) => {
    if (root.dataset.tab === kind) return;
    open(kind, focus);
    send({ kind: "tab", name: kind });
  };
  for (const [kind, title] of Object.entries(titles)) {
    const tab = makeButton("yb-tab", title, () => turn(kind));
    tab.role = "tab";
    tab.id = `${name}-tab-${kind}`;
    tabs.set(kind, tab);
    list.append(tab);
  }
  list.addEventListener("keydown", (event) => {
    const kinds = [...tabs.keys()];
    const at = kinds.indexOf(root.dataset.tab ?? "");
    const steps = /** @type {Record<string, number>} */ ({ ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 });
    const next = kinds.at((steps[event.key] ?? NaN) % kinds.length);
    if (!(event.key in steps) || next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    turn(next, true);
  });

  /** @param {Message} message @param {DataView[]} buffers */
  const receive = (message, buffers) => {
    switch (message.kind) {
      case "slot":
        return acts.get(message.tray)?.tray?.answered(message);
      case "gallery":
        for (const act of acts.values()) act.tray?.offer(message.cards);
        return;
      case "reply":
        for (const act of acts.values()) act.answered(message);
        return;
      case "tab":
        return open(message.name);
      default:
        return hear(message, buffers);
    }
  };
  const draw = () => {
    for (const act of acts.values()) act.tray?.draw();
  };
  pictures.watch(() => {
    for (const act of acts.values()) act.tray?.pictureCame();
  }, signal);
  follow(receive, draw);
  open(model.get("tab"));
}

export default () => ({
  /** @param {{ model: AnyModel<Traits>, el: HTMLElement, signal: AbortSignal }} props */
  render: ({ model, el, signal }) => show(model, el, signal),
});
