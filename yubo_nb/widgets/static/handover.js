// What leaves the page for the person's own machine: text to the clipboard, bytes to a file.

import { make, makeButton } from "./dom.js";


const NAME = /^[\w.-]{1,100}$/;

/** @param {DataView} bytes @param {string} name  of our own words @param {string} mime */
export function saveFile(bytes, name, mime) {
  const own = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice();
  const url = URL.createObjectURL(new Blob([own], { type: mime }));
  const link = make("a", "");
  link.href = url;
  link.download = NAME.test(name) ? name : "yubo";
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * Whether it is in the clipboard. Browsers refuse it on pages without https: then it is shown, ready to be copied.
 * @param {string} text @param {HTMLElement} root @param {{ title: string, close: string }} words
 */
export async function copyText(text, root, words) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const dialog = make("dialog", "yb-window");
    const field = make("textarea", "yb-field yb-code");
    dialog.ariaLabel = field.ariaLabel = words.title;
    field.value = text;
    field.readOnly = true;
    field.rows = 8;
    dialog.append(make("h4", "yb-heading", words.title), field, makeButton("yb-button", words.close, () => dialog.close()));
    dialog.addEventListener("close", () => dialog.remove());
    root.append(dialog);
    dialog.showModal();
    field.select();
    return false;
  }
}
