/**
 * Pictures and sounds in the question editor: chosen, dropped or pasted, sent at once, and spoken of
 * at the caret. Without this script the same button sends the form.
 */

const form = document.getElementById("question");
const where = document.getElementById("media_where");
const file = document.getElementById("media");
const description = document.getElementById("media_description");
const said = document.querySelector("[data-media-said]");

/** Whether a text of the question can speak of a picture. */
const isText = (field) =>
  field?.form === form && field.matches("textarea, input.input[name]:not([type=file], [type=hidden])") &&
  /^(stem|explanation|hints|card-back|order-items|truth-feedback_\w+|.+-(text|feedback|left|right))$/.test(field.name);

let written; // the text that was written in last

/** Put the reference at the caret, which goes between its brackets where nothing is said yet. */
function put(field, reference) {
  const at = (field === written ? field.selectionStart : null) ?? field.value.length;
  const end = (field === written ? field.selectionEnd : null) ?? at;
  const gap = at > 0 && !/\s$/.test(field.value.slice(0, at)) ? " " : "";
  const after = /^\S/.test(field.value.slice(end)) ? " " : "";
  field.setRangeText(gap + reference + after, at, end, "end");
  field.closest("details")?.setAttribute("open", "");
  field.focus();
  if (reference.startsWith("![]")) {
    const between = at + gap.length + 2;
    field.setSelectionRange(between, between);
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Say beside a field what is wrong with what was given; nothing, where that is mended. */
function complain(field, message) {
  const id = `${field.id || field.name}-media-error`;
  document.getElementById(id)?.remove();
  if (!message) return;
  const line = document.createElement("p");
  line.className = "error";
  line.id = id;
  line.setAttribute("role", "alert");
  line.textContent = message;
  field.after(line);
}

/** Send a file, and have a text speak of it. */
async function add(field, given, about, beside = field) {
  complain(beside, "");
  said.textContent = said.dataset.adding.replace("{name}", given.name);
  beside.setAttribute("aria-busy", "true");
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  body.append("media", given);
  body.append("media_description", about);
  try {
    const answer = await fetch(form.dataset.media, { method: "POST", body });
    const text = answer.headers.get("Content-Type").startsWith("text/plain") ? await answer.text() : "";
    said.textContent = answer.ok ? said.dataset.added : "";
    if (!answer.ok || !text) return complain(beside, text || said.dataset.failed);
    put(field, text);
    return true;
  } catch {
    said.textContent = "";
    complain(beside, said.dataset.failed);
  } finally {
    beside.removeAttribute("aria-busy");
  }
}

async function addChosen(event) {
  const [given] = file.files;
  const field = form.elements[where.value];
  if (!given || !isText(field)) return;
  event.preventDefault();
  if (await add(field, given, description.value, file)) file.value = description.value = "";
}

function receive(event, given) {
  if (!given?.length || !isText(event.target)) return;
  event.preventDefault();
  written = event.target;
  add(event.target, given[0], "");
}

/** Offer the text that was written in last. */
function follow({ target }) {
  if (!isText(target)) return;
  written = target;
  const label = target.ariaLabel ?? target.labels[0]?.textContent.trim();
  if (![...where.options].some((each) => each.value === target.name)) where.add(new Option(label, target.name));
  where.value = target.name;
}

document.querySelector("[data-media-add]").addEventListener("click", addChosen);
document.addEventListener("focusin", follow);
document.addEventListener("paste", (event) => receive(event, event.clipboardData?.files));
document.addEventListener("drop", (event) => receive(event, event.dataTransfer?.files));
document.addEventListener("dragover", (event) => {
  if (isText(event.target) && event.dataTransfer.types.includes("Files")) event.preventDefault();
});
