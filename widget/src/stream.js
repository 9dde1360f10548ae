// What a member of staff writes arrives by itself: as a stream, or by asking now and then.

const POLL_MS = 5_000;

// Splits what came so far of a text/event-stream: [events, the unfinished rest].
export function splitEvents(text) {
  const blocks = text.replace(/\r\n?/g, "\n").split("\n\n");
  const rest = blocks.pop();
  const events = [];
  for (const block of blocks) {
    const event = { event: "message", id: null, data: "" };
    for (const line of block.split("\n")) {
      const match = /^(event|id|data): ?(.*)$/.exec(line);
      if (!match) continue; // a comment keeps the connection alive
      if (match[1] === "data") event.data += (event.data && "\n") + match[2];
      else event[match[1]] = match[2];
    }
    if (event.data) events.push(event);
  }
  return [events, rest];
}

export class Stream {
  #stop = null;

  // after() → id of the last message that came; got(event, id, document).
  constructor({ client, after, got, pause }) {
    Object.assign(this, { client, after, got, pause });
  }

  start() {
    if (this.#stop) return;
    this.#stop = new AbortController();
    this.#listen(this.#stop.signal);
  }

  stop() {
    this.#stop?.abort();
    this.#stop = null;
  }

  async #listen(signal) {
    while (!signal.aborted) {
      try {
        await this.#read(signal);
      } catch {
        if (!signal.aborted) await this.#poll().catch(() => {});
      }
      if (!signal.aborted) await this.pause(POLL_MS);
    }
  }

  async #read(signal) {
    const response = await this.client.events(this.after(), signal);
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    for (let rest = ""; ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      const [events, unfinished] = splitEvents(rest + decoder.decode(value, { stream: true }));
      rest = unfinished;
      for (const { event, id, data } of events) this.got(event, id, JSON.parse(data));
    }
  }

  async #poll() {
    for (const reply of await this.client.messagesAfter(this.after())) {
      this.got("message", reply.id ?? null, reply);
    }
  }
}
