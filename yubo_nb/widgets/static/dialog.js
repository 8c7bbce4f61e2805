// The dialog at a card: a prompt to change, what belongs to it, its price, and Confirm. It waits as long as the relay does.

import { changes } from "./change.js";
import { make, makeButton } from "./dom.js";
import { Outline, PANS } from "./outline.js";
import { Region } from "./region.js";
import { Zoom } from "./customzoom.js";


/** @import { Row } from "./store.js" */
/** @import { Card, Tools } from "./card.js" */
/** @import { Ask } from "./asks.js" */
/**
 * @typedef {{ words: ["same" | "added" | "removed", string][], parameters: [string, string, string][], problems: string[] }} Difference
 * @typedef {{
 *   picture: string, width: number, height: number, direction: string, text: string | null, strokes: string
 * } & Difference} Told
 */

const PAUSE = 500; // milliseconds without a key or stroke, after which what is there is kept
const AGAIN = 1500; // milliseconds, a few times: the picture to paint on may still be on its way
const TRIES = 20;
const SEEN = 1280; // pixels of the picture to paint on
const FREE = new Set(["vary_region", "custom_zoom", "pick_prompt", "shorten_pick"]); // whose button costs nothing
const OWN = new Set(["pick_prompt", "shorten_pick"]); // whose prompt is no change of another one

export class Dialog {
  element = make("div", "yb-dialog");
  #card;
  #tools;
  #field = make("textarea", "yb-field");
  #change = make("div", "yb-changes");
  #above = make("div", "");
  #fold = make("div", "yb-dialog-open");
  #resume;
  #confirm;
  #row;
  #cut;
  #typed = false;
  #timer = 0;
  #asking = 0;
  #tries = 0;
  /** @type {Told | undefined} */ #told;
  /** @type {Region | undefined} */ #region;
  /** @type {Zoom | undefined} */ #zoom;
  /** @type {Outline | undefined} */ #outline;

