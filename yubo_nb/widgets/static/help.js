// The keys, in a small window: what a keyboard can do here.

import { make, makeButton } from "./dom.js";


/** @import { Tools } from "./card.js" */

/** Those of a board. @param {HTMLElement} root @param {Tools["word"]} word */
export function showAllKeys(root, word) {
  showKeys(root, word, [
    [["←", "→", "↑", "↓"], word("key_arrows")],
    [["Enter"], word("key_open")],
    [["1", "2", "3", "4"], word("key_upscale")],
    [["S"], word("key_star")],
    [["X"], word("key_reject")],
    [["R"], word("key_rate")],
    [["N"], word("key_note")],
    [["L"], word("key_lineage")],
    [["M"], word("key_menu")],
    [[word("key_space")], word("key_select")],
    [["Ctrl", "A"], word("key_all")],
    [["/"], word("key_search")],
    [["Esc"], word("key_escape")],
  ], word("keys_picture"));
}

/** @param {HTMLElement} root @param {Tools["word"]} word @param {[string[], string][]} keys @param {string} more  said below them */
export function showKeys(root, word, keys, more) {
  const dialog = make("dialog", "yb-window");
  const list = make("dl", "yb-keys");
  for (const [names, text] of keys) {
    const term = make("dt", "");
    term.append(...names.map((name) => make("kbd", "yb-key", name)));
    list.append(term, make("dd", "", text));
  }
  const title = word("keys");
  dialog.ariaLabel = title;
  const close = makeButton("yb-button", word("close"), () => dialog.close());
  dialog.append(make("h4", "yb-heading", title), list, make("p", "yb-aside", more), close);
  dialog.addEventListener("close", () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
  close.focus();
}
