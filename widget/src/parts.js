// The parts of a chat, each told only what it needs of the others.

import { Client } from "./client.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Log } from "./log.js";
import { Panel } from "./panel.js";
import { pause } from "./pause.js";
import { Stream } from "./stream.js";

// view() → {words, language, origins, session}; on: what the parts call when something happens.
export function buildParts({ base, root, keep, view, on }) {
  const { words, language } = view();
  const languageNow = () => view().language;
  const client = new Client(base, keep, languageNow);
  const composer = new Composer({ sent: on.sent, words });
  const panel = new Panel({ root, words, language, composer: composer.element, on });
  const log = new Log({ panel, view, on });
  const conversation = new Conversation({ client, log, panel, composer, language: languageNow, on });
  const stream = new Stream({ client, after: () => conversation.last, got: on.got, pause });
  return { client, composer, panel, log, conversation, stream };
}
