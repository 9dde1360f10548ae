// What is kept in the browser keeps no identifier. Digits may be Devanagari, too.

const DIGIT = "[0-9०-९]";
const LEAST_DIGITS = 6;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)*/g;
const PAN = /\b[A-Za-z]{5}[0-9]{4}[A-Za-z]\b/g;
const SPACED_DIGITS = new RegExp(`${DIGIT}(?:[ .\\u00a0-]?${DIGIT}){${LEAST_DIGITS - 1},}`, "g");
const DIGITS = new RegExp(`${DIGIT}{${LEAST_DIGITS},}`, "g");
const ADDRESS = /https?:\/\/\S+/g;

const dots = (run) => run.replace(/\S/g, "•");

// What a person typed: also in groups (98765 43210), as people write numbers.
export function maskTyped(text) {
  return text.replace(MAIL, dots).replace(PAN, dots).replace(SPACED_DIGITS, dots);
}

// What the assistant said: its own links and the helpline stay readable.
export function maskSaid(text) {
  let masked = "";
  let position = 0;
  for (const match of text.matchAll(ADDRESS)) {
    masked += text.slice(position, match.index).replace(DIGITS, dots) + match[0];
    position = match.index + match[0].length;
  }
  return masked + text.slice(position).replace(DIGITS, dots);
}
