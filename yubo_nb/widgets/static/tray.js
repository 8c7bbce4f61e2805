// A row of picture slots: files by chooser, drop and paste, pictures of tasks, an order that can be changed.

import { make, makeButton, mint, setText, short, weight } from "./dom.js";
import { Gallery } from "./gallery.js";
import { prepare } from "./shrink.js";


/** @import { Pictures } from "./pictures.js" */
/** @import { Pick } from "./gallery.js" */
/**
 * @typedef {{ id: string, name: string, type: string, address?: boolean, width?: number, height?: number, bytes?: number }} Place
 * @typedef {{ labels: string[], least: number, most: number, places: (Place | null)[] }} Spec
 * @typedef {{
 *   send: (message: object, buffers?: ArrayBuffer[]) => boolean, pictures: Pictures, signal: AbortSignal,
 *   word: (key: string, values?: Record<string, string | number>) => string, spec: () => Spec, changed?: () => void
 * }} Host  `changed`: called when other pictures are in the tray or on their way
 * @typedef {{ id: string, name: string, at: number | null, url: string, timer: number }} Coming
 */

const PART = 2 ** 20;
const ANSWER_WITHIN = 10_000;
const CARD = "application/x-yubo-card";
const SLOT = "application/x-yubo-slot";

export class Tray {
  element = make("div", "yb-tray");
  #name;
  #host;
  #list = make("ul", "yb-slots");
  #note = make("p", "yb-slot-note");
  #status = make("div", "yb-hidden");
  #file = make("input", "");
  #gallery;
  #at = /** @type {number | null} */ (null);
  #pressed = ""; // what had the focus when the list is drawn anew
  /** @type {Map<string, Coming>} */ #coming = new Map();
  /** @type {Map<string, { url: string, seen: boolean }>} id -> a blob of what this page sent itself */ #urls = new Map();

