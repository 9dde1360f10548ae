// The call screen by keyboard. The list of keys is in the dialog #keys.
"use strict";

const search = document.getElementById("q");
const keys = document.getElementById("keys");
const answers = document.getElementById("answers");

const isWriting = (element) => element.matches("input, textarea, select, [contenteditable]");

const open = (number) => {
  const chosen = document.getElementById(`answer-${number}`);
  if (!chosen) return false;
  for (const article of answers.querySelectorAll(".answer")) article.hidden = article !== chosen;
  for (const button of answers.querySelectorAll("[data-open]")) {
    button.setAttribute("aria-pressed", String(button.dataset.open === String(number)));
  }
  chosen.focus({ preventScroll: true });
  return true;
};

const goTo = (id) => {
  const section = document.getElementById(id);
  section.scrollIntoView({ block: "start" });
  section.querySelector("input:not([type=hidden]), select, textarea, summary")?.focus();
};

const clear = () => {
  search.value = "";
  search.focus();
  search.dispatchEvent(new Event("input", { bubbles: true }));
};

const showKeys = () => keys.open || keys.showModal();

const places = { v: () => goTo("verify"), c: () => goTo("calculator"), e: () => goTo("end") };

document.addEventListener("keydown", (event) => {
  if (keys.open || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "Enter" && event.target.matches("textarea")) event.target.form.requestSubmit();
    return;
  }
  const writing = isWriting(event.target);
  const digit = /^Digit([1-6])$/.exec(event.code);
  let done = false;
  if (event.key === "Escape" && (event.target === search || !writing)) {
    // A second time leaves the search, so that single keys are keys again.
    if (event.target === search && !search.value) search.blur();
    else clear();
    done = true;
  } else if (digit && (event.altKey || !writing)) {
    done = open(Number(digit[1]));
  } else if (!writing && !event.altKey) {
    if (event.key === "/") {
      search.focus();
      search.select();
      done = true;
    } else if (event.key === "?") {
      showKeys();
      done = true;
    } else if (places[event.key]) {
      places[event.key]();
      done = true;
    }
  }
  if (done) event.preventDefault();
});

// Enter in the search asks nothing new: it goes to the answer that is open.
search.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const shown = answers.querySelector(".answer:not([hidden])");
  if (shown) {
    event.preventDefault();
    shown.focus();
  }
});

document.addEventListener("click", (event) => {
  const candidate = event.target.closest("[data-open]");
  if (candidate) open(Number(candidate.dataset.open));
  if (event.target.closest("[data-print]")) window.print();
});

document.getElementById("show-keys").addEventListener("click", showKeys);
document.getElementById("open-calculator").addEventListener("click", (event) => {
  const name = document.getElementById("calculator-name").value;
  htmx.ajax("GET", event.currentTarget.dataset.path + name, { target: "#worked" });
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "worked") {
    (document.getElementById("result") || document.querySelector("[data-worked]"))?.scrollIntoView({ block: "nearest" });
  }
});
