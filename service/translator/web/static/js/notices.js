/** What the visitor is told beside the translation: how far it is, what is odd, what failed. */

import { announce, find } from "./dom.js";
import { explain, nameOf, say } from "./words.js";

const PROGRESS_FROM_CHARACTERS = 1_000;
const READ_OUT_CHARACTERS = 300;

export class Notices {
  #countdown = 0;
  /** Whether the visitor asked for this translation, and did not just go on typing. */
  isAwaited = false;

  /** @param {import("./work.js").Work} work */
  constructor(work) {
    this.work = work;
    find("failure-again").addEventListener("click", () => work.again());
    find("stop").addEventListener("click", () => this.#stop());
    on(work, "start", ({ characters, isRetry }) => this.#start(characters, isRetry));
    on(work, "piece", (so) => this.#progress(so.done / so.characters));
    on(work, "warning", ({ language }) => this.#warn(language));
    on(work, "failure", ({ failure, seconds }) => this.#fail(failure, seconds));
    on(work, "end", () => this.#end("done"));
    addEventListener("offline", () => this.fail(say("offline")));
    addEventListener("online", () => this.#hide());
  }

  /** Say what is wrong, and if there are seconds, when it is tried again. */
  fail(/** @type {string} */ text, /** @type {number | null} */ seconds = null) {
    find("failure-text").textContent = text;
    find("failure-again").hidden = seconds === null;
    find("failure").hidden = false;
    find("working").hidden = true;
    this.#count(seconds);
    announce(seconds === null ? text : `${text} ${say("again-in", { seconds })}`);
  }

  #start(/** @type {number} */ characters, /** @type {boolean} */ isRetry) {
    if (!isRetry) this.#hide();
    this.#count(null);
    find("warning").hidden = true;
    find("working").hidden = characters < PROGRESS_FROM_CHARACTERS;
    find("translation").classList.add("stale");
    this.#progress(0);
  }

  #progress(/** @type {number} */ share) {
    find("progress").value = Math.round(share * 100);
    if (share > 0) {
      find("translation").classList.remove("stale");
      this.#hide();
    }
  }

  #end(/** @type {string} */ words) {
    const isLong = !find("working").hidden;
    this.#hide();
    find("working").hidden = true;
    find("translation").classList.remove("stale");
    const { text, target } = this.work.translation;
    if (this.isAwaited && text && text.length <= READ_OUT_CHARACTERS) announce(text, target);
    else if (this.isAwaited || isLong) announce(say(words));
    this.isAwaited = false;
  }

  #stop() {
    this.work.stop();
    this.#end("stopped");
    find("English").focus();
  }

  /** @param {import("./requests.js").Failure} failure @param {number | null} seconds */
  #fail({ code, again }, seconds) {
    find("translation").classList.remove("stale");
    this.fail(again ? say(code) : explain(code), seconds);
  }

  #warn(/** @type {string | null} */ language) {
    const { direction } = this.work;
    find("warning").hidden = language === null;
    if (language === null) return;
    const names = { language: nameOf(language), source: nameOf(direction.source) };
    const text = say("seems-language", names);
    find("warning-text").textContent = text;
    const button = find("warning-switch");
    button.hidden = !direction.reads(language);
    if (!button.hidden) button.textContent = say("translate-from", names);
    button.onclick = () => direction.choose(language);
    find("warning-anyway").textContent = say("translate-anyway", names);
    find("warning-anyway").onclick = () => direction.insist();
    announce(text);
  }

  #hide() {
    find("failure").hidden = true;
    find("error")?.remove();
    this.#count(null);
  }

  #count(/** @type {number | null} */ seconds) {
    clearInterval(this.#countdown);
    const wait = find("failure-wait");
    const show = () => { wait.textContent = seconds === null ? "" : say("again-in", { seconds }); };
    show();
    if (seconds === null) return;
    this.#countdown = setInterval(() => {
      seconds = Math.max(seconds - 1, 0);
      show();
    }, 1_000);
  }
}

/**
 * @param {EventTarget} target
 * @param {string} name
 * @param {(detail: any) => void} listener
 */
function on(target, name, listener) {
  target.addEventListener(name, (event) => listener(/** @type {CustomEvent} */ (event).detail));
}
