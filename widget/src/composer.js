// Where people write: one field, with the keyboard that suits what was asked.

import { h, icon } from "./dom.js";
import { LETTERS, SEND } from "./icons.js";
import { fieldFor, hasOnlyDigits, writtenDay } from "./wants.js";

const LONGEST = 4_000;

export class Composer {
  // sent(text): what was typed; words: labels in the page's language.
  constructor({ sent, words }) {
    Object.assign(this, { sent, words, wants: null });
    this.element = h("form", { class: "composer", autocomplete: "off", novalidate: true });
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#draw("");
  }

  relabel(words) {
    this.words = words;
    this.#draw(this.field.value);
  }

  // wants: {type, invalid?} as wantedBy() reads it, or null for free text.
  ask(wants) {
    if (JSON.stringify(wants) === JSON.stringify(this.wants)) return;
    const hadFocus = this.element.contains(this.element.getRootNode().activeElement);
    this.wants = wants;
    this.#draw(this.field.value);
    if (hadFocus) this.field.focus();
  }

  focus() {
    this.field.focus();
  }

  #draw(text) {
    const { words } = this;
    const special = fieldFor(this.wants);
    const common = { id: "field", class: "field", maxlength: LONGEST, enterkeyhint: "send", placeholder: words.placeholder };
    this.field = special
      ? h("input", { type: "text", ...common, ...special })
      : h("textarea", { rows: "1", ...common });
    this.field.value = text;
    this.field.addEventListener("keydown", (event) => {
      // While an input method composes Devanagari, Enter belongs to it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener("input", () => this.#grow());
    this.element.replaceChildren(
      h("label", { class: "unseen", for: "field" }, words.input),
      ...[this.field, this.#dayField(), this.#lettersButton()].filter(Boolean),
      h("button", { type: "submit", class: "send", "aria-label": words.send, title: words.send }, icon(SEND)),
    );
    this.#grow();
  }

  #dayField() {
    if (this.wants?.type !== "date") return null;
    const day = h("input", { type: "date", class: "day", "aria-label": this.words.day });
    day.addEventListener("change", () => {
      if (day.value) this.field.value = writtenDay(day.value);
    });
    return day;
  }

  // A pad of digits has no letters, and some people want to write a sentence instead.
  #lettersButton() {
    if (!hasOnlyDigits(this.wants)) return null;
    const { letters } = this.words;
    const button = h("button", { type: "button", class: "tool letters", "aria-label": letters, title: letters }, icon(LETTERS));
    button.addEventListener("click", () => {
      this.field.setAttribute("inputmode", "text");
      this.field.blur();
      this.field.focus();
      button.remove();
    });
    return button;
  }

  #grow() {
    if (this.field.tagName !== "TEXTAREA") return;
    this.field.style.setProperty("height", "auto");
    this.field.style.setProperty("height", `${this.field.scrollHeight + 2}px`);
  }

  #submit() {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.wants = null;
    this.#draw("");
    this.field.focus();
    this.sent(text);
  }
}
