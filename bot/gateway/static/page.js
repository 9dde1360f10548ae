// The portal's questions open the widget; without the widget they stay readable.
"use strict";

const ask = (text) => document.querySelector("sahayak-widget")?.ask(text);

const form = document.getElementById("ask");
form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = document.getElementById("question");
  const text = question.value.trim();
  if (!text) {
    document.querySelector("sahayak-widget")?.open();
    return;
  }
  question.value = "";
  ask(text);
});

for (const button of document.querySelectorAll("[data-question]")) {
  button.addEventListener("click", () => ask(button.dataset.question));
}
