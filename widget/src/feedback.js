// Under an answer: was it of use, copy it. A reason may be given, and need not be.

import { h, icon } from "./dom.js";
import { COPY, DONE, DOWN, UP } from "./icons.js";

const LONGEST_COMMENT = 500;

// say(text): tells a screen reader; judge({verdict, reason?, comment?}) → promise.
export function drawTools(message, { words, language, reasons, judge, say, root }) {
  const tools = h("div", { class: "tools", lang: language });
  const copy = tool(COPY, words.copy, async () => {
    const isCopied = await copyText(message.text, root);
    say(isCopied ? words.copied : words.copyFailed);
    if (isCopied) mark(copy, DONE, COPY);
  });
  const up = tool(UP, words.up, () => vote("up"));
  const down = tool(DOWN, words.down, () => vote("down"));
  const thumbs = { up, down };
  const redraw = () => {
    for (const name of ["up", "down"]) thumbs[name].setAttribute("aria-pressed", String(message.verdict === name));
  };

  async function vote(verdict) {
    tools.querySelector(".reasons")?.remove();
    const before = message.verdict;
    message.verdict = verdict;
    redraw();
    try {
      await judge(message, { verdict });
    } catch {
      message.verdict = before;
      redraw();
      say(words.feedbackFailed, { shown: true });
      return;
    }
    if (verdict === "up") {
      say(words.thanks, { shown: true });
      return;
    }
    const form = drawReasons({ words, language, reasons, thank, judge: (more) => judge(message, { verdict, ...more }), failed });
    tools.append(form);
    form.querySelector("button, textarea").focus();
    form.scrollIntoView({ block: "nearest" });
  }

  function thank() {
    tools.querySelector(".reasons")?.remove();
    say(words.thanks, { shown: true });
    down.focus();
  }

  function failed() {
    say(words.feedbackFailed, { shown: true });
  }

  redraw();
  tools.append(up, down, copy);
  return tools;
}

function drawReasons({ words, language, reasons, judge, thank, failed }) {
  let chosen;
  const comment = h("textarea", { id: "comment", class: "comment", rows: "2", maxlength: LONGEST_COMMENT });
  const chips = reasons.map((reason) => {
    const chip = h("button", { type: "button", class: "chip", "aria-pressed": "false" }, reason[language]);
    chip.addEventListener("click", () => {
      chosen = chosen === reason.code ? undefined : reason.code;
      for (const one of chips) one.setAttribute("aria-pressed", String(one === chip && chosen === reason.code));
    });
    return chip;
  });
  const form = h(
    "form",
    { class: "reasons" },
    h("fieldset", {}, h("legend", {}, words.why), h("div", { class: "chips" }, ...chips)),
    h("label", { for: "comment" }, words.comment),
    comment,
    h("button", { type: "submit", class: "primary" }, words.sendFeedback),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = comment.value.trim();
    try {
      await judge({ ...(chosen && { reason: chosen }), ...(text && { comment: text }) });
      thank();
    } catch {
      failed();
    }
  });
  return form;
}

function tool(path, label, pressed) {
  return h("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick: pressed }, icon(path));
}

function mark(button, path, before) {
  button.replaceChildren(icon(path));
  setTimeout(() => button.replaceChildren(icon(before)), 2_000);
}

export async function copyText(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed here, or a page without https: the old way.
  }
  const field = h("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" });
  field.value = text;
  const focused = root.activeElement;
  root.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return isCopied;
}
