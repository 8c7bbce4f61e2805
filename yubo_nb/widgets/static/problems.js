// What is wrong, each with the place in the text: a press puts the cursor there.

import { make, makeButton } from "./dom.js";

const SHOWN = 4;
const AROUND = 14; // characters of the text on either side of the wrong ones

/** @import { Problem } from "./field.js" */

/** @param {Problem} problem @param {string} text */
function excerpt({ at, length }, text) {
  const line = make("span", "yb-problem-excerpt");
  line.dir = "auto";
  const from = Math.max(0, at - AROUND);
  const to = Math.min(text.length, at + length + AROUND);
  const mark = make("mark", "", text.slice(at, Math.min(at + length, at + 60)) || "⎵");
  line.append(from > 0 ? "…" : "", text.slice(from, at), mark, text.slice(at + length, to), to < text.length ? "…" : "");
  return line;
}

/** @param {(key: string) => string} word @param {(problem: Problem) => void} go */
export function makeProblems(word, go) {
  const list = make("ul", "yb-problems");
  list.ariaLabel = word("problems");
  let all = false;
  /** @param {Problem[]} problems @param {string} text */
  const draw = (problems, text) => {
    list.hidden = !problems.length;
    const shown = all ? problems : problems.slice(0, SHOWN);
    list.replaceChildren(
      ...shown.map((problem) => {
        const item = make("li", `yb-${problem.level}`);
        const button = makeButton("yb-problem", "", () => go(problem));
        button.append(make("strong", "", word(problem.level === "error" ? "error" : "warning")), make("span", "", problem.text));
        if (problem.at >= 0) {
          button.append(excerpt(problem, text));
          button.title = word("character").replace("{n}", String([...text.slice(0, problem.at)].length + 1));
        }
        item.append(button);
        return item;
      }),
    );
    if (shown.length === problems.length) return;
    const more = make("li", "yb-problem-more");
    const press = () => {
      all = true;
      draw(problems, text);
    };
    more.append(makeButton("yb-chip", word("show_more").replace("{n}", String(problems.length - shown.length)), press));
    list.append(more);
  };
  return { list, draw };
}
