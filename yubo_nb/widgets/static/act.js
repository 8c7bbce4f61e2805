// The panel of one act: its pictures, its words, its choices, and one button that says what it costs.

import { make, makeButton, mint, setText } from "./dom.js";
import { Tray } from "./tray.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Pictures } from "./pictures.js" */
/** @import { Traits } from "./tabs.js" */
/**
 * @typedef {{
 *   name: string, model: AnyModel<Traits>, send: (message: object, buffers?: ArrayBuffer[]) => boolean, pictures: Pictures,
 *   signal: AbortSignal, word: (key: string, values?: Record<string, string | number>) => string, form: () => HTMLElement | null
 * }} Frame  `name` makes ids
 */

const ANSWER_WITHIN = 10_000;
const SETTLES = 1500; // off this long at least: an impatient hand means one task, not fifty
const NOTHING = { labels: [], least: 0, most: 0, places: [] };

export class Act {
  element = make("div", "yb-act");
  /** @type {Tray | undefined} */ tray;
  #kind;
  #frame;
  #button;
  #answer = make("p", "yb-refusal");
  #text = make("textarea", "yb-field");
  #consent = make("input", "");
  #loop = make("input", "");
  /** @type {Record<string, string>} */ #chosen = { dimensions: "SQUARE", motion: "low" };
  #gesture = "";
  #timer = 0;
  #pressed = 0;

