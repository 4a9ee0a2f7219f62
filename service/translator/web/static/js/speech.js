/** Read aloud with the voices of the visitor's browser; without one for a language, no button. */

import { find } from "./dom.js";
import { say } from "./words.js";

const speech = window.speechSynthesis;

/**
 * @param {string} id of the button
 * @param {() => {language: string, sentences: string[]}} wanted
 * @returns {() => void} to be called when the language or the text may have changed
 */
export function listen(id, wanted) {
  const button = find(id);
  const label = button.title;
  const isSpeaking = () => button.ariaPressed === "true";

  function turn(/** @type {boolean} */ isOn) {
    button.ariaPressed = `${isOn}`;
    button.title = button.lastElementChild.textContent = isOn ? say("stop-listening") : label;
  }

  function start() {
    speech.cancel();
    const { language, sentences } = wanted();
    // A sentence at a time: some browsers fall silent in a long text.
    const spoken = sentences.filter((text) => /\p{L}|\p{N}/u.test(text));
    const parts = spoken.map((text) => utterance(text, language));
    if (!parts.length) return;
    parts.at(-1).onend = () => turn(false);
    for (const part of parts) {
      part.onerror = () => turn(false);
      speech.speak(part);
    }
    turn(true);
  }

  function update() {
    const { language, sentences } = wanted();
    button.hidden = !voice(language);
    button.disabled = !sentences.length;
    if (isSpeaking() && !speech.speaking) turn(false);
  }

  button.addEventListener("click", () => {
    if (!isSpeaking()) return start();
    speech.cancel();
    return turn(false);
  });
  speech?.addEventListener?.("voiceschanged", update);
  update();
  return update;
}

function voice(/** @type {string} */ language) {
  return speech?.getVoices().find(({ lang }) => lang.toLowerCase().startsWith(language));
}

function utterance(/** @type {string} */ text, /** @type {string} */ language) {
  const chosen = voice(language);
  return Object.assign(new SpeechSynthesisUtterance(text), { voice: chosen, lang: chosen.lang });
}
