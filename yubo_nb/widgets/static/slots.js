// Picture slots as a view of their own: the reference pictures of the form.

import { make } from "./dom.js";
import { Pictures } from "./pictures.js";
import { followTheme } from "./theme.js";
import { Tray } from "./tray.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Spec } from "./tray.js" */
/** @import { Pick } from "./gallery.js" */
/**
 * @typedef {{
 *   trays: Record<string, Spec>, title: string, lang: string, theme: string, words: Record<string, string>, _module: string,
 *   _parts: Record<string, string>
 * }} Traits
 * @typedef {{ kind: "slot", tray: string, id: string, text: string } | { kind: "gallery", cards: Pick[] }
 *   | { kind: "picture", id: string, size: number } | { kind: "picture-error", id: string, size: number, text: string }
 *   | { kind: "notice", text: string }} Message
 */

const NOTHING = { labels: [], least: 0, most: 0, places: [] };

/** @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
function show(model, el, signal) {
  /** @param {string} key @param {Record<string, string | number>} [values] */
  const word = (key, values = {}) => (model.get("words")[key] ?? "").replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
  /** @param {object} message @param {ArrayBuffer[]} [buffers] */
  const send = (message, buffers) => {
    try {
      model.send(message, undefined, buffers);
      return true;
    } catch {
      return false; // the kernel was restarted
    }
  };
  const root = make("section", "yubo yubo-slots tex2jax_ignore mathjax_ignore");
  root.dataset.lmSuppressShortcuts = "true";
  root.lang = model.get("lang");
  const pictures = new Pictures(send);
  const spec = () => model.get("trays")[""] ?? NOTHING;
  const tray = new Tray("", model.get("title"), { send, pictures, signal, word, spec });
  const trouble = make("p", "yb-slot-note");
  trouble.role = "alert";
  trouble.hidden = true;
  root.append(make("div", "yb-slot-title", model.get("title")), tray.element, trouble);
  el.append(root);
  followTheme(root, model.get("theme"), signal);
  pictures.watch(() => tray.pictureCame(), signal);

  /** @param {Message} message @param {DataView[]} buffers */
  const receive = (message, buffers) => {
    switch (message.kind) {
      case "slot":
        return tray.answered(message);
      case "gallery":
        return tray.offer(message.cards);
      case "picture":
        return pictures.arrive(message, buffers[0], word("picture_missing"));
      case "picture-error":
        return pictures.arrive(message, undefined, message.text);
      case "notice":
        trouble.textContent = message.text;
        trouble.hidden = !message.text;
    }
  };
  const draw = () => tray.draw();
  model.on("msg:custom", receive);
  model.on("change:trays", draw);
  signal.addEventListener("abort", () => {
    model.off("msg:custom", receive);
    model.off("change:trays", draw);
    pictures.dispose();
    root.remove();
  });
}

export default () => ({
  /** @param {{ model: AnyModel<Traits>, el: HTMLElement, signal: AbortSignal }} props */
  render: ({ model, el, signal }) => show(model, el, signal),
});
