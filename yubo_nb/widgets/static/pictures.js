// Pictures by id: asked for when a card nears the screen, come as bytes, are shown as blobs of a known image type.

export const LARGE = 2560; // pixels: what the large picture asks for
const AT_ONCE = 24;
const PATIENCE = 15_000; // milliseconds for an answer
const PROMISED = 4_000; // and for what comes unasked

/** @param {DataView} bytes @returns {string} the type by its first bytes, whatever anybody called it; "" for none */
export function imageType(bytes) {
  /** @param {number} at @param {string} text */
  const has = (at, text) =>
    bytes.byteLength >= at + text.length &&
    [...text].every((letter, i) => bytes.getUint8(at + i) === letter.charCodeAt(0));
  if (has(0, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (has(0, "\xff\xd8\xff")) return "image/jpeg";
  if (has(0, "RIFF") && has(8, "WEBP")) return "image/webp";
  if (has(0, "GIF8")) return "image/gif";
  if (has(4, "ftyp")) return "video/mp4";
  if (has(0, "\x1aE\xdf\xa3")) return "video/webm";
  return "";
}

export class Pictures {
  /** @type {Map<string, { url: string, size: number, type: string }>} id -> what is here, oldest first */ #here = new Map();
  /** @type {Map<string, number>} id -> the size somebody looks for */ #wanted = new Map();
  /** @type {Map<string, number>} id -> timer of a question or promise */ #flying = new Map();
  /** @type {Map<string, number>} id -> when it could not be had: not asked again at once */ #refused = new Map();
  /** @type {Set<(id: string, problem: string) => void>} */ #watchers = new Set();
  #send;
  #kept;

  /** @param {(message: object) => void} send @param {number} kept  the oldest of more are forgotten */
  constructor(send, kept = 400) {
    this.#send = send;
    this.#kept = kept;
  }

  /**
   * The URL of what is here of this picture, or ""; where that is nothing, or too small, it is asked for and the
   * watchers hear when it comes. @param {string} id @param {number} size
   */
  want(id, size) {
    const here = this.#here.get(id);
    const refused = Date.now() - (this.#refused.get(id) ?? -Infinity) < PATIENCE;
    if ((!here || here.size < size) && !this.#flying.has(id) && !refused) {
      this.#wanted.set(id, size);
      this.#ask();
    }
    return this.urlOf(id);
  }

  /** The URL of what is here of it, or "". @param {string} id */
  urlOf(id) {
    return this.#here.get(id)?.url ?? "";
  }

  /** The media type of what is here of it, or "". @param {string} id */
  typeOf(id) {
    return this.#here.get(id)?.type ?? "";
  }

  /** Nobody looks at it any more: do not ask if not asked yet. @param {string} id */
  unwant(id) {
    this.#wanted.delete(id);
  }

  /** The kernel sends it by itself: a question would be a second one, and waits while a cell runs. @param {string} id */
  expect(id) {
    if (!this.#flying.has(id)) this.#fly(id, PROMISED);
  }

  /** @param {{ id: string, size: number }} message @param {DataView | undefined} bytes @param {string} problem */
  arrive({ id, size }, bytes, problem) {
    const type = bytes ? imageType(bytes) : "";
    this.#landed(id);
    if (!bytes || !type) {
      this.#refused.set(id, Date.now());
    } else {
      // A copy, for the buffer may be a window on a whole message.
      const own = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice();
      this.drop(id);
      this.#here.set(id, { url: URL.createObjectURL(new Blob([own], { type })), size, type });
      const [oldest] = this.#here.keys();
      if (this.#here.size > this.#kept && oldest !== undefined) this.drop(oldest);
    }
    this.#tell(id, bytes && type ? "" : problem);
  }

  /** @param {(id: string, problem: string) => void} watcher @param {AbortSignal} signal */
  watch(watcher, signal) {
    this.#watchers.add(watcher);
    signal.addEventListener("abort", () => this.#watchers.delete(watcher));
  }

  /** Forget it, like a preview that was followed by another. @param {string} id */
  drop(id) {
    const here = this.#here.get(id);
    if (here) URL.revokeObjectURL(here.url);
    this.#here.delete(id);
  }

  dispose() {
    for (const id of [...this.#here.keys()]) this.drop(id);
    for (const timer of this.#flying.values()) clearTimeout(timer);
    this.#flying.clear();
    this.#wanted.clear();
  }

  #ask() {
    for (const [id, size] of this.#wanted) {
      if (this.#flying.size >= AT_ONCE) return;
      this.#wanted.delete(id);
      this.#fly(id, PATIENCE);
      this.#send({ kind: "picture", id, size });
    }
  }

  /** A lost message never comes, and its place is given back. @param {string} id @param {number} patience */
  #fly(id, patience) {
    const late = () => {
      this.#landed(id);
      this.#tell(id, "");
    };
    this.#flying.set(id, window.setTimeout(late, patience));
  }

  /** @param {string} id */
  #landed(id) {
    clearTimeout(this.#flying.get(id));
    this.#flying.delete(id);
    this.#ask();
  }

  /** @param {string} id @param {string} problem */
  #tell(id, problem) {
    for (const watcher of this.#watchers) watcher(id, problem);
  }
}
