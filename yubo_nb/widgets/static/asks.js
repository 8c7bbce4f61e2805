// What a card asks a person: to settle a doubt, to answer a dialog, to open it again, to look again for a task or its picture.

import { Dialog } from "./dialog.js";
import { make, makeButton } from "./dom.js";
import { Doubt, known } from "./doubt.js";


/** @import { Row } from "./store.js" */
/** @import { Card, Tools } from "./card.js" */
/** @import { Difference, Told } from "./dialog.js" */
/** @typedef {(control: string, text: string, press: () => void) => HTMLButtonElement} Ask  a button that is off until its answer */

/** @param {Row} row @returns {"" | "doubt" | "left" | "dialog" | "lost" | "picture" | "closed" | "edit"} */
function asked(row) {
  const { phase, verb, parent, picture_error } = row;
  if (phase === "in_doubt") return row.left ? "left" : "doubt";
  if (phase === "modal") return "dialog";
  if (phase === "lost") return "lost";
  if (phase === "success" && picture_error) return "picture";
  if (!verb || !parent) return "";
  // An answer that was sent costs or may cost: what ended without any was never answered.
  if ((phase === "failure" || phase === "cancelled") && (row.charged ?? "no") === "no") return "closed";
  return phase === "success" && verb === "vary_region" ? "edit" : "";
}

export class Asks {
  element;
  #card;
  #tools;
  #kind = "";
  /** @type {Map<string, HTMLButtonElement>} by what they do */ #controls = new Map();
  /** @type {Dialog | undefined} */ #dialog;
  /** @type {Doubt | undefined} */ #doubt;

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
    if (kind === "dialog" && kind === this.#kind) this.#dialog?.update(row);
    if (kind === this.#kind) return;
    this.#kind = kind;
    const { element } = this;
    // What had the focus is about to go.
    if (element.contains(document.activeElement)) this.#card.element.focus();
    this.#dialog?.end();
    this.#dialog = this.#doubt = undefined;
    this.#controls.clear();
    element.hidden = !kind;
    element.ariaLabel = kind ? this.#tools.word(row.phase) : null;
    element.replaceChildren(...this.#parts(kind, row));
  }

  /** Its picture may be the one to paint on. */
  pictureCame() {
    this.#dialog?.pictureCame();
  }

  /** What the kernel knows of the dialog. @param {Told | Difference} told @param {ArrayBuffer | undefined} mask */
  told(told, mask) {
    this.#dialog?.hear(told, mask);
  }

  /** What was typed or painted has to be kept before the page goes. */
  keep() {
    this.#dialog?.keep();
  }

  /** The view is closed. */
  end() {
    this.#dialog?.end();
  }

  /** The kernel has answered. @param {string} control @param {boolean} ok */
  answered(control, ok) {
    if (ok && control === "compare") this.#doubt?.compared();
  }

  /** @param {string} control */
  release(control) {
    const button = this.#controls.get(control);
    if (button) button.ariaDisabled = button.ariaBusy = null;
  }

  /** @param {ReturnType<typeof asked>} kind @param {Row} row @returns {HTMLElement[]} */
  #parts(kind, row) {
    const { word, look, reopen } = this.#tools;
    switch (kind) {
      case "":
        return [];
      case "doubt":
      case "left":
        this.#doubt = new Doubt(this.#card, this.#tools, this.#ask);
        return this.#doubt.parts(row);
      case "dialog":
        this.#dialog = new Dialog(this.#card, this.#tools, this.#ask, row);
        return [this.#dialog.element];
      case "lost":
        return [this.#ask("look", word("look_again"), () => look(this.#card))];
      case "picture":
        return [this.#ask("look", word("fetch_again"), () => look(this.#card)), known(word("picture_address"), row.picture_from)];
      case "closed":
        return [this.#ask("reopen", word("dialog_reopen"), () => reopen(this.#card))];
      case "edit":
        return [this.#ask("reopen", word("mask_again"), () => reopen(this.#card))];
    }
  }

  /** Off until the kernel answers, and once more for a moment. @type {Ask} */
  #ask = (control, text, press) => {
    const button = makeButton("yb-button", text, () => {
      if (button.ariaDisabled === "true") return;
      button.ariaDisabled = button.ariaBusy = "true";
      this.#card.note("");
      press();
    });
    this.#controls.set(control, button);
    return button;
  };
}
