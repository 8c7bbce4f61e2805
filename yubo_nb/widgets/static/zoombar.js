// Buttons for a lens: closer, further, whole, and how close it is.

import { make, makeButton } from "./dom.js";
import { icon } from "./icons.js";


/** @import { Icon } from "./icons.js" */
/** @import { Lens } from "./lens.js" */

export class ZoomBar {
  element = make("div", "yb-zoombar");
  #percent = make("output", "yb-zoomed");
  #lens;

  /** @param {Lens} lens @param {(key: string) => string} word */
  constructor(lens, word) {
    this.#lens = lens;
    this.element.role = "group";
    this.element.ariaLabel = word("zoom_together");
    this.#percent.ariaLive = "off";
    this.element.append(
      button("minus", word("zoom_out"), () => lens.step(-1)),
      this.#percent,
      button("plus", word("zoom_in"), () => lens.step(1)),
      button("fit", word("zoom_whole"), () => lens.fit()),
    );
    this.draw();
  }

  draw() {
    this.#percent.textContent = `${Math.round(this.#lens.scale * 100)} %`;
  }
}

/** @param {Icon} name @param {string} text @param {() => void} press */
function button(name, text, press) {
  const made = makeButton("yb-icon yb-plain", "", press);
  made.append(icon(name));
  made.ariaLabel = made.title = text;
  return made;
}
