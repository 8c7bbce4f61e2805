// A family of its own: a live tree. Here: the model, and the frame around the tree.

import { Frame } from "./frame.js";
import { open, shown } from "./session.js";
import { Tree } from "./tree.js";


/** @import { AnyModel } from "@anywidget/types" */
/** @import { Shared } from "./session.js" */
/** @import { Whole } from "./store.js" */
/**
 * @typedef {{
 *   whole: Whole, words: Record<string, string>, twin: string, face: "board" | "card", lang: string, theme: string,
 *   prices: Record<string, number>, usual: Record<string, number>, root: string, here: string, _module: string, _parts: Record<string, string>
 * }} Traits
 */

/** @param {Shared} shared @param {AnyModel<Traits>} model @param {HTMLElement} el @param {AbortSignal} signal */
function show({ store, pictures, events, heard }, model, el, signal) {
  const frame = new Frame(model, el, () => store.now(), signal);
  const { word, root, list } = frame;
  root.ariaLabel = word("lineage");
  root.dataset.face = "lineage";
  list.className = "";
  const tree = new Tree(
    {
      rows: () => store.rows,
      root: model.get("root"),
      here: model.get("here"),
      pictures,
      pictureId: (row) => store.pictureId(row),
      word,
      now: () => store.now(),
    },
    signal,
  );
  list.append(tree.element);
  tree.reveal();
  const follow = () => {
    tree.draw();
    frame.count(store.rows);
  };
  store.watch(follow, signal);
  follow();
  frame.follow(events, heard);
  store.askWhole();
}

export default shown(open, show);
