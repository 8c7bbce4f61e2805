// What a card asks a person: to settle a doubt, to answer a dialog, to look again for a task or its picture.

import { make, makeButton, short } from "./dom.js";
import { Region } from "./region.js";


/** @import { Row } from "./store.js" */
/** @import { Card, Tools } from "./card.js" */
/** @typedef {"find" | "compare" | "adopt" | "again" | "leave"} Choice */

const SURE_AFTER = 600; // milliseconds: a double click is no second thought
const SURE_WITHIN = 8000;

/** @param {Row} row @returns {"" | "doubt" | "dialog" | "lost" | "picture"} */
function asked(row) {
  if (row.phase === "in_doubt") return "doubt";
  if (row.phase === "modal") return "dialog";
  if (row.phase === "lost") return "lost";
  return row.phase === "success" && row.picture_error ? "picture" : "";
}

export class Asks {
  element;
  #card;
  #tools;
  #drawn = "";
  #later = false;
  /** @type {Map<string, HTMLButtonElement>} by what they do */ #controls = new Map();
  /** @type {Region | undefined} */ #region;
  /** @type {() => void} */ #compared = () => {};

  /** @param {Card} card @param {Tools} tools */
  constructor(card, tools) {
    this.#card = card;
    this.#tools = tools;
    this.element = make("div", "yb-ask");
    this.element.role = "group";
    this.element.hidden = true;
  }

  /** Drawn anew only when it asks something else: what is being typed stays. @param {Row} row */
  draw(row) {
    const kind = asked(row);
    const drawn = kind === "dialog" ? `${kind} ${row.verb} ${row.draft ?? row.prompt}` : kind;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#later = false;
    this.#fill(row);
  }

  /** Its picture may be the one to paint on. */
  pictureCame() {
    this.#region?.draw();
  }

  /** The kernel has answered. @param {string} control @param {boolean} ok */
  answered(control, ok) {
    if (ok && control === "compare") this.#compared();
  }

  /** @param {string} control */
  release(control) {
    const button = this.#controls.get(control);
    if (button) button.ariaDisabled = button.ariaBusy = null;
  }

