/**
 * Words selected in a document: a question can be written from them. A link stands under the selection
 * and is the next stop of the Tab key; it leads to the editor with the place of the words in the text.
 */

const SETTLED_MS = 150;
const GAP = 8;
const link = document.querySelector("[data-write]");
const article = document.querySelector("article");

/** The words of a passage up to a boundary, without what is added to the text. */
function wordsBefore(passage, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(passage);
  if (node) range.setEnd(node, offset);
  const words = range.cloneContents();
  for (const number of words.querySelectorAll(".no")) number.remove();
  for (const sic of words.querySelectorAll(".sic")) {
    const before = sic.previousSibling;
    if (before?.nodeType === Node.TEXT_NODE) before.data = before.data.replace(/ $/, "");
    sic.remove();
  }
  return words.textContent;
}

/** Where a boundary lies in the text: the server counts code points, a browser UTF-16 units. */
function placeOf(passage, node, offset) {
  const inside = node && passage.contains(node) ? wordsBefore(passage, node, offset) : null;
  return inside === null ? null : Number(passage.dataset.start) + [...inside].length;
}

/** The selected part of the text and the passage it ends in, or nothing. */
function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount || !selection.toString().trim()) return null;
  const range = selection.getRangeAt(0);
  if (!article.contains(range.commonAncestorContainer)) return null;
  const passages = [...article.querySelectorAll(".s")].filter((passage) => range.intersectsNode(passage));
  if (!passages.length) return null;
  const [first, last] = [passages[0], passages.at(-1)];
  const start = placeOf(first, range.startContainer, range.startOffset) ?? Number(first.dataset.start);
  const end = placeOf(last, range.endContainer, range.endOffset)
    ?? Number(last.dataset.start) + [...wordsBefore(last)].length;
  return end > start ? { start, end, last, range } : null;
}

/** Stand under the last line of the selection, within the window. */
function stand(range) {
  const lines = [...range.getClientRects()].filter((line) => line.width > 0);
  const line = lines.at(-1) ?? range.getBoundingClientRect();
  const most = document.documentElement.clientWidth - link.offsetWidth - GAP;
  const around = link.offsetParent.getBoundingClientRect();
  link.style.top = `${line.bottom - around.top + GAP}px`;
  link.style.left = `${Math.max(GAP, Math.min(line.left, most)) - around.left}px`;
}

function offer() {
  const found = selected();
  link.hidden = !found;
  if (!found) return;
  const address = new URL(link.href);
  address.searchParams.set("start", found.start);
  address.searchParams.set("end", found.end);
  link.href = address.href;
  if (found.last.matches("li")) found.last.closest(".said").append(link);
  else found.last.after(link);
  stand(found.range);
}

/** Tab goes on from the selection, unless something else has the focus. */
function goOn(event) {
  const isFree = [document.body, document.querySelector("main")].includes(document.activeElement);
  if (event.key !== "Tab" || event.shiftKey || link.hidden || !isFree) return;
  event.preventDefault();
  link.focus();
}

let waiting;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, SETTLED_MS);
});
link.addEventListener("pointerdown", (event) => event.preventDefault());
link.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
document.addEventListener("keydown", goOn);
