/** The words of the page in the visitor's language, as the server has sent them along. */

import { find } from "./dom.js";

/** @type {Record<string, string>} */
const texts = JSON.parse(find("words").content.textContent);
export const language = document.documentElement.lang;
const numbers = new Intl.NumberFormat(language);
const names = new Intl.DisplayNames(language, { type: "language" });

/**
 * @param {string} key
 * @param {Record<string, string | number>} values
 */
export function say(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? numbers.format(value) : value;
  });
}

/** Say what the server's code for a failure means; only general words can do without values. */
export function explain(/** @type {string} */ code) {
  const text = texts[`error.${code}`];
  return text && !text.includes("{") ? text : say("error.unexpected");
}

/**
 * @param {string} code as ISO 639-1
 * @returns {string} as it stands inside a sentence
 */
export const nameOf = (code) => names.of(code) ?? code;
