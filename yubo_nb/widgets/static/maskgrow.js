// A region grown by a distance: every pixel that is no further than that from one of its own.

/**
 * Exact, and as fast for a large distance as for a small one: down each column how far the region is, then along each row
 * the lower envelope of the parabolas above those distances (Felzenszwalb and Huttenlocher).
 * @param {Uint8Array} bits  1 inside @param {number} width @param {number} height @param {number} by @returns {Uint8Array<ArrayBuffer>}
 */
export function grow(bits, width, height, by) {
  const grown = new Uint8Array(bits);
  if (by < 1) return grown;
  const far = by + 1;
  const down = new Float32Array(bits.length).fill(far);
  for (let x = 0; x < width; x += 1) {
    let since = far;
    for (let at = x; at < bits.length; at += width) down[at] = since = bits[at] ? 0 : Math.min(since + 1, far);
    since = far;
    for (let at = bits.length - width + x; at >= 0; at -= width) {
      since = bits[at] ? 0 : Math.min(since + 1, far);
      if (since < (down[at] ?? far)) down[at] = since;
    }
  }
  const tops = new Int32Array(width); // the columns whose parabolas make the envelope, and from where on each does
  const from = new Float64Array(width + 1);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let last = -1;
    for (let x = 0; x < width; x += 1) {
      const d = down[row + x] ?? far;
      if (d >= far) continue;
      let cut = -Infinity;
      while (last >= 0) {
        const top = tops[last] ?? 0;
        const e = down[row + top] ?? far;
        cut = (d * d + x * x - e * e - top * top) / (2 * (x - top));
        if (cut > (from[last] ?? 0)) break;
        last -= 1;
        cut = -Infinity;
      }
      last += 1;
      tops[last] = x;
      from[last] = cut;
    }
    if (last < 0) continue;
    from[last + 1] = Infinity;
    for (let x = 0, at = 0; x < width; x += 1) {
      while ((from[at + 1] ?? Infinity) < x) at += 1;
      const top = tops[at] ?? 0;
      const d = down[row + top] ?? far;
      if ((x - top) ** 2 + d * d <= by * by) grown[row + x] = 1;
    }
  }
  return grown;
}
