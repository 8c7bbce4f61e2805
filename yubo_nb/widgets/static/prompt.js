// The upper half of the form: the text, what is said of it, and Imagine. Ctrl+Enter anywhere in the form is a press.

import { make, makeButton, mint, setText } from "./dom.js";
import { makeField } from "./field.js";
import { makeImagine } from "./imagine.js";
import { makePast } from "./past.js";
import { makeProblems } from "./problems.js";
import { makeSync } from "./sync.js";
import { followTheme } from "./theme.js";

/** @import { AnyModel } from "@anywidget/types" */
/** @import { Problem } from "./field.js" */
/**
 * @typedef {{
 *   version: number, text: string, number: number, filled: number, before: boolean, restored: boolean, problems: Problem[],
 *   count: number, first: string[], ready: boolean, total: string, price: string, usual: number, memory: string
 * }} Told
 * @typedef {{
 *   told: Told, form: string, lang: string, theme: string, words: Record<string, string>, _module: string,
 *   _parts: Record<string, string>
 * }} Traits
 * @typedef {{ kind: "reply", gesture: string, ok: boolean, text: string, rest: number }
 *   | { kind: "past", prompts: string[] } | { kind: "notice", text: string }} Message
 */

const UNHEARD = "yubo-unheard:"; // in this tab's storage: what a kernel that is gone did not hear

/** @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
function show(model, el, signal) {
  /** @param {string} key */
  const word = (key) => model.get("words")[key] ?? "";
  const told = () => model.get("told");
  const root = make("div", "yubo yubo-prompt tex2jax_ignore mathjax_ignore");
  root.dataset.lmSuppressShortcuts = "true";
  root.lang = model.get("lang");
  const field = makeField(word("prompt"), word("example"), told().text, () => {
    past.typed();
    heard();
  });
  const heard = () => {
    deliver(() => sync.typed());
    if (deaf) remember();
    imagine.typed();
    said();
  };
  let deaf = false;
  // The form of the next run of the cell takes this up.
  const remember = () => sessionStorage.setItem(UNHEARD + told().memory, field.text);
  /** @param {() => void} carry */
  const deliver = (carry) => {
    try {
      carry();
    } catch {
      deaf = true; // the kernel was restarted
      remember();
      said();
    }
  };
  /** @param {string} text */
  const choose = (text) => {
    field.put(text);
    heard();
  };
  const read = () => field.text;
  const sync = makeSync(told(), {
    read,
    adopt: field.put,
    send: (number, text, base) => model.send({ kind: "typed", number, text, base }),
  });
  const past = makePast(word, { ask: () => deliver(() => model.send({ kind: "past", past: true })), read, choose, area: field.area });
  const imagine = makeImagine(word, {
    read,
    submit: (gesture, agreed) => {
      const { number, base } = sync.next();
      /** @type {[string, string | null][]} */ const moves = [];
      document.dispatchEvent(new CustomEvent("yubo-moves", { detail: { form: model.get("form"), moves } }));
      model.send({ kind: "submit", gesture, number, text: field.text, base, agreed, moves });
    },
    rest: (gesture) => model.send({ kind: "rest", gesture }),
    sent: past.stale,
  });
  const problems = makeProblems(word, (problem) => {
    if (problem.at >= 0) field.show(problem);
    else document.dispatchEvent(new CustomEvent("yubo-control", { detail: { form: model.get("form"), name: problem.control } }));
  });
  const state = make("span", "yb-said");
  state.role = "status";
  const back = makeButton("yb-link", word("put_back"), () => deliver(() => model.send({ kind: "put-back", before: true })));
  const under = make("div", "yb-prompt-said");
  under.append(state, back);
  imagine.line.append(past.button);
  problems.list.id = `yb-problems-${mint()}`;
  field.area.setAttribute("aria-describedby", problems.list.id);
  root.append(field.root, under, problems.list, imagine.root);
  imagine.line.after(past.panel);
  el.append(root);

  const said = () => {
    const { before, restored, text } = told();
    back.hidden = !before;
    under.hidden = !before && !restored && !deaf;
    setText(state, deaf ? word("unsaved") : before ? word("filled") : restored && text === field.text ? word("restored") : "");
  };
  const draw = () => {
    const now = told();
    deliver(() => sync.told(now));
    field.mark(now.problems, now.text);
    problems.draw(now.problems, now.text);
    imagine.judge({ ...now, text: field.text === now.text.replace(/\r\n?/g, "\n") ? field.text : now.text });
    said();
  };
  /** @param {Message} message */
  const receive = (message) => {
    switch (message.kind) {
      case "reply":
        return imagine.receive(message);
      case "past":
        return past.receive(message.prompts);
      case "notice":
        return imagine.tell(message.text);
    }
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const inside = /** @type {HTMLElement} */ (event.target);
    if (!(root.closest(".yubo-form") ?? root).contains(inside)) return;
    // Jupyter runs the cell with it.
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (!root.contains(inside)) {
      inside.blur(); // what was typed into a control counts
      inside.focus();
    }
    imagine.press();
  };
  document.addEventListener("keydown", key, { signal, capture: true });
  window.addEventListener("pagehide", () => deliver(() => sync.leave()), { signal });
  model.on("msg:custom", receive);
  model.on("change:told", draw);
  signal.addEventListener("abort", () => {
    imagine.end();
    model.off("msg:custom", receive);
    model.off("change:told", draw);
    root.remove();
  });
  const unheard = sessionStorage.getItem(UNHEARD + told().memory);
  draw();
  if (unheard) {
    sessionStorage.removeItem(UNHEARD + told().memory);
    choose(unheard);
  }
  return root;
}

export default () => ({
  /** @param {{ model: AnyModel<Traits>, el: HTMLElement, signal: AbortSignal }} props */
  render({ model, el, signal }) {
    followTheme(show(model, el, signal), model.get("theme"), signal);
  },
});
