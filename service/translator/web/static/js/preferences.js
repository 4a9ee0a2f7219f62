/** The two switches of the header without a new page: without JavaScript they send the form. */

import { announce, find } from "./dom.js";
import { say } from "./words.js";

const THEMES = ["auto", "light", "dark"];
const YEAR_SECONDS = 365 * 24 * 60 * 60;

export function offerPreferences() {
  const theme = find("theme");
  theme.addEventListener("click", (/** @type {Event} */ event) => {
    event.preventDefault();
    const root = document.documentElement;
    const next = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
    root.dataset.theme = next;
    document.cookie = `theme=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    theme.title = theme.lastElementChild.textContent = say(`theme-${next}`);
    announce(theme.title);
  });
  // Nothing is typed yet: a plain address is better to go back to than a form that was sent.
  const other = find("language");
  other.addEventListener("click", (event) => {
    if (find("English").value) return;
    event.preventDefault();
    location.assign(`/?lang=${other.lang}`);
  });
}
