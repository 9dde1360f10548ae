// Prints the conversation alone, not the page that it is embedded in.

import { adopt, h } from "./dom.js";
import css from "./print.css";

// items: elements of the log, copied; title: heading of the sheet; font: {family, source} or null.
export async function printConversation(items, { title, language, nonce, font }) {
  const frame = h("iframe", { title, "aria-hidden": "true", tabindex: "-1" });
  for (const [name, value] of [["position", "fixed"], ["width", "0"], ["height", "0"], ["border", "0"]]) {
    frame.style.setProperty(name, value);
  }
  document.body.append(frame);
  const paper = frame.contentDocument;
  paper.documentElement.lang = language;
  paper.title = title;
  const heading = paper.createElement("h1");
  heading.textContent = title;
  const list = paper.createElement("ol");
  for (const item of items) list.append(withoutControls(paper.importNode(item, true)));
  paper.body.append(heading, list);
  adoptIn(frame.contentWindow, css, nonce);
  if (font) {
    const face = new frame.contentWindow.FontFace(font.family, font.source);
    paper.fonts.add(await face.load());
  }
  frame.contentWindow.addEventListener("afterprint", () => frame.remove());
  frame.contentWindow.print();
}

function withoutControls(item) {
  for (const control of item.querySelectorAll("button, form, .tools, .chips, .face, .state")) control.remove();
  return item;
}

// A sheet belongs to the document whose window made it.
function adoptIn(window, text, nonce) {
  if (!("adoptedStyleSheets" in window.document)) {
    adopt(window.document.head, text, nonce);
    return;
  }
  const sheet = new window.CSSStyleSheet();
  sheet.replaceSync(text);
  window.document.adoptedStyleSheets = [sheet];
}
