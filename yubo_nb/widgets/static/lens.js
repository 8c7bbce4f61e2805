// One look at many pictures: what is seen of each is the same part, whatever its size. In fractions of a picture.

const MOST = 8;
const STEP = 1.25;
const PAN = 0.15; // of what is seen, for one arrow
const CLICK = 4; // pixels that a hand trembles

export class Lens {
  #scale = 1;
  #x = 0.5;
  #y = 0.5;
  #root;
  #frames;
  #alone;
  #moved = () => {};
  /** @type {Map<number, { frame: Element, x: number, y: number }>} */ #pointers = new Map();
  #dragged = 0;

  /**
   * @param {HTMLElement} root  has what the pictures' style needs @param {string} frames  selector of what a picture is seen in
   * @param {boolean} [alone]  nothing around it scrolls: the wheel zooms by itself
   */
  constructor(root, frames, alone = false) {
    this.#root = root;
    this.#frames = frames;
    this.#alone = alone;
    root.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    root.addEventListener("pointerdown", (event) => this.#down(event));
    root.addEventListener("pointermove", (event) => this.#drag(event));
    for (const type of ["pointerup", "pointercancel"]) {
      root.addEventListener(type, (event) => this.#pointers.delete(/** @type {PointerEvent} */ (event).pointerId));
    }
    this.#place();
  }

  /** @param {() => void} moved  called after every change */
  onMove(moved) {
    this.#moved = moved;
  }

  get scale() {
    return this.#scale;
  }

  fit() {
    this.#scale = 1;
    this.#place();
  }

  /** @param {1 | -1} direction */
  step(direction) {
    this.#to(this.#scale * STEP ** direction, 0.5, 0.5);
  }

  /** @param {number} across @param {number} down  in steps */
  pan(across, down) {
    this.#x += (across * PAN) / this.#scale;
    this.#y += (down * PAN) / this.#scale;
    this.#place();
  }

  /** What is at this place of the frames stays there. @param {number} scale @param {number} across @param {number} down */
  #to(scale, across, down) {
    const next = Math.min(MOST, Math.max(1, scale));
    this.#x += (across - 0.5) * (1 / this.#scale - 1 / next);
    this.#y += (down - 0.5) * (1 / this.#scale - 1 / next);
    this.#scale = next;
    this.#place();
  }

  #place() {
    const half = 0.5 / this.#scale;
    this.#x = Math.min(1 - half, Math.max(half, this.#x));
    this.#y = Math.min(1 - half, Math.max(half, this.#y));
    const { style, dataset } = this.#root;
    style.setProperty("--yb-scale", String(this.#scale));
    style.setProperty("--yb-across", `${(0.5 - this.#x) * 100}%`);
    style.setProperty("--yb-down", `${(0.5 - this.#y) * 100}%`);
    dataset.zoomed = String(this.#scale > 1);
    this.#moved();
  }

  /** The frame under a pointer; not where a control lies over it. @param {Event} event */
  #frame(event) {
    const target = /** @type {Element} */ (event.target);
    return target.closest("button") ? null : target.closest(this.#frames);
  }

  /** @param {MouseEvent} event @param {Element} frame */
  #at(event, frame) {
    const { left, top, width, height } = frame.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  }

  /** With Ctrl, as a pinch on a touchpad comes: in a notebook a wheel alone goes on. @param {WheelEvent} event */
  #wheel(event) {
    const frame = this.#frame(event);
    if (!frame || !(event.ctrlKey || this.#alone)) return;
    event.preventDefault();
    const { x, y } = this.#at(event, frame);
    this.#to(this.#scale * Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), x, y);
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const frame = this.#frame(event);
    if (!frame || (event.pointerType === "mouse" && event.button)) return;
    this.#dragged = 0;
    this.#pointers.set(event.pointerId, { frame, ...this.#at(event, frame) });
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = { frame: before.frame, ...this.#at(event, before.frame) };
    const [other] = [...this.#pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    this.#pointers.set(event.pointerId, now);
    this.#dragged += Math.abs(event.movementX) + Math.abs(event.movementY);
    if (other) {
      const ratio = Math.hypot(now.x - other.x, now.y - other.y) / (Math.hypot(before.x - other.x, before.y - other.y) || 1);
      this.#to(this.#scale * ratio, (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else if (this.#scale > 1) {
      // From here on it is no click on the picture: that goes to what has the pointer.
      if (this.#dragged > CLICK && !this.#root.hasPointerCapture(event.pointerId)) this.#root.setPointerCapture(event.pointerId);
      this.#x -= (now.x - before.x) / this.#scale;
      this.#y -= (now.y - before.y) / this.#scale;
      this.#place();
    }
  }
}
