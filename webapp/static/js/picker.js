/**
 * The sentences of a document: ticking one quotes it, selecting words in one narrows the quote, and both
 * fill in whose claim it is. The fields underneath are what is sent, and can be edited by hand.
 */

const evidence = document.querySelector("[data-evidence]");
const field = (name) => evidence.querySelector(`[name="${name}"]`);
const labels = () => [...evidence.querySelectorAll(".picker label")];
const words = (label) => label.querySelector("[data-text]");
const isTicked = (label) => label.querySelector("input").checked;

/** The stance chosen below, "asserted" until then. */
function chosenStance() {
  return evidence.querySelector('[name="stance"]:checked')?.value ?? "asserted";
}

/** Let the quote wear the highlighter of whose claim it is. */
function wearStance() {
  for (const quoted of evidence.querySelectorAll(".picker mark")) quoted.dataset.stance = chosenStance();
}

/** Mark characters `from` to `to` of a sentence, or none. */
function mark(label, from, to) {
  const text = words(label).textContent;
  const quoted = document.createElement("mark");
  quoted.textContent = text.slice(from, to);
  quoted.dataset.stance = chosenStance();
  const parts = to > from ? [text.slice(0, from), quoted, text.slice(to)] : [text];
  words(label).replaceChildren(...parts);
}

let filledIn = false;

/** Say whose claim it is, as the sentence does; where that is not known, what was chosen by hand counts. */
function readVoice(label) {
  if (!("known" in label.dataset) && !filledIn && evidence.querySelector('[name="stance"]:checked')) return;
  filledIn = true;
  evidence.querySelector(`[name="stance"][value="${label.dataset.stance}"]`).checked = true;
  field("speaker").value = label.dataset.speaker ?? "";
}

/** Take the whole of the ticked sentences as the quote; the server joins several. */
function quoteTicked() {
  const ticked = labels().filter(isTicked);
  for (const label of labels()) mark(label, 0, 0);
  for (const label of ticked) mark(label, 0, words(label).textContent.length);
  field("quote").value = ticked.length === 1 ? words(ticked[0]).textContent : "";
  field("start").value = ticked.length === 1 ? ticked[0].dataset.start : "";
  if (ticked.length) readVoice(ticked[0]);
}

/** How far into a sentence a boundary of the selection lies, in characters. */
function offsetIn(sentence, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(sentence);
  range.setEnd(node, offset);
  return range.toString().length;
}

/** The document counts code points, a browser UTF-16 units: they differ beyond the first plane. */
function codePoints(text) {
  return [...text].length;
}

/** Whether a place in a text lies between two letters or digits: a quote is of whole words. */
function isInWord(text, at) {
  return at > 0 && at < text.length && /^[\p{L}\p{N}\p{M}]{2}$/u.test(text[at - 1] + text[at]);
}

/** Narrow the quote to the words selected in one sentence. */
function quoteSelected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const sentence = words(range.startContainer.parentElement?.closest(".picker label") ?? labels()[0]);
  if (!sentence.contains(range.startContainer) || !sentence.contains(range.endContainer)) return;
  const text = sentence.textContent;
  let from = offsetIn(sentence, range.startContainer, range.startOffset);
  let to = offsetIn(sentence, range.endContainer, range.endOffset);
  while (from < to && /\s/.test(text[from])) from += 1;
  while (to > from && /\s/.test(text[to - 1])) to -= 1;
  if (from === to) return;
  while (isInWord(text, from)) from -= 1;
  while (isInWord(text, to)) to += 1;
  const label = sentence.closest("label");
  for (const other of labels()) {
    other.querySelector("input").checked = other === label;
    mark(other, 0, 0);
  }
  mark(label, from, to);
  field("quote").value = text.slice(from, to);
  field("start").value = Number(label.dataset.start) + codePoints(text.slice(0, from));
  readVoice(label);
  selection.removeAllRanges();
}

/** A label passes clicks on to its box; the end of a selection is not a click. */
function keepSelection(event) {
  if (event.target.closest("[data-text]") && !getSelection().isCollapsed) {
    event.preventDefault();
    quoteSelected();
  }
}

if (evidence) {
  const picker = evidence.querySelector(".picker");
  picker.addEventListener("change", quoteTicked);
  picker.addEventListener("click", keepSelection);
  field("quote").addEventListener("input", () => { field("start").value = ""; });
  const first = labels().find(isTicked);
  if (first) picker.scrollTop = first.offsetTop - picker.offsetTop;
}
for (const input of evidence?.querySelectorAll('[name="stance"]') ?? []) input.addEventListener("change", () => { filledIn = false; wearStance(); });
