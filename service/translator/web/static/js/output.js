/** Show a translation: its sentences can be chosen, one of them is a stop of the Tab key. */

import { find, make } from "./dom.js";

const unsureBelow = Number(find("translator").dataset.unsureBelow);
const box = find("translation");

/** @param {import("./translation.js").Translation} translation */
export function show(translation) {
  // One node for each piece: the place of a piece is the place of its node.
  translation.addEventListener("change", (event) => {
    const { start, count, added } = /** @type {CustomEvent} */ (event).detail;
    for (let left = count; left > 0; left -= 1) box.childNodes[start].remove();
    const nodes = added.map(nodeOf);
    if (start < box.childNodes.length) box.childNodes[start].before(...nodes);
    else box.append(...nodes);
    if (!box.querySelector("[tabindex='0']")) box.querySelector("[role]")?.setAttribute("tabindex", "0");
    find("legend").hidden = !box.querySelector(".unsure");
  });
  box.addEventListener("keydown", (event) => {
    const next = neighbour(event.target, event.key);
    if (!next) return;
    event.preventDefault();
    select(next);
    next.focus();
  });
}

/** Make a sentence the one that the Tab key stops at. */
export function select(/** @type {HTMLElement} */ sentence) {
  box.querySelector("[tabindex='0']")?.setAttribute("tabindex", "-1");
  sentence.tabIndex = 0;
}

function nodeOf(/** @type {import("./translation.js").Piece} */ { text, confidence }) {
  if (confidence === null) return document.createTextNode(text);
  const sentence = make("span", { textContent: text, tabIndex: -1, role: "button", ariaHasPopup: "dialog" });
  if (confidence < unsureBelow) {
    sentence.className = "unsure";
    sentence.setAttribute("aria-describedby", "legend");
  }
  return sentence;
}

/** @returns {HTMLElement | undefined} the sentence that a key leads to from another one */
function neighbour(/** @type {any} */ sentence, /** @type {string} */ key) {
  const all = [...box.querySelectorAll("[role]")];
  const at = all.indexOf(sentence);
  if (at < 0) return undefined;
  return {
    ArrowRight: all[at + 1],
    ArrowDown: all[at + 1],
    ArrowLeft: all[at - 1],
    ArrowUp: all[at - 1],
    Home: all[0],
    End: all.at(-1),
  }[key];
}
