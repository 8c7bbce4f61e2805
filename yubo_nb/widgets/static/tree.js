// A family as a tree that is walked with the arrow keys, and beside it the one that is looked at.

import { layOut } from "./branches.js";
import { changes, marked } from "./difference.js";
import { duration, make, makeButton, setText } from "./dom.js";
import { isBare, isBusy, stateOf } from "./store.js";


/** @import { Node } from "./branches.js" */
/** @import { Pictures } from "./pictures.js" */
/** @import { Row } from "./store.js" */
/**
 * @typedef {{
 *   rows: () => Row[], root: string, here: string, pictures: Pictures, pictureId: (row: Row) => string,
 *   word: (key: string, values?: Record<string, string | number>) => string, now: () => number, way?: (key: string) => (() => void) | undefined
 * }} Family  `way` leads to the card of a row, where there is one
 */

const SMALL = 320;
const LARGE = 640;
const TYPING = 700; // milliseconds between two letters of one word

export class Tree {
  element = make("div", "yb-family");
  #list = make("ul", "yb-tree");
  #look = make("figure", "yb-look");
  #image = make("img", "");
  #box = make("div", "yb-look-picture");
  #words = make("figcaption", "yb-look-words");
  #family;
  /** @type {Set<string>} */ #shut = new Set();
  /** @type {Set<string>} */ #unfolded = new Set();
  /** @type {Node[]} */ #nodes = [];
  /** @type {Map<string, HTMLElement>} by key, kept from one drawing to the next */ #items = new Map();
  #chosen = "";
  #typed = "";
  #typedAt = 0;

