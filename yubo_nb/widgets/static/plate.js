// One of two pictures that are compared: whole or a quarter, seen through the lens of both; what there is instead of it.

import { make, setText } from "./dom.js";
import { LARGE } from "./pictures.js";
import { isBusy, stateOf } from "./store.js";


/** @import { Source } from "./colours.js" */
/** @import { Pictures } from "./pictures.js" */
/** @import { Row, Store } from "./store.js" */
/** @typedef {{ key: string, part: number }} Shot  `part`: 0 for the whole, 1 to 4 for a quarter of a grid of four */
/**
 * @typedef {{ store: Store, pictures: Pictures, large: Pictures, announce: (text: string) => void,
 *   word: (key: string, values?: Record<string, string | number>) => string }} Around
 */

export class Plate {
  element = make("div", "yb-plate");
  #image = make("img", "");
  #hint = make("span", "yb-hint");
  #around;
  #drawn;
  /** @type {Shot} */ shot = { key: "", part: 0 };

  /** @param {Around} around @param {() => void} drawn  called when another picture is there */
  constructor(around, drawn) {
    this.#around = around;
    this.#drawn = drawn;
    this.#image.draggable = false;
    this.#image.addEventListener("load", drawn);
    this.element.append(this.#image, this.#hint);
  }

  /** @returns {Row | undefined} */
  get row() {
    return this.#around.store.find(this.shot.key);
  }

  /** What there is to compare, once it is drawn. @returns {Source | undefined} */
  get source() {
    const { complete, naturalWidth, src } = this.#image;
    return src && !this.#image.hidden && complete && naturalWidth ? { image: this.#image, part: this.shot.part } : undefined;
  }

  /** Width by height of what is seen; undefined where nobody knows yet. */
  get ratio() {
    const { width, height } = this.row ?? {};
    if (width && height) return width / height;
    return this.source ? this.#image.naturalWidth / this.#image.naturalHeight : undefined;
  }

  draw() {
    const { store, pictures, large, word } = this.#around;
    const { row, shot } = this;
    if (row && shot.part && !store.isGrid(row)) shot.part = 0;
    const id = row ? store.pictureId(row) : "";
    const url = (id.startsWith("full:") && large.want(id, LARGE)) || (id && pictures.want(id, 640));
    this.element.dataset.part = String(shot.part);
    this.#image.hidden = !url;
    if (url && this.#image.src !== url) this.#image.src = url;
    const prompt = row?.prompt || row?.via || word("no_prompt");
    this.#image.alt = shot.part ? word("part_alt", { n: shot.part, prompt }) : prompt;
    setText(this.#hint, url || !row ? "" : instead(row, id, word));
    this.element.dataset.phase = row?.phase ?? "";
    this.#drawn();
  }
}

/** What stands in the place of a picture. @param {Row} row @param {string} id @param {Around["word"]} word */
function instead(row, id, word) {
  if (row.phase === "success") return row.picture_error || word(id ? "picture_coming" : "picture_missing");
  const percent = row.percent === undefined || !isBusy(row.phase) ? "" : ` · ${row.percent} %`;
  const why = isBusy(row.phase) ? "" : `\n${row.message ?? ""}`;
  return `${stateOf(row, word)}${percent}${why}`;
}
