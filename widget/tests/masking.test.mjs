import assert from "node:assert/strict";
import { test } from "node:test";
import { maskSaid, maskTyped } from "../src/masking.js";

test("numbers of six and more digits are masked however they are grouped", () => {
  for (const text of ["9876543210", "98765 43210", "1234 5678 9012", "1234-5678-9012", "९८७६५४३२१०", "482913"]) {
    assert.ok(!/[0-9०-९]/.test(maskTyped(`मेरा ${text} है`)), text);
  }
});

test("an application number, a mail address and a PAN are masked", () => {
  assert.equal(maskTyped("UP2024-12345678"), "UP•••••••••••••");
  assert.ok(!maskTyped("a.b@example.com").includes("example"));
  assert.ok(!maskTyped("abcde1234f").includes("1234"));
});

test("sums, years and short numbers stay", () => {
  for (const text of ["basic 56100, 33 saal", "₹5,00,000", "level 10", "2016"]) assert.equal(maskTyped(text), text);
});

test("of what the assistant said the helpline and links stay", () => {
  const text = "1800-1800-4444, https://example.org/worksheets/123456789, OTP 482913";
  assert.equal(maskSaid(text), "1800-1800-4444, https://example.org/worksheets/123456789, OTP ••••••");
});
