/** A question of an attempt: each change is saved at once, and the clock runs. */

const asking = document.querySelector("form.asking");
const form = document.querySelector("form[data-autosave]");
const offline = document.querySelector("[data-offline]");
const RETRY_MS = 4000;
const TYPING_MS = 600;
let timer = 0;
let sending = Promise.resolve();
let unsent = false;
let waiting = null; // the button that was pressed while there was no connection

function say(text) {
  document.querySelector("[data-save-state]").hidden = false;
  document.querySelector("[data-save-text]").textContent = text;
}

/** Let map, heading and button say what is saved. */
function showTally(said) {
  say(form.dataset.saved);
  document.querySelector(".qmap [aria-current]").classList.add("done");
  document.querySelector("[data-tally]").textContent = said.heading;
  document.querySelector("[data-hand-in]").textContent = said.hand_in;
  document.getElementById("pg").value = said.answered;
}

async function save() {
  say(form.dataset.saving);
  try {
    const answer = await send();
    const said = await answer.json();
    offline.hidden = true;
    if (Number.isInteger(said.seconds)) endIn(said.seconds);
    if (said.client_key) form.elements.client_key.value = said.client_key;
    if (said.saved && !unsent) showTally(said);
    else if (said.message) say(said.message);
    if (answer.status === 409) window.location.assign(window.location.pathname.replace(/\/\d+$/, ""));
    else if (said.saved) goOn();
  } catch {
    offline.hidden = false;
    schedule(RETRY_MS);
    say(form.dataset.unsaved);
  }
}

/** Send the answer; it arrives even if the page is left meanwhile. */
function send(leaving = false) {
  unsent = false;
  const body = new FormData(form);
  if (leaving) body.delete("client_key"); // a save still under way has used it
  return fetch(form.action, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    keepalive: true,
  });
}

function schedule(delay) {
  clearTimeout(timer);
  unsent = true;
  say(form.dataset.saving);
  timer = setTimeout(() => { sending = sending.then(save); }, delay);
}

/** Whether a field holds something else than the page came with. */
function isTouched(field) {
  if (field.options) {
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(0, first);
  }
  return field.checked !== field.defaultChecked || field.value !== field.defaultValue;
}

/** Do what a button was pressed for while there was no connection. */
function goOn() {
  if (!waiting) return;
  const pressed = waiting;
  waiting = null;
  asking.requestSubmit(pressed);
}

if (asking) {
  // The browser's own page that there is no connection would take the answer away.
  asking.addEventListener("submit", (event) => {
    if (navigator.onLine && offline.hidden) return;
    event.preventDefault();
    offline.hidden = false;
    waiting = event.submitter;
    if (form) schedule(0);
  });
  if (!form) {
    window.addEventListener("online", () => {
      offline.hidden = true;
      goOn();
    });
  }
}

if (form) {
  // What was chosen while this module was still on its way.
  if ([...form.querySelectorAll("fieldset :is(input, select)")].some(isTouched)) schedule(0);
  form.addEventListener("change", () => schedule(0));
  form.addEventListener("input", (event) => { if (event.target.type === "text") schedule(TYPING_MS); });
  form.addEventListener("submit", (event) => { unsent = event.defaultPrevented; });
  window.addEventListener("pagehide", () => unsent && send(true));
  window.addEventListener("online", () => schedule(0));
}

let ends = 0;

/** Let the clock run out in so many seconds: more time may have been given. */
function endIn(seconds) {
  ends = Date.now() + seconds * 1000;
}

/** The time left, quietly; a word at two minutes; handed in at the end. */
function runClock(box) {
  endIn(Number(box.dataset.seconds));
  const face = box.querySelector("[data-clock]");
  const low = document.querySelector("[data-low]");
  const tick = () => {
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    const hours = Math.floor(left / 3600);
    const minutes = String(Math.floor((left % 3600) / 60)).padStart(hours ? 2 : 1, "0");
    face.textContent = `${hours ? `${hours}:` : ""}${minutes}:${String(left % 60).padStart(2, "0")}`;
    low.hidden = left > 120;
    if (left > 0) return;
    clearInterval(running);
    low.hidden = true;
    document.querySelector("[data-over]").hidden = false;
    setTimeout(() => window.location.reload(), 31000);
  };
  const running = setInterval(tick, 1000);
  tick();
}

const box = document.querySelector("[data-seconds]");
if (box) runClock(box);
