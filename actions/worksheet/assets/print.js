// The print button; without a script it stays hidden and the hint below says how to print.
"use strict";

const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
