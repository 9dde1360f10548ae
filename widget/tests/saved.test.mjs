import assert from "node:assert/strict";
import { test } from "node:test";
import { erase, read, write } from "../src/saved.js";

function storage() {
  const kept = new Map();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

const conversation = (messages) => ({ session: { session: "s" }, language: "hi", messages, handoff: { handoff: "none" }, last: null });

test("no identifier is kept, neither in the log nor among what waits to be sent", () => {
  const place = storage();
  const entry = { id: "1", text: "9876543210", language: "hi", state: "waiting" };
  write(place, conversation([{ from: "me", text: "9876543210", lang: "hi", entry }]));
  assert.ok(![...place.kept.values()].join("").includes("9876543210"));
  const [message] = read(place).messages;
  assert.equal(message.failed, true);
  assert.equal(message.pending, undefined);
});

test("what waits and holds no identifier is sent after a reload, under its own id", () => {
  const place = storage();
  const entry = { id: "1", text: "पेंशन", language: "hi", state: "sending", tries: 2 };
  write(place, conversation([{ from: "me", text: "पेंशन", lang: "hi", entry }]));
  assert.deepEqual(read(place).messages[0].pending, { id: "1", text: "पेंशन", language: "hi" });
});

test("the last fifty messages are kept", () => {
  const place = storage();
  const many = Array.from({ length: 60 }, (_, number) => ({ from: "bot", text: `${number}`, lang: "hi" }));
  write(place, conversation(many));
  const kept = read(place).messages;
  assert.deepEqual([kept.length, kept[0].text], [50, "10"]);
});

test("where nothing may be stored the widget works all the same", () => {
  const closed = {
    getItem() {
      throw new Error("denied");
    },
    setItem() {
      throw new Error("denied");
    },
    removeItem() {
      throw new Error("denied");
    },
  };
  for (const place of [closed, null]) {
    write(place, conversation([]));
    erase(place);
    assert.deepEqual(read(place), {});
  }
});
