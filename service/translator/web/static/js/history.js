/** What was translated on this device, in the browser's own storage and nowhere else. */

import { announce, find, make } from "./dom.js";
import { say } from "./words.js";

const KEY = "traductor.history";
const SWITCH = "traductor.history.off";
const MOST_ENTRIES = 50;
const MOST_CHARACTERS = 400_000;
const SETTLED_MS = 1_500;
const EXCERPT_CHARACTERS = 120;
// A text that begins like the one before is the same text, typed further.
const SAME_BEGINNING_CHARACTERS = 12;

/**
 * @param {import("./typing.js").Typing} typing
 * @param {import("./work.js").Work} work
 */
export function offerHistory(typing, work) {
  const { translation, direction } = work;
  const current = { id: Date.now(), text: "" };
  let timer = 0;

  function settle() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { original: text, text: translated, source, target } = translation;
      if (!text.trim() || text !== typing.text) return;
      if (!isContinued(current.text, text)) current.id = Date.now();
      current.text = text;
      remember({ id: current.id, source, target, text, translation: translated });
      show();
    }, SETTLED_MS);
  }

  function open(/** @type {Entry} */ { id, source, text }) {
    Object.assign(current, { id, text });
    direction.choose(source);
    typing.text = text;
    find("English").focus();
  }

  function show() {
    const list = entries();
    find("history-keep").checked = isKept();
    find("history-delete").hidden = list.length === 0;
    find("history-empty").hidden = list.length > 0 || !isKept();
    find("history-list").replaceChildren(...list.map((entry) => row(entry, open, show)));
  }

  find("history").hidden = false;
  find("history-keep").addEventListener("change", () => {
    keep(find("history-keep").checked);
    if (isKept()) settle();
    show();
  });
  find("history-delete").addEventListener("click", () => {
    forgetAll();
    show();
    find("history-keep").focus();
    announce(say("history-deleted"));
  });
  work.addEventListener("start", () => clearTimeout(timer));
  work.addEventListener("end", settle);
  translation.addEventListener("change", settle);
  addEventListener("storage", show);
  show();
}

/** @param {Entry} entry @param {(entry: Entry) => void} open @param {() => void} show */
function row(entry, open, show) {
  const excerpt = (/** @type {string} */ text, /** @type {string} */ lang) =>
    make("span", { textContent: text.trim().slice(0, EXCERPT_CHARACTERS), lang });
  const entered = make(
    "button",
    { type: "button", className: "history-entry", onclick: () => open(entry) },
    excerpt(entry.text, entry.source),
    excerpt(entry.translation, entry.target),
  );
  const icon = find("clear").firstElementChild.cloneNode(true);
  const label = say("history-delete", { text: entry.text.trim().slice(0, 40) });
  const remove = make("button", { type: "button", className: "tool", ariaLabel: label }, icon);
  remove.addEventListener("click", () => {
    forget(entry.id);
    show();
    find("history-keep").focus();
    announce(say("history-deleted"));
  });
  return make("li", {}, entered, remove);
}

function isContinued(/** @type {string} */ before, /** @type {string} */ now) {
  const length = Math.min(SAME_BEGINNING_CHARACTERS, before.length, now.length);
  return length > 0 && before.slice(0, length) === now.slice(0, length);
}

/** @typedef {{id: number, source: string, target: string, text: string, translation: string}} Entry */

/** @returns {boolean} */
const isKept = () => attempt(() => localStorage.getItem(SWITCH) === null, false);

function keep(/** @type {boolean} */ isOn) {
  attempt(() => (isOn ? localStorage.removeItem(SWITCH) : localStorage.setItem(SWITCH, "yes")));
  if (!isOn) forgetAll();
}

/** @returns {Entry[]} the latest first */
function entries() {
  const found = attempt(() => JSON.parse(localStorage.getItem(KEY)), null);
  return Array.isArray(found) ? found : [];
}

/** Remember a translation in the place of the one that it went on from. */
function remember(/** @type {Entry} */ entry) {
  if (!isKept()) return;
  let room = MOST_CHARACTERS;
  const others = entries().filter(({ id, text }) => id !== entry.id && text !== entry.text);
  const fitting = [entry, ...others].filter(({ text, translation }) => {
    room -= text.length + translation.length;
    return room >= 0;
  });
  store(fitting.slice(0, MOST_ENTRIES));
}

function forget(/** @type {number} */ id) {
  store(entries().filter((entry) => entry.id !== id));
}

function forgetAll() {
  attempt(() => localStorage.removeItem(KEY));
}

function store(/** @type {Entry[]} */ list) {
  attempt(() => localStorage.setItem(KEY, JSON.stringify(list)));
}

/** A browser may forbid its storage, or have none left; the page works without. */
function attempt(/** @type {() => any} */ action, /** @type {any} */ otherwise = undefined) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
