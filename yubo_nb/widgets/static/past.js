// The prompts that were sent before: a list with a search, and up and down at the ends of the text, as in a shell.

import { make, makeButton, short } from "./dom.js";

const LENGTH = 300;

/**
 * @param {(key: string) => string} word
 * @param {{ ask: () => void, read: () => string, choose: (text: string) => void, area: HTMLTextAreaElement }} ends
 */
export function makePast(word, { ask, read, choose, area }) {
  const panel = make("div", "yb-past");
  panel.hidden = true;
  const search = make("input", "yb-field");
  search.type = "search";
  search.placeholder = search.ariaLabel = word("past_search");
  const list = make("ul", "yb-past-list");
  panel.append(search, list);
  const button = makeButton("yb-chip", word("past"), () => toggle(panel.hidden !== false));
  button.ariaExpanded = "false";
  /** @type {string[] | null} */ let prompts = null;
  let at = -1; // which of them stands in the field; -1: the person's own
  let own = "";
  let waiting = 0; // steps to take as soon as the list is here

  const draw = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = (prompts ?? []).filter((text) => wanted.every((part) => text.toLowerCase().includes(part)));
    list.replaceChildren(
      ...found.map((text) => {
        const item = make("li", "");
        const choice = makeButton("yb-past-prompt", short(text, LENGTH), () => {
          toggle(false);
          choose(text);
          area.focus();
        });
        choice.dir = "auto";
        item.append(choice);
        return item;
      }),
    );
    if (!found.length) list.append(make("li", "yb-hint", word(prompts?.length ? "past_nothing" : "past_none")));
  };
  /** @param {boolean} open */
  const toggle = (open) => {
    panel.hidden = !open;
    button.ariaExpanded = String(open);
    if (!open) return;
    ask();
    search.value = "";
    draw();
    search.focus();
  };
  /** @param {number} by */
  const step = (by) => {
    if (!prompts) {
      waiting += by;
      ask();
      return;
    }
    // What stands in the field already is no step.
    let next = at + by;
    while (next >= 0 && next < prompts.length && prompts[next] === read()) next += by;
    if (next < -1 || next >= prompts.length) return;
    if (at === -1) own = read();
    at = next;
    choose(at === -1 ? own : (prompts[at] ?? ""));
    const place = by > 0 ? 0 : area.value.length;
    area.setSelectionRange(place, place);
  };
  search.addEventListener("input", draw);
  panel.addEventListener("keydown", (event) => {
    const places = /** @type {HTMLElement[]} */ ([search, ...list.querySelectorAll("button")]);
    const now = places.indexOf(/** @type {HTMLElement} */ (event.target));
    if (event.key === "Escape") {
      toggle(false);
      button.focus();
    } else if (event.key === "ArrowDown") places[now + 1]?.focus();
    else if (event.key === "ArrowUp") places[now - 1]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  area.addEventListener("keydown", (event) => {
    const { key, shiftKey, ctrlKey, altKey, metaKey, isComposing } = event;
    if (shiftKey || ctrlKey || altKey || metaKey || isComposing || area.selectionStart !== area.selectionEnd) return;
    const up = key === "ArrowUp" && area.selectionStart === 0;
    const down = key === "ArrowDown" && at >= 0 && area.selectionStart === area.value.length;
    if (!up && !down) return;
    event.preventDefault();
    step(up ? 1 : -1);
  });
  return {
    button,
    panel,
    /** @param {string[]} found */
    receive(found) {
      prompts = found;
      if (!panel.hidden) draw();
      const steps = waiting;
      waiting = 0;
      if (steps > 0) step(1);
    },
    typed() {
      at = -1;
    },
    /** Something was sent: the list is another. */
    stale() {
      prompts = null;
      at = -1;
    },
  };
}
