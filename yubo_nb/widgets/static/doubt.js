// A call whose outcome nobody knows: what is known of it, and what a person can do about it.

import { make, makeButton, short } from "./dom.js";


/** @import { Row } from "./store.js" */
/** @import { Card, Tools } from "./card.js" */
/** @import { Ask } from "./asks.js" */
/** @typedef {"find" | "compare" | "adopt" | "again" | "leave"} Choice */

const SURE_AFTER = 600; // milliseconds: a double click is no second thought
const SURE_WITHIN = 8000;

/** What one looks for and seldom needs. @param {string} summary @param {string | undefined} text */
export function known(summary, text) {
  const told = make("details", "yb-told");
  told.append(make("summary", "", summary), make("p", "", text));
  told.hidden = !text;
  return told;
}

export class Doubt {
  /** A task was shown beside the call. */ compared = () => {};
  #card;
  #tools;
  #ask;

  /** @param {Card} card @param {Tools} tools @param {Ask} ask */
  constructor(card, tools, ask) {
    this.#card = card;
    this.#tools = tools;
    this.#ask = ask;
  }

  /** @param {Row} row @returns {HTMLElement[]} */
  parts(row) {
    const { word } = this.#tools;
    const time = row.submit_ms === undefined ? "?" : new Date(row.submit_ms).toLocaleTimeString(this.#tools.lang);
    const sentence = make("p", "yb-sentence", word(row.sandbox ? "doubt_play" : "doubt", { time, prompt: short(row.prompt, 60) }));
    const choices = make("div", "yb-choices");
    /** @param {Choice} choice @param {string} text */
    const choose = (choice, text) => this.#ask(choice, text, () => this.#tools.settle(this.#card, choice, null));
    const byId = this.#byId();
    const open = makeButton("yb-button", word("doubt_id"), () => {
      byId.hidden = !byId.hidden;
      open.ariaExpanded = String(!byId.hidden);
      byId.querySelector("input")?.focus();
    });
    open.ariaExpanded = "false";
    choices.append(choose("find", word("doubt_find")), open, this.#again(row.sandbox));
    if (!row.left) choices.append(choose("leave", word("doubt_leave")));
    const parts = [sentence, choices, byId, known(word("details"), row.message)];
    return row.left ? [this.#folded(parts)] : parts;
  }

  /** A person has said to leave it so: one calm line, and the way back behind it. @param {HTMLElement[]} parts */
  #folded(parts) {
    const left = make("details", "yb-left");
    const inner = make("div", "");
    inner.append(...parts);
    left.append(make("summary", "", this.#tools.word("doubt_left")), inner);
    return left;
  }

  /** A task id from the relay's own log: shown first, linked on a second press. */
  #byId() {
    const { word } = this.#tools;
    const line = make("div", "yb-by-id");
    const label = make("label", "", word("task_id"));
    const field = make("input", "yb-field");
    field.autocomplete = "off";
    field.spellcheck = false;
    field.maxLength = 100;
    const id = () => field.value.trim();
    const link = this.#ask("adopt", word("doubt_link"), () => this.#tools.settle(this.#card, "adopt", id()));
    const show = this.#ask("compare", word("doubt_show"), () => {
      if (/^[\w:.-]+$/.test(id())) this.#tools.settle(this.#card, "compare", id());
      else this.#card.release("compare");
    });
    link.hidden = true;
    this.compared = () => (link.hidden = false);
    field.addEventListener("input", () => (link.hidden = true));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") show.click();
    });
    label.append(field);
    line.append(label, show, link);
    line.hidden = true;
    return line;
  }

  /** It may cost a second time, so it takes two presses, and a double click is one. @param {boolean | undefined} play  only play money */
  #again(play) {
    const { word } = this.#tools;
    const [first, second] = [word(play ? "doubt_again_play" : "doubt_again"), word(play ? "doubt_sure_play" : "doubt_sure")];
    let since = -Infinity;
    let timer = 0;
    const calm = () => {
      since = -Infinity;
      button.textContent = first;
      button.classList.remove("yb-armed");
    };
    const button = this.#ask("again", first, () => this.#tools.settle(this.#card, "again", null));
    button.classList.add("yb-costly");
    /** @param {Event} event */
    const doubted = (event) => {
      const waited = performance.now() - since;
      if (waited >= SURE_AFTER && waited <= SURE_WITHIN) {
        clearTimeout(timer);
        calm();
        return;
      }
      event.stopImmediatePropagation();
      if (button.ariaDisabled === "true" || waited < SURE_AFTER) return;
      clearTimeout(timer);
      since = performance.now();
      button.textContent = second;
      button.classList.add("yb-armed");
      this.#tools.announce(second);
      timer = window.setTimeout(calm, SURE_WITHIN);
    };
    button.addEventListener("click", doubted, { capture: true });
    return button;
  }
}
