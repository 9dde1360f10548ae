// The assistant's HTTP API, as the gateway serves it under /api/widget.

const PATIENCE_MS = 25_000;

// A refusal, or (isNetwork) no answer at all. `message` is {hi, en} or null.
export class ServiceError extends Error {
  constructor(status, document, retryAfter) {
    super(`status ${status}`);
    this.status = status;
    this.words = document?.error?.message ?? null;
    this.code = document?.error?.code ?? null;
    this.isNetwork = status === 0;
    this.isFinal = status >= 400 && status < 500 && status !== 429 && status !== 408;
    this.retryAfter = retryAfter;
  }
}

export class Client {
  #opening = null;

  // keep: where the session document is kept ({session: …} or {}); language() → "hi" | "en".
  constructor(base, keep, language, fetcher = (...given) => fetch(...given)) {
    Object.assign(this, { base, keep, language, fetcher });
  }

  // The session's document; a new session where there is none.
  async session() {
    if (this.keep.session) return this.keep.session;
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #open() {
    const body = { language: this.language() };
    if (this.keep.over) body.session = this.keep.over;
    const response = await this.#fetch("session", { method: "POST", body });
    this.keep.session = await response.json();
    delete this.keep.over;
    this.keep.save?.();
    return this.keep.session;
  }

  // One request under the session; a session that is over is replaced once.
  async request(path, options = {}) {
    const { session } = await this.session();
    try {
      return await this.#fetch(path, { ...options, session });
    } catch (error) {
      if (error.status !== 401) throw error;
      if (this.keep.session?.session === session) {
        this.keep.over = session;
        this.keep.session = null;
      }
      const renewed = await this.session();
      return this.#fetch(path, { ...options, session: renewed.session });
    }
  }

  async send({ id, text, language }) {
    const body = { message: text, message_id: id, language };
    const response = await this.request("messages", { method: "POST", body });
    return (await response.json()).replies;
  }

  async messagesAfter(id) {
    const query = id ? `?after=${encodeURIComponent(id)}` : "";
    return (await (await this.request(`messages${query}`)).json()).replies;
  }

  events(id, signal) {
    const query = id ? `?after=${encodeURIComponent(id)}` : "";
    return this.request(`events${query}`, { signal, accept: "text/event-stream" });
  }

  feedback(body) {
    return this.request("feedback", { method: "POST", body });
  }

  async clear() {
    if (this.keep.session) await this.request("clear", { method: "POST", body: {} });
    this.keep.session = null;
  }

  async #fetch(path, { method = "GET", body, session, signal, accept }) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (session) headers.Authorization = `Bearer ${session}`;
    if (accept) headers.Accept = accept;
    let response;
    const stop = new AbortController();
    const timer = signal ? null : setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      response = await this.fetcher(new URL(`api/widget/${path}`, this.base), {
        method,
        headers,
        body: body ? JSON.stringify(body) : undefined,
        signal: signal ?? stop.signal,
        credentials: "omit",
        cache: "no-store",
      });
    } catch {
      throw new ServiceError(0);
    } finally {
      clearTimeout(timer);
    }
    if (response.ok) return response;
    const document = await response.json().catch(() => null);
    const seconds = Number(response.headers.get("Retry-After"));
    throw new ServiceError(response.status, document, seconds > 0 ? seconds : undefined);
  }
}
