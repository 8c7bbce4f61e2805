// What a person says of a picture: star, rating, rejected, a note. Shown on the card, changed from its corner and menu.

import { icon } from "./icons.js";
import { make, makeButton } from "./dom.js";
import { openMenu } from "./popup.js";


/** @import { Row } from "./store.js" */
/** @import { Item } from "./popup.js" */
/** @import { Owner } from "./presses.js" */
/** @import { Tools } from "./card.js" */

const BEST = 5;

/** @param {Owner} owner @param {Tools} tools */
export const star = (owner, tools) => tools.mark(owner, [owner.row.key], { starred: !owner.row.starred });

/** Rejected, or not any more. @param {Owner} owner @param {Tools} tools */
export const reject = (owner, tools) => tools.mark(owner, [owner.row.key], { rating: owner.row.rating === -1 ? 0 : -1 });

/** The five stars as entries of a menu, in one line. @param {Owner} owner @param {Tools} tools @returns {Item[]} */
export function ratings(owner, tools) {
  const rated = owner.row.rating ?? 0;
  return Array.from({ length: BEST }, (_, i) => ({
    text: i < rated ? "★" : "☆",
    label: tools.word("rate_n", { n: i + 1 }),
    checked: rated === i + 1,
    one: true,
    inline: true,
    section: i === 0,
    press: () => tools.mark(owner, [owner.row.key], { rating: rated === i + 1 ? 0 : i + 1 }),
  }));
}

/** Only the stars, at this element. @param {Owner} owner @param {Tools} tools @param {HTMLElement} at @param {HTMLElement} back */
export function openRating(owner, tools, at, back) {
  openMenu(at, ratings(owner, tools), tools.word("rating"), back);
}

/** A toggle with a star. @param {Owner} owner @param {Tools} tools */
export function starButton(owner, tools) {
  const button = makeButton("yb-icon yb-star", "", () => star(owner, tools));
  button.append(icon("star"));
  button.title = tools.word("star");
  return button;
}

/** @param {HTMLButtonElement} button @param {Row} row @param {Tools["word"]} word */
export function drawStar(button, row, word) {
  button.ariaPressed = String(Boolean(row.starred));
  button.ariaLabel = word("star");
}

/** Five stars to press; the one that is set takes the rating away. */
export class Stars {
  element = make("div", "yb-stars");

  /** @param {Owner} owner @param {Tools} tools */
  constructor(owner, tools) {
    this.element.role = "group";
    this.element.ariaLabel = tools.word("rating");
    for (let n = 1; n <= BEST; n += 1) {
      const button = makeButton("yb-onestar", "☆", () => tools.mark(owner, [owner.row.key], { rating: owner.row.rating === n ? 0 : n }));
      button.ariaLabel = button.title = tools.word("rate_n", { n });
      this.element.append(button);
    }
  }

  /** @param {Row} row */
  draw({ rating = 0 }) {
    [...this.element.children].forEach((button, i) => {
      button.textContent = i < rating ? "★" : "☆";
      button.ariaPressed = String(rating === i + 1);
    });
  }
}

export class Said {
  element = make("div", "yb-said");
  #owner;
  #tools;
  #drawn = "";
  #editing = false;

  /** @param {Owner} owner @param {Tools} tools */
  constructor(owner, tools) {
    this.#owner = owner;
    this.#tools = tools;
    this.element.hidden = true;
  }

  /** @param {Row} row */
  draw(row) {
    const { word } = this.#tools;
    const { rating = 0, note = "" } = row;
    const drawn = `${rating} ${note}`;
    if (this.#editing || drawn === this.#drawn) return;
    this.#drawn = drawn;
    const parts = [];
    if (rating > 0) {
      const stars = make("span", "yb-rating", "★".repeat(rating) + "☆".repeat(BEST - rating));
      stars.role = "img";
      stars.ariaLabel = word("rate_n", { n: rating });
      parts.push(stars);
    }
    if (rating < 0) parts.push(make("span", "yb-rejected", `✕ ${word("rejected_mark")}`));
    if (note) {
      const line = make("p", "yb-note", note);
      line.dir = "auto";
      parts.push(line);
    }
    this.element.replaceChildren(...parts);
    this.element.hidden = !parts.length;
  }

  /** A field in place of the note; the focus goes back to `back`. @param {HTMLElement} back */
  edit(back) {
    const { word, mark } = this.#tools;
    if (this.#editing) return;
    this.#editing = true;
    const label = make("label", "", word("note"));
    const field = make("textarea", "yb-field");
    field.rows = 2;
    field.maxLength = 2000;
    field.dir = "auto";
    field.value = this.#owner.row.note ?? "";
    /** @param {boolean} keep */
    const done = (keep) => {
      this.#editing = false;
      this.#drawn = "?";
      if (keep && field.value !== (this.#owner.row.note ?? "")) mark(this.#owner, [this.#owner.row.key], { note: field.value.trim() });
      this.draw(this.#owner.row);
      back.focus();
    };
    field.addEventListener("keydown", (event) => {
      const send = event.key === "Enter" && (event.ctrlKey || event.metaKey);
      if (!send && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      done(send);
    });
    const choices = make("div", "yb-choices");
    choices.append(makeButton("yb-button yb-main", word("note_keep"), () => done(true)), makeButton("yb-button", word("cancel"), () => done(false)));
    label.append(field);
    this.element.replaceChildren(label, choices);
    this.element.hidden = false;
    field.focus();
  }
}
