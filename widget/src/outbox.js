// Messages on their way: in order, one at a time, each under one id however often it is sent.

const MOST_TRIES = 3;
const LONGEST_PAUSE_SECONDS = 30;

export class Outbox {
  #queue = [];
  #running = null;
  #wake = null;

  // send(entry) → replies, or throws a ServiceError; changed(entry) after each step;
  // answered(entry, replies); isOnline(); pause(milliseconds).
  constructor({ send, changed, answered, isOnline, pause }) {
    Object.assign(this, { send, changed, answered, isOnline, pause });
  }

  get waiting() {
    return this.#queue;
  }

  // entry: {id, text, language}; gets `state` (queued, sending, waiting, failed, refused, sent),
  // `tries` and `error`.
  add(entry) {
    this.#queue.push(entry);
    return this.#queueAgain(entry);
  }

  retry(entry) {
    return this.#queueAgain(entry);
  }

  // The network is back: nothing waits any longer, and what failed for want of it goes out again.
  wake() {
    for (const entry of this.#queue) {
      if (entry.state === "waiting" || (entry.state === "failed" && entry.error?.isNetwork)) {
        entry.state = "queued";
        entry.tries = 0;
        this.changed(entry);
      }
    }
    this.#wake?.();
    return this.#run();
  }

  drop() {
    this.#queue = [];
  }

  #queueAgain(entry) {
    entry.state = this.isOnline() ? "queued" : "waiting";
    entry.tries = 0;
    entry.error = null;
    this.changed(entry);
    return this.#run();
  }

  #run() {
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #drain() {
    for (;;) {
      const entry = this.#queue.find((one) => one.state === "queued");
      if (!entry) return;
      await this.#deliver(entry);
    }
  }

  async #deliver(entry) {
    entry.state = "sending";
    entry.tries += 1;
    this.changed(entry);
    let replies;
    try {
      replies = await this.send(entry);
    } catch (error) {
      await this.#failed(entry, error);
      return;
    }
    if (!this.#queue.includes(entry)) return; // cleared meanwhile
    const busy = replies.find((reply) => reply.custom?.code === "unavailable");
    if (busy && entry.tries < MOST_TRIES) {
      await this.#again(entry, busy.custom.retry_after);
      return;
    }
    entry.state = busy ? "failed" : "sent";
    if (!busy) this.#queue = this.#queue.filter((one) => one !== entry);
    this.changed(entry);
    this.answered(entry, replies);
  }

  async #failed(entry, error) {
    if (!this.#queue.includes(entry)) return;
    entry.error = error;
    if (error.isNetwork && !this.isOnline()) entry.state = "waiting";
    else if (error.isFinal) entry.state = "refused";
    else if (entry.tries < MOST_TRIES) await this.#again(entry, error.retryAfter);
    else entry.state = "failed";
    if (entry.state === "refused") this.#queue = this.#queue.filter((one) => one !== entry);
    this.changed(entry);
  }

  async #again(entry, seconds) {
    entry.state = "retrying";
    this.changed(entry);
    const wanted = seconds ?? 2 ** entry.tries / 2;
    const woken = new Promise((resolve) => (this.#wake = resolve));
    await Promise.race([this.pause(1000 * Math.min(wanted, LONGEST_PAUSE_SECONDS)), woken]);
    entry.state = this.isOnline() ? "queued" : "waiting";
  }
}
