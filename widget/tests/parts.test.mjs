import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { languageOf, lacksDevanagari } from "../src/language.js";
import { kindOfLine } from "../src/message.js";
import { chartSeries, grouped } from "../src/table.js";
import { fieldFor, hasOnlyDigits, wantedBy, writtenDay } from "../src/wants.js";

const words = (file) => JSON.parse(readFileSync(new URL(`../src/${file}.json`, import.meta.url), "utf8"));

test("every label is there in both languages, figure for figure", () => {
  for (const file of ["words", "launcher"]) {
    const { hi, en } = words(file);
    assert.deepEqual(Object.keys(hi), Object.keys(en));
    assert.ok(Object.keys(hi).length >= 3);
    for (const key of Object.keys(hi)) {
      assert.ok(hi[key] && en[key], key);
      assert.deepEqual(hi[key].match(/\d+|\{\w+\}/g), en[key].match(/\d+|\{\w+\}/g), key);
    }
  }
});

test("the language of a text is told by its script", () => {
  assert.equal(languageOf("पेंशन kitni", "en"), "hi");
  assert.equal(languageOf("pension kitni", "hi"), "hi-Latn");
  assert.equal(languageOf("how much", "en"), "en");
});

test("a system whose letters are all the same box lacks the script", () => {
  assert.equal(lacksDevanagari({ measureText: () => ({ width: 24 }) }), true);
  assert.equal(lacksDevanagari({ measureText: (letter) => ({ width: letter === "र" ? 20 : 33 }) }), false);
});

test("what is asked for brings its keyboard", () => {
  assert.equal(fieldFor({ type: "money" }).inputmode, "decimal");
  assert.equal(fieldFor({ type: "mobile" }).inputmode, "tel");
  assert.equal(fieldFor({ type: "otp" }).autocomplete, "one-time-code");
  assert.equal(fieldFor({ type: "integer", invalid: true })["aria-invalid"], "true");
  assert.equal(fieldFor({ type: "text" }), null);
  assert.equal(fieldFor(null), null);
  assert.ok(hasOnlyDigits({ type: "otp" }));
  assert.ok(!hasOnlyDigits({ type: "date" }));
  assert.equal(writtenDay("2020-01-15"), "15-01-2020");
});

test("an identifier and a value of a calculation are asked for in their own ways", () => {
  assert.deepEqual(wantedBy({ wants: "number" }), { type: "application_number" });
  assert.deepEqual(wantedBy({ input: { type: "money", invalid: true } }), { type: "money", invalid: true });
  assert.equal(wantedBy({ wants: "something" }), null);
  assert.equal(wantedBy(undefined), null);
});

test("lines of an answer are told apart in both languages", () => {
  assert.deepEqual(["• क", "   • x", "1. y", "⚠ z", "स्रोत: नियम", "Source: rule", "12.5 lakh"].map(kindOfLine), [
    "item", "item", "item", "warning", "source", "source", "text",
  ]);
});

test("a chart shows number columns only, of the first rows", () => {
  const rows = Array.from({ length: 12 }, (_, row) => [`r${row}`, row, "x", row + 1, row]);
  const series = chartSeries({ columns: ["a", "b", "c", "d", "e"], rows });
  assert.deepEqual(series.map(({ column }) => column), [1, 3]);
  assert.equal(series[0].values.length, 10);
  assert.equal(grouped(1234567), "12,34,567");
});
