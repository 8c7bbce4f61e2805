// Imagine and its price. One task is one press; several are one press more, which names their number and their price.

import { duration, make, makeButton, mint, setText } from "./dom.js";

const ANSWER_WITHIN = 10_000;
const SETTLES = 1500; // off this long at least: an impatient hand means one task, not fifty

/**
 * @typedef {{ ready: boolean, count: number, first: string[], total: string, price: string, usual: number, text: string }} Judged
 * @typedef {{ gesture: string, ok: boolean, text: string, rest: number }} Reply
 */


/**
 * @param {(key: string) => string} word
 * @param {{ read: () => string, submit: (gesture: string, agreed: number) => void, rest: (gesture: string) => void,
 *           sent: () => void }} ends
 */
export function makeImagine(word, { read, submit, rest, sent }) {
  const root = make("div", "yb-imagine");
  const button = makeButton("yb-submit", word("imagine"), () => press());
  button.title = "Ctrl+Enter";
  button.setAttribute("aria-keyshortcuts", "Control+Enter");
  const cancel = makeButton("yb-button", word("cancel_many"), () => disarm(true));
  const left = makeButton("yb-button yb-main", "", () => goOn());
  const price = make("span", "yb-prompt-price");
  const answer = make("p", "yb-refusal");
  answer.role = "alert";
  const many = make("div", "yb-prompt-many");
  const status = make("span", "yb-hidden");
  status.role = "status";
  const line = make("div", "yb-submit-line");
  line.append(button, cancel, left, price, status);
  root.append(answer, line, many);
  /** @type {Judged} */ let judged = { ready: false, count: 1, first: [], total: "", price: "", usual: 0, text: "" };
  let gesture = "";
  let armed = false;
  let pressed = 0;
  let timer = 0;
  let unsent = "";

  // A text the kernel has not judged yet, because a cell runs, may be sent: it is judged again before that.
  const known = () => read() === judged.text;
  const ready = () => (known() ? judged.ready : Boolean(read().trim()));
  const number = () => (known() ? judged.count : 1);
  const named = () => {
    if (number() === 1) return word("imagine");
    const what = word(armed ? "confirm_many" : "imagine_many").replace("{n}", String(number()));
    return judged.total ? word("and_total").replace("{what}", what).replace("{total}", judged.total) : what;
  };
  /** @param {string} text */
  const tell = (text) => setText(answer, text);
  const draw = () => {
    const several = number() > 1;
    if (!several || !ready()) armed = false;
    button.textContent = named();
    button.classList.toggle("yb-armed", armed);
    button.ariaDisabled = gesture || !ready() ? "true" : null;
    button.ariaBusy = gesture ? "true" : null;
    cancel.hidden = !armed;
    left.hidden = !unsent;
    setText(price, [judged.price, judged.usual && word("usually").replace("{time}", duration(word, judged.usual))].filter(Boolean).join(" · "));
    many.hidden = !several || !known();
    if (many.hidden) return;
    const list = make("ol", "yb-prompt-first");
    list.append(...judged.first.map((text) => make("li", "", text)));
    many.replaceChildren(make("p", "", word("first_of").replace("{n}", String(judged.count))), list);
    const more = judged.count - judged.first.length;
    if (more > 0) many.append(make("p", "yb-prompt-soft", word("more_prompts").replace("{n}", String(more))));
  };
  /** @param {boolean} [focus] */
  const disarm = (focus = false) => {
    armed = false;
    draw();
    if (focus) button.focus();
  };
  /** @param {string} which @param {() => void} carry */
  const begin = (which, carry) => {
    gesture = which;
    pressed = performance.now();
    tell("");
    clearTimeout(timer);
    timer = window.setTimeout(() => tell(word("no_answer")), ANSWER_WITHIN);
    try {
      carry();
    } catch {
      // The kernel was restarted: the host throws, and no answer will come.
      clearTimeout(timer);
      gesture = "";
      tell(word("not_delivered"));
    }
    draw();
  };
  const press = () => {
    if (gesture) return;
    if (!ready()) {
      if (!read().trim()) tell(word("write_first"));
      return;
    }
    if (root.closest(".yubo-form")?.querySelector(".yb-tray[data-waiting]")) return tell(word("slots_wait"));
    if (number() > 1 && !armed) {
      armed = true;
      draw();
      return;
    }
    const agreed = number();
    armed = false;
    unsent = "";
    begin(mint(), () => submit(gesture, agreed));
  };
  const goOn = () => {
    if (gesture || !unsent) return;
    const which = unsent;
    unsent = "";
    begin(which, () => rest(which));
  };
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !armed) return;
    event.stopPropagation();
    disarm(true);
  });
  draw();
  tell("");
  return {
    root,
    line,
    press,
    tell,
    /** The text is another than it was. */
    typed() {
      armed = false;
      if (answer.textContent === word("write_first")) tell("");
      draw();
    },
    /** @param {Judged} now */
    judge(now) {
      if (now.text !== judged.text || now.count !== judged.count || now.total !== judged.total) armed = false;
      judged = now;
      draw();
    },
    /** @param {Reply} reply */
    receive(reply) {
      if (reply.gesture !== gesture) return;
      clearTimeout(timer);
      tell(reply.ok ? "" : reply.text);
      if (reply.ok) status.textContent = word("sent_many").replace("{n}", String(number()));
      if (reply.ok || reply.rest) sent();
      unsent = reply.rest ? gesture : "";
      left.textContent = word("send_rest").replace("{n}", String(reply.rest));
      timer = window.setTimeout(() => {
        gesture = "";
        draw();
      }, Math.max(0, pressed + SETTLES - performance.now()));
      draw();
    },
    end() {
      clearTimeout(timer);
    },
  };
}
