// Small elements: text goes in as text, never as markup.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {string} className @param {string} [text]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** Show and set, or hide: an empty line takes no room. @param {HTMLElement} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}

/** @param {string} className @param {string} text @param {() => void} press */
export function makeButton(className, text, press) {
  const button = make("button", className, text);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

/** @param {string} text @param {number} length */
export function short(text, length) {
  const letters = [...text.slice(0, length * 4)];
  return letters.length > length ? `${letters.slice(0, length).join("").trimEnd()}…` : text;
}

/** @param {(key: string) => string} word @param {number} ms */
export function duration(word, ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return word("seconds").replace("{s}", String(seconds));
  return word("minutes").replace("{m}", String(Math.floor(seconds / 60))).replace("{s}", String(seconds % 60).padStart(2, "0"));
}

/** A new name for one gesture or one thing; randomUUID is missing where the notebook is served over plain http. */
export const mint = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

/** @param {number} bytes */
export const weight = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
