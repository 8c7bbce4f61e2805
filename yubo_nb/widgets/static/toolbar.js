// Above the cards: search, what is shown, in what order. Few controls are seen; the rest is in their menus.

import { icon } from "./icons.js";
import { make, makeButton } from "./dom.js";
import { openMenu } from "./popup.js";


/** @import { Arrange } from "./arrange.js" */
/** @import { Item } from "./popup.js" */
/** @import { Tools } from "./card.js" */

const TYPED = 120; // milliseconds of quiet before what was found is announced

export class Toolbar {
  element = make("div", "yb-tools");
  #arrange;
  #word;
  #field = make("input", "yb-search");
  #show;
  #order;
  #found = make("div", "yb-matches");
  #text = make("span", "");
  #timer = 0;
  #announce;

  /**
   * @param {Arrange} arrange @param {Tools} tools @param {{ selectShown: () => void, showKeys: () => void }} acts
   */
  constructor(arrange, { word, announce }, acts) {
    this.#arrange = arrange;
    this.#word = word;
    this.#announce = announce;
    this.#field.type = "search";
    this.#field.placeholder = this.#field.ariaLabel = word("search");
    this.#field.title = word("search_hint");
    this.#field.autocomplete = "off";
    this.#field.spellcheck = false;
    this.#field.addEventListener("input", () => arrange.change({ query: this.#field.value }));
    this.#field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#field.value) return;
      event.stopPropagation();
      this.#field.value = "";
      arrange.change({ query: "" });
    });
    const box = make("label", "yb-searchbox");
    box.append(icon("search"), this.#field);
    this.#show = this.#menuButton("filter", word("filter"), () => this.#shows());
    this.#order = this.#menuButton("sort", word("order"), () => this.#orders());
    const more = this.#menuButton("more", word("board_menu"), () => [
      { text: word("select_shown"), keys: "Ctrl+A", press: acts.selectShown },
      { text: word("keys"), keys: "?", press: acts.showKeys },
    ]);
    this.element.append(box, this.#show, this.#order, more);
    this.#found.append(this.#text, makeButton("yb-more", word("show_all"), () => this.#clear()));
    this.#found.hidden = true;
  }

  /** The line that says how many are left, if any are left out. */
  get found() {
    return this.#found;
  }

  search() {
    this.#field.focus();
  }

  /** @param {number} shown @param {number} all */
  draw(shown, all) {
    const { narrowed, order, phases, starred, hideRejected } = this.#arrange;
    const text = this.#word("found", { n: shown, all });
    this.#found.hidden = !narrowed;
    this.#show.dataset.on = String(phases !== "all" || starred || hideRejected);
    this.#order.dataset.on = String(order !== "newest");
    if (narrowed && this.#text.textContent !== text) {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#announce(text), TYPED);
    }
    this.#text.textContent = narrowed ? text : "";
  }

  #clear() {
    this.#field.value = "";
    this.#arrange.change({ phases: "all", starred: false, hideRejected: false, query: "" });
    this.#field.focus();
  }

  /** @param {"filter" | "sort" | "more"} name @param {string} text @param {() => Item[]} items */
  #menuButton(name, text, items) {
    const button = makeButton("yb-icon yb-plain", "", () => openMenu(button, items(), text));
    button.append(icon(name));
    button.ariaLabel = button.title = text;
    button.ariaHasPopup = "menu";
    button.ariaExpanded = "false";
    return button;
  }

  /** @returns {Item[]} */
  #shows() {
    const { starred, hideRejected, phases } = this.#arrange;
    const word = this.#word;
    const all = { all: word("filter_all"), busy: word("filter_busy"), done: word("filter_done"), trouble: word("filter_trouble") };
    const states = Object.entries(all).map(([name, text]) => ({
      text,
      one: true,
      checked: phases === name,
      press: () => this.#arrange.change({ phases: /** @type {Arrange["phases"]} */ (name) }),
    }));
    return [
      ...states,
      { text: word("filter_starred"), checked: starred, section: true, press: () => this.#arrange.change({ starred: !starred }) },
      { text: word("filter_rejected"), checked: hideRejected, press: () => this.#arrange.change({ hideRejected: !hideRejected }) },
    ];
  }

  /** @returns {Item[]} */
  #orders() {
    const word = this.#word;
    const all = { newest: word("order_newest"), oldest: word("order_oldest"), rating: word("order_rating"), duration: word("order_duration") };
    return Object.entries(all).map(([name, text]) => ({
      text,
      one: true,
      checked: this.#arrange.order === name,
      press: () => this.#arrange.change({ order: /** @type {Arrange["order"]} */ (name) }),
    }));
  }
}
