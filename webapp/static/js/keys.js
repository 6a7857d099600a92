/**
 * Single keys. An element with `data-key="1"`, `data-key="Space"` or `data-key="z ctrl+z"` (alternatives,
 * separated by spaces) is activated by that key when it is visible. With `data-key-unless=":checked"` it
 * is not as long as its form has such an element. Keys rest while the learner types, until Escape leaves
 * the box that had focus from the start, and are off under <html data-keys="off">.
 */

const TYPED_INTO = 'textarea, select, [contenteditable]:not([contenteditable="false"])';
const NOT_TYPED_INTO = new Set([
  "radio", "checkbox", "button", "submit", "reset", "image", "file", "range", "color",
]);
const ACTS_BY_ITSELF = 'button, summary, a[href], input, select, textarea, [role="button"]';
const IN_A_MENU = "details.menu:not([open]) [data-key-closed]"; // what a menu offers, open or not
const ARIA_NAMES = { ctrl: "Control", meta: "Meta", alt: "Alt", shift: "Shift", space: "Space" };

/** Whether keys belong to the focused element because it takes text. */
function takesText(element) {
  if (element?.tagName === "INPUT") return !NOT_TYPED_INTO.has(element.type);
  return Boolean(element?.closest(TYPED_INTO));
}

/** The names a key press answers to. The second is its place on the keyboard, for other alphabets. */
function keyNames(event) {
  if (event.key === " ") return ["space"];
  const placed = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code)?.[1];
  const foreign = event.key.length === 1 && event.key.charCodeAt(0) > 127;
  return foreign && placed ? [event.key.toLowerCase(), placed.toLowerCase()] : [event.key.toLowerCase()];
}

/** The modifiers held, as written in `data-key`. Shift is part of a sign such as "?". */
function modifiers(event) {
  const isSign = event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase();
  const shift = event.shiftKey && (!isSign || event.key === " ");
  const held = [["ctrl", event.ctrlKey], ["meta", event.metaKey], ["alt", event.altKey], ["shift", shift]];
  return held.filter(([, isHeld]) => isHeld).map(([name]) => name);
}

/** The alternatives an element declares, lower case: ["z", "ctrl+z"]. */
function declared(element) {
  return element.dataset.key.toLowerCase().split(/\s+/).filter(Boolean);
}

function isUsable(element) {
  return (element.checkVisibility({ visibilityProperty: true }) || element.matches(IN_A_MENU))
    && !element.closest("[inert], :disabled, [aria-disabled='true']")
    && !(element.dataset.keyUnless && element.form?.querySelector(element.dataset.keyUnless));
}

/** The first visible element that declares one of the chords, or undefined. */
function findTarget(chords) {
  const elements = [...document.querySelectorAll("[data-key]")];
  return elements.find((element) => declared(element).some((key) => chords.includes(key)) && isUsable(element));
}

/** Do what a click does, and show what that unfolds; a box that takes text is focused instead. */
function activate(element) {
  if (takesText(element)) return element.focus();
  element.click();
  if (element.matches("details[open] > summary")) element.parentElement.scrollIntoView({ block: "nearest" });
}

function onKey(event) {
  const off = document.documentElement.dataset.keys === "off";
  const isSingle = !(event.ctrlKey || event.metaKey || event.altKey);
  if ((off && isSingle) || event.repeat || event.isComposing || event.defaultPrevented) return;
  const focused = document.activeElement;
  if (event.key === "Escape" && focused?.matches("input[autofocus]")) focused.blur();
  if (takesText(focused)) return;
  if ([" ", "Enter"].includes(event.key) && focused?.closest(ACTS_BY_ITSELF)) return;
  const held = modifiers(event).join("+");
  const target = findTarget(keyNames(event).map((name) => (held ? `${held}+${name}` : name)));
  if (!target) return;
  event.preventDefault();
  activate(target);
}

/** Say the keys to assistive technology too. */
function announceKeys() {
  const spell = (part) => ARIA_NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  for (const element of document.querySelectorAll("[data-key]")) {
    const chords = declared(element).map((chord) => chord.split("+").map(spell).join("+"));
    element.setAttribute("aria-keyshortcuts", chords.join(" "));
  }
}

if (document.documentElement.dataset.keys !== "off") announceKeys();
document.addEventListener("keydown", onKey);
