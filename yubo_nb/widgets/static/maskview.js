// Where the picture lies in the editor: how large, how far moved, and which of its pixels is under the pointer.

const DEEPEST = 12;
const MARGIN = 14; // pixels around the whole picture, so that its edges can be painted over

export class View {
  scale = 1; // 1: the whole picture is seen
  x = 0;
  y = 0;
  #room;
  #sheet;
  #width;
  #height;
  /** @type {() => void} */ #moved;

  /**
   * @param {HTMLElement} room  what it is seen through @param {HTMLElement} sheet  what moves
   * @param {{ width: number, height: number }} size  of the mask, in its pixels @param {() => void} moved
   */
  constructor(room, sheet, size, moved) {
    this.#room = room;
    this.#sheet = sheet;
    this.#width = size.width;
    this.#height = size.height;
    this.#moved = moved;
  }

  /** Pixels of the screen for one of the mask. */
  get ratio() {
    const [wide, high] = [this.#room.clientWidth - 2 * MARGIN, this.#room.clientHeight - 2 * MARGIN];
    return Math.max(0.01, Math.min(wide / this.#width, high / this.#height) * this.scale) || 1;
  }

  /** @param {number} clientX @param {number} clientY @returns {[number, number]} in pixels of the mask, also outside of it */
  at(clientX, clientY) {
    const box = this.#sheet.getBoundingClientRect();
    return [((clientX - box.left) / box.width) * this.#width, ((clientY - box.top) / box.height) * this.#height];
  }

  /** Zoom about a point of the screen, the middle if none is given. @param {number} by @param {number} [clientX] @param {number} [clientY] */
  zoom(by, clientX, clientY) {
    const room = this.#room.getBoundingClientRect();
    const left = (clientX ?? room.left + room.width / 2) - room.left - room.width / 2;
    const top = (clientY ?? room.top + room.height / 2) - room.top - room.height / 2;
    const scale = Math.min(DEEPEST, Math.max(1, this.scale * by));
    const real = scale / this.scale;
    this.x = left - (left - this.x) * real;
    this.y = top - (top - this.y) * real;
    this.scale = scale;
    this.place();
  }

  fit() {
    this.scale = 1;
    this.x = this.y = 0;
    this.place();
  }

  /** @param {number} dx @param {number} dy  in pixels of the screen */
  move(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.place();
  }

  /** Move so that this pixel of the mask is seen. @param {number} x @param {number} y */
  reveal(x, y) {
    const { ratio } = this;
    const [halfWide, halfHigh] = [this.#room.clientWidth / 2, this.#room.clientHeight / 2];
    const [right, down] = [(x - this.#width / 2) * ratio + this.x, (y - this.#height / 2) * ratio + this.y];
    const edge = 24;
    this.move(
      Math.min(0, halfWide - edge - right) + Math.max(0, edge - halfWide - right),
      Math.min(0, halfHigh - edge - down) + Math.max(0, edge - halfHigh - down),
    );
  }

  place() {
    const { ratio } = this;
    const [wide, high] = [this.#width * ratio, this.#height * ratio];
    const slackX = Math.max(0, (wide - this.#room.clientWidth) / 2 + MARGIN);
    const slackY = Math.max(0, (high - this.#room.clientHeight) / 2 + MARGIN);
    this.x = Math.min(slackX, Math.max(-slackX, this.x));
    this.y = Math.min(slackY, Math.max(-slackY, this.y));
    const { style } = this.#sheet;
    style.width = `${wide}px`;
    style.height = `${high}px`;
    style.transform = `translate(-50%, -50%) translate(${this.x}px, ${this.y}px)`;
    this.#moved();
  }
}
