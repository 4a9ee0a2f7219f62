/** Ask the server, patiently but not for ever; what brings no answer throws a `Failure`. */

const PATIENCE_MS = 30_000;
const AWAY = { busy: "busy", deadline: "timeout", cancelled: "away", unavailable: "away" };
const STATUS = { 413: "too-large", 429: "too-many", 502: "away", 503: "away", 504: "timeout" };

/** Why a request brought no translation, and whether it is worth to ask again. */
export class Failure extends Error {
  /** What the server has said of it, where that is in the visitor's language. */
  words = "";
  /** @type {HTMLButtonElement[]} what else it offers to try */
  ways = [];

  /**
   * @param {string} code of the page's words
   * @param {{again?: boolean, seconds?: number | null}} [advice] whether to try again by itself,
   *   and after how many seconds, if the server has said so
   */
  constructor(code, { again = false, seconds = null } = {}) {
    super(code);
    this.code = code;
    this.again = again;
    this.seconds = seconds;
  }

  /** Read an answer that is not one. */
  static of(/** @type {Response} */ response) {
    const seconds = Number(response.headers.get("Retry-After")) || null;
    const said = response.headers.get("X-Error-Code");
    const code = AWAY[said] ?? STATUS[response.status] ?? said ?? "unexpected";
    return new Failure(response.status === 429 ? "too-many" : code, {
      again: [429, 502, 503, 504].includes(response.status),
      seconds,
    });
  }

  /** Read an event of a stream that broke off. */
  static ofEvent(/** @type {{code: string, retryAfter: number | null}} */ { code, retryAfter }) {
    return new Failure(AWAY[code] ?? code, { again: code in AWAY, seconds: retryAfter });
  }

  /** Read what `fetch` throws: no connection, or the reason why it was broken off. */
  static from(/** @type {unknown} */ error) {
    if (error instanceof Failure) return error;
    return new Failure(navigator.onLine ? "away" : "offline", { again: true });
  }
}

/** Break a request off when the visitor does, or when nothing has come for a while. */
class Patience {
  #controller = new AbortController();
  #timer = 0;

  constructor(/** @type {AbortSignal} */ wish) {
    const give = () => this.#controller.abort(wish.reason);
    wish.addEventListener("abort", give, { signal: this.#controller.signal });
    if (wish.aborted) give();
    this.renew();
  }

  get signal() {
    return this.#controller.signal;
  }

  renew() {
    this.end();
    const slow = new Failure("timeout", { again: true });
    this.#timer = setTimeout(() => this.#controller.abort(slow), PATIENCE_MS);
  }

  end() {
    clearTimeout(this.#timer);
  }
}

/**
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal} signal
 */
async function ask(path, body, signal) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw Failure.of(response);
  return response;
}

/**
 * Ask for other translations of a sentence, which has been translated from that language before.
 * @param {{text: string, source: string, target: string, count: number}} wanted
 * @param {AbortSignal} wish
 * @returns {Promise<string[]>}
 */
export async function alternatives({ text, source, target, count }, wish) {
  const patience = new Patience(wish);
  const body = { q: text, source, target, certain: true, format: "text", alternatives: count };
  try {
    const response = await ask("/translate", body, patience.signal);
    const { translatedText, alternatives: others = [] } = await response.json();
    return [translatedText, ...others];
  } finally {
    patience.end();
  }
}

/**
 * Translate a text and give each event of the stream as it comes.
 * @param {{text: string, source: string, target: string, certain: boolean}} wanted
 * @param {AbortSignal} wish
 * @returns {AsyncGenerator<{name: string, data: any}>}
 */
export async function* stream({ text, ...rest }, wish) {
  const patience = new Patience(wish);
  try {
    const response = await ask("/translate/stream", { q: text, ...rest }, patience.signal);
    let last = "";
    for await (const { name, data } of events(response.body)) {
      patience.renew();
      if (name === "error") throw Failure.ofEvent(data);
      yield { name, data };
      last = name;
    }
    if (last !== "done") throw new Failure("away", { again: true });
  } finally {
    patience.end();
  }
}

/** Cut a stream of bytes into its events. */
async function* events(/** @type {ReadableStream<Uint8Array>} */ body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (buffer + value).split("\n\n");
      buffer = blocks.pop() ?? "";
      yield* blocks.map(parse).filter(({ name }) => name);
    }
  } finally {
    // Whoever has read enough hangs up, so that the server stops working.
    reader.cancel().catch(() => {});
  }
}

function parse(/** @type {string} */ block) {
  const field = (/** @type {string} */ head) =>
    block.split("\n").find((line) => line.startsWith(head))?.slice(head.length) ?? "";
  const name = field("event: ");
  return { name, data: name ? JSON.parse(field("data: ")) : null };
}
