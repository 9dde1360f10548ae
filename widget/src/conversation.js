// The messages: what was asked, what came back, how what is under way fares.

import { languageOf } from "./language.js";
import { Outbox } from "./outbox.js";
import { pause } from "./pause.js";
import { wantedBy } from "./wants.js";

const LONGEST_ANNOUNCED = 700;
const NO_ANSWERS = ["asked", "handed_over", "gave_up"];

const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export class Conversation {
  messages = [];
  last = null; // id of the newest message that came by itself

  // on: {changed, handedOver(state), news}; language() of the page.
  constructor({ client, log, panel, composer, language, on }) {
    Object.assign(this, { log, panel, composer, language, on });
    this.outbox = new Outbox({
      send: (entry) => client.send(entry),
      changed: (entry) => this.#progress(entry),
      answered: (entry, replies) => this.#answered(entry, replies),
      isOnline: () => navigator.onLine,
      pause,
    });
  }

  restore({ messages = [], last = null }) {
    this.messages = messages;
    this.last = last;
    this.draw();
    for (const message of messages.filter((one) => one.pending)) {
      message.entry = { ...message.pending };
      delete message.pending;
      this.outbox.add(message.entry);
    }
  }

  forget() {
    this.outbox.drop();
    this.messages = [];
    this.last = null;
    this.panel.typing.hidden = true;
    this.draw();
  }

  draw() {
    this.log.drawAll(this.messages);
    this.composer.ask(wantedBy(this.messages.at(-1)?.custom));
  }

  // shown: what stands in the log, where a button sends something else.
  ask(text, shown = text) {
    const language = this.language();
    const entry = { id: newId(), text, language };
    this.composer.ask(null);
    this.#add({ from: "me", text: shown, lang: languageOf(shown, language), entry });
    this.outbox.add(entry);
  }

  // From the stream: what a member of staff wrote.
  arrived(reply) {
    if (reply.id && this.messages.some((message) => message.id === reply.id)) return;
    this.#add(this.#message(reply));
    this.#came([reply]);
  }

  #add(message) {
    this.log.dropChoices();
    this.messages.push(message);
    const item = this.log.draw(message, true);
    this.on.changed();
    return item;
  }

  #progress(entry) {
    const message = this.messages.find((one) => one.entry === entry);
    if (!message) return;
    const said = this.log.progress(message);
    const isUnderWay = (one) => one.state === "sending" || one.state === "queued";
    this.panel.typing.hidden = !this.outbox.waiting.some(isUnderWay);
    if (["failed", "refused", "waiting"].includes(entry.state)) this.panel.announce(said, this.language());
    this.on.changed();
  }

  #answered(entry, replies) {
    const shown = replies.filter((reply) => reply.text || reply.custom?.table);
    const items = shown.map((reply, place) => {
      const message = this.#message(reply);
      if (place === shown.length - 1 && canBeJudged(message.custom)) message.answers = entry.id;
      return this.#add(message);
    });
    if (items.length) this.panel.bringIntoView(items[0]);
    this.composer.ask(wantedBy(replies.at(-1)?.custom));
    const state = replies.map((reply) => reply.custom?.handoff).filter(Boolean).at(-1);
    if (state) this.on.handedOver(state);
    this.#came(shown);
  }

  // What was shown is told to screen readers, once, and to whoever has the panel closed.
  #came(replies) {
    for (const reply of replies) {
      const { id, text, lang } = this.#message(reply);
      this.panel.announce(text.slice(0, LONGEST_ANNOUNCED), lang);
      this.last = id ?? this.last;
    }
    this.on.changed();
    this.on.news();
  }

  #message({ id, text = "", lang, buttons, custom, from = "bot" }) {
    return { id, from, text, lang: lang ?? custom?.language ?? languageOf(text, this.language()), buttons, custom };
  }
}

// Questions, busy lines and hand-overs are no answers that one could judge.
function canBeJudged({ outcome, code, handoff, ...custom } = {}) {
  return !wantedBy(custom) && !code && !handoff && !NO_ANSWERS.includes(outcome);
}
