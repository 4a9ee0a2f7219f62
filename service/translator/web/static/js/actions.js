/** What can be done with a translation: copy it, download it, share it, swap it, clear it. */

import { announce, find, make } from "./dom.js";
import { say } from "./words.js";

const CONFIRMED_MS = 2_500;
// Longer addresses break in letters and chats.
const LONGEST_LINK_CHARACTERS = 6_000;

/**
 * @param {import("./typing.js").Typing} typing
 * @param {import("./work.js").Work} work
 */
export function offerActions(typing, { translation, direction }) {
  const buttons = ["copy", "download", "share"].map(find);
  for (const button of buttons) button.hidden = false;
  const update = () => {
    for (const button of buttons) button.disabled = translation.pieces.length === 0;
  };
  translation.addEventListener("change", update);
  update();

  find("copy").addEventListener("click", () => copy(translation.text, "copied"));
  find("download").addEventListener("click", () => {
    download(new Blob([translation.text], { type: "text/plain;charset=utf-8" }), say("file-name"));
  });
  find("share").addEventListener("click", () => {
    const link = linkTo(typing.text, direction.source);
    if (link.length > LONGEST_LINK_CHARACTERS) typing.notices.fail(say("link-too-long"));
    else copy(link, "copied-link");
  });
  find("clear").addEventListener("click", () => {
    typing.text = "";
    find("English").focus();
  });
  const swap = find("swap");
  if (!swap) return;
  swap.hidden = false;
  swap.addEventListener("click", () => {
    const { text } = translation;
    direction.choose(direction.target);
    if (text.trim()) typing.text = text;
  });
}

/** Give the visitor a file. */
export function download(/** @type {Blob} */ blob, /** @type {string} */ name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Take the text of a shared link, which stands behind the # and so never reached the server. */
export function openLink(/** @type {import("./typing.js").Typing} */ typing) {
  const shared = new URLSearchParams(location.hash.slice(1));
  const text = shared.get("text");
  if (!text) return;
  history.replaceState(null, "", location.pathname + location.search);
  typing.work.direction.choose(shared.get("from") ?? "");
  typing.text = text;
}

function linkTo(/** @type {string} */ text, /** @type {string} */ from) {
  return `${location.origin}/#${new URLSearchParams({ from, text })}`;
}

async function copy(/** @type {string} */ text, /** @type {string} */ words) {
  const isDone = await toClipboard(text);
  announce(say(isDone ? words : "copy-failed"));
  const label = find("copy").lastElementChild;
  label.dataset.words ??= label.textContent;
  label.textContent = isDone ? say(words) : label.dataset.words;
  setTimeout(() => { label.textContent = label.dataset.words; }, CONFIRMED_MS);
  if (!isDone) getSelection()?.selectAllChildren(find("translation"));
}

/** Without TLS a browser has no clipboard for pages, but still knows the old command. */
async function toClipboard(/** @type {string} */ text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { value: text, className: "visually-hidden" });
    const before = /** @type {HTMLElement} */ (document.activeElement);
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    before.focus();
    return isDone;
  }
}
