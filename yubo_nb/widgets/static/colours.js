// How far apart two pictures are, as a person sees it: the distance in OKLab, a space made so that equal steps look equal.
// Björn Ottosson, "A perceptual color space for image processing" (2020); the distance is deltaEOK of CSS Color 4.

const MOST = 400; // pixels of the longer side that are compared: more takes longer and finds the same
export const FULL = 0.4; // a distance shown in the brightest colour; black and white are 1 apart

const LINEAR = Float32Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});
// From nothing to much, in even steps of lightness; black stays black where nothing differs.
const STOPS = [[0, 0, 4], [66, 10, 104], [147, 38, 103], [221, 81, 58], [252, 165, 10], [252, 255, 164]];

/** @typedef {{ image: HTMLImageElement, part: number }} Source  `part`: a quarter of a grid of four, or 0 */

/** The three numbers of a pixel. @param {Uint8ClampedArray} data @param {number} at @param {Float32Array} lab */
function oklab(data, at, lab) {
  const [r, g, b] = [LINEAR[data[at] ?? 0] ?? 0, LINEAR[data[at + 1] ?? 0] ?? 0, LINEAR[data[at + 2] ?? 0] ?? 0];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  lab[0] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  lab[1] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
}

/** @param {Source} source @param {number} width @param {number} height */
function pixels({ image, part }, width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return undefined;
  const [w, h] = [image.naturalWidth / (part ? 2 : 1), image.naturalHeight / (part ? 2 : 1)];
  const [x, y] = part ? [((part - 1) % 2) * w, Math.floor((part - 1) / 2) * h] : [0, 0];
  context.imageSmoothingQuality = "high";
  context.drawImage(image, x, y, w, h, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}

/** @param {Uint8ClampedArray} out @param {number} at @param {number} distance */
function paint(out, at, distance) {
  const place = Math.min(1, distance / FULL) * (STOPS.length - 1);
  const n = Math.min(STOPS.length - 2, Math.floor(place));
  for (let i = 0; i < 3; i += 1) {
    const [from, to] = [STOPS[n]?.[i] ?? 0, STOPS[n + 1]?.[i] ?? 0];
    out[at + i] = from + (to - from) * (place - n);
  }
  out[at + 3] = 255;
}

/**
 * Paint where two pictures differ; the second is stretched to the shape of the first.
 * @param {HTMLCanvasElement} canvas @param {Source} a @param {Source} b
 * @returns {{ mean: number, share: number }}  the mean distance, and the share of pixels that look different (above 0.02, the just noticeable)
 */
export function paintDifference(canvas, a, b) {
  const { naturalWidth, naturalHeight } = a.image;
  const scale = Math.min(1, MOST / Math.max(naturalWidth, naturalHeight) * (a.part ? 2 : 1)) / (a.part ? 2 : 1);
  const [width, height] = [Math.max(1, Math.round(naturalWidth * scale)), Math.max(1, Math.round(naturalHeight * scale))];
  const [first, second] = [pixels(a, width, height), pixels(b, width, height)];
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context || !first || !second) return { mean: 0, share: 0 };
  const out = context.createImageData(width, height);
  const [one, other] = [new Float32Array(3), new Float32Array(3)];
  let [sum, seen] = [0, 0];
  for (let at = 0; at < first.length; at += 4) {
    oklab(first, at, one);
    oklab(second, at, other);
    const distance = Math.hypot((one[0] ?? 0) - (other[0] ?? 0), (one[1] ?? 0) - (other[1] ?? 0), (one[2] ?? 0) - (other[2] ?? 0));
    sum += distance;
    if (distance > 0.02) seen += 1;
    paint(out.data, at, distance);
  }
  context.putImageData(out, 0, 0);
  const all = width * height;
  return { mean: sum / all, share: seen / all };
}

/** The colours as a legend. */
export const GRADIENT = `linear-gradient(to right, ${STOPS.map((stop) => `rgb(${stop.join()})`).join()})`;
