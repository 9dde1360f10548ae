// The conversation survives a reload: in this tab only, and without identifiers.

import { maskSaid, maskTyped } from "./masking.js";

const KEY = "sahayak";
const MOST_MESSAGES = 50;
const KEPT = ["from", "text", "lang", "buttons", "custom", "answers", "verdict", "failed", "id"];

export function read(storage) {
  try {
    return JSON.parse(storage.getItem(KEY)) ?? {};
  } catch {
    return {}; // storage may be switched off
  }
}

// page: the language of the page on which `language` was chosen.
export function write(storage, { messages, ...more }) {
  const kept = messages.slice(-MOST_MESSAGES).map(keep);
  try {
    storage.setItem(KEY, JSON.stringify({ ...more, messages: kept }));
  } catch {
    // Full or switched off: the conversation then ends with the page.
  }
}

export function erase(storage) {
  try {
    storage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}

function keep(message) {
  const kept = {};
  for (const name of KEPT) if (message[name] !== undefined) kept[name] = message[name];
  if (message.from !== "me") return { ...kept, text: maskSaid(message.text ?? "") };
  const text = maskTyped(message.text);
  const entry = message.entry;
  if (entry && !["sent", "refused"].includes(entry.state)) {
    // With an identifier in it, it cannot go out again: the person types it once more.
    const isWhole = maskTyped(entry.text) === entry.text;
    if (isWhole) kept.pending = { id: entry.id, text: entry.text, language: entry.language };
    else kept.failed = true;
  }
  return { ...kept, text };
}

// This tab's storage; null where the browser gives none, which means "nothing can be kept".
export function place() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
