// One message of the conversation as elements.

import { h, icon } from "./dom.js";
import { CHAT } from "./icons.js";
import { pieces } from "./linking.js";
import { drawTable } from "./table.js";

const KINDS_OF_LINE = [
  [/^\s*(?:•|\d{1,2}\.\s)/, "item"],
  [/^⚠/, "warning"],
  [/^(?:स्रोत|Source|Srot)\s*:/, "source"],
];

export function kindOfLine(line) {
  return KINDS_OF_LINE.find(([pattern]) => pattern.test(line))?.[1] ?? "text";
}

export function drawText(text, origins, newTab) {
  return text.split("\n").map((line) => {
    const paragraph = h("p", { class: kindOfLine(line) });
    for (const piece of pieces(line.trim(), origins)) {
      paragraph.append(piece.href ? drawLink(piece, newTab) : piece.text);
    }
    return paragraph;
  });
}

function drawLink({ text, href }, newTab) {
  if (!href.startsWith("http")) return h("a", { href }, text);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text, h("span", { class: "unseen" }, ` (${newTab})`));
}

// message: {from: me|bot|operator|notice, text, lang, custom?, state…}; draws itself anew.
export function drawMessage(message, { words, language, origins }) {
  const bubble = h("div", { class: "bubble", lang: message.lang });
  if (message.text) bubble.append(...drawText(message.text, origins, words.newTab));
  const table = message.custom?.table;
  const sheet = message.custom?.worksheet;
  const extras = table ? drawTable(table, { language: message.lang === "en" ? "en" : "hi", words }) : [];
  if (sheet && origins.includes(originOf(sheet))) extras.push(drawSheet(sheet, words));
  const item = h(
    "li",
    { class: `message ${message.from}` },
    h("span", { class: "unseen", lang: language }, `${who(message, words)}: `),
    message.from !== "me" && message.from !== "notice" && h("span", { class: "face" }, icon(CHAT)),
    h("div", { class: "body" }, message.from === "operator" && h("p", { class: "who" }, words.operator), bubble, ...extras),
  );
  return item;
}

function drawSheet(href, words) {
  return h(
    "a",
    { class: "chip sheet", href, target: "_blank", rel: "noopener noreferrer" },
    words.worksheet,
    h("span", { class: "unseen" }, ` (${words.newTab})`),
  );
}

function originOf(address) {
  try {
    return new URL(address).origin;
  } catch {
    return null;
  }
}

export function who(message, words) {
  return { me: words.you, operator: words.operator, notice: words.notice }[message.from] ?? words.name;
}
