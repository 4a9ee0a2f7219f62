/** Other translations of the sentence that the visitor chooses, in a small dialog beside it. */

import { announce, find, make, scrolling } from "./dom.js";
import { select } from "./output.js";
import { Failure, alternatives } from "./requests.js";
import { explain, say } from "./words.js";

const COUNT = 3;
const unsureBelow = Number(find("translator").dataset.unsureBelow);
const box = find("translation");
const dialog = find("alternatives");

/** @param {import("./translation.js").Translation} translation */
export function offerAlternatives(translation) {
  const isSentence = (/** @type {any} */ target) => target.matches("[role='button']");
  box.addEventListener("click", (event) => {
    // Who marks text with the mouse wants to copy it.
    if (isSentence(event.target) && getSelection()?.isCollapsed) open(event.target, translation);
  });
  box.addEventListener("keydown", (event) => {
    if (!isSentence(event.target) || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    open(event.target, translation);
  });
  dialog.addEventListener("keydown", onKey);
  find("alternatives-close").hidden = false;
  find("alternatives-close").addEventListener("click", () => close(true));
  document.addEventListener("pointerdown", ({ target }) => {
    if (!dialog.contains(target) && target !== opened) close(false);
  });
  dialog.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !dialog.contains(event.relatedTarget)) close(false);
  });
  translation.addEventListener("change", () => opened?.isConnected || close(false));
}

/** @type {HTMLElement | null} the sentence that the dialog is about */
let opened = null;
let controller = new AbortController();

/** @param {HTMLElement} sentence @param {import("./translation.js").Translation} translation */
async function open(sentence, translation) {
  close(false);
  opened = sentence;
  select(sentence);
  sentence.ariaExpanded = "true";
  const index = placeOf(sentence);
  const { source: text, confidence } = translation.pieces[index];
  const { source, target } = translation;
  const [original, list, note] = ["source", "list", "note"].map((id) => find(`alternatives-${id}`));
  Object.assign(original, { textContent: text, lang: source });
  list.lang = target;
  list.replaceChildren(item(sentence.textContent, true, () => close(true)));
  note.textContent = say("alternatives-loading");
  place(sentence);
  dialog.querySelector("li button").focus({ preventScroll: true });
  controller = new AbortController();
  const { signal } = controller;
  try {
    const found = await alternatives({ text, source, target, count: COUNT }, signal);
    if (signal.aborted) return;
    const others = found.filter((each) => each !== sentence.textContent);
    list.append(...others.map((each) => item(each, false, () => choose(each, translation))));
    note.textContent = others.length ? certainty(confidence) : say("alternatives-none");
    show();
  } catch (error) {
    if (!signal.aborted) note.textContent = wordsFor(Failure.from(error));
  }
}

function choose(/** @type {string} */ text, /** @type {any} */ translation) {
  const index = placeOf(opened);
  close(false);
  translation.choose(index, text);
  select(box.childNodes[index]);
  box.childNodes[index].focus();
  announce(say("alternative-chosen"));
}

function close(/** @type {boolean} */ isFocusMoved) {
  controller.abort();
  dialog.hidden = true;
  const sentence = opened;
  opened = null;
  if (!sentence) return;
  sentence.ariaExpanded = "false";
  if (isFocusMoved) sentence.focus();
}

/** Put the dialog under its sentence; the pane is what its place is counted from. */
function place(/** @type {HTMLElement} */ sentence) {
  dialog.hidden = false;
  const pane = dialog.parentElement.getBoundingClientRect();
  dialog.style.top = `${Math.round(sentence.getBoundingClientRect().bottom - pane.top + 6)}px`;
  show();
}

const show = () => dialog.scrollIntoView({ block: "nearest", behavior: scrolling() });

function onKey(/** @type {KeyboardEvent} */ event) {
  const buttons = [...dialog.querySelectorAll("li button")];
  const at = buttons.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1 };
  if (event.key === "Escape") close(true);
  else if (event.key in steps) buttons.at(steps[event.key] % buttons.length).focus();
  else return;
  event.preventDefault();
}

/** @param {string} text @param {boolean} isChosen @param {() => void} onclick */
function item(text, isChosen, onclick) {
  const ariaPressed = `${isChosen}`;
  return make("li", {}, make("button", { type: "button", textContent: text, ariaPressed, onclick }));
}

const placeOf = (/** @type {any} */ sentence) => [...box.childNodes].indexOf(sentence);

function certainty(/** @type {number} */ confidence) {
  const percent = Math.round(confidence * 100);
  return say(confidence < unsureBelow ? "unsure" : "sure", { percent });
}

const wordsFor = (/** @type {Failure} */ { code, again }) => (again ? say(code) : explain(code));
