// The font for systems without Devanagari.

import { lacksDevanagari } from "./language.js";

const FAMILY = "Sahayak Devanagari";
const RANGE = "U+0900-097F, U+200C-200D, U+20B9, U+25CC";

// Loads it only where the letters are missing; → {family, source}, or null where they are not.
export async function loadFont(base, patience) {
  if (!lacksDevanagari(document.createElement("canvas").getContext("2d"))) return null;
  const font = { family: FAMILY, source: `url(${new URL("widget/devanagari.woff2", base)})` };
  const face = new FontFace(FAMILY, font.source, { unicodeRange: RANGE });
  document.fonts.add(face);
  // A page's font-src may forbid it; English still shows, and so does the helpline.
  await Promise.race([face.load().catch(() => {}), patience]);
  return font;
}
