// Beside a large picture: its prompt and parameters, what was said of it, and the buttons that the relay offers for it.

import { Buttons } from "./buttons.js";
import { duration, make, makeButton, setText } from "./dom.js";
import { icon } from "./icons.js";
import { drawStar, Said, starButton, Stars } from "./marks.js";
import { paid, stateOf } from "./store.js";


/** @import { Row } from "./store.js" */
/** @import { Owner } from "./presses.js" */
/** @import { Tools } from "./card.js" */

export class Side {
  element = make("aside", "yb-side");
  /** @type {Owner} */ owner;
  #tools;
  #acts;
  #title = make("h4", "yb-heading");
  #parent = makeButton("yb-parent", "", () => this.owner.row.parent && this.#acts.go(this.owner.row.parent));
  #prompt = make("p", "yb-prompt yb-open");
  #facts = make("dl", "yb-facts");
  #answer = make("p", "yb-answer");
  #ofPrompt;
  #star;
  #stars;
  #said;
  #buttons;
  #slot = make("div", "yb-slot");

  /** @param {Row} row @param {Tools} tools @param {{ go: (key: string) => void, save: () => void, close: () => void }} acts */
  constructor(row, tools, acts) {
    this.#tools = tools;
    this.#acts = acts;
    const { word } = tools;
    this.owner = {
      row,
      note: (text, good) => this.note(text, good),
      release: (control) => this.#buttons.release(control),
      answered: (control, ok) => void (ok && control.startsWith("MJ::") && this.note(word("on_the_board"), true)),
    };
    this.#said = new Said(this.owner, tools);
    this.#buttons = new Buttons(this.owner, tools, () => {});
    const head = make("div", "yb-sidehead");
    this.#star = starButton(this.owner, tools);
    this.#stars = new Stars(this.owner, tools);
    const save = this.#icon("save", word("save"), () => acts.save());
    const close = this.#icon("cross", word("close"), acts.close);
    close.setAttribute("aria-keyshortcuts", "Escape");
    const corner = make("div", "yb-sidetools");
    corner.append(this.#star, save, close);
    head.append(this.#title, corner);
    this.#prompt.dir = "auto";
    this.#prompt.tabIndex = 0;
    this.#answer.role = "status";
    const note = makeButton("yb-more", word("note_edit"), () => this.#said.edit(note));
    const copy = makeButton("yb-more", word("copy_prompt"), () => tools.copy(this.owner, "prompt"));
    const fill = makeButton("yb-more", word("use_settings"), () => tools.fill(this.owner, null));
    const links = make("div", "yb-links");
    links.append(fill, copy, note);
    this.#ofPrompt = [fill, copy];
    this.element.append(head, this.#parent, this.#prompt, links, this.#slot, this.#answer, this.#facts);
  }

  /** Another picture. @param {Row} row */
  open(row) {
    this.owner.row = row;
    this.#said = new Said(this.owner, this.#tools); // a note half written was for another picture
    this.#slot.replaceChildren(this.#stars.element, this.#said.element, this.#buttons.element);
    this.note("");
  }

  /** @param {Row} row */
  draw(row) {
    const { word, store, lang } = this.#tools;
    this.owner.row = row;
    setText(this.#title, [row.via, stateOf(row, word)].filter(Boolean).join(" · "));
    const parent = store.find(row.parent);
    setText(this.#parent, parent ? word("go_parent") : "");
    const flags = row.prompt.search(/\s--[a-z]/i);
    const words = flags < 0 ? row.prompt : row.prompt.slice(0, flags);
    setText(this.#prompt, words || (row.via ? "" : word("no_prompt"))); // pictures were given, and nothing is missing
    this.#ofPrompt.forEach((button) => (button.hidden = !row.prompt));
    drawStar(this.#star, row, word);
    this.#stars.draw(row);
    this.#said.draw(row);
    this.#buttons.draw(row);
    /** @type {[string, string][]} */ const facts = [];
    for (const [, name = "", value = ""] of row.prompt.matchAll(/\s--([a-z]+)((?:\s+(?!--)\S+)*)/gi)) facts.push([`--${name}`, value.trim() || "✓"]);
    if (row.width && row.height) facts.push([word("fact_size"), `${row.width} × ${row.height}`]);
    if (row.submit_ms !== undefined) facts.push([word("fact_when"), new Date(row.submit_ms).toLocaleString(lang)]);
    if (row.submit_ms !== undefined && row.finish_ms !== undefined) facts.push([word("fact_took"), duration(word, row.finish_ms - row.submit_ms)]);
    if (!row.sandbox && row.price !== undefined) facts.push([word("fact_price"), paid(row, word)]);
    const elements = facts.flatMap(([name, value]) => [make("dt", "", name), make("dd", "", value)]);
    this.#facts.replaceChildren(...elements);
  }

  /** @param {string} text @param {boolean} [good] */
  note(text, good = false) {
    this.#answer.classList.toggle("yb-good", good);
    setText(this.#answer, text);
  }

  /** @param {"save" | "cross"} name @param {string} text @param {() => void} press */
  #icon(name, text, press) {
    const button = makeButton("yb-icon", "", press);
    button.append(icon(name));
    button.ariaLabel = button.title = text;
    return button;
  }
}
