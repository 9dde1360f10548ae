// <sahayak-widget>: a button until it is pressed; the chat itself is loaded then.
/* global __CHAT__ */

import { adopt, h, icon } from "./dom.js";
import { CHAT } from "./icons.js";
import { lacksDevanagari } from "./language.js";
import css from "./launcher.css";
import labels from "./launcher.json";

const script = document.currentScript ?? document.querySelector('script[src$="/widget.js"]');
const BASE = new URL(".", script.src);
const OPEN_KEY = "sahayak-open";
const NARROW = "(max-width: 30rem)";

class SahayakWidget extends HTMLElement {
  static observedAttributes = ["data-lang", "data-theme"];
  #root = this.attachShadow({ mode: "open" });
  #launcher = null;
  #problem = null;
  #chat = null;
  #loading = null;
  #tries = 0;

  connectedCallback() {
    if (this.#launcher) return;
    adopt(this.#root, css, script.nonce);
    this.#launcher = h("button", { type: "button", class: "launcher", onclick: () => this.toggle() });
    this.#launcher.append(icon(CHAT), h("span"), h("span", { class: "unread" }));
    this.#problem = h("p", { class: "problem", role: "status" });
    this.#root.append(this.#problem, this.#launcher);
    const wasOpen = remembered() && !matchMedia(NARROW).matches;
    this.#label();
    if (this.hasAttribute("data-open") || wasOpen) this.#show((chat) => chat.open({ quietly: true }));
  }

  attributeChangedCallback(name) {
    if (name === "data-lang") this.#chat?.setLanguage(this.language);
    if (name === "data-theme") this.#chat?.setTheme(this.dataset.theme);
    this.#label();
  }

  get language() {
    return this.dataset.lang === "en" ? "en" : "hi";
  }

  get isOpen() {
    return Boolean(this.#chat?.isOpen);
  }

  open() {
    return this.#show((chat) => chat.open());
  }

  close() {
    this.#chat?.close();
  }

  toggle() {
    return this.isOpen ? this.close() : this.open();
  }

  // Opens the chat and asks: what a page's own "popular questions" call.
  ask(text) {
    return this.#show((chat) => {
      chat.open();
      chat.ask(String(text));
    });
  }

  async #show(then) {
    const chat = this.#chat ?? (await this.#load());
    if (chat) then(chat);
  }

  #load() {
    this.#loading ??= this.#import().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #import() {
    const words = labels[this.language];
    this.#launcher.setAttribute("aria-busy", "true");
    this.#problem.textContent = "";
    try {
      // A browser may remember that an address failed: the next try has another one.
      const address = new URL(__CHAT__ + (this.#tries ? `?${this.#tries}` : ""), BASE);
      const { createChat } = await import(address.href);
      this.#chat = await createChat({
        host: this,
        root: this.#root,
        base: BASE,
        nonce: script.nonce,
        changed: () => this.#label(),
      });
    } catch {
      this.#tries += 1;
      this.#problem.textContent = words.failed;
    }
    this.#launcher.removeAttribute("aria-busy");
    return this.#chat;
  }

  // Called at every change of the chat's state, too.
  #label() {
    if (!this.#launcher) return;
    const words = labels[this.language];
    const { isOpen = false, unread = false } = this.#chat ?? {};
    if (this.#chat) remember(isOpen);
    const canWrite = this.language !== "hi" || !lacksDevanagari(canvas()) || this.#chat;
    this.#launcher.lang = canWrite ? this.language : "en";
    const [, text, news] = this.#launcher.children;
    text.textContent = canWrite ? words.ask : "Sahayak";
    news.textContent = unread ? words.unread : "";
    this.#launcher.setAttribute("aria-expanded", String(isOpen));
    this.#launcher.setAttribute("aria-haspopup", "dialog");
    this.#launcher.hidden = isOpen;
    this.lang = this.language;
    if (this.#chat && !isOpen && this.#chat.wantsFocusBack) this.#launcher.focus();
  }
}

function canvas() {
  return document.createElement("canvas").getContext("2d");
}

function remembered() {
  try {
    return sessionStorage.getItem(OPEN_KEY) === "1";
  } catch {
    return false;
  }
}

function remember(isOpen) {
  try {
    if (isOpen) sessionStorage.setItem(OPEN_KEY, "1");
    else sessionStorage.removeItem(OPEN_KEY);
  } catch {
    // The panel then starts closed on the next page.
  }
}

if (!customElements.get("sahayak-widget")) {
  customElements.define("sahayak-widget", SahayakWidget);
  if (!document.querySelector("sahayak-widget")) {
    const widget = document.createElement("sahayak-widget");
    for (const name of ["lang", "position", "theme", "open"]) {
      if (name in script.dataset) widget.dataset[name] = script.dataset[name];
    }
    document.body.append(widget);
  }
}
