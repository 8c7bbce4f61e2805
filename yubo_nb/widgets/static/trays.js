// What a view with picture slots begins with: its element, its words, what it sends, its pictures and its notices.

import { make } from "./dom.js";
import { Pictures } from "./pictures.js";
import { followTheme } from "./theme.js";


/** @import { AnyModel } from "@anywidget/types" */
/**
 * @typedef {{ kind: "picture", id: string, size: number } | { kind: "picture-error", id: string, size: number, text: string }
 *   | { kind: "notice", text: string }} Common
 */

/** @param {AnyModel<any>} model @param {HTMLElement} el @param {string} name @param {AbortSignal} signal */
export function begin(model, el, name, signal) {
  /** @param {string} key @param {Record<string, string | number>} [values] */
  const word = (key, values = {}) => (model.get("words")[key] ?? "").replace(/\{(\w+)\}/g, (/** @type {string} */ all, /** @type {string} */ at) => String(values[at] ?? all));
  /** @param {object} message @param {ArrayBuffer[]} [buffers] */
  const send = (message, buffers) => {
    try {
      model.send(message, undefined, buffers);
      return true;
    } catch {
      return false; // the kernel was restarted
    }
  };
  const root = make("section", `yubo ${name} tex2jax_ignore mathjax_ignore`);
  root.dataset.lmSuppressShortcuts = "true";
  root.lang = model.get("lang");
  const trouble = make("p", "yb-slot-note");
  trouble.role = "alert";
  trouble.hidden = true;
  el.append(root);
  followTheme(root, model.get("theme"), signal);
  const pictures = new Pictures(send);
  signal.addEventListener("abort", () => {
    pictures.dispose();
    root.remove();
  });
  /** @param {Common} message @param {DataView[]} buffers */
  const hear = (message, buffers) => {
    switch (message.kind) {
      case "picture":
        return pictures.arrive(message, buffers[0], word("picture_missing"));
      case "picture-error":
        return pictures.arrive(message, undefined, message.text);
      case "notice":
        trouble.textContent = message.text;
        trouble.hidden = !message.text;
    }
  };
  /** @param {(message: any, buffers: DataView[]) => void} receive @param {() => void} draw */
  const follow = (receive, draw) => {
    model.on("msg:custom", receive);
    model.on("change:trays", draw);
    signal.addEventListener("abort", () => {
      model.off("msg:custom", receive);
      model.off("change:trays", draw);
    });
  };
  return { word, send, root, trouble, pictures, hear, follow };
}
