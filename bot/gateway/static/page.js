// The demonstration page's conversation. Text is only ever set as text, never as markup.
"use strict";

const chat = document.getElementById("chat");
const log = document.getElementById("log");
const statusLine = document.getElementById("status");
const form = document.getElementById("form");
const question = document.getElementById("question");
const words = chat.dataset;

const LINK = /(https?:\/\/[^\s<>"'“”]+[^\s<>"'“”.,;:!?)\]।]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;
const PATIENCE_MS = 20000;
const AUTOMATIC_TRIES = 3;
let sending = Promise.resolve();

function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function sender() {
  let name = sessionStorage.getItem("sahayak-sender");
  if (!name) {
    name = "page-" + randomName();
    sessionStorage.setItem("sahayak-sender", name);
  }
  return name;
}

function addLinkedText(parent, text) {
  let position = 0;
  for (const match of text.matchAll(LINK)) {
    parent.append(text.slice(position, match.index));
    const link = document.createElement("a");
    const isMail = !match[0].startsWith("http");
    link.href = isMail ? "mailto:" + match[0] : match[0];
    link.textContent = match[0];
    if (!isMail) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
    parent.append(link);
    position = match.index + match[0].length;
  }
  parent.append(text.slice(position));
}

function show(text, isMine) {
  const message = document.createElement("div");
  message.className = isMine ? "message mine" : "message";
  const who = document.createElement("p");
  who.className = "who";
  who.textContent = isMine ? words.you : words.name;
  const bubble = document.createElement("p");
  bubble.className = "bubble";
  addLinkedText(bubble, text);
  message.append(who, bubble);
  log.append(message);
  log.scrollTop = log.scrollHeight;
  return message;
}

function showChoices(message, buttons) {
  const list = document.createElement("ul");
  list.className = "choices";
  for (const choice of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = choice.title;
    button.addEventListener("click", () => ask(choice.payload || choice.title, choice.title));
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  }
  message.append(list);
}

function showReplies(replies) {
  for (const reply of replies) {
    if (!reply.text && !(reply.buttons || []).length) continue;
    const message = show(reply.text || "", false);
    if ((reply.buttons || []).length) showChoices(message, reply.buttons);
  }
  log.scrollTop = log.scrollHeight;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function post(body) {
  const response = await fetch("/webhooks/rest/webhook", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE_MS) : undefined,
  });
  const answer = await response.json();
  if (response.ok) return answer;
  const error = new Error(answer.error.message[words.language]);
  error.isFinal = response.status !== 429 && response.status < 500;
  error.isSpoken = true;
  error.retryAfter = Number(response.headers.get("Retry-After")) || 2;
  throw error;
}

function isUnavailable(replies) {
  return replies.some((reply) => reply.custom && reply.custom.code === "unavailable");
}

// Repeats go out with the same message_id: the assistant does nothing twice.
async function deliver(body, message) {
  let failure = null;
  for (let attempt = 1; attempt <= AUTOMATIC_TRIES; attempt += 1) {
    try {
      const replies = await post(body);
      if (!isUnavailable(replies) || attempt === AUTOMATIC_TRIES) {
        showReplies(replies);
        if (isUnavailable(replies)) offerRetry(body, message, "");
        return;
      }
    } catch (error) {
      failure = error;
      if (error.isFinal) break;
    }
    if (attempt < AUTOMATIC_TRIES) await pause(1000 * Math.min((failure && failure.retryAfter) || 2, 5));
  }
  offerRetry(body, message, failure && failure.isSpoken ? failure.message : words.failed);
}

function offerRetry(body, message, reason) {
  const line = document.createElement("p");
  line.className = "failed";
  line.textContent = reason;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "retry";
  button.textContent = words.retry;
  button.addEventListener("click", () => {
    line.remove();
    queue(body, message);
    question.focus();
  });
  line.append(button);
  message.append(line);
}

function queue(body, message) {
  sending = sending.then(async () => {
    statusLine.textContent = words.typing;
    try {
      await deliver(body, message);
    } finally {
      statusLine.textContent = "";
    }
  });
}

function ask(text, shown) {
  const message = show(shown, true);
  queue({ sender: sender(), message: text, message_id: randomName(), language: words.language }, message);
  question.focus();
}

function submit() {
  const text = question.value.trim();
  if (!text) return;
  question.value = "";
  ask(text, text);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

question.addEventListener("keydown", (event) => {
  // While an input method composes Devanagari, Enter belongs to it.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
});

for (const chip of document.querySelectorAll("[data-question]")) {
  chip.addEventListener("click", () => ask(chip.dataset.question, chip.dataset.question));
}

show(words.greeting, false);
