// What moves, in the place of its picture: a video with the browser's own controls, or an animated picture that can be stopped.

import { make, makeButton } from "./dom.js";


/** @import { Card, Tools } from "./card.js" */

const ANY_SIZE = 2560; // a clip comes as it is

export class Clip {
  #card;
  #tools;
  #box;
  #shown = "";
  #playing = false;
  /** @type {HTMLElement | undefined} */ #moving;
  #bar = make("div", "yb-clip-bar");
  #button;
  #problem = make("span", "yb-clip-problem");

  /** @param {Card} card @param {Tools} tools @param {HTMLElement} box  where the picture is */
  constructor(card, tools, box) {
    this.#card = card;
    this.#tools = tools;
    this.#box = box;
    this.#button = makeButton("yb-clip-play", "▶", () => (this.#playing ? this.stop() : this.play()));
    this.#problem.role = "status";
    // The picture below may be something to press, too.
    this.#bar.addEventListener("click", (event) => event.stopPropagation());
    this.#bar.append(this.#button, this.#problem);
    box.append(this.#bar);
    box.classList.add("yb-clip");
  }

  /** @param {boolean} fresh  it was made before the person's eyes, and may begin to move by itself */
  draw(fresh) {
    const { clips = [] } = this.#card.row;
    const { word } = this.#tools;
    for (const other of this.#bar.querySelectorAll(".yb-clip-which")) other.remove();
    this.#shown = clips.includes(this.#shown) ? this.#shown : (clips[0] ?? "");
    if (clips.length > 1) {
      clips.forEach((clip, n) => {
        const choose = makeButton("yb-clip-which", String(n + 1), () => {
          this.stop();
          this.#shown = clip;
          this.draw(false);
          this.play();
        });
        choose.ariaLabel = word("clip_which", { n: n + 1 });
        choose.ariaPressed = String(clip === this.#shown);
        this.#bar.append(choose);
      });
    }
    this.#label();
    if (fresh && !window.matchMedia("(prefers-reduced-motion: reduce)").matches) this.play();
  }

  play() {
    this.#playing = true;
    this.#label();
    this.#show();
  }

  /** Back to the first frame, which is the picture below. */
  stop() {
    this.#playing = false;
    this.#moving?.remove();
    this.#moving = undefined;
    this.#label();
  }

  /** @param {string} id @param {string} problem */
  came(id, problem) {
    if (id !== this.#shown || !this.#playing) return;
    if (problem) this.#fail(problem);
    else this.#show();
  }

  #show() {
    const { pictures, word } = this.#tools;
    const url = pictures.want(this.#shown, ANY_SIZE);
    if (!url || this.#moving) return;
    const alt = word("clip_alt", { prompt: this.#card.row.prompt || word("no_prompt") });
    if (pictures.typeOf(this.#shown).startsWith("video/")) {
      const video = make("video", "yb-moving");
      Object.assign(video, { controls: true, muted: true, loop: true, playsInline: true, autoplay: true, src: url, ariaLabel: alt });
      video.poster = this.#box.querySelector("img")?.src ?? "";
      video.addEventListener("click", (event) => event.stopPropagation());
      video.addEventListener("error", () => this.#fail(word("clip_broken")));
      this.#moving = video;
    } else {
      const image = make("img", "yb-moving");
      Object.assign(image, { src: url, alt });
      this.#moving = image;
    }
    this.#problem.textContent = "";
    this.#bar.before(this.#moving);
  }

  /** @param {string} problem */
  #fail(problem) {
    this.stop();
    this.#problem.textContent = problem;
  }

  #label() {
    const { word } = this.#tools;
    this.#button.textContent = this.#playing ? "❚❚" : "▶";
    this.#button.ariaLabel = this.#button.title = this.#playing ? word("clip_stop") : word("clip_play");
  }
}
