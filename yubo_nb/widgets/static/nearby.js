// Which elements are near the screen: what is seen of a long board or a wide grid, and a little more.

const AHEAD = "250px"; // a row is ready before it is seen

/** What scrolls the notebook: the host clips it, and no margin of the window's reaches past that. @param {HTMLElement} within */
function scroller(within) {
  /** @type {Element | null} */ let outermost = null;
  for (let one = within.parentElement; one; one = one.parentElement) {
    if (one !== document.body && /auto|scroll/.test(getComputedStyle(one).overflowY)) outermost = one;
  }
  return outermost;
}

/**
 * A function that watches an element from then on. @param {HTMLElement} root  of the view
 * @param {(entries: IntersectionObserverEntry[]) => void} hear @param {AbortSignal} signal
 */
export function nearby(root, hear, signal) {
  /** @type {IntersectionObserver | undefined} */ let observer;
  /** @type {Set<Element>} */ const early = new Set();
  const begin = () => {
    // `scrollMargin` reaches into what scrolls inside of the view, where `rootMargin` does not.
    const options = /** @type {IntersectionObserverInit} */ ({ root: scroller(root), rootMargin: AHEAD, scrollMargin: AHEAD });
    observer = new IntersectionObserver(hear, options);
    for (const element of early) observer.observe(element);
    early.clear();
  };
  if (root.isConnected) begin();
  else requestAnimationFrame(() => signal.aborted || begin()); // the host puts it into the page after this
  signal.addEventListener("abort", () => observer?.disconnect());
  return (/** @type {Element} */ element) => void (observer ? observer.observe(element) : early.add(element));
}
