import assert from "node:assert/strict";
import { test } from "node:test";
import { Client } from "../src/client.js";

function client(answers, keep = {}) {
  const asked = [];
  const fetcher = async (url, options) => {
    asked.push([url.pathname, options]);
    const [status, body, headers = {}] = answers.shift();
    return new Response(body === null ? null : JSON.stringify(body), { status, headers });
  };
  return [new Client(new URL("https://sahayak.example/"), keep, () => "en", fetcher), asked, keep];
}

test("a session is opened once, before the first message", async () => {
  const [one, asked] = client([[200, { session: "s" }], [200, { replies: [] }], [200, { replies: [] }]]);
  await one.send({ id: "1", text: "x", language: "en" });
  await one.send({ id: "2", text: "y", language: "en" });
  assert.deepEqual(asked.map(([path]) => path), ["/api/widget/session", "/api/widget/messages", "/api/widget/messages"]);
  assert.equal(asked[1][1].headers.Authorization, "Bearer s");
  assert.equal(asked[1][1].credentials, "omit");
});

test("a session that is over is replaced, and the message goes out under the new one", async () => {
  const [one, asked, keep] = client(
    [[401, { error: {} }], [200, { session: "new" }], [200, { replies: [{ text: "ok" }] }]],
    { session: { session: "old" } },
  );
  assert.deepEqual(await one.send({ id: "1", text: "x", language: "en" }), [{ text: "ok" }]);
  assert.deepEqual(JSON.parse(asked[1][1].body), { language: "en", session: "old" });
  assert.equal(JSON.parse(asked[2][1].body).message_id, JSON.parse(asked[0][1].body).message_id);
  assert.equal(keep.session.session, "new");
});

test("a refusal carries its words, its code and the time to wait", async () => {
  const message = { hi: "रुकिए", en: "wait" };
  const [one] = client([[429, { error: { code: "rate_limited", message } }, { "Retry-After": "9" }]], { session: { session: "s" } });
  await assert.rejects(one.send({ id: "1", text: "x", language: "en" }), (error) => {
    assert.deepEqual([error.words, error.code, error.retryAfter, error.isFinal], [message, "rate_limited", 9, false]);
    return true;
  });
});

test("no answer at all is a network failure; a page instead of JSON is none", async () => {
  const broken = new Client(new URL("https://x.example/"), { session: { session: "s" } }, () => "hi", async () => {
    throw new TypeError("failed");
  });
  await assert.rejects(broken.send({ id: "1", text: "x" }), (error) => error.isNetwork && !error.isFinal);
});
