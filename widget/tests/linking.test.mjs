import assert from "node:assert/strict";
import { test } from "node:test";
import { isTrusted, pieces } from "../src/linking.js";

const OWN = ["https://sahayak.example"];

test("our own pages and the Government's become links, others stay text", () => {
  assert.ok(isTrusted("https://sahayak.example/worksheets/x", OWN));
  assert.ok(isTrusted("https://sects.up.gov.in/", OWN));
  for (const address of [
    "https://evil.example/", "http://sects.up.gov.in/", "https://gov.in.evil.example/", "https://evilgov.in/",
    "https://sects.up.gov.in@evil.example/", "javascript:alert(1)", "https://user@sects.up.gov.in/", "data:text/html,x",
  ]) {
    assert.ok(!isTrusted(address, OWN), address);
  }
});

test("the text stays whole, whatever in it becomes a link", () => {
  const text = "देखें https://sects.up.gov.in/ या upsects@gmail.com, 1800-1800-4444। नहीं: https://evil.example/x";
  const found = pieces(text, OWN);
  assert.equal(found.map((piece) => piece.text).join(""), text);
  assert.deepEqual(found.filter((piece) => piece.href).map((piece) => piece.href), [
    "https://sects.up.gov.in/", "mailto:upsects@gmail.com", "tel:180018004444",
  ]);
});

test("part of a longer number is no telephone number", () => {
  assert.deepEqual(pieces("91800-1800-44445", OWN), [{ text: "91800-1800-44445" }]);
});
