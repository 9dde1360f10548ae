// The dialog: header, log, composer; focus, Escape, the keyboard of a phone.

import { h, icon } from "./dom.js";
import { CHAT, CLEAR, CLOSE, PRINT } from "./icons.js";

const FOCUSABLE = "button, a[href], input, textarea, select, [tabindex='0']";

export class Panel {
  // on: {close, print, clear, language}; composer: element; words.
  constructor({ root, words, language, composer, on }) {
    Object.assign(this, { root, on, words });
    this.announcer = h("div", { class: "unseen", role: "status", "aria-live": "polite" });
    this.log = h("ol", { class: "log", tabindex: "0" });
    this.banner = h("p", { class: "banner", hidden: true });
    this.typing = h("p", { class: "typing", hidden: true });
    this.header = h("header");
    this.cover = h("div", { class: "cover", hidden: true });
    this.element = h(
      "section",
      { class: "panel", role: "dialog", "aria-modal": "true", "aria-labelledby": "title", hidden: true },
      this.header, this.banner, this.log, this.typing, composer, this.cover, this.announcer,
    );
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    root.append(this.element);
    this.relabel(words, language);
    this.systemDark = matchMedia("(prefers-color-scheme: dark)");
    this.systemDark.addEventListener("change", () => this.setTheme(this.theme));
    for (const type of ["resize", "scroll"]) {
      globalThis.visualViewport?.addEventListener(type, () => this.#fit());
    }
  }

  get isOpen() {
    return !this.element.hidden;
  }

  relabel(words, language) {
    this.words = words;
    this.element.lang = language;
    this.log.setAttribute("aria-label", words.log);
    const other = language === "hi" ? "en" : "hi";
    const switcher = h("button", { type: "button", class: "switch", lang: other, onclick: this.on.language }, words.other);
    this.header.replaceChildren(
      h("span", { class: "mark" }, icon(CHAT)),
      h("h2", { id: "title" }, words.name, h("small", {}, words.tagline)),
      switcher,
      this.#button(PRINT, words.print, this.on.print),
      this.#button(CLEAR, words.clear, this.on.clear),
      this.#button(CLOSE, words.close, this.on.close),
    );
    const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.typing.replaceChildren(dots, words.typing);
  }

  #button(path, label, pressed) {
    return h("button", { type: "button", "aria-label": label, title: label, onclick: pressed }, icon(path));
  }

  show() {
    this.element.hidden = false;
    this.#fit();
    this.toEnd();
  }

  hide() {
    this.element.hidden = true;
  }

  // Told to screen readers once, apart from the log, which they would read again and again.
  announce(text, lang) {
    const line = h("p", lang ? { lang } : {}, text);
    this.announcer.append(line);
    setTimeout(() => line.remove(), 10_000);
  }

  tell(text) {
    this.banner.textContent = text ?? "";
    this.banner.hidden = !text;
  }

  // light, dark, or else as the system has it.
  setTheme(theme) {
    this.theme = theme;
    const isDark = theme === "dark" || (theme !== "light" && this.systemDark.matches);
    this.element.classList.toggle("dark", isDark);
  }

  // On a phone the field's keyboard would cover the answer that one waits for.
  focusField(composer) {
    if (matchMedia("(pointer: coarse)").matches) this.log.focus();
    else composer.focus();
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  // A long answer is read from its beginning.
  bringIntoView(item) {
    const isTall = item.offsetHeight > this.log.clientHeight - 24;
    if (isTall) this.log.scrollTop = item.offsetTop - this.log.offsetTop - 8;
    else this.toEnd();
  }

  // A question over the panel, as for erasing; resolves to true or false.
  confirm({ title, text, yes, no }) {
    return new Promise((resolve) => {
      const before = this.root.activeElement;
      const answer = (isYes) => {
        this.cover.hidden = true;
        this.cover.replaceChildren();
        if (before?.isConnected) before.focus();
        resolve(isYes);
      };
      this.dismiss = () => answer(false);
      const box = h(
        "div",
        { class: "confirm", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "ask", "aria-describedby": "what" },
        h("h3", { id: "ask" }, title),
        h("p", { id: "what" }, text),
        h("div", { class: "chips" },
          h("button", { type: "button", class: "chip", onclick: () => answer(false) }, no),
          h("button", { type: "button", class: "primary danger", onclick: () => answer(true) }, yes)),
      );
      this.cover.replaceChildren(box);
      this.cover.hidden = false;
      box.querySelector("button").focus();
    });
  }

  #onKey(event) {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      if (this.cover.hidden) this.on.close();
      else this.dismiss();
    }
    if (event.key !== "Tab") return;
    const within = this.cover.hidden ? this.element : this.cover;
    const stops = [...within.querySelectorAll(FOCUSABLE)].filter((stop) => stop.checkVisibility?.() ?? stop.offsetParent);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (this.root.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }

  // A phone's keyboard covers the page's end without the page being told; the panel gives way.
  #fit() {
    const view = globalThis.visualViewport;
    if (!view || !this.isOpen) return;
    this.element.style.setProperty("--height", `${view.height}px`);
    this.element.style.setProperty("--top", `${view.offsetTop}px`);
    if (this.root.activeElement?.id === "field") this.toEnd();
  }
}
