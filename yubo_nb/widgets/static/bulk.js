// The bar over what is ticked: how many, and what can be done with all of them. What is paid is asked once, with its price.

import { icon } from "./icons.js";
import { make, makeButton } from "./dom.js";
import { hasFailed } from "./failure.js";
import { openMenu } from "./popup.js";


/** @import { Row } from "./store.js" */
/** @import { Selection } from "./selection.js" */
/** @import { Tools } from "./card.js" */
/** @typedef {{ act: string, part: number, name: string, keys: string[], price: string }} Paid */

const REAL = ["upscale_subtle", "upscale_creative", "upscale_2x", "upscale_4x"];

export class Bulk {
  element = make("div", "yb-bulk");
  #selection;
  #tools;
  #count = make("strong", "yb-count");
  #buttons = make("div", "yb-choices");
  #ask = make("div", "yb-choices yb-asked");
  #answer = make("p", "yb-answer");
  #upscale;
  #retry;
  #compare;

  /** @param {Selection} selection @param {Tools} tools */
  constructor(selection, tools) {
    this.#selection = selection;
    this.#tools = tools;
    const { word } = tools;
    this.element.role = "region";
    this.element.ariaLabel = word("selection");
    this.#upscale = makeButton("yb-button", word("bulk_upscale"), () => this.#offer());
    this.#upscale.ariaHasPopup = "menu";
    this.#retry = makeButton("yb-button", word("retry_now"), () => {
      const { retry } = this.#possible();
      if (retry) this.#confirm(retry);
    });
    this.#compare = makeButton("yb-button", word("compare"), () => {
      const [a, b] = this.#keys();
      if (a && b) tools.compare(a, b);
    });
    const starAll = makeButton("yb-button", "", () => tools.mark(this, this.#keys(), { starred: !this.#rows().every((row) => row.starred) }));
    starAll.append(icon("star"), word("star"));
    const rejectAll = makeButton("yb-button", "", () => {
      tools.mark(this, this.#keys(), { rating: this.#rows().every((row) => row.rating === -1) ? 0 : -1 });
    });
    rejectAll.append(icon("cross"), word("reject"));
    const zip = makeButton("yb-button", "", () => tools.export(this, this.#keys()));
    zip.append(icon("save"), word("export"));
    const none = makeButton("yb-button", word("select_none"), () => selection.set([]));
    this.#buttons.append(this.#upscale, this.#compare, this.#retry, starAll, rejectAll, zip, none);
    this.#ask.hidden = this.#answer.hidden = true;
    this.element.append(this.#count, this.#buttons, this.#ask, this.#answer);
  }

  /** The kernel's answer, and how far it came. @param {string} text @param {boolean} [good] */
  note(text, good = false) {
    this.#answer.classList.toggle("yb-good", good);
    this.#answer.textContent = text;
    this.#answer.hidden = !text;
  }

  /** Back to the other buttons; not before, or a double click would land on one of them. */
  release() {
    this.#ask.hidden = true;
    this.#buttons.hidden = false;
  }

  draw() {
    const rows = this.#rows();
    this.element.hidden = !rows.length;
    if (!rows.length) {
      this.release();
      this.note("");
    }
    this.#count.textContent = this.#tools.word("selected", { n: rows.length });
    const { upscales, retry } = this.#possible();
    this.#upscale.hidden = !upscales.length;
    this.#compare.hidden = rows.length !== 2 || rows.some((row) => !this.#tools.store.pictureId(row));
    this.#retry.hidden = !retry;
    this.#retry.textContent = retry ? text(retry) : "";
  }

  #rows() {
    return this.#tools.store.rows.filter(({ key }) => this.#selection.keys.has(key));
  }

  #keys() {
    return this.#rows().map(({ key }) => key);
  }

  /** What these cards offer, with how many do and what it costs. */
  #possible() {
    const { word, store } = this.#tools;
    const rows = this.#rows();
    /** @param {string} act @param {number} part @param {string} does @param {Row[]} able @param {(row: Row) => number | undefined} cost @returns {Paid[]} */
    const paid = (act, part, does, able, cost) => {
      if (!able.length) return [];
      const n = able.length;
      const name = part
        ? n === 1 ? word("bulk_part_one", { part }) : word("bulk_part", { part, n })
        : n === 1 ? word("bulk_act_one", { does }) : word("bulk_act", { does, n });
      return [{ act, part, name, keys: able.map(({ key }) => key), price: this.#sum(able, cost) }];
    };
    /** @param {string} verb @param {string} id */
    const offering = (verb, id) => rows.filter((row) => store.buttons(row).some((b) => b.verb === verb && b.id.includes(id)));
    /** @param {string} verb */
    const price = (verb) => () => this.#tools.price(verb === "upscale" ? "upscale" : this.#actionOf(verb));
    const quarters = [1, 2, 3, 4].flatMap((n) => paid("upscale", n, "", offering("upscale", `::${n}::`), price("upscale")));
    const real = REAL.flatMap((verb) => paid(verb, 0, this.#nameOf(verb), offering(verb, ""), price(verb)));
    const failed = rows.filter((row) => hasFailed(row) && this.#tools.sentFromHere(row));
    const [retry] = paid("retry", 0, word("retry_now"), failed, (row) => row.price);
    return { upscales: [...quarters, ...real], retry };
  }

  /** @param {string} verb */
  #button(verb) {
    return this.#tools.store.sets.flat().find((button) => button.verb === verb);
  }

  /** @param {string} verb */
  #nameOf(verb) {
    return this.#button(verb)?.name ?? verb;
  }

  /** @param {string} verb */
  #actionOf(verb) {
    return this.#button(verb)?.action ?? "";
  }

  /** Together; "" where one of them is not known. @param {Row[]} rows @param {(row: Row) => number | undefined} cost */
  #sum(rows, cost) {
    const all = rows.map(cost);
    const [first] = rows;
    if (!first || all.some((one) => one === undefined)) return "";
    const total = all.reduce((/** @type {number} */ sum, one) => sum + (one ?? 0), 0);
    return this.#tools.money(first, Number(total.toFixed(6)));
  }

  #offer() {
    const items = this.#possible().upscales.map((paid) => ({ text: text(paid), press: () => this.#confirm(paid) }));
    openMenu(this.#upscale, items, this.#tools.word("bulk_upscale"));
  }

  /** Asked once, with the number and the price. @param {Paid} paid */
  #confirm(paid) {
    const { word, each, announce } = this.#tools;
    this.note("");
    const go = makeButton("yb-button yb-main", text(paid), () => {
      if (go.ariaDisabled === "true") return;
      go.ariaDisabled = go.ariaBusy = "true";
      no.hidden = true;
      each(this, paid.keys, paid.act, paid.part, paid.name);
    });
    const no = makeButton("yb-button", word("cancel"), () => this.release());
    this.#ask.replaceChildren(make("span", "", word("bulk_sure")), go, no);
    this.#ask.hidden = false;
    this.#buttons.hidden = true;
    announce(`${word("bulk_sure")} ${text(paid)}`);
    go.focus();
  }
}

/** @param {Paid} paid */
const text = ({ name, price }) => (price ? `${name} – ${price}` : name);