  /** @param {Family} family @param {AbortSignal} signal */
  constructor(family, signal) {
    this.#family = family;
    this.#chosen = family.here;
    this.#list.role = "tree";
    this.#list.ariaLabel = family.word("lineage");
    this.#image.decoding = "async";
    this.#image.addEventListener("load", () => {
      this.#box.style.setProperty("--yb-ratio", String(this.#image.naturalWidth / this.#image.naturalHeight));
    });
    this.#box.append(this.#image);
    this.#look.append(this.#box, this.#words);
    this.element.append(this.#list, this.#look);
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("focusin", (event) => {
      const { key = "" } = /** @type {HTMLElement} */ (event.target).dataset;
      if (key !== this.#chosen) this.#choose(key);
    });
    this.#list.addEventListener("click", (event) => this.#click(/** @type {HTMLElement} */ (event.target)));
    family.pictures.watch((id) => this.#pictureCame(id), signal);
    this.draw();
  }

  /** Draw what is new; what stands stays, and so does the focus. */
  draw() {
    const { rows, root, here } = this.#family;
    this.#nodes = layOut(rows(), root, here, this.#shut, this.#unfolded);
    if (!this.#node(this.#chosen)) this.#chosen = this.#nodes.find(({ row }) => row)?.key ?? "";
    const focused = this.#list.contains(document.activeElement);
    const items = this.#nodes.map((node) => this.#item(node));
    if (items.length !== this.#list.childElementCount || items.some((item, i) => item !== this.#list.children[i])) {
      this.#list.replaceChildren(...items);
    }
    for (const key of this.#items.keys()) if (!this.#node(key)) this.#items.delete(key);
    this.#show();
    if (focused) this.#items.get(this.#chosen)?.focus();
  }

  /** Scroll the tree, and not the page, to where it was asked for. */
  reveal() {
    const item = this.#items.get(this.#chosen);
    if (item) this.#list.scrollTop = item.offsetTop - this.#list.clientHeight / 2;
  }

  focus() {
    this.#items.get(this.#chosen)?.focus();
    this.#items.get(this.#chosen)?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} key */
  #node(key) {
    return this.#nodes.find((node) => node.key === key);
  }

  /** @param {Node} node @returns {HTMLElement} */
  #item(node) {
    const item = this.#items.get(node.key) ?? make("li", "yb-leaf");
    this.#items.set(node.key, item);
    item.role = "treeitem";
    item.dataset.key = node.key;
    item.style.setProperty("--yb-indent", String(node.indent));
    item.classList.toggle("yb-linked", node.linked);
    item.ariaLevel = String(node.level);
    item.ariaPosInSet = String(node.place);
    item.ariaSetSize = String(node.of);
    item.ariaExpanded = node.open === undefined ? null : String(node.open);
    item.ariaSelected = String(node.key === this.#chosen);
    item.ariaCurrent = node.key === this.#family.here ? "true" : null;
    item.tabIndex = node.key === this.#chosen ? 0 : -1;
    if (node.row) this.#fill(item, node, node.row);
    else if (!item.childElementCount) item.append(make("span", "yb-leaf-fold", this.#foldText(node)));
    return item;
  }

  /** @param {Node} node */
  #foldText(node) {
    const { word } = this.#family;
    return node.fold === "more" ? word("lineage_more", { n: node.n ?? 0 }) : word("lineage_steps", { n: node.n ?? 0 });
  }

  /** @param {HTMLElement} item @param {Node} node @param {Row} row */
  #fill(item, node, row) {
    const { word, here } = this.#family;
    const parent = this.#parent(row);
    const state = stateOf(row, word);
    const percent = isBusy(row.phase) && row.percent !== undefined ? ` ${row.percent} %` : "";
    const name = row.via || row.prompt || word("no_prompt");
    const drawn = [name, state, percent, parent?.prompt, row.prompt, node.open].join("\u0000");
    if (item.dataset.drawn !== drawn) {
      item.dataset.drawn = drawn;
      item.dataset.phase = row.phase;
      const twist = make("span", "yb-twist");
      twist.ariaHidden = "true";
      const image = make("img", "yb-leaf-image");
      image.alt = "";
      const line = make("span", "yb-leaf-line");
      line.append(make("bdi", row.via ? "yb-leaf-name" : "yb-leaf-prompt", name), make("span", "yb-state", state + percent));
      if (node.key === here) line.append(make("span", "yb-here", word("lineage_here")));
      const text = make("span", "yb-leaf-text");
      text.append(line);
      if (parent && parent.prompt !== row.prompt) {
        const change = make("span", "yb-leaf-change");
        change.append(...changes(parent.prompt, row.prompt));
        text.append(change);
      }
      item.replaceChildren(twist, image, text);
    }
    this.#drawSmall(item, row);
  }

  /** @param {HTMLElement} item @param {Row} row */
  #drawSmall(item, row) {
    const image = item.querySelector("img");
    const url = this.#url(row, SMALL);
    if (!image) return;
    image.classList.toggle("yb-blank", !url);
    if (url && image.src !== url) image.src = url;
  }

  /** @param {Row} row @param {number} size */
  #url(row, size) {
    const id = this.#family.pictureId(row);
    return id ? this.#family.pictures.want(id, size) : "";
  }

  /** @param {Row} row */
  #parent(row) {
    return row.parent && row.key !== this.#family.root ? this.#family.rows().find(({ key }) => key === row.parent) : undefined;
  }

  /** The one that is looked at. */
  #show() {
    const row = this.#node(this.#chosen)?.row;
    this.#look.hidden = !row;
    if (!row) return;
    const { word, now, way } = this.#family;
    const parent = this.#parent(row);
    const url = this.#url(row, LARGE);
    this.#box.hidden = !this.#family.pictureId(row) && !isBusy(row.phase);
    if (row.width && row.height) this.#box.style.setProperty("--yb-ratio", String(row.width / row.height));
    this.#image.alt = row.prompt || word("no_prompt");
    this.#image.classList.toggle("yb-blank", !url);
    if (url && this.#image.src !== url) this.#image.src = url;
    const state = stateOf(row, word);
    const end = row.finish_ms ?? (isBusy(row.phase) ? now() : undefined);
    const took = row.submit_ms !== undefined && end !== undefined ? duration(word, end - row.submit_ms) : "";
    const head = make("p", "yb-line");
    head.append(make("strong", "", row.via || word("task")), make("span", "yb-state", state), make("span", "yb-time", took));
    const text = make("p", "yb-look-prompt");
    text.dir = "auto";
    if (parent && parent.prompt !== row.prompt) text.append(...marked(parent.prompt, row.prompt));
    else text.textContent = parent ? word("lineage_same") : row.prompt || word("no_prompt");
    const message = make("p", "yb-message");
    setText(message, row.picture_error || row.message || "");
    const alone = make("p", "yb-soft");
    setText(alone, this.#nodes.length === 1 ? word("lineage_alone") : "");
    this.#words.replaceChildren(head, text, message, alone);
    const go = way?.(row.key);
    if (go) this.#words.append(makeButton("yb-button", word("lineage_card"), go));
    this.#look.dataset.phase = row.phase;
    this.#look.dataset.bare = String(isBare(row));
  }

  /** @param {string} id */
  #pictureCame(id) {
    for (const { key, row } of this.#nodes) {
      const item = this.#items.get(key);
      if (row && item && this.#family.pictureId(row) === id) this.#drawSmall(item, row);
      if (row && key === this.#chosen && this.#family.pictureId(row) === id) this.#show();
    }
  }

  /** @param {string} key */
  #choose(key) {
    const node = this.#node(key);
    if (!node) return;
    this.#chosen = key;
    for (const [other, item] of this.#items) {
      item.ariaSelected = String(other === key);
      item.tabIndex = other === key ? 0 : -1;
    }
    if (node.row) this.#show();
    this.focus();
  }

  /** Open or close what is below, or a fold. @param {Node} node */
  #turn(node) {
    if (node.fold) {
      this.#unfolded.add(node.key);
      const at = this.#nodes.indexOf(node);
      this.draw();
      this.#choose(this.#nodes[at]?.key ?? "");
      return;
    }
    if (node.open === undefined) return;
    if (node.open) this.#shut.add(node.key);
    else this.#shut.delete(node.key);
    this.draw();
  }

  /** @param {HTMLElement} target */
  #click(target) {
    const item = /** @type {HTMLElement | null} */ (target.closest("[role=treeitem]"));
    const node = this.#node(item?.dataset.key ?? "");
    if (!node) return;
    const twist = target.closest(".yb-twist");
    if (!node.fold) this.#choose(node.key);
    if (node.fold || twist) this.#turn(node);
  }

  /** As in every tree: https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#nodes.findIndex(({ key }) => key === this.#chosen);
    const node = this.#nodes[at];
    if (!node) return;
    if (event.key.length > 1) this.#typed = "";
    /** @param {number} to */
    const go = (to) => this.#choose(this.#nodes[to]?.key ?? "");
    switch (event.key) {
      case "ArrowDown":
        go(at + 1);
        break;
      case "ArrowUp":
        go(at - 1);
        break;
      case "ArrowRight":
        if (node.fold || node.open === false) this.#turn(node);
        else if (node.open) go(at + 1);
        break;
      case "ArrowLeft":
        if (node.open) this.#turn(node);
        else this.#choose(node.parent);
        break;
      case "Home":
        go(0);
        break;
      case "End":
        go(this.#nodes.length - 1);
        break;
      case "Enter":
      case " ":
        if (node.fold) this.#turn(node);
        else this.#family.way?.(node.key)?.();
        break;
      default:
        if (event.key.length !== 1) return;
        this.#type(event.key, at);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** To the next whose name begins with what is typed. @param {string} letter @param {number} at */
  #type(letter, at) {
    const now = performance.now();
    this.#typed = now - this.#typedAt < TYPING ? this.#typed + letter.toLowerCase() : letter.toLowerCase();
    this.#typedAt = now;
    // The same letter again goes on to the next.
    const wanted = new Set(this.#typed).size === 1 ? letter.toLowerCase() : this.#typed;
    const from = wanted.length > 1 ? 0 : 1;
    for (let n = from; n < this.#nodes.length + from; n += 1) {
      const { key, row } = this.#nodes[(at + n) % this.#nodes.length] ?? {};
      if (key && row && (row.via || row.prompt).toLowerCase().startsWith(wanted)) return this.#choose(key);
    }
  }
}