  /** @param {Row} row */
  #fill(row) {
    const { element } = this;
    const kind = asked(row);
    // What had the focus is about to go.
    if (element.contains(document.activeElement)) this.#card.element.focus();
    this.#controls.clear();
    this.#region = undefined;
    element.hidden = !kind;
    element.ariaLabel = kind ? this.#tools.word(row.phase) : null;
    element.replaceChildren(...(kind === "doubt" ? this.#doubt(row) : kind === "dialog" ? this.#dialog(row) : []));
    if (kind !== "lost" && kind !== "picture") return;
    const text = this.#tools.word(kind === "lost" ? "look_again" : "fetch_again");
    element.append(this.#button("look", text, () => this.#tools.look(this.#card)));
  }

  /** Off until the kernel answers, and once more for a moment. @param {string} control @param {string} text @param {() => void} press */
  #button(control, text, press) {
    const button = makeButton("yb-button", text, () => {
      if (button.ariaDisabled === "true") return;
      button.ariaDisabled = button.ariaBusy = "true";
      this.#card.note("");
      press();
    });
    this.#controls.set(control, button);
    return button;
  }

  /** @param {Row} row @returns {HTMLElement[]} */
  #doubt(row) {
    const { word } = this.#tools;
    const time = row.submit_ms === undefined ? "?" : new Date(row.submit_ms).toLocaleTimeString(this.#tools.lang);
    const sentence = make("p", "yb-sentence", word("doubt", { time, prompt: short(row.prompt, 60) }));
    const choices = make("div", "yb-choices");
    /** @param {Choice} choice @param {string} text */
    const choose = (choice, text) => this.#button(choice, text, () => this.#tools.settle(this.#card, choice, null));
    const byId = this.#byId();
    const open = makeButton("yb-button", word("doubt_id"), () => {
      byId.hidden = !byId.hidden;
      open.ariaExpanded = String(!byId.hidden);
      byId.querySelector("input")?.focus();
    });
    open.ariaExpanded = "false";
    choices.append(choose("find", word("doubt_find")), open, this.#again(), choose("leave", word("doubt_leave")));
    const told = make("details", "yb-told");
    told.append(make("summary", "", word("details")), make("p", "", row.message));
    told.hidden = !row.message;
    return [sentence, choices, byId, told];
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
    const link = this.#button("adopt", word("doubt_link"), () => this.#tools.settle(this.#card, "adopt", id()));
    const show = this.#button("compare", word("doubt_show"), () => {
      if (/^[\w:.-]+$/.test(id())) this.#tools.settle(this.#card, "compare", id());
      else this.release("compare");
    });
    link.hidden = true;
    this.#compared = () => (link.hidden = false);
    field.addEventListener("input", () => (link.hidden = true));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") show.click();
    });
    label.append(field);
    line.append(label, show, link);
    line.hidden = true;
    return line;
  }

  /** It may cost a second time, so it takes two presses, and a double click is one. */
  #again() {
    const { word } = this.#tools;
    let since = -Infinity;
    let timer = 0;
    const calm = () => {
      since = -Infinity;
      ask.textContent = word("doubt_again");
      ask.classList.remove("yb-armed");
    };
    const ask = makeButton("yb-button yb-costly", word("doubt_again"), () => {
      const waited = performance.now() - since;
      if (ask.ariaDisabled === "true" || waited < SURE_AFTER) return;
      clearTimeout(timer);
      if (waited <= SURE_WITHIN) {
        calm();
        ask.ariaDisabled = ask.ariaBusy = "true";
        this.#card.note("");
        this.#tools.settle(this.#card, "again", null);
        return;
      }
      since = performance.now();
      ask.textContent = word("doubt_sure");
      ask.classList.add("yb-armed");
      this.#tools.announce(word("doubt_sure"));
      timer = window.setTimeout(calm, SURE_WITHIN);
    });
    this.#controls.set("again", ask);
    return ask;
  }

  /** @param {Row} row @returns {HTMLElement[]} */
  #dialog(row) {
    const { word, cost, store } = this.#tools;
    if (this.#later) {
      const on = makeButton("yb-button", word("dialog_resume"), () => this.#turn(row, false));
      return [on];
    }
    const label = make("label", "", word("dialog_prompt"));
    const field = make("textarea", "yb-field");
    field.rows = 4;
    field.dir = "auto";
    field.value = row.draft ?? row.prompt;
    const cut = Boolean(row.cut) && row.draft === undefined;
    field.readOnly = cut;
    label.append(field);
    /** @type {HTMLElement[]} */
    const parts = [label];
    if (cut) parts.push(make("p", "yb-hint", word("dialog_cut")));
    const parent = store.rows[store.numberOf(row.parent ?? "") ?? -1];
    if (row.verb === "vary_region") {
      if (!parent || !store.pictureId(parent).startsWith("full:")) return [make("p", "", word("region_missing"))];
      this.#region = new Region(this.#tools, parent);
      parts.unshift(this.#region.element);
    }
    const price = cost(row, "modal") || (row.price === undefined ? "" : String(row.price));
    const confirm = this.#button("confirm", price ? word("dialog_confirm_price", { price }) : word("dialog_confirm"), () =>
      this.#tools.confirm(this.#card, cut ? null : field.value, this.#region?.box ?? null),
    );
    confirm.classList.add("yb-main");
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      // Jupyter runs the cell with it.
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) confirm.click();
    });
    const choices = make("div", "yb-choices");
    choices.append(confirm, makeButton("yb-button", word("dialog_later"), () => this.#turn(row, true)));
    return [...parts, choices];
  }

  /** The dialog stays open at the relay, whatever is seen of it. @param {Row} row @param {boolean} later */
  #turn(row, later) {
    this.#later = later;
    this.#fill(row);
    /** @type {HTMLElement | null} */ (this.element.querySelector("button, textarea"))?.focus();
  }
}
