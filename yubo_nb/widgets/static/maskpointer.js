// Mouse, pen and fingers on the stage: one paints, two move and zoom, and so do the wheel and the middle button.

/** @import { Hand } from "./maskhand.js" */
/** @import { View } from "./maskview.js" */

const WHEEL = 0.0016;
const PINCH = 0.01; // a pinch on a touchpad comes as a wheel with Ctrl, and in smaller steps

/**
 * @param {HTMLElement} stage @param {View} view @param {Hand} hand
 * @param {{ moved: (x: number, y: number) => void, left: () => void, sketched: () => void }} tell
 * @param {AbortSignal} signal
 */
export function followPointer(stage, view, hand, tell, signal) {
  /** @type {Map<number, PointerEvent>} */ const down = new Map();
  let panning = false;

  /** @returns {[number, number, number]} the middle of the pointers and how far apart they are */
  const spread = () => {
    const all = [...down.values()];
    const x = all.reduce((sum, { clientX }) => sum + clientX, 0) / all.length;
    const y = all.reduce((sum, { clientY }) => sum + clientY, 0) / all.length;
    const [first, second] = all;
    return [x, y, first && second ? Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY) : 0];
  };

  /** @param {PointerEvent} event */
  const press = (event) => {
    if (event.button > 1) return;
    event.preventDefault();
    stage.focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    down.set(event.pointerId, event);
    if (down.size > 1) {
      // A second finger: the first one was not meant to paint.
      hand.drop();
      panning = true;
    } else {
      panning = event.button === 1 || hand.tool === "move";
      if (!panning) hand.begin(...view.at(event.clientX, event.clientY), event.altKey);
    }
    tell.sketched();
  };

  /** @param {PointerEvent} event */
  const move = (event) => {
    const [x, y] = view.at(event.clientX, event.clientY);
    if (event.pointerType !== "touch") tell.moved(x, y);
    if (!down.has(event.pointerId)) return;
    if (panning) {
      const [fromX, fromY, from] = spread();
      down.set(event.pointerId, event);
      const [toX, toY, to] = spread();
      view.move(toX - fromX, toY - fromY);
      if (from && to) view.zoom(to / from, toX, toY);
      return;
    }
    for (const one of event.getCoalescedEvents?.() ?? []) hand.to(...view.at(one.clientX, one.clientY));
    hand.to(x, y);
    tell.sketched();
  };

  /** @param {PointerEvent} event */
  const lift = (event) => {
    if (!down.delete(event.pointerId) || down.size) return;
    if (panning) panning = false;
    else if (event.type === "pointercancel") hand.drop();
    else hand.end();
    tell.sketched();
  };

  /** @param {WheelEvent} event */
  const wheel = (event) => {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 30;
    view.zoom(Math.exp(-pixels * (event.ctrlKey ? PINCH : WHEEL)), event.clientX, event.clientY);
  };

  stage.addEventListener("pointerdown", press, { signal });
  stage.addEventListener("pointermove", move, { signal });
  stage.addEventListener("pointerup", lift, { signal });
  stage.addEventListener("pointercancel", lift, { signal });
  stage.addEventListener("pointerleave", () => tell.left(), { signal });
  stage.addEventListener("wheel", wheel, { signal, passive: false });
}
