// Imagine, its price, and what is wrong with the prompt. Ctrl+Enter anywhere in the form does the same as a press.

import { make, makeButton } from "./dom.js";
import { followTheme } from "./theme.js";


/** @import { AnyModel } from "@anywidget/types" */
/**
 * @typedef {{
 *   problems: { level: "error" | "warning", text: string }[], price: string, ready: boolean, judged: string, lang: string, theme: string,
 *   words: Record<string, string>, _module: string, _parts: Record<string, string>
 * }} Traits
 * @typedef {{ kind: "reply", gesture: string, ok: boolean, text: string } | { kind: "notice", text: string }} Message
 */

const ANSWER_WITHIN = 10_000;
const SETTLES = 1500; // off this long at least: an impatient hand means one task, not fifty

/** @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
function show(model, el, signal) {
  /** @param {string} key */
  const word = (key) => model.get("words")[key] ?? "";
  const root = make("div", "yubo yubo-submit tex2jax_ignore mathjax_ignore");
  root.dataset.lmSuppressShortcuts = "true";
  root.lang = model.get("lang");
  const button = makeButton("yb-submit", word("imagine"), () => press());
  button.title = "Ctrl+Enter";
  button.setAttribute("aria-keyshortcuts", "Control+Enter");
  const price = make("span", "yb-price", model.get("price"));
  const line = make("div", "yb-submit-line");
  line.append(button, price);
  const list = make("ul", "yb-problems");
  const answer = make("p", "yb-refusal");
  answer.role = "alert";
  answer.hidden = true;
  root.append(list, answer, line);
  el.append(root);

  let gesture = "";
  let pressed = 0;
  let timer = 0;
  const field = () => el.closest(".yubo-form")?.querySelector("textarea")?.value ?? null;
  // A text the kernel has not judged yet, because a cell runs, may be sent: it is judged again before that.
  const ready = () => {
    const text = field();
    return model.get("ready") || Boolean(text?.trim() && text !== model.get("judged"));
  };
  const draw = () => {
    const problems = model.get("problems");
    list.replaceChildren(...problems.slice(0, 20).map(({ level, text }) => make("li", `yb-${level}`, text)));
    list.hidden = !problems.length;
    price.textContent = model.get("price");
    price.hidden = !price.textContent;
    button.ariaDisabled = gesture || !ready() ? "true" : null;
    button.ariaBusy = gesture ? "true" : null;
  };
  const rest = () => {
    gesture = "";
    draw();
  };
  const press = () => {
    if (gesture) return;
    if (!ready()) {
      if (!(field() ?? model.get("judged")).trim()) tell(word("write_first"));
      return;
    }
    if (el.closest(".yubo-form")?.querySelector(".yb-tray[data-waiting]")) return tell(word("slots_wait"));
    gesture = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
    pressed = performance.now();
    timer = window.setTimeout(() => tell(word("no_answer")), ANSWER_WITHIN);
    tell("");
    try {
      // What is in the field now: the kernel may not have heard of the last letters yet.
      model.send({ kind: "submit", gesture, text: field() });
    } catch {
      // The kernel was restarted: the host throws, and no answer will come.
      clearTimeout(timer);
      gesture = "";
      tell(word("not_delivered"));
    }
    draw();
  };
  /** @param {string} text */
  const tell = (text) => {
    answer.textContent = text;
    answer.hidden = !text;
  };
  /** @param {Message} message */
  const receive = (message) => {
    if (message.kind === "notice") return tell(message.text);
    if (message.kind !== "reply" || message.gesture !== gesture) return;
    clearTimeout(timer);
    tell(message.ok ? "" : message.text);
    timer = window.setTimeout(rest, Math.max(0, pressed + SETTLES - performance.now()));
  };
  /** @param {Event} event */
  const key = (event) => {
    const { key, ctrlKey, metaKey, repeat } = /** @type {KeyboardEvent} */ (event);
    if (key !== "Enter" || !(ctrlKey || metaKey)) return;
    // Jupyter runs the cell with it.
    event.preventDefault();
    event.stopPropagation();
    if (!repeat) press();
  };
  model.on("msg:custom", receive);
  for (const name of ["problems", "price", "ready", "judged"]) model.on(`change:${name}`, draw);
  // The form is put together around this view: look for it when it is in the page.
  const found = setInterval(() => {
    const form = el.closest(".yubo-form");
    if (!form) return;
    clearInterval(found);
    form.setAttribute("data-lm-suppress-shortcuts", "true");
    form.addEventListener("keydown", key, { signal, capture: true });
    const typed = () => {
      if (answer.textContent === word("write_first")) tell("");
      draw();
    };
    form.addEventListener("input", typed, { signal });
  }, 50);
  signal.addEventListener("abort", () => {
    clearInterval(found);
    clearTimeout(timer);
    model.off("msg:custom", receive);
    for (const name of ["problems", "price", "ready", "judged"]) model.off(`change:${name}`, draw);
    root.remove();
  });
  draw();
  return root;
}

export default () => ({
  /** @param {{ model: AnyModel<Traits>, el: HTMLElement, signal: AbortSignal }} props */
  render({ model, el, signal }) {
    followTheme(show(model, el, signal), model.get("theme"), signal);
  },
});
