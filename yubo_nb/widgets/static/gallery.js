// The pictures of the board to choose from: a whole picture, or one of the four of a grid.

import { make, makeButton, short } from "./dom.js";


/** @import { Host } from "./tray.js" */
/** @typedef {{ key: string, prompt: string, picture: string, grid: boolean }} Pick */

export class Gallery {
  element = make("div", "yb-gallery");
  opener;
  #host;
  #choose;
  /** @type {Pick[] | undefined} */ #cards;

  /** @param {Host} host @param {(pick: { key: string, quarter: number, name: string }) => void} choose */
  constructor(host, choose) {
    this.#host = host;
    this.#choose = choose;
    this.opener = makeButton("yb-slot-open", host.word("slot_task"), () => this.#turn(this.opener.ariaExpanded !== "true"));
    this.opener.ariaExpanded = "false";
    this.element.hidden = true;
    this.element.role = "group";
    this.element.ariaLabel = host.word("slot_task");
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#turn(false);
      this.opener.focus();
    });
  }

  /** @param {Pick[]} cards */
  offer(cards) {
    this.#cards = cards;
    this.draw();
  }

  draw() {
    const { element } = this;
    if (element.hidden || !this.#cards) return;
    const { word, pictures } = this.#host;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.pick : undefined;
    const items = this.#cards.map((card) => {
      const item = make("div", "yb-pick");
      const box = make("div", "yb-pick-picture");
      const url = pictures.want(card.picture, 320);
      if (url) {
        const image = make("img", "");
        image.src = url;
        image.alt = "";
        image.draggable = false;
        box.append(image);
      }
      const name = short(card.prompt, 60) || card.key;
      for (const quarter of card.grid ? [1, 2, 3, 4, 0] : [0]) {
        const text = card.grid ? (quarter ? word("slot_quarter", { n: quarter, name }) : word("slot_whole", { name })) : name;
        const button = makeButton(quarter || !card.grid ? "yb-pick-part" : "yb-pick-whole", "", () => {
          this.#turn(false);
          this.opener.focus();
          this.#choose({ key: card.key, quarter, name });
        });
        if (card.grid && !quarter) button.textContent = word("slot_all");
        button.ariaLabel = button.title = text;
        button.dataset.pick = `${card.key} ${quarter}`;
        (quarter || !card.grid ? box : item).append(button);
      }
      box.classList.toggle("yb-pick-grid", card.grid);
      item.prepend(box);
      return item;
    });
    element.replaceChildren(...(items.length ? items : [make("p", "yb-slot-hint", word("slot_no_tasks"))]));
    if (focused) /** @type {HTMLElement | null} */ (element.querySelector(`[data-pick="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {boolean} open */
  #turn(open) {
    this.element.hidden = !open;
    this.opener.ariaExpanded = String(open);
    if (open) this.#host.send({ kind: "gallery" });
  }
}
