/**
 * Translate what the visitor types: the latest text only, and of a long one only what has changed.
 * Where the server fails for a while, ask again by itself.
 *
 * Events: `start` and `piece` with how far it is, `warning`, `end`, `failure` with the seconds
 * until the next try.
 */

import { Failure, stream } from "./requests.js";
import { shared } from "./translation.js";

const LONGEST_WAIT_SECONDS = 30;
// Often enough to look alive, seldom enough for a phone.
const SHOWN_EVERY_MS = 100;
const REUSED_FROM_CHARACTERS = 300;

export class Work extends EventTarget {
  #controller = new AbortController();
  #timer = 0;
  #failures = 0;
  #isWaiting = false;
  #isWarned = false;

  /**
   * @param {import("./translation.js").Translation} translation
   * @param {import("./direction.js").Direction} direction
   */
  constructor(translation, direction) {
    super();
    this.translation = translation;
    this.direction = direction;
    /** Try the last text once more. */
    this.again = () => {};
    addEventListener("online", () => this.#isWaiting && this.again());
  }

  /** Break off what is under way; what is translated stays. */
  stop() {
    clearTimeout(this.#timer);
    this.#isWaiting = false;
    this.#controller.abort();
    this.#controller = new AbortController();
  }

  /** @param {string} text @param {{isRetry?: boolean}} [how] */
  async start(text, { isRetry = false } = {}) {
    this.stop();
    this.again = () => this.start(text, { isRetry: true });
    if (!isRetry) this.#failures = 0;
    const { signal } = this.#controller;
    this.#tell("start", { characters: text.length, isRetry });
    try {
      if (text.trim()) await this.#translate(text, signal, isRetry);
      else this.#clear();
      if (signal.aborted) return;
      this.#failures = 0;
      this.#tell("end", {});
    } catch (error) {
      if (!signal.aborted) this.#fail(Failure.from(error));
    }
  }

  async #translate(/** @type {string} */ text, /** @type {AbortSignal} */ signal, isRetry = false) {
    const { translation, direction } = this;
    translation.between(direction.source, direction.target);
    const kept = this.#kept(text, isRetry);
    let at = kept.head;
    let old = translation.pieces.length - kept.head - kept.tail;
    if (!kept.middle) {
      translation.replace(at, old, []);
      return;
    }
    const isWhole = kept.middle === text;
    const wanted = {
      text: kept.middle,
      source: isWhole ? direction.asked : direction.source,
      target: direction.target,
      certain: direction.isCertain,
    };
    /** @type {import("./translation.js").Piece[]} */
    let ready = [];
    let shown = 0;
    const show = () => {
      // The first new pieces take the place of all that has changed.
      translation.replace(at, old, ready);
      at += ready.length;
      [old, ready, shown] = [0, [], performance.now()];
    };
    let done = text.length - kept.middle.length;
    let isTurned = false;
    try {
      for await (const { name, data } of stream(wanted, signal)) {
        if (signal.aborted) return;
        if (name === "start" && isWhole) {
          isTurned = direction.found(data.detectedLanguage?.language);
          if (isTurned) break;
          this.#warn(data.warning);
        }
        if (name !== "piece") continue;
        ready.push({ source: data.text, text: data.translatedText, confidence: data.confidence });
        done += data.text.length;
        if (performance.now() - shown < SHOWN_EVERY_MS) continue;
        show();
        this.#tell("piece", { done, characters: text.length });
      }
      if (isTurned) await this.#translate(text, signal);
      else show();
    } catch (error) {
      // What has come is not asked for again.
      if (!signal.aborted && ready.length) show();
      throw error;
    }
  }

  #clear() {
    this.translation.replace(0, this.translation.pieces.length, []);
    this.direction.forget();
    this.#warn(null);
  }

  /** Keep the lines that are as they were, if that spares the server the greater part. */
  #kept(/** @type {string} */ text, /** @type {boolean} */ isRetry) {
    const nothing = { head: 0, tail: 0, middle: text };
    if (this.#isWarned) return nothing;
    const kept = shared(this.translation.pieces, text);
    const isWorthIt = text.length > REUSED_FROM_CHARACTERS && kept.middle.length < text.length / 2;
    return isWorthIt || isRetry ? kept : nothing;
  }

  #warn(/** @type {{language: string} | null} */ warning) {
    this.#isWarned = warning !== null;
    this.#tell("warning", { language: warning?.language ?? null });
  }

  #fail(/** @type {Failure} */ failure) {
    const wait = Math.min(2 ** (this.#failures + 1), LONGEST_WAIT_SECONDS);
    const isTimed = failure.again && failure.code !== "offline";
    const seconds = isTimed ? Math.max(failure.seconds ?? 0, wait) : null;
    this.#failures += 1;
    this.#isWaiting = failure.again;
    if (seconds !== null) this.#timer = setTimeout(() => this.again(), seconds * 1_000);
    this.#tell("failure", { failure, seconds });
  }

  #tell(/** @type {string} */ name, /** @type {object} */ detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
