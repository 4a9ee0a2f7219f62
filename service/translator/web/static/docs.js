// Send the requests that the page for programs describes, and show their answers as they arrive.

const SHOWN_HEADERS = ["content-type", "retry-after", "x-request-id", "x-error-code"];
const key = document.querySelector("#key");

for (const form of document.querySelectorAll(".operation form")) {
  form.querySelector("button").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
document.querySelector(".key").hidden = false;
openNamed();
addEventListener("hashchange", openNamed);

/** Open the operation that the address names. */
function openNamed() {
  const named = document.getElementById(location.hash.slice(1));
  if (named instanceof HTMLDetailsElement) named.open = true;
}

async function send(form) {
  const output = form.querySelector("output");
  output.hidden = false;
  output.textContent = "…";
  try {
    const response = await fetch(path(form), request(form));
    const headers = SHOWN_HEADERS.filter((name) => response.headers.has(name));
    const lines = headers.map((name) => `${name}: ${response.headers.get(name)}`);
    output.textContent = [`${response.status} ${response.statusText}`, ...lines, "", ""].join("\n");
    await show(response, output);
  } catch (error) {
    output.textContent = `There was no answer: ${error.message}`;
  }
}

/** Write the body as it arrives; a stream is worth watching. */
async function show(response, output) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    output.append(part.value);
  }
}

function path(form) {
  return [...form.querySelectorAll("[data-in-path]")].reduce(
    (whole, field) => whole.replace(`{${field.name}}`, encodeURIComponent(field.value)),
    form.dataset.path,
  );
}

function request(form) {
  const { method } = form.dataset;
  const headers = key.value ? { Authorization: `Bearer ${key.value}` } : {};
  if (method === "GET") return { method, headers };
  const text = form.elements.namedItem("body");
  if (!text) return { method, headers, body: new FormData(form) };
  return { method, headers: { ...headers, "Content-Type": "application/json" }, body: text.value };
}