  /** @param {Card} card @param {Tools} tools @param {Ask} ask @param {Row} row */
  constructor(card, tools, ask, row) {
    this.#card = card;
    this.#tools = tools;
    this.#row = row;
    const { word, cost } = tools;
    const field = this.#field;
    field.rows = 4;
    field.dir = "auto";
    field.value = row.draft ?? row.prompt;
    this.#cut = Boolean(row.cut) && row.draft === undefined;
    field.readOnly = this.#cut;
    const label = make("label", "", word("dialog_prompt"));
    label.append(field);
    const price = cost(row, "modal") || (row.price === undefined ? "" : String(row.price));
    this.#confirm = ask("confirm", price ? word("dialog_confirm_price", { price }) : word("dialog_confirm"), () => this.#send());
    this.#confirm.classList.add("yb-main");
    const choices = make("div", "yb-choices");
    choices.append(this.#confirm, makeButton("yb-button", word("dialog_later"), () => this.#turn(true)));
    this.#resume = makeButton("yb-button", word("dialog_resume"), () => this.#turn(false));
    this.#resume.hidden = true;
    this.#above.hidden = true;
    this.#fold.append(this.#above, label);
    if (this.#cut) this.#fold.append(make("p", "yb-hint", word("dialog_cut")));
    this.#fold.append(this.#change);
    const free = FREE.has(row.verb ?? "");
    if (price) this.#fold.append(make("p", "yb-paid", free ? word("dialog_paid", { price }) : word("dialog_paid_perhaps", { price })));
    this.#fold.append(choices);
    this.element.append(this.#resume, this.#fold);
    field.addEventListener("input", () => {
      this.#zoom?.read();
      this.#edited();
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      // Jupyter runs the cell with it.
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) this.#confirm.click();
    });
    if (row.verb === "custom_zoom") {
      this.#zoom = new Zoom(word, field, () => this.#edited());
      this.#place(this.#zoom.element);
      this.#zoom.read();
    }
    tools.wantDialog(card);
  }

  /** The kernel may know a better prompt to begin with, as long as nobody has typed. @param {Row} row */
  update(row) {
    this.#row = row;
    const begin = row.draft ?? row.prompt;
    if (this.#typed || this.#told?.text != null || this.#cut || this.#field.value === begin) return;
    this.#field.value = begin;
    this.#zoom?.read();
  }

  /** @param {Told | Difference} told @param {ArrayBuffer | undefined} mask */
  hear(told, mask) {
    if (!OWN.has(this.#row.verb ?? "")) this.#change.replaceChildren(...changes(this.#tools.word, told));
    if (!("picture" in told) || this.#told?.picture) return;
    this.#told = told;
    if (!told.picture) this.#askAgain();
    if (told.text !== null && !this.#typed && !this.#cut) {
      this.#field.value = told.text;
      this.#zoom?.read();
    }
    const { word } = this.#tools;
    if (this.#row.verb === "vary_region" && told.picture) this.#begin(told, mask);
    else if (this.#row.verb === "vary_region") this.#lacksPicture();
    else if (PANS[told.direction] && this.#row.verb === "pan") {
      this.#outline = new Outline();
      this.#outline.show(told.width / told.height || 1, PANS[told.direction] ?? [0, 0, 1, 1], word("pan_preview"));
      this.#place(this.#outline.element);
    }
    this.pictureCame();
  }

  pictureCame() {
    const { picture = "", width = 0, height = 1 } = this.#told ?? {};
    if (!picture || !(this.#region || this.#zoom || this.#outline)) return;
    const url = this.#tools.pictures.want(picture, this.#region ? SEEN : 320);
    this.#region?.picture(url);
    this.#zoom?.picture(url, width / height);
    this.#outline?.picture(url);
  }

  /** Tell the kernel what stands here by now, if it does not know yet. */
  keep() {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#tools.draft(this.#card, this.#typed ? this.#field.value : (this.#told?.text ?? null), this.#region?.mask.written ?? "");
  }

  end() {
    this.keep();
    clearTimeout(this.#asking);
    this.#region?.end();
  }

  /** @param {Told} told @param {ArrayBuffer | undefined} mask */
  async #begin(told, mask) {
    this.#confirm.hidden = false;
    const region = new Region(this.#tools.word, told.width, told.height, () => this.#edited(false));
    this.#region = region;
    this.#place(region.element);
    // What was there before is no change.
    if (mask) await region.mask.lay(new Blob([mask], { type: "image/png" }));
    if (told.strokes) region.mask.read(told.strokes);
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #askAgain() {
    if ((this.#tries += 1) > TRIES) return;
    this.#asking = window.setTimeout(() => this.#tools.wantDialog(this.#card), AGAIN);
  }

  #lacksPicture() {
    this.#place(make("p", "", this.#tools.word("region_missing")));
    this.#confirm.hidden = true;
  }

  /** @param {HTMLElement} element */
  #place(element) {
    this.#above.hidden = false;
    this.#above.replaceChildren(element);
  }

  /** @param {boolean} [typed] */
  #edited(typed = true) {
    this.#typed ||= typed;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.keep(), PAUSE);
  }

  async #send() {
    const { word, announce, confirm } = this.#tools;
    const prompt = this.#cut ? null : this.#field.value;
    const problem = this.#row.verb === "vary_region" ? (this.#region?.mask.problem ?? "empty") : "";
    if (problem) {
      const text = word(problem === "full" ? "mask_refused_full" : "mask_refused_empty");
      this.#card.release("confirm");
      this.#card.note(text);
      announce(text);
      return;
    }
    this.keep();
    confirm(this.#card, prompt, this.#region ? await this.#region.mask.png() : null);
  }

  /** The dialog stays open at the relay, whatever is seen of it. @param {boolean} later */
  #turn(later) {
    this.#fold.hidden = later;
    this.#resume.hidden = !later;
    (later ? this.#resume : this.#field).focus();
  }
}
