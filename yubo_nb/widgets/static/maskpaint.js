// The mask as pixels. Its canvas holds nothing but what was painted: the picture is never drawn on it.

import { grow } from "./maskgrow.js";
import { Strokes } from "./maskstrokes.js";


/** @import { Stroke } from "./maskstrokes.js" */

const LARGEST = 2048; // of a side; the kernel brings it to the picture's size
const TINT = /** @type {const} */ ([255, 46, 136]); // only seen; what is sent is white on black
const COLOUR = `rgb(${TINT.join(" ")})`;
const FULL = 0.9; // the same bound as the kernel's: more than this is a mask drawn the other way round

export class Mask {
  strokes = new Strokes();
  canvas = document.createElement("canvas");
  feather = 0;
  /** The share that is covered, of what will be sent. */ covered = 0;
  /** @type {ImageBitmap | undefined} */ #base;
  /** @type {ImageData | undefined} */ #before;
  #bits = new Uint8Array();
  #context;
  /** @type {Set<() => void>} */ #watchers = new Set();

  /** @param {number} width @param {number} height  of the picture */
  constructor(width, height) {
    const scale = Math.min(1, LARGEST / Math.max(width, height));
    this.width = this.canvas.width = Math.max(1, Math.round(width * scale));
    this.height = this.canvas.height = Math.max(1, Math.round(height * scale));
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("no canvas");
    this.#context = context;
  }

  /** Why it cannot be sent; "" when it can. @returns {"" | "empty" | "full"} */
  get problem() {
    if (this.covered === 0) return "empty";
    return this.covered > FULL ? "full" : "";
  }

  /** @param {() => void} watcher  called when it has changed, but not in the middle of a stroke */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Begin with a mask that was painted before, white on black. @param {Blob} png */
  async lay(png) {
    const picture = await createImageBitmap(png);
    const context = new OffscreenCanvas(this.width, this.height).getContext("2d");
    if (!context) return;
    context.imageSmoothingEnabled = false;
    context.drawImage(picture, 0, 0, this.width, this.height);
    const pixels = context.getImageData(0, 0, this.width, this.height);
    for (let at = 0; at < pixels.data.length; at += 4) {
      const white = (pixels.data[at] ?? 0) >= 128;
      pixels.data.set([...TINT, white ? 255 : 0], at);
    }
    this.#base = await createImageBitmap(pixels);
    this.changed();
  }

  /** @param {string} text  what `written` was */
  read(text) {
    this.feather = this.strokes.read(text, this.width, this.height);
    this.changed();
  }

  get written() {
    return this.strokes.write(this.width, this.height, this.feather);
  }

  /** @param {Stroke} stroke  finished: drawn as one, as it is when everything is drawn anew */
  add(stroke) {
    this.#restore();
    this.strokes.add(stroke);
    this.#draw(stroke);
    this.#tell();
  }

  /** It was no stroke after all. */
  drop() {
    this.#restore();
    this.#tell();
  }

  /** Draw everything anew, after undo or redo. */
  changed() {
    this.#before = undefined;
    this.#context.clearRect(0, 0, this.width, this.height);
    if (this.#base) this.#context.drawImage(this.#base, 0, 0);
    for (const stroke of this.strokes.done) this.#draw(stroke);
    this.#tell();
  }

  /** A line grows: only its newest part is drawn. @param {Stroke} stroke */
  sketch(stroke) {
    this.#before ??= this.#context.getImageData(0, 0, this.width, this.height);
    this.#draw({ ...stroke, points: stroke.points.slice(-4) });
  }

  #restore() {
    if (this.#before) this.#context.putImageData(this.#before, 0, 0);
    this.#before = undefined;
  }

  /** One number a pixel, 1 where it is to be repainted, the feather included. */
  bits() {
    const { data } = this.#context.getImageData(0, 0, this.width, this.height);
    const bits = new Uint8Array(this.width * this.height);
    for (let at = 0; at < bits.length; at += 1) bits[at] = (data[at * 4 + 3] ?? 0) >= 128 ? 1 : 0;
    return grow(bits, this.width, this.height, this.feather);
  }

  measure() {
    const bits = (this.#bits = this.bits());
    let sum = 0;
    for (const bit of bits) sum += bit;
    this.covered = sum / bits.length;
  }

  /** All that will be sent, in its colour. */
  picture() {
    const pixels = new ImageData(this.width, this.height);
    const [red, green, blue] = TINT;
    const words = new Uint32Array(pixels.data.buffer);
    const tint = new Uint32Array(new Uint8Array([red, green, blue, 255]).buffer)[0] ?? 0;
    for (let at = 0; at < words.length; at += 1) if (this.#bits[at]) words[at] = tint;
    return pixels;
  }

  /** White on black, every pixel opaque and one of the two. */
  async png() {
    const bits = this.bits();
    const pixels = new ImageData(this.width, this.height);
    const words = new Uint32Array(pixels.data.buffer);
    for (let at = 0; at < bits.length; at += 1) words[at] = bits[at] ? 0xffffffff : 0xff000000;
    const flat = new OffscreenCanvas(this.width, this.height);
    flat.getContext("2d")?.putImageData(pixels, 0, 0);
    return (await flat.convertToBlob({ type: "image/png" })).arrayBuffer();
  }

  #tell() {
    this.measure();
    for (const watcher of this.#watchers) watcher();
  }

  /** @param {Stroke} stroke */
  #draw({ kind, erase, size, points }) {
    const context = this.#context;
    context.globalCompositeOperation = kind === "invert" ? "xor" : erase || kind === "clear" ? "destination-out" : "source-over";
    context.fillStyle = context.strokeStyle = COLOUR;
    if (kind === "invert" || kind === "clear") {
      context.fillRect(0, 0, this.width, this.height);
    } else if (kind === "box") {
      const [x = 0, y = 0, toX = x, toY = y] = points;
      context.fillRect(Math.min(x, toX), Math.min(y, toY), Math.abs(toX - x), Math.abs(toY - y));
    } else {
      context.beginPath();
      for (let at = 0; at < points.length; at += 2) context.lineTo(points[at] ?? 0, points[at + 1] ?? 0);
      if (kind === "area") context.fill("evenodd");
      else this.#line(points, size);
    }
    context.globalCompositeOperation = "source-over";
  }

  /** @param {number[]} points @param {number} size */
  #line(points, size) {
    const context = this.#context;
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = size;
    // A line without length has no caps either.
    if (points.length === 2) context.lineTo((points[0] ?? 0) + 0.01, points[1] ?? 0);
    context.stroke();
  }
}
