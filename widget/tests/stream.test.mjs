import assert from "node:assert/strict";
import { test } from "node:test";
import { splitEvents, Stream } from "../src/stream.js";

test("events are read whatever the pieces they come in", () => {
  const text = ': keep alive\n\nevent: message\nid: 7\ndata: {"text":"क"}\n\nevent: state\ndata: {"handoff":"open"}\n\nid: 8\nda';
  for (let cut = 0; cut <= text.length; cut += 1) {
    const [first, rest] = splitEvents(text.slice(0, cut));
    const [second, left] = splitEvents(rest + text.slice(cut));
    assert.deepEqual([...first, ...second], [
      { event: "message", id: "7", data: '{"text":"क"}' },
      { event: "state", id: null, data: '{"handoff":"open"}' },
    ]);
    assert.equal(left, "id: 8\nda");
  }
});

test("lines may end as on Windows, and data may have several lines", () => {
  assert.deepEqual(splitEvents("data: a\r\ndata: b\r\n\r\n")[0], [{ event: "message", id: null, data: "a\nb" }]);
});

test("without a stream the messages are asked for instead", async () => {
  const got = [];
  const client = {
    events: async () => {
      throw new Error("no stream");
    },
    messagesAfter: async () => [{ id: "3", text: "hello" }],
  };
  const stream = new Stream({
    client,
    after: () => "2",
    got: (...event) => got.push(event),
    pause: async () => stream.stop(),
  });
  stream.start();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(got, [["message", "3", { id: "3", text: "hello" }]]);
});
