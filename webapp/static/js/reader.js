/**
 * A document that is read: what is looked at in the margin lights up in the text.
 */

/** Light the sentence up that a place in the margin is about, or put it out. */
function light(event, isLit) {
  const beside = event.target.closest?.("[data-of]");
  if (beside) document.getElementById(beside.dataset.of)?.classList.toggle("is-lit", isLit);
}

for (const [name, isLit] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(name, (event) => light(event, isLit));
}
