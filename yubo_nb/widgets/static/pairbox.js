// Two cards of a board or a grid against each other, in a window of their own.

import { Differs } from "./differs.js";
import { make, makeButton } from "./dom.js";
import { icon } from "./icons.js";
import { Pair } from "./pair.js";


/** @import { Around } from "./plate.js" */

/** @param {HTMLElement} root @param {Around} around @param {string} a @param {string} b  keys @param {number} part  the quarter that was looked at */
export function openPair(root, around, a, b, part) {
  const life = new AbortController();
  const { word } = around;
  const dialog = make("dialog", "yb-pairbox");
  dialog.ariaLabel = word("compare");
  const close = makeButton("yb-icon yb-plain", "", () => dialog.close());
  close.append(icon("cross"));
  close.ariaLabel = close.title = word("close");
  const pair = new Pair(around, life.signal, true);
  const differs = new Differs(around);
  const head = make("header", "yb-pairhead");
  head.append(make("h3", "yb-title", word("compare")), close);
  dialog.append(head, pair.element, differs.element);
  pair.onChange(() => differs.draw(...pair.shots));
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the cards below have keys of their own
    if (pair.keys(event)) event.preventDefault();
  });
  const back = /** @type {HTMLElement | null} */ (document.activeElement);
  dialog.addEventListener("close", () => {
    life.abort();
    dialog.remove();
    back?.focus();
  });
  root.append(dialog);
  dialog.showModal();
  pair.show({ key: a, part }, { key: b, part });
  pair.focus();
}
