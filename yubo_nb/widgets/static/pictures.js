// Pictures by id: asked for when a card nears the screen, come as bytes, are shown as blobs of a known image type.

const AT_ONCE = 24;
const KEPT = 400;
const PATIENCE = 15_000;

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
  return "";
}

export class Pictures {
  /** @type {Map<string, string>} name -> object URL, oldest first */ #urls = new Map();
  /** @type {Map<string, { id: string, size: number }>} */ #wanted = new Map();
  /** @type {Map<string, number>} name -> timer */ #flying = new Map();
  /** @type {Set<(id: string, error: string) => void>} */ #watchers = new Set();
  #send;

  /** @param {(message: object) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /** The picture's URL if it is here; else it is asked for and the watchers hear of it. @param {string} id @param {number} size */
  want(id, size) {
    const name = `${size} ${id}`;
    const url = this.#urls.get(name);
    if (url === undefined && !this.#flying.has(name)) {
      this.#wanted.set(name, { id, size });
      this.#ask();
    }
    return url ?? "";
  }

  /** Nobody looks at it any more: do not ask if not asked yet. @param {string} id @param {number} size */
  unwant(id, size) {
    this.#wanted.delete(`${size} ${id}`);
  }

  /** @param {{ id: string, size: number }} message @param {DataView | undefined} bytes @param {string} problem */
  arrive({ id, size }, bytes, problem) {
    const type = bytes ? imageType(bytes) : "";
    this.#landed(`${size} ${id}`);
    if (!bytes || !type) {
      this.#tell(id, problem);
      return;
    }
    // A copy, for the buffer may be a window on a whole message.
    const own = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice();
    this.#keep(`${size} ${id}`, URL.createObjectURL(new Blob([own], { type })));
    this.#tell(id, "");
  }

  /** @param {(id: string, error: string) => void} watcher @param {AbortSignal} signal */
  watch(watcher, signal) {
    this.#watchers.add(watcher);
    signal.addEventListener("abort", () => this.#watchers.delete(watcher));
  }

  /** A preview that was followed by another is never shown again. @param {string} id */
  drop(id) {
    for (const [name, url] of this.#urls) {
      if (!name.endsWith(` ${id}`)) continue;
      this.#urls.delete(name);
      URL.revokeObjectURL(url);
    }
  }

  dispose() {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    for (const timer of this.#flying.values()) clearTimeout(timer);
    this.#urls.clear();
    this.#flying.clear();
    this.#wanted.clear();
  }

  #ask() {
    for (const [name, { id, size }] of this.#wanted) {
      if (this.#flying.size >= AT_ONCE) return;
      this.#wanted.delete(name);
      // A busy kernel answers late and a lost message never: the place in the queue is given back.
      this.#flying.set(name, window.setTimeout(() => this.#landed(name), PATIENCE));
      this.#send({ kind: "picture", id, size });
    }
  }

  /** @param {string} name */
  #landed(name) {
    clearTimeout(this.#flying.get(name));
    this.#flying.delete(name);
    this.#ask();
  }

  /** @param {string} name @param {string} url */
  #keep(name, url) {
    const before = this.#urls.get(name);
    if (before) URL.revokeObjectURL(before);
    this.#urls.set(name, url);
    const [oldest] = this.#urls;
    if (this.#urls.size > KEPT && oldest) {
      this.#urls.delete(oldest[0]);
      URL.revokeObjectURL(oldest[1]);
    }
  }

  /** @param {string} id @param {string} error */
  #tell(id, error) {
    for (const watcher of this.#watchers) watcher(id, error);
  }
}
