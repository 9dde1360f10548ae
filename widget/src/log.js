// The list of messages: greeting, answers with their buttons and thumbs, how a message fares.

import { h } from "./dom.js";
import { drawTools } from "./feedback.js";
import { languageOf } from "./language.js";
import { drawMessage } from "./message.js";

const QUIET = ["queued", "sending", "sent"];
const LOST = ["failed", "refused"];

export class Log {
  #nodes = new Map();

  // view() → {words, language, origins, session}; on: {press, retry, judge, again}.
  constructor({ panel, view, on }) {
    Object.assign(this, { panel, view, on });
  }

  drawAll(messages) {
    this.#nodes.clear();
    this.panel.log.replaceChildren();
    if (this.view().session) this.#welcome(messages);
    messages.forEach((message, place) => this.draw(message, place === messages.length - 1));
    this.panel.toEnd();
  }

  // The greeting stands before whatever was asked meanwhile; → whether it is new.
  welcome(messages) {
    if (this.panel.log.querySelector(".greeting")) return false;
    this.#welcome(messages);
    return true;
  }

  // In the page's language; not itself a message.
  #welcome(messages) {
    const { language, session } = this.view();
    const { greeting, notice, questions = [] } = session;
    const item = drawMessage({ from: "bot", text: greeting[language], lang: language }, this.view());
    item.classList.add("greeting");
    const body = item.querySelector(".body");
    body.append(h("p", { class: "privacy", lang: language }, notice[language]));
    if (!messages.length) {
      body.append(this.#choices(questions.map((one) => ({ title: one[language], payload: one[language] }))));
    }
    this.panel.log.prepend(item);
  }

  // Why nothing can be asked now, with a button to try again.
  problem(text) {
    const { words } = this.view();
    const again = h("button", { type: "button", class: "chip", onclick: this.on.again }, words.again);
    this.panel.log.append(h("li", { class: "start" }, h("p", {}, text), again));
  }

  clearProblem() {
    this.panel.log.querySelector(".start")?.remove();
  }

  draw(message, isLast) {
    const item = drawMessage(message, this.view());
    const body = item.querySelector(".body");
    if (message.buttons?.length && isLast) body.append(this.#choices(message.buttons));
    if (message.from === "me") body.append(this.#state(message));
    if (message.answers) body.append(this.#tools(message, body));
    this.panel.log.append(item);
    this.#nodes.set(message, item);
    this.panel.bringIntoView(item);
    return item;
  }

  // Buttons of an earlier question would answer a later one.
  dropChoices() {
    for (const chips of this.panel.log.querySelectorAll(".body > .chips")) chips.remove();
  }

  // Draws anew how a message fares; → the line.
  progress(message) {
    const line = this.#state(message);
    this.#nodes.get(message).querySelector(".state").replaceWith(line);
    this.panel.toEnd();
    return line.firstChild?.textContent ?? "";
  }

  #choices(buttons) {
    const chips = buttons.map((button) =>
      h("button", { type: "button", class: "chip", lang: languageOf(button.title, "en"), onclick: () => this.on.press(button) }, button.title),
    );
    return h("div", { class: "chips", role: "group", "aria-label": this.view().words.choices }, ...chips);
  }

  #tools(message, body) {
    const { words, language, session } = this.view();
    return drawTools(message, {
      words,
      language,
      root: this.panel.root,
      reasons: session?.feedback_reasons ?? [],
      judge: this.on.judge,
      say: (text, { shown } = {}) => this.#say(text, shown && body),
    });
  }

  #say(text, body) {
    const { language } = this.view();
    this.panel.announce(text, language);
    if (!body) return;
    body.querySelector(".said")?.remove();
    const line = h("p", { class: "said", lang: language }, text);
    body.append(line);
    line.scrollIntoView({ block: "nearest" });
  }

  #state({ entry, failed }) {
    const { words, language } = this.view();
    const line = h("p", { class: "state", lang: language });
    if (failed) line.append(words.lost);
    if (!entry || QUIET.includes(entry.state)) return line;
    const isLost = LOST.includes(entry.state);
    line.classList.toggle("bad", isLost);
    line.append(isLost ? (entry.error?.words?.[language] ?? words.failed) : words[entry.state]);
    if (entry.state === "failed") {
      const retry = h("button", { type: "button", class: "chip retry", onclick: () => this.on.retry(entry) }, words.retry);
      line.append(" ", retry);
    }
    return line;
  }
}
