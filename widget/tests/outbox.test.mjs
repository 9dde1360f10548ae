import assert from "node:assert/strict";
import { test } from "node:test";
import { ServiceError } from "../src/client.js";
import { Outbox } from "../src/outbox.js";

function outbox(send, { isOnline = () => true } = {}) {
  const seen = { sent: [], states: [], answered: [], pauses: [] };
  const box = new Outbox({
    send: async (entry) => {
      seen.sent.push(entry.id);
      return send(entry, seen.sent.length);
    },
    changed: (entry) => seen.states.push(`${entry.id} ${entry.state}`),
    answered: (entry, replies) => seen.answered.push([entry.id, replies]),
    isOnline,
    pause: async (milliseconds) => seen.pauses.push(milliseconds),
  });
  return [box, seen];
}

const entry = (id) => ({ id, text: id, language: "hi" });

test("messages go out one at a time, in order", async () => {
  let underWay = 0;
  const [box, seen] = outbox(async () => {
    assert.equal((underWay += 1), 1);
    await new Promise((resolve) => setTimeout(resolve, 2));
    underWay -= 1;
    return [{ text: "ok" }];
  });
  await Promise.all(["a", "b", "c"].map((id) => box.add(entry(id))));
  assert.deepEqual(seen.sent, ["a", "b", "c"]);
  assert.equal(box.waiting.length, 0);
});

test("a lost message goes out again under the same id, then waits for the person", async () => {
  const [box, seen] = outbox(() => {
    throw new ServiceError(0);
  });
  const lost = entry("a");
  await box.add(lost);
  assert.deepEqual(seen.sent, ["a", "a", "a"]);
  assert.equal(lost.state, "failed");
  await box.retry(lost);
  assert.equal(seen.sent.length, 6);
});

test("a server that is busy is given the time it asked for", async () => {
  const [box, seen] = outbox((_, attempt) => {
    if (attempt === 1) throw new ServiceError(429, null, 7);
    return [{ text: "ok" }];
  });
  await box.add(entry("a"));
  assert.deepEqual(seen.pauses, [7000]);
  assert.equal(seen.answered.length, 1);
});

test("what the server refuses is not sent again", async () => {
  const [box, seen] = outbox(() => {
    throw new ServiceError(422, { error: { message: { hi: "नहीं", en: "no" } } });
  });
  const refused = entry("a");
  await box.add(refused);
  assert.equal(refused.state, "refused");
  assert.equal(refused.error.words.en, "no");
  assert.equal(seen.sent.length, 1);
  assert.equal(box.waiting.length, 0);
});

test("offline nothing is sent; back online everything goes, in order", async () => {
  let online = false;
  const [box, seen] = outbox(() => [{ text: "ok" }], { isOnline: () => online });
  await box.add(entry("a"));
  await box.add(entry("b"));
  assert.deepEqual(seen.sent, []);
  online = true;
  await box.wake();
  assert.deepEqual(seen.sent, ["a", "b"]);
});

test("what failed for want of the network goes out when it is back", async () => {
  let broken = true;
  const [box, seen] = outbox(() => {
    if (broken) throw new ServiceError(0);
    return [];
  });
  await box.add(entry("a"));
  broken = false;
  await box.wake();
  assert.equal(seen.answered.length, 1);
});

test("an answer that is not ready yet is asked for again", async () => {
  const wait = [{ text: "wait", custom: { code: "unavailable", retry_after: 1 } }];
  const [box, seen] = outbox((_, attempt) => (attempt < 3 ? wait : [{ text: "ok" }]));
  await box.add(entry("a"));
  assert.deepEqual(seen.answered, [["a", [{ text: "ok" }]]]);
});

test("after clearing nothing that is under way is shown", async () => {
  const [box, seen] = outbox(async () => {
    box.drop();
    return [{ text: "late" }];
  });
  await box.add(entry("a"));
  assert.deepEqual(seen.answered, []);
});
