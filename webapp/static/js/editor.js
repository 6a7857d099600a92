/**
 * The question editor: rows come and go, and checks and preview are fetched when typing stops, without
 * the page coming back. Without this script the same buttons send the form.
 */

const AFTER_MS = 700;

const form = document.getElementById("question");

/** Number the names, ids and labels of the rows from 0 (for people, from 1). */
function renumber(rows) {
  [...rows.querySelectorAll("[data-row]")].forEach((row, n) => {
    for (const control of row.querySelectorAll("input, button")) {
      if (control.type === "radio") control.value = n;
      else if (control.matches("[data-remove]")) control.value = control.value.replace(/\d+$/, n);
      else for (const name of ["name", "id"]) control[name] = control[name].replace(/-\d+-/, `-${n}-`);
      control.ariaLabel = control.ariaLabel?.replace(/\d+/, n + 1);
    }
  });
}

/** Add an empty row like the last one, and go there. */
function addRow(rows) {
  const row = rows.lastElementChild.cloneNode(true);
  for (const input of row.querySelectorAll("input")) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = false;
    else input.value = "";
    input.removeAttribute("aria-invalid");
  }
  for (const details of row.querySelectorAll("details")) details.open = false;
  rows.append(row);
  renumber(rows);
  row.querySelector("input.input").focus();
}

function onRowButton(event) {
  const add = event.target.closest("[data-add]");
  const remove = event.target.closest("[data-remove]");
  const rows = add
    ? add.closest("fieldset").querySelector("[data-rows]")
    : remove?.closest("[data-rows]");
  if (!rows || (remove && rows.children.length < 2)) return;
  event.preventDefault();
  if (add) return addRow(rows);
  const row = remove.closest("[data-row]");
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  renumber(rows);
  lookSoon();
  next.querySelector("input.input").focus();
}

/** Take the checks and the preview out of an answer; what is unchanged stays, and so does focus. */
function take(page) {
  for (const id of ["checks", "preview"]) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (!fresh || fresh.isEqualNode(old)) continue;
    const open = old.querySelector("details")?.open;
    old.replaceWith(fresh);
    if (open) fresh.querySelector("details")?.setAttribute("open", "");
    if (id === "checks") say(fresh);
  }
}

/** Say what the checks find, once it is another thing than before. */
function say(checks) {
  const found = [...checks.querySelectorAll(".failed li")].map((each) => each.textContent.trim());
  document.querySelector("[data-said]").textContent = found.join(" ");
}

/** What is typed, without the file that waits to be added: it is sent once, by itself. */
function filled() {
  const data = new FormData(form);
  for (const name of ["media", "media_description", "media_where"]) data.delete(name);
  return data;
}

let asked = 0;

/** Ask what is said of what is typed; only the newest answer counts. */
async function look() {
  const mine = (asked += 1);
  const answer = await fetch(form.dataset.look, { method: "POST", body: filled() });
  const text = await answer.text();
  if (!answer.ok) throw new Error(answer.statusText);
  if (mine === asked) take(new DOMParser().parseFromString(text, "text/html"));
}

async function preview(event) {
  event.preventDefault();
  const button = event.currentTarget;
  button.setAttribute("aria-busy", "true");
  try {
    await look();
  } catch {
    form.requestSubmit(button);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

const state = document.querySelector("[data-state]");
const typed = () => new URLSearchParams(filled()).toString();
const LONGEST_MS = 3000;
let waiting;
let keeping; // a draft that is on its way
let isLeft = false;
let kept = "unsaved" in form.dataset ? "" : typed();

/** Keep what is typed as a draft, where it is another than what is kept or saved. */
async function keep() {
  const now = typed();
  if (now === kept || isLeft || !form.dataset.keep) return;
  const [body, signal] = [filled(), AbortSignal.timeout(LONGEST_MS)];
  keeping = fetch(form.dataset.keep, { method: "POST", body, signal });
  try {
    const answer = await keeping;
    if (answer.ok) kept = now;
    if (answer.ok || answer.status === 400) state.textContent = await answer.text();
  } finally {
    keeping = undefined;
  }
}

/** On the way out, without waiting for an answer. */
function keepAtOnce() {
  if (isLeft || typed() === kept || !form.dataset.keep) return;
  navigator.sendBeacon(form.dataset.keep, filled());
  kept = typed();
}

/** Look and keep once nothing was typed for a while; out of reach, again with the next letter. */
function lookSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => Promise.allSettled([look(), keep()]), AFTER_MS);
}

/** What is saved needs no draft: the form is sent after one that is on its way, and none follows. */
function stopKeeping(event) {
  if (event.defaultPrevented) return;
  clearTimeout(waiting);
  isLeft = true;
  if (!keeping) return;
  event.preventDefault();
  const again = () => event.target.requestSubmit(event.submitter);
  keeping.then(again, again);
  keeping = undefined;
}

form.addEventListener("click", onRowButton);
// What has the form as its own stands outside it too, and so do rows that go.
for (const what of ["input", "change"]) document.addEventListener(what, (event) => event.target.form === form && lookSoon());
form.addEventListener("submit", stopKeeping);
document.getElementById("discarding")?.addEventListener("submit", stopKeeping);
document.addEventListener("visibilitychange", () => document.hidden && keepAtOnce());
window.addEventListener("pagehide", keepAtOnce);
document.querySelector("[data-preview]").addEventListener("click", preview);
document.getElementById("document")?.addEventListener("change", () => {
  form.requestSubmit(document.querySelector("[data-turn]"));
});
