// A file on its way to the kernel: of a type that relays take, and small enough for the servers in front of them.

import { imageType } from "./pictures.js";


const RAW = 20 * 2 ** 20;
const SENT = 4e6;
const SIDE = 4096;

/**
 * The bytes to send: as they are where that can be, else drawn anew. Throws an Error with a sentence.
 * @param {File} file @param {(key: string) => string} word @returns {Promise<Blob>}
 */
export async function prepare(file, word) {
  if (file.size > RAW) throw new Error(word("slot_large"));
  const type = imageType(new DataView(await file.slice(0, 16).arrayBuffer()));
  if (type && file.size <= SENT) return new Blob([await file.arrayBuffer()], { type });
  /** @type {ImageBitmap} */ let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error(word("slot_unreadable"));
  }
  let scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  try {
    for (;;) {
      const drawn = await draw(bitmap, scale);
      if (!drawn) throw new Error(word("slot_unreadable"));
      if (drawn.size <= SENT) return drawn;
      scale *= 0.8;
    }
  } finally {
    bitmap.close();
  }
}

/** @param {ImageBitmap} bitmap @param {number} scale @returns {Promise<Blob | null>} WebP, or JPEG where that is not written */
async function draw(bitmap, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  /** @param {string} type @returns {Promise<Blob | null>} */
  const encoded = (type) => new Promise((done) => canvas.toBlob(done, type, 0.9));
  const webp = await encoded("image/webp");
  return webp?.type === "image/webp" ? webp : encoded("image/jpeg");
}