  /** @param {string} kind @param {Frame} frame */
  constructor(kind, frame) {
    this.#kind = kind;
    this.#frame = frame;
    const { word, model } = frame;
    const wordings = /** @type {Record<string, [string, string]>} */ ({
      describe: [word("act_describe"), word("about_describe")],
      shorten: [word("act_shorten"), word("about_shorten")],
      blend: [word("act_blend"), word("about_blend")],
      swap_face: [word("act_swap_face"), word("about_swap_face")],
      video: [word("act_video"), word("about_video")],
    });
    const [title = "", about = ""] = wordings[kind] ?? [];
    this.element.append(make("p", "yb-about", about));
    this.#button = makeButton("yb-submit", title, () => this.#press());
    const spec = () => model.get("trays")[kind] ?? NOTHING;
    if (spec().most) {
      this.tray = new Tray(kind, title, { ...frame, spec, changed: () => this.#draw() });
      this.tray.element.classList.add("yb-large");
      this.element.append(this.tray.element);
    }
    this.element.append(...this.#fields());
    this.#button.title = "Ctrl+Enter";
    this.#button.setAttribute("aria-keyshortcuts", "Control+Enter");
    const price = model.get("prices")[kind];
    const cost = model.get("sandbox") ? word("sandbox") : price === undefined ? "" : word("act_cost", { price });
    const line = make("div", "yb-submit-line");
    line.append(this.#button, make("span", "yb-price", cost));
    this.#answer.role = "alert";
    this.#answer.hidden = true;
    const foot = make("div", "yb-act-foot");
    foot.append(this.#answer, line);
    this.element.append(foot);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      // Jupyter runs the cell with it.
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) this.#press();
    });
    frame.signal.addEventListener("abort", () => clearTimeout(this.#timer));
    this.#draw();
  }

  /** Its tab was opened: what stands in the form is what one wants to shorten. */
  opened() {
    if (this.#kind === "shorten" && !this.#text.value) this.#text.value = this.#frame.form()?.querySelector("textarea")?.value ?? "";
    this.#draw();
  }

  /** @param {{ gesture: string, ok: boolean, text: string }} message */
  answered({ gesture, ok, text }) {
    if (!gesture || gesture !== this.#gesture) return;
    clearTimeout(this.#timer);
    this.#tell(text, ok);
    this.#timer = window.setTimeout(() => {
      this.#gesture = "";
      this.#draw();
    }, Math.max(0, this.#pressed + SETTLES - performance.now()));
  }

  #fields() {
    const { word } = this.#frame;
    const text = { shorten: word("text_shorten"), video: word("text_video") }[this.#kind];
    /** @type {HTMLElement[]} */ const fields = [];
    if (text) {
      this.#text.rows = this.#kind === "shorten" ? 4 : 2;
      this.#text.dir = "auto";
      this.#text.maxLength = 100_000;
      this.#text.addEventListener("input", () => this.#draw());
      const label = make("label", "yb-act-field", text);
      label.append(this.#text);
      fields.push(label);
    }
    if (this.#kind === "blend") {
      const shapes = { PORTRAIT: word("shape_portrait"), SQUARE: word("shape_square"), LANDSCAPE: word("shape_landscape") };
      fields.push(this.#choice("dimensions", word("shape"), shapes));
    }
    if (this.#kind === "video") {
      fields.push(this.#choice("motion", word("motion"), { low: word("motion_low"), high: word("motion_high") }));
      fields.push(this.#tick(this.#loop, word("loop")));
    }
    if (this.#kind === "swap_face") {
      const box = make("div", "yb-consent");
      box.append(this.#tick(this.#consent, word("consent")), make("p", "yb-slot-hint", word("consent_kept")));
      fields.push(box);
    }
    return fields;
  }

  /** @param {"dimensions" | "motion"} name @param {string} title @param {Record<string, string>} choices */
  #choice(name, title, choices) {
    const group = make("fieldset", "yb-choice");
    group.append(make("legend", "", title));
    for (const [value, text] of Object.entries(choices)) {
      const label = make("label", `yb-option yb-${value.toLowerCase()}`);
      const input = make("input", "");
      input.type = "radio";
      input.name = `${this.#frame.name}-${name}`;
      input.checked = this.#chosen[name] === value;
      input.addEventListener("change", () => (this.#chosen[name] = value));
      label.append(input, text);
      group.append(label);
    }
    return group;
  }

  /** @param {HTMLInputElement} input @param {string} text */
  #tick(input, text) {
    const label = make("label", "yb-tick");
    input.type = "checkbox";
    input.addEventListener("change", () => this.#draw());
    label.append(input, text);
    return label;
  }

  /** What is missing, in words; "" when nothing is. */
  #missing() {
    const { word, model } = this.#frame;
    const { least, places, labels } = model.get("trays")[this.#kind] ?? NOTHING;
    if (this.tray?.waiting) return word("slots_wait");
    const needed = labels.length ? places.slice(0, least) : places;
    if (needed.filter(Boolean).length < least) return word(least === 1 ? "need_picture" : "need_pictures", { n: least });
    if (this.#kind === "shorten" && !this.#text.value.trim()) return word("need_words");
    if (this.#kind === "swap_face" && !this.#consent.checked) return word("need_consent");
    return "";
  }

  #press() {
    if (this.#gesture) return;
    const missing = this.#missing();
    this.#tell(missing);
    if (missing) return;
    const { word, send } = this.#frame;
    const pictures = (this.tray?.ids() ?? []).filter(Boolean);
    const { dimensions, motion } = this.#chosen;
    const gesture = mint();
    const [act, text] = [this.#kind, this.#text.value];
    const [loop, consent] = [this.#loop.checked, this.#consent.checked];
    if (!send({ kind: "order", gesture, act, pictures, text, dimensions, motion, loop, consent })) return this.#tell(word("not_delivered"));
    this.#gesture = gesture;
    this.#pressed = performance.now();
    this.#timer = window.setTimeout(() => this.#tell(word("no_answer")), ANSWER_WITHIN);
    this.#consent.checked = false; // said for this one face and no other
    this.#draw();
  }

  #draw() {
    this.#button.ariaDisabled = this.#gesture || this.#missing() ? "true" : null;
    this.#button.ariaBusy = this.#gesture ? "true" : null;
  }

  /** @param {string} text @param {boolean} [good] */
  #tell(text, good = false) {
    this.#answer.classList.toggle("yb-good", good);
    setText(this.#answer, text);
  }
}
