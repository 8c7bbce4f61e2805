// Picture slots as a view of their own: the reference pictures of the form.

import { make } from "./dom.js";
import { Tray } from "./tray.js";
import { begin } from "./trays.js";


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
  const { word, send, root, trouble, pictures, hear, follow } = begin(model, el, "yubo-slots", signal);
  const spec = () => model.get("trays")[""] ?? NOTHING;
  const tray = new Tray("", model.get("title"), { send, pictures, signal, word, spec });
  root.append(make("div", "yb-slot-title", model.get("title")), tray.element, trouble);
  pictures.watch(() => tray.pictureCame(), signal);

  /** @param {Message} message @param {DataView[]} buffers */
  const receive = (message, buffers) => {
    switch (message.kind) {
      case "slot":
        return tray.answered(message);
      case "gallery":
        return tray.offer(message.cards);
      default:
        return hear(message, buffers);
    }
  };
  follow(receive, () => tray.draw());
}

export default () => ({
  /** @param {{ model: AnyModel<Traits>, el: HTMLElement, signal: AbortSignal }} props */
  render: ({ model, el, signal }) => show(model, el, signal),
});
