// Keeping the kernel's text and the browser's one. What is typed is here first and never waits; one message is under way at
// a time, so that a busy kernel has one to read and not a thousand. The kernel does again what its controls did meanwhile.

const WAITS = 3000; // ms without an answer: the message may be lost, the next letters are sent all the same

/** @typedef {{ version: number, text: string, number: number, filled: number }} Told */
/**
 * @typedef {{
 *   read: () => string, adopt: (text: string) => void, send: (number: number, text: string, base: number) => void
 * }} Ends
 */

/** @param {Told} told @param {Ends} ends */
export function makeSync(told, { read, adopt, send }) {
  let number = Math.floor(Math.random() * 2 ** 48);
  let base = told.version;
  let filled = told.filled;
  let known = read(); // the browser's text when both were last the same
  /** @type {{ number: number, text: string } | null} */ let open = null;
  let since = 0;
  const flush = () => {
    number += 1;
    open = { number, text: read() };
    since = performance.now();
    send(number, open.text, base);
  };
  return {
    /** The number and the base of a message that carries the text itself. */
    next() {
      number += 1;
      open = { number, text: read() };
      since = performance.now();
      return { number, base };
    },
    typed() {
      if (read() !== known && (!open || performance.now() - since > WAITS)) flush();
    },
    /** Before the page goes: the newest text, whatever is under way. */
    leave() {
      if (read() !== (open?.text ?? known)) flush();
    },
    /** @param {Told} now */
    told(now) {
      const mine = open !== null && open.number === now.number;
      if (now.filled !== filled) {
        // Somebody chose another text: what was typed here and not sent yet goes to the kernel, to be put back.
        if (read() !== (open?.text ?? known)) flush();
        filled = now.filled;
        open = null;
      } else if (open) {
        if (!mine) return; // its answer will come, with this in it
        const sent = open.text;
        open = null;
        if (read() !== sent) {
          if (now.text === sent) base = now.version;
          flush();
          return;
        }
      } else if (read() !== known) {
        flush();
        return;
      }
      base = now.version;
      adopt(now.text);
      known = read();
    },
  };
}
