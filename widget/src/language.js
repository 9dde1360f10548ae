// Which language a text is in, for its `lang` and so for the voice that reads it.

const DEVANAGARI = /[ऀ-ॿ]/;

export function languageOf(text, pageLanguage) {
  if (DEVANAGARI.test(text)) return "hi";
  return pageLanguage === "hi" ? "hi-Latn" : "en";
}

// Where the script is missing every letter is the same empty box, so a narrow letter is as wide
// as a broad one. Asks for nothing, and works in a worker's or a page's canvas alike.
export function lacksDevanagari(context) {
  context.font = "40px sans-serif";
  return context.measureText("र").width === context.measureText("झ").width;
}
