// A menu at a button: items as data, made when it opens, gone when it closes. In the top layer, so that no card cuts it off.

import { make, makeButton } from "./dom.js";


/**
 * @typedef {{ text: string, press: () => void, keys?: string, checked?: boolean, one?: boolean, inline?: boolean, label?: string, section?: boolean }} Item
 *   `checked`: an item that is on or off, `one` of several if so; `inline`: beside the one before; `label`: read instead of
 *   the text; `section`: begins a part of its own
 */

const GAP = 4;

/** @param {Item} item @param {() => void} close */
function entry(item, close) {
  const button = makeButton("yb-item", "", () => {
    close();
    item.press();
  });
  button.append(make("span", "", item.text));
  if (item.keys) button.append(make("kbd", "yb-key", item.keys));
  if (item.label) button.ariaLabel = item.label;
  button.tabIndex = -1;
  button.role = item.checked === undefined ? "menuitem" : item.one ? "menuitemradio" : "menuitemcheckbox";
  if (item.checked !== undefined) button.ariaChecked = String(item.checked);
  if (item.keys) button.setAttribute("aria-keyshortcuts", item.keys);
  return button;
}

/** Below the button, or above where there is no room; never off the screen. @param {HTMLElement} menu @param {HTMLElement} button */
function place(menu, button) {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = bottom + GAP + height <= window.innerHeight || top < height + GAP;
  const from = right - width < GAP ? left : right - width;
  menu.style.left = `${Math.max(GAP, Math.min(from, window.innerWidth - width - GAP))}px`;
  menu.style.top = `${Math.max(GAP, below ? Math.min(bottom + GAP, window.innerHeight - height - GAP) : top - height - GAP)}px`;
}

/**
 * Open it, with the focus on its first item. @param {HTMLElement} button @param {Item[]} items @param {string} label
 * @param {HTMLElement} [back]  where the focus goes after Escape
 */
export function openMenu(button, items, label, back = button) {
  const menu = make("div", "yb-menu");
  menu.role = "menu";
  menu.ariaLabel = label;
  menu.popover = "auto";
  const close = () => {
    if (!menu.isConnected) return;
    const inside = menu.contains(document.activeElement);
    menu.remove();
    button.ariaExpanded = "false";
    if (inside) back.focus();
  };
  const entries = items.map((item) => entry(item, close));
  /** @type {HTMLElement} */ let row = menu;
  items.forEach((item, i) => {
    const element = /** @type {HTMLElement} */ (entries[i]);
    if (item.section && i) menu.append(make("hr", "yb-rule"));
    if (item.inline && !items[i - 1]?.inline) menu.append((row = make("div", "yb-inline")));
    (item.inline ? row : menu).append(element);
  });
  menu.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation();
    const at = entries.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    /** @param {number} to */
    const go = (to) => entries[(to + entries.length) % entries.length]?.focus();
    const beside = items[at]?.inline && { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "ArrowDown") go(skip(items, at, 1));
    else if (event.key === "ArrowUp") go(skip(items, at, -1));
    else if (beside) go(at + beside);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(-1);
    else if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key.length === 1 && event.key.trim()) go(starting(items, at, event.key));
    else return;
    event.preventDefault();
  });
  menu.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed") close();
  });
  button.ariaExpanded = "true";
  (button.closest("dialog") ?? button.closest(".yubo"))?.append(menu);
  menu.showPopover?.();
  place(menu, button);
  (entries.find((element) => element.ariaChecked === "true" && element.role === "menuitemradio") ?? entries[0])?.focus();
  return close;
}

/** Past the others of a line. @param {Item[]} items @param {number} at @param {1 | -1} step */
function skip(items, at, step) {
  let to = at + step;
  while (items[at]?.inline && items[to]?.inline) to += step;
  return to;
}

/** The next whose text begins with this letter; digits choose too. @param {Item[]} items @param {number} at @param {string} letter */
function starting(items, at, letter) {
  const order = items.map((_, i) => (at + 1 + i) % items.length);
  return order.find((i) => (items[i]?.label ?? items[i]?.text ?? "").toLowerCase().startsWith(letter.toLowerCase())) ?? at;
}
