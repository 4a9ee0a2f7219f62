/** From which language into which: what the visitor chose, or what was found out. */

import { find, announce } from "./dom.js";
import { nameOf, say } from "./words.js";

const AUTO = "auto";

export class Direction extends EventTarget {
  /** @type {[string, string][]} */
  #pairs = find("translator").dataset.directions.split(" ").map((pair) => pair.split("-"));
  #select = find("source");
  #found = "";
  /** Whether the visitor has said that the text is in this language, whatever it looks like. */
  isCertain = false;

  constructor() {
    super();
    this.#select?.addEventListener("change", () => this.choose(this.#select.value));
    this.#show();
  }

  /** What to ask the server for: a language, or to find it out. */
  get asked() {
    return this.#select?.value ?? this.#pairs[0][0];
  }

  get source() {
    return this.asked === AUTO ? this.#found || this.#pairs[0][0] : this.asked;
  }

  get target() {
    return this.#pairs.find(([source]) => source === this.source)[1];
  }

  /** Whether texts in a language can be translated. */
  reads(/** @type {string} */ language) {
    return this.#pairs.some(([source]) => source === language);
  }

  choose(/** @type {string} */ source) {
    if (!this.#select || !(source === AUTO || this.reads(source))) return;
    this.#select.value = source;
    this.#turn(false);
  }

  /** Take the language as it stands for certain, until another is chosen or the text is gone. */
  insist() {
    if (this.#select) this.#select.value = this.source;
    this.#turn(true);
  }

  /**
   * Take a language that the server has found.
   * @returns {boolean} whether that changes the direction
   */
  found(/** @type {string | undefined} */ language) {
    if (this.asked !== AUTO || !language || !this.reads(language)) return false;
    const before = this.source;
    const isNew = this.#found !== language;
    this.#found = language;
    this.#show();
    if (isNew) announce(say("detected", { language: nameOf(language) }));
    return this.source !== before;
  }

  /** Let go of what was found in a text that is gone. */
  forget() {
    this.#found = "";
    this.isCertain = false;
    this.#show();
  }

  #turn(/** @type {boolean} */ isCertain) {
    this.#found = "";
    this.isCertain = isCertain;
    this.#show();
    this.dispatchEvent(new Event("change"));
  }

  #show() {
    find("English").lang = this.asked === AUTO && !this.#found ? "" : this.source;
    find("translation").lang = this.target;
    find("target").textContent = capital(nameOf(this.target));
    if (!this.#select) return;
    const name = this.#found && say("detected", { language: nameOf(this.#found) });
    const option = this.#select.options[0];
    option.dataset.words ??= option.textContent;
    option.textContent = name || option.dataset.words;
  }
}

const capital = (/** @type {string} */ name) => name[0].toUpperCase() + name.slice(1);
