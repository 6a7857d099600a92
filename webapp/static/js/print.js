/** A button that prints the page, with everything on it unfolded. */
document.querySelector("[data-print]")?.addEventListener("click", () => {
  for (const fold of document.querySelectorAll("details.fold")) fold.open = true;
  window.print();
});
