/** The field: what is typed is counted and translated after a pause, what is pasted at once. */

import { find, scrolling } from "./dom.js";
import { say } from "./words.js";

const PAUSE_MS = 350;
const LONG_PAUSE_MS = 900;
const LONG_TEXT_CHARACTERS = 2_000;
const SHORT_TEXT_CHARACTERS = 160;

export class Typing {
  #field = find("English");
  #form = find("translator");
  #limit = Number(this.#form.dataset.limit);
  #timer = 0;

  /**
   * @param {import("./work.js").Work} work
   * @param {import("./notices.js").Notices} notices
   */
  constructor(work, notices) {
    this.work = work;
    this.notices = notices;
    this.#field.addEventListener("input", (/** @type {InputEvent} */ event) => {
      this.changed(/^insertFrom/.test(event.inputType) ? 0 : this.#pause);
    });
    this.#field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const isAsked = event.key === "Enter" && (event.ctrlKey || event.metaKey);
      if (isAsked) this.#form.requestSubmit(find("translate"));
    });
    this.#form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      if (event.submitter !== find("translate")) return;
      event.preventDefault();
      notices.isAwaited = true;
      this.changed(0);
      if (!matchMedia("(min-width: 48rem)").matches) {
        find("result-title").parentElement.scrollIntoView({ behavior: scrolling() });
      }
    });
    work.direction.addEventListener("change", () => this.changed(0));
  }

  get text() {
    return this.#field.value;
  }

  set text(text) {
    this.#field.value = text;
    this.changed(0);
  }

  /** Count, and translate after a while; whatever was under way is out of date. */
  changed(/** @type {number} */ pause) {
    clearTimeout(this.#timer);
    this.work.stop();
    const characters = [...this.text].length;
    this.#count(characters);
    if (characters > this.#limit) {
      const excess = characters - this.#limit;
      this.notices.fail(say("too-long", { characters, limit: this.#limit, excess }));
      this.#field.setAttribute("aria-invalid", "true");
      return;
    }
    this.#field.removeAttribute("aria-invalid");
    this.#timer = setTimeout(() => this.work.start(this.text), pause);
  }

  get #pause() {
    return this.text.length > LONG_TEXT_CHARACTERS ? LONG_PAUSE_MS : PAUSE_MS;
  }

  #count(/** @type {number} */ characters) {
    const counter = find("counter");
    counter.textContent = say("counter", { characters, limit: this.#limit });
    counter.classList.toggle("over", characters > this.#limit);
    counter.hidden = false;
    this.#form.classList.toggle("short", characters <= SHORT_TEXT_CHARACTERS);
    find("clear").hidden = characters === 0;
  }
}
