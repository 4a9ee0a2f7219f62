/** Find elements and make them; nothing here knows what the page is about. */

/**
 * @param {string} id
 * @returns {any} the element; the templates promise that it is there
 */
export const find = (id) => document.getElementById(id);

/**
 * @param {string} tag
 * @param {object} properties as in JavaScript: `className`, `textContent`, `ariaPressed`
 * @param {...Node} children
 */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * Tell a visitor who does not see the page that something has changed.
 * @param {string} text
 * @param {string} language of the text, if it is not that of the page
 */
export function announce(text, language = document.documentElement.lang) {
  const status = find("announcement");
  Object.assign(status, { textContent: "", lang: language });
  // A screen reader notices a change, and no text twice is none.
  setTimeout(() => { status.textContent = text; }, 50);
}

/** Whether motion on the page is welcome. */
export const scrolling = () =>
  matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