  /** @param {string} name @param {string} title @param {Host} host */
  constructor(name, title, host) {
    this.#name = name;
    this.#host = host;
    const { word, signal } = host;
    const { element } = this;
    element.role = "group";
    element.ariaLabel = title;
    element.tabIndex = -1; // a click beside the pictures makes it the place to paste into
    this.#list.role = "list";
    this.#note.role = "alert";
    this.#note.hidden = true;
    this.#status.role = "status";
    this.#file.type = "file";
    this.#file.accept = "image/*";
    this.#file.multiple = true;
    this.#file.hidden = true;
    this.#file.addEventListener("change", () => {
      this.#take([...(this.#file.files ?? [])], this.#at);
      this.#file.value = "";
    });
    this.#gallery = new Gallery(host, (pick) => this.#fromCard(pick, null));
    const foot = make("div", "yb-slot-foot");
    foot.append(make("span", "yb-slot-hint", word("slot_hint")), this.#gallery.opener);
    element.append(this.#list, foot, this.#note, this.#gallery.element, this.#file, this.#status);
    this.#follow(signal);
    this.draw();
    signal.addEventListener("abort", () => {
      for (const { url, timer } of this.#coming.values()) (URL.revokeObjectURL(url), clearTimeout(timer));
      for (const { url } of this.#urls.values()) URL.revokeObjectURL(url);
    });
  }

  /** The ids of what is here, in order; null for an empty place with a name. */
  ids() {
    return this.#host.spec().places.map((place) => place?.id ?? null);
  }

  /** Something was put here that the kernel has not confirmed. */
  get waiting() {
    return this.#coming.size > 0;
  }

  /** The kernel has looked at a picture. @param {{ id: string, text: string }} message */
  answered({ id, text }) {
    const coming = this.#coming.get(id);
    if (!coming) return;
    clearTimeout(coming.timer);
    this.#coming.delete(id);
    if (text) {
      URL.revokeObjectURL(coming.url);
      this.#say(`${short(coming.name, 60)}: ${text}`);
    } else {
      this.#urls.set(id, { url: coming.url, seen: false });
      this.#say("");
      this.#status.textContent = this.#host.word("slot_here", { name: short(coming.name, 60) });
    }
    this.draw();
  }

  /** @param {Pick[]} cards */
  offer(cards) {
    this.#gallery.offer(cards);
  }

  /** A picture of the gallery or of a slot has come. */
  pictureCame() {
    this.draw();
    this.#gallery.draw();
  }

  draw() {
    const { element } = this;
    const { labels, places, most } = this.#host.spec();
    const active = document.activeElement;
    if (active && this.#list.contains(active)) this.#pressed = /** @type {HTMLElement} */ (active).dataset.control ?? "";
    for (const [id, own] of this.#urls) {
      const here = places.some((place) => place?.id === id);
      own.seen ||= here; // the answer may come before the trait that has it
      if (here || !own.seen) continue;
      URL.revokeObjectURL(own.url);
      this.#urls.delete(id);
    }
    const coming = [...this.#coming.values()].filter(({ id }) => !places.some((place) => place?.id === id));
    /** @type {HTMLElement[]} */ const tiles = [];
    if (labels.length) {
      labels.forEach((label, n) => {
        const next = coming.find(({ at }) => at === n) ?? (places[n] ? undefined : coming.find(({ at }) => at === null));
        if (next) coming.splice(coming.indexOf(next), 1);
        const place = places[n];
        tiles.push(next ? this.#comingTile(next, label) : place ? this.#tile(place, n, label) : this.#empty(n, label));
      });
    } else {
      places.forEach((place, n) => place && tiles.push(this.#tile(place, n, "")));
      tiles.push(...coming.map((one) => this.#comingTile(one, "")));
      if (tiles.length < most) tiles.push(this.#empty(null, ""));
    }
    this.#list.replaceChildren(...tiles);
    element.toggleAttribute("data-waiting", this.waiting);
    element.classList.toggle("yb-labelled", labels.length > 0);
    element.classList.toggle("yb-none", !labels.length && !places.length && !coming.length);
    if (this.#pressed) {
      const next = /** @type {HTMLElement | null} */ (this.#list.querySelector(`[data-control="${this.#pressed}"]`));
      (next ?? /** @type {HTMLElement | null} */ (this.#list.querySelector("[data-control^=add]")) ?? element).focus();
      this.#pressed = "";
    }
    this.#host.changed?.();
  }

  /** @param {Place} place @param {number} n @param {string} label */
  #tile(place, n, label) {
    const { word, pictures, spec, send } = this.#host;
    const { places } = spec();
    const size = place.address ? place.type : `${place.type} · ${place.width} × ${place.height} · ${weight(place.bytes ?? 0)}`;
    const tile = make("li", "yb-slot");
    tile.draggable = true;
    tile.title = `${place.name}\n${size}`;
    tile.addEventListener("dragstart", (event) => {
      event.dataTransfer?.setData(SLOT, `${this.#name} ${place.id}`);
      event.stopPropagation();
    });
    const box = make("div", "yb-slot-picture");
    const url = this.#urls.get(place.id)?.url || (place.address ? "" : pictures.want(`slot:${this.#name}:${place.id}`, 320));
    if (url) {
      const image = make("img", "");
      image.src = url;
      image.alt = `${place.name}, ${size}`;
      image.draggable = false;
      box.append(image);
    } else {
      box.append(make("span", "yb-slot-text", short(place.name, 60)));
    }
    const bar = make("div", "yb-slot-bar");
    /** @param {string} what @param {string} mark @param {string} name @param {() => void} press */
    const add = (what, mark, name, press) => {
      const button = makeButton("yb-slot-button", mark, press);
      button.ariaLabel = button.title = name;
      button.dataset.control = `${what} ${place.id}`;
      bar.append(button);
    };
    const name = short(place.name, 40);
    /** @param {number} to */
    const move = (to) => send({ kind: "move", tray: this.#name, id: place.id, to });
    const last = places.length - 1;
    if (n > 0) add("left", "←", word("slot_left", { name }), () => move(n - 1));
    if (n < last) add("right", "→", word("slot_right", { name }), () => move(n + 1));
    add("out", "✕", word("slot_out", { name }), () => {
      send({ kind: "take-out", tray: this.#name, id: place.id });
      this.#status.textContent = word("slot_gone", { name });
    });
    if (label) tile.append(make("span", "yb-slot-label", label));
    tile.append(box, bar, make("span", "yb-slot-size", place.address ? size : `${place.type} · ${weight(place.bytes ?? 0)}`));
    this.#target(tile, n);
    return tile;
  }

  /** @param {Coming} coming @param {string} label */
  #comingTile(coming, label) {
    const tile = make("li", "yb-slot yb-slot-coming");
    const box = make("div", "yb-slot-picture");
    if (coming.url) {
      const image = make("img", "");
      image.src = coming.url;
      image.alt = coming.name;
      box.append(image);
    }
    if (label) tile.append(make("span", "yb-slot-label", label));
    tile.append(box, make("span", "yb-slot-size", this.#host.word("slot_coming")));
    return tile;
  }

  /** @param {number | null} n @param {string} label */
  #empty(n, label) {
    const { word } = this.#host;
    const tile = make("li", "yb-slot");
    const add = makeButton("yb-slot-add", "", () => {
      this.#at = n;
      this.#file.click();
    });
    add.dataset.control = `add ${n ?? ""}`;
    add.ariaLabel = label ? `${label}: ${word("slot_add")}` : word("slot_add");
    const plus = make("span", "yb-slot-plus", "＋");
    plus.ariaHidden = "true";
    add.append(plus, make("span", "yb-slot-text", word("slot_add")));
    if (label) tile.append(make("span", "yb-slot-label", label));
    tile.append(add);
    this.#target(tile, n);
    return tile;
  }

  /** @param {HTMLElement} tile @param {number | null} n */
  #target(tile, n) {
    tile.addEventListener("drop", (event) => this.#dropped(event, n));
  }

  /** @param {AbortSignal} signal */
  #follow(signal) {
    const { element } = this;
    // Cards belong to other views: what is dragged there is named for whoever it is dropped on.
    const named = (/** @type {DragEvent} */ event) => {
      const card = event.target instanceof Element ? event.target.closest(".yb-card") : null;
      const key = card instanceof HTMLElement ? card.dataset.key : undefined;
      if (key) event.dataTransfer?.setData(CARD, key);
    };
    document.addEventListener("dragstart", named, { signal });
    element.addEventListener("dragover", (event) => {
      const types = event.dataTransfer?.types ?? [];
      if (![CARD, SLOT, "Files"].some((type) => types.includes(type))) return;
      event.preventDefault();
      event.stopPropagation();
      element.classList.add("yb-drop");
    });
    element.addEventListener("dragleave", (event) => {
      if (!element.contains(/** @type {Node | null} */ (event.relatedTarget))) element.classList.remove("yb-drop");
    });
    element.addEventListener("drop", (event) => this.#dropped(event, null));
    element.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      event.preventDefault();
      event.stopPropagation();
      if (files.length) this.#take(files, null);
      else this.#say(this.#host.word("slot_no_file"));
    });
  }

  /** @param {DragEvent} event @param {number | null} at */
  #dropped(event, at) {
    event.preventDefault();
    event.stopPropagation();
    this.element.classList.remove("yb-drop");
    const { dataTransfer: data } = event;
    const [tray, id] = (data?.getData(SLOT) ?? "").split(" ");
    const key = data?.getData(CARD) ?? "";
    const files = [...(data?.files ?? [])];
    if (id && tray === this.#name) {
      if (at !== null) this.#host.send({ kind: "move", tray: this.#name, id, to: at });
    } else if (key) this.#fromCard({ key, quarter: 0, name: key }, at);
    else if (files.length) this.#take(files, at);
    else this.#say(this.#host.word("slot_no_file"));
  }

  /** @param {{ key: string, quarter: number, name: string }} pick @param {number | null} at */
  #fromCard({ key, quarter, name }, at) {
    const coming = this.#expect(name, at);
    if (!coming) return;
    if (!this.#host.send({ kind: "from-card", tray: this.#name, id: coming.id, at, key, quarter })) this.#cut(coming);
  }

  /** @param {File[]} files @param {number | null} first */
  #take(files, first) {
    files.forEach((file, n) => void this.#upload(file, n ? null : first));
  }

  /** @param {File} file @param {number | null} at */
  async #upload(file, at) {
    const coming = this.#expect(file.name || file.type, at);
    if (!coming) return;
    const { id, name } = coming;
    try {
      const blob = await prepare(file, this.#host.word);
      if (!this.#coming.has(id)) return;
      coming.url = URL.createObjectURL(blob);
      this.draw();
      const bytes = await blob.arrayBuffer();
      const parts = Math.ceil(bytes.byteLength / PART);
      for (let part = 0; part < parts; part += 1) {
        const buffer = bytes.slice(part * PART, (part + 1) * PART);
        if (!this.#host.send({ kind: "upload", tray: this.#name, id, at, name, part, parts }, [buffer])) return this.#cut(coming);
      }
    } catch (error) {
      this.answered({ id, text: error instanceof Error ? error.message : String(error) });
    }
  }

  /** A place for what is on its way; undefined where none is left. @param {string} name @param {number | null} at */
  #expect(name, at) {
    const { most, places } = this.#host.spec();
    this.#say("");
    if (places.filter(Boolean).length + this.#coming.size >= most && (at === null || !places[at])) {
      this.#say(this.#host.word("slot_full", { n: most }));
      return undefined;
    }
    const timer = window.setTimeout(() => this.#say(this.#host.word("no_answer")), ANSWER_WITHIN);
    const coming = { id: mint(), name: name.slice(0, 1000), at, url: "", timer };
    this.#coming.set(coming.id, coming);
    this.draw();
    return coming;
  }

  /** The kernel is gone. @param {Coming} coming */
  #cut(coming) {
    this.answered({ id: coming.id, text: this.#host.word("not_delivered") });
  }

  /** @param {string} text */
  #say(text) {
    setText(this.#note, text);
  }
}
