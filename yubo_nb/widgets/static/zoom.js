// A picture that can be looked at closely: wheel, pinch, drag, double click, keys. Sizes are in pixels of the picture.

const MOST = 8;
const STEP = 1.25;
const PAN = 60; // pixels of the screen for one arrow
const MARGIN = 12;
const FIT_MOST = 3; // a small picture is not blown up further to fill the screen

export class Zoom {
  #stage;
  #pane;
  #size = { width: 1, height: 1 };
  #scale = 1;
  #x = 0;
  #y = 0;
  #fitting = true;
  /** @type {Map<number, { x: number, y: number }>} */ #pointers = new Map();
  #moved = () => {};

  /** @param {HTMLElement} stage @param {HTMLElement} pane  what is moved; `moved` is called after every change */
  constructor(stage, pane) {
    this.#stage = stage;
    this.#pane = pane;
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("dblclick", (event) => this.#point(event) && (this.fitting ? this.actual(this.#at(event)) : this.fit()));
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#drag(event));
    for (const type of ["pointerup", "pointercancel"]) {
      stage.addEventListener(type, (event) => this.#pointers.delete(/** @type {PointerEvent} */ (event).pointerId));
    }
    new ResizeObserver(() => (this.#fitting ? this.fit() : this.#place())).observe(stage);
  }

  /** @param {() => void} moved */
  onMove(moved) {
    this.#moved = moved;
  }

  /** Nothing is hidden. */
  get fitting() {
    return this.#fitting;
  }

  get percent() {
    return Math.round(this.#scale * 100);
  }

  /** Another picture: seen whole. @param {number} width @param {number} height */
  setSize(width, height) {
    if (width === this.#size.width && height === this.#size.height) return;
    this.#size = { width, height };
    this.fit();
  }

  fit() {
    this.#fitting = true;
    this.#scale = this.#fit();
    this.#x = this.#y = 0;
    this.#place();
  }

  /** One pixel of the picture is one of the screen. @param {{ x: number, y: number }} [at]  from the middle of the stage */
  actual(at = { x: 0, y: 0 }) {
    this.#to(1, at);
  }

  /** @param {1 | -1} direction */
  step(direction) {
    this.#to(this.#scale * STEP ** direction, { x: 0, y: 0 });
  }

  /** @param {number} across @param {number} down  in steps */
  pan(across, down) {
    this.#x -= across * PAN;
    this.#y -= down * PAN;
    this.#place();
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#stage;
    return Math.min((width - 2 * MARGIN) / this.#size.width, (height - 2 * MARGIN) / this.#size.height, FIT_MOST) || 1;
  }

  /** The point under `at` stays where it is. @param {number} scale @param {{ x: number, y: number }} at */
  #to(scale, at) {
    const least = Math.min(this.#fit(), 1);
    const next = Math.min(MOST, Math.max(least, scale));
    const ratio = next / this.#scale;
    this.#x = at.x - (at.x - this.#x) * ratio;
    this.#y = at.y - (at.y - this.#y) * ratio;
    this.#scale = next;
    this.#fitting = Math.abs(next - this.#fit()) < 0.001;
    this.#place();
  }

  #place() {
    const { clientWidth, clientHeight } = this.#stage;
    const room = {
      x: Math.max(0, (this.#size.width * this.#scale - clientWidth) / 2 + MARGIN),
      y: Math.max(0, (this.#size.height * this.#scale - clientHeight) / 2 + MARGIN),
    };
    const over = { x: this.#size.width * this.#scale > clientWidth, y: this.#size.height * this.#scale > clientHeight };
    this.#x = over.x ? Math.min(room.x, Math.max(-room.x, this.#x)) : 0;
    this.#y = over.y ? Math.min(room.y, Math.max(-room.y, this.#y)) : 0;
    this.#pane.style.transform = `translate(-50%, -50%) translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
    this.#stage.dataset.over = String(over.x || over.y);
    this.#moved();
  }

  /** @param {MouseEvent} event */
  #at(event) {
    const { left, top, width, height } = this.#stage.getBoundingClientRect();
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
  }

  /** Not on a control that lies over the picture. @param {Event} event */
  #point(event) {
    return !(/** @type {Element} */ (event.target).closest("button"));
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    // A pinch on a touchpad comes as a wheel with Ctrl, in small steps.
    this.#to(this.#scale * Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 100 : 400)), this.#at(event));
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (!this.#point(event) || (event.pointerType === "mouse" && event.button)) return;
    this.#stage.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#at(event));
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = this.#at(event);
    const [other] = [...this.#pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    this.#pointers.set(event.pointerId, now);
    if (!other) {
      this.#x += now.x - before.x;
      this.#y += now.y - before.y;
      this.#place();
      return;
    }
    const apart = Math.hypot(now.x - other.x, now.y - other.y) / (Math.hypot(before.x - other.x, before.y - other.y) || 1);
    this.#to(this.#scale * apart, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }
}
