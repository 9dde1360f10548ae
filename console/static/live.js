// A conversation with a person: new lines as they come, suggestions, and signs of life.
"use strict";

const live = document.getElementById("live");
const lines = document.getElementById("lines");
const sayForm = document.getElementById("say");
const text = document.getElementById("text");
const connection = document.getElementById("connection");
const SIGN_EVERY_MS = 30000;

const toEnd = () => { lines.parentElement.scrollTop = lines.scrollHeight; };

const add = (html) => {
  const parsed = new DOMParser().parseFromString(html, "text/html").querySelector("li");
  if (!parsed || lines.querySelector(`[data-id="${parsed.dataset.id}"]`)) return;
  lines.append(parsed);
  toEnd();
  if (parsed.classList.contains("line-from_person")) {
    htmx.trigger("#suggestions", "person");
  }
};

// The browser connects again by itself, with Last-Event-ID, unless the server refused it, as a
// gateway that is being restarted may do: then we try, and after a few times load the page anew.
let source = null;
let last = live.dataset.after;
let failures = 0;

const connect = () => {
  source = new EventSource(`${live.dataset.path}/live?after=${last}`);
  source.addEventListener("open", () => {
    failures = 0;
    connection.textContent = connection.dataset.on;
  });
  source.addEventListener("error", () => {
    connection.textContent = connection.dataset.off;
    if (source.readyState !== EventSource.CLOSED) return;
    failures += 1;
    if (failures > 5 && !text.value) location.reload();
    else setTimeout(connect, 2000);
  });
  source.addEventListener("line", (event) => {
    last = event.lastEventId;
    add(JSON.parse(event.data));
  });
  source.addEventListener("gone", () => {
    source.close();
    location.reload();
  });
};
connect();
addEventListener("pagehide", () => source.close());

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    sayForm.requestSubmit();
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  const form = event.target.closest("form");
  if (form && form.getAttribute("hx-swap") === "none") form.reset();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  const answer = document.getElementById(button.dataset.insert).textContent.trim();
  text.value = text.value.trim() ? `${text.value.trim()}\n${answer}` : answer;
  text.focus();
});

// Whoever reads or writes here has not gone away.
let signed = Date.now();
const sign = () => {
  if (Date.now() - signed < SIGN_EVERY_MS) return;
  signed = Date.now();
  htmx.ajax("POST", `${live.dataset.path}/here`, { swap: "none" });
};
for (const kind of ["keydown", "pointermove", "scroll"]) {
  document.addEventListener(kind, sign, { passive: true, capture: true });
}

toEnd();
