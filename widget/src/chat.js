// The chat: puts the parts together, opens and closes, follows language, theme and network.

import css from "./chat.css";
import { adopt } from "./dom.js";
import { eraseConversation } from "./erasing.js";
import { loadFont } from "./font.js";
import { Handoff } from "./handoff.js";
import { buildParts } from "./parts.js";
import { pause } from "./pause.js";
import { printConversation } from "./printing.js";
import * as saved from "./saved.js";
import allWords from "./words.json";

const FONT_PATIENCE_MS = 3_000;

export async function createChat(given) {
  const font = await loadFont(given.base, pause(FONT_PATIENCE_MS));
  return new Chat({ ...given, font });
}

class Chat {
  unread = false;
  wantsFocusBack = false;
  #handoff = new Handoff();

  // changed(): tells the launcher that the chat opened, closed, or has something new.
  constructor({ host, root, base, nonce, font, changed }) {
    Object.assign(this, { host, root, base, nonce, font, changed });
    adopt(root, css, nonce);
    const kept = saved.read(saved.place());
    this.keep = { session: kept.session ?? null, save: () => this.#save() };
    // A language chosen here holds until the page itself comes in another one.
    this.page = host.language;
    if (kept.page === this.page && kept.language !== this.page) host.dataset.lang = kept.language;
    this.#build();
    this.setTheme(host.dataset.theme);
    addEventListener("online", () => this.#online());
    addEventListener("offline", () => this.#note(this.words.offline));
    this.conversation.restore(kept);
    if (kept.handoff) this.#handedOver(kept.handoff);
  }

  #build() {
    const parts = buildParts({
      base: this.base,
      root: this.root,
      keep: this.keep,
      view: () => ({ words: this.words, language: this.language, origins: this.origins, session: this.keep.session }),
      on: {
        close: () => this.close(),
        print: () => this.#print(),
        clear: () => this.#clear(),
        language: () => (this.host.dataset.lang = this.language === "hi" ? "en" : "hi"),
        again: () => this.#start(),
        judge: (...verdict) => this.#judge(...verdict),
        press: ({ payload, title }) => this.#then(() => this.ask(payload || title, title)),
        retry: (entry) => this.#then(() => this.conversation.outbox.retry(entry)),
        sent: (text) => this.ask(text),
        changed: () => this.#save(),
        handedOver: (state) => this.#handedOver(state),
        news: () => this.#news(),
        got: (...event) => this.#arrived(...event),
      },
    });
    Object.assign(this, parts);
  }

  get language() {
    return this.host.language;
  }

  get words() {
    return allWords[this.language];
  }

  get isOpen() {
    return Boolean(this.panel?.isOpen);
  }

  // Whose pages may be links: the server that served us, and its public address if it has another.
  get origins() {
    const address = this.keep.session?.public_url;
    return [this.base.origin, ...(address ? [new URL(address).origin] : [])];
  }

  open({ quietly = false } = {}) {
    if (this.isOpen) return;
    this.unread = false;
    this.panel.show();
    this.#watch();
    this.#start();
    this.changed();
    if (!quietly) this.#focusField();
  }

  close() {
    if (!this.isOpen) return;
    this.wantsFocusBack = this.panel.element.contains(this.root.activeElement);
    this.panel.hide();
    this.stream.stop();
    this.changed();
    this.wantsFocusBack = false;
  }

  ask(text, shown) {
    this.conversation.ask(text, shown);
  }

  setLanguage() {
    this.composer.relabel(this.words);
    this.panel.relabel(this.words, this.language);
    this.panel.tell(this.#handoff.line(this.words));
    this.conversation.draw();
    this.#save();
    if (this.isOpen) this.panel.header.querySelector(".switch").focus();
  }

  setTheme(theme) {
    this.panel.setTheme(theme);
  }

  async #start() {
    this.panel.tell(navigator.onLine ? this.#handoff.line(this.words) : this.words.offline);
    this.log.clearProblem();
    try {
      await this.client.session();
    } catch (error) {
      const text = error.words?.[this.language] ?? this.words.noSession;
      this.log.problem(text);
      this.panel.announce(text, this.language);
      return;
    }
    const isNew = this.log.welcome(this.conversation.messages);
    if (isNew) this.panel.announce(this.keep.session.greeting[this.language], this.language);
  }

  // From the stream: what a member of staff wrote, or how the hand-over stands.
  #arrived(event, id, document) {
    if (event === "state") this.#handedOver(document);
    if (event === "message") this.conversation.arrived({ from: "operator", ...document, id: document.id ?? id });
  }

  #handedOver(state) {
    const told = this.#handoff.change(state, this.words);
    this.panel.tell(this.#handoff.line(this.words));
    if (told) this.panel.announce(told, this.language);
    this.#watch();
    this.#save();
  }

  #watch() {
    if (this.isOpen && this.#handoff.isOn) this.stream.start();
    else this.stream.stop();
  }

  async #judge(message, verdict) {
    await this.client.feedback({ message_id: message.answers, ...verdict });
    this.#save();
  }

  #news() {
    if (this.isOpen) return;
    this.unread = true;
    this.changed();
  }

  #print() {
    const { words, language, nonce, font } = this;
    printConversation(this.panel.log.children, { title: words.printed, language, nonce, font });
  }

  async #clear() {
    const done = await eraseConversation(this.panel, this.client, this.words);
    if (done === "failed") this.#note(this.words.clearFailed);
    if (done !== "erased") return;
    this.#handoff = new Handoff();
    this.#watch();
    this.conversation.forget();
    saved.erase(saved.place());
    await this.#start();
    this.#note(this.words.cleared);
    this.#focusField();
  }

  #online() {
    this.panel.tell(this.#handoff.line(this.words));
    this.panel.announce(this.words.online, this.language);
    if (this.isOpen && !this.keep.session) this.#start();
    this.conversation.outbox.wake();
  }

  #note(text) {
    this.panel.tell(text);
    this.panel.announce(text, this.language);
  }

  // The button that was pressed is gone by then, and the focus with it.
  #then(act) {
    act();
    this.#focusField();
  }

  #focusField() {
    if (this.isOpen) this.panel.focusField(this.composer);
  }

  #save() {
    saved.write(saved.place(), {
      session: this.keep.session,
      language: this.language,
      page: this.page,
      messages: this.conversation?.messages ?? [],
      handoff: this.#handoff.state,
      last: this.conversation?.last ?? null,
    });
  }
}
