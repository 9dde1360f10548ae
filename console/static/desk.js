// What every page of the helpdesk does in the browser. No inline code: the policy forbids it.
"use strict";

const say = (text) => {
  const box = document.getElementById("alert");
  box.textContent = text;
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
};

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-focus]")?.focus();
  // On a phone the menu scrolls sideways; the page one is on is in sight.
  document.querySelector(".menu [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }
});

document.addEventListener("htmx:beforeRequest", () => {
  document.getElementById("alert").hidden = true;
});
document.addEventListener("htmx:responseError", (event) => {
  const reply = event.detail.xhr;
  const isPlain = (reply.getResponseHeader("Content-Type") || "").startsWith("text/plain");
  say(isPlain ? reply.responseText : document.body.dataset.failed);
});
document.addEventListener("htmx:sendError", () => say(document.body.dataset.failed));

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy).textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset.copied || button.textContent;
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
  }
});
