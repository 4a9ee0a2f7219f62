/** Files, chosen or dropped: a plain text goes into the field, others come back translated. */

import { download } from "./actions.js";
import { find, make } from "./dom.js";
import { Failure } from "./requests.js";
import { explain, say } from "./words.js";

const form = find("files");
const input = find("file");
const state = find("file-state");

/** @param {import("./typing.js").Typing} typing */
export function offerFiles(typing) {
  form.classList.add("enhanced");
  find("drop").hidden = false;
  const take = (/** @type {File | undefined} */ file) => file && translate(file, typing);
  form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    take(input.files[0]);
  });
  input.addEventListener("change", () => {
    take(input.files[0]);
    input.value = "";
  });
  for (const name of ["dragenter", "dragover"]) addEventListener(name, onDrag);
  for (const name of ["dragleave", "drop"]) {
    addEventListener(name, () => document.body.classList.remove("dropping"));
  }
  addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
}

const hasFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");

function onDrag(/** @type {any} */ event) {
  if (!hasFile(event)) return;
  event.preventDefault();
  document.body.classList.add("dropping");
}

/**
 * @param {File} file
 * @param {import("./typing.js").Typing} typing
 * @param {string} certain the language that the file is in, whatever it looks like
 */
async function translate(file, typing, certain = "") {
  const plain = /\.txt$/i.test(file.name) && await decoded(file);
  if (plain) {
    tell("");
    typing.text = plain;
    find("English").focus();
    return;
  }
  tell(say("file-working", { name: file.name }));
  try {
    const response = await send(file, { source: typing.work.direction.asked, certain });
    const name = nameIn(response) ?? file.name;
    const blob = await response.blob();
    download(blob, name);
    tell(say("file-done", { name }), [[say("file-again"), () => download(blob, name)]]);
  } catch (error) {
    const failure = Failure.from(error);
    const { words, again, code, ways } = failure;
    const buttons = ways.map(({ textContent, value }) =>
      /** @type {Button} */ ([textContent, () => translate(file, typing, value)]));
    tell(words || (again ? say(code) : explain(code)), buttons, true);
  }
}

async function send(/** @type {File} */ file, /** @type {Record<string, string>} */ fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("file", file);
  const response = await fetch(form.action, { method: "POST", body });
  if (response.ok) return response;
  const failure = Failure.of(response);
  // The answer is the page with the reason on it, in the visitor's language and with the numbers.
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  failure.words = page.getElementById("error")?.textContent.trim() ?? "";
  failure.ways = [...page.querySelectorAll("#files [name=certain]")];
  throw failure;
}

/** @returns {Promise<string | null>} the text, unless it is not UTF-8 */
async function decoded(/** @type {File} */ file) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()).replace(/\r\n?/g, "\n");
  } catch {
    return null;
  }
}

function nameIn(/** @type {Response} */ response) {
  const header = response.headers.get("Content-Disposition") ?? "";
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(header) ?? [];
  const [, plain] = /filename="?([^";]+)"?/i.exec(header) ?? [];
  return encoded ? decodeURIComponent(encoded) : plain;
}

/**
 * @typedef {[string, () => void]} Button what it says and does
 * @param {string} text
 * @param {Button[]} buttons
 * @param {boolean} isFailure
 */
function tell(text, buttons = [], isFailure = false) {
  state.hidden = !text;
  state.classList.toggle("error", isFailure);
  state.replaceChildren(text);
  for (const [textContent, onclick] of buttons) {
    const className = "secondary";
    state.append(" ", make("button", { type: "button", className, textContent, onclick }));
  }
}
