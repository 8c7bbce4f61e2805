// Undo for a text that also others write into: a browser's own history breaks at the first text set from outside.

const TOGETHER = 600; // ms; what is typed in one go is undone in one go

/** @typedef {{ text: string, start: number, end: number }} State */

/** @param {() => State} read @param {(state: State) => void} write */
export function makeUndo(read, write) {
  /** @type {State[]} */ const past = [read()];
  /** @type {State[]} */ let future = [];
  let last = 0;
  /** @param {State[]} from @param {State[]} to */
  const move = (from, to) => {
    const state = from.pop();
    if (!state) return;
    to.push(state);
    last = 0;
    write(/** @type {State} */ (from === past ? past.at(-1) : state));
  };
  return {
    /** The text is another now. @param {boolean} typed letters of one go are one step */
    changed(typed) {
      const now = read();
      const at = performance.now();
      if (now.text === past.at(-1)?.text) {
        past[past.length - 1] = now;
        return;
      }
      const joins = typed && at - last < TOGETHER && past.length > 1 && !/\s$/.test(now.text.slice(0, now.end));
      if (joins) past[past.length - 1] = now;
      else past.push(now);
      if (past.length > 300) past.shift();
      future = [];
      last = typed ? at : 0;
    },
    undo() {
      if (past.length > 1) move(past, future);
    },
    redo() {
      move(future, past);
    },
  };
}
