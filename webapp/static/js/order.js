/**
 * Putting in order by moving rows. The numbers the rows carry stay the answer: moving a row renumbers
 * them all, so that the form is the same with and without this module.
 */

function renumber(list) {
  [...list.children].forEach((row, index) => {
    row.querySelector("select").value = String(index + 1);
    row.querySelector('[data-move="-1"]').disabled = index === 0;
    row.querySelector('[data-move="1"]').disabled = index === list.children.length - 1;
  });
}

function changed(list, row) {
  renumber(list);
  const place = [...list.children].indexOf(row) + 1;
  const text = row.querySelector(".order-text").textContent.trim();
  const status = list.parentElement.querySelector("[data-order-status]");
  if (status) status.textContent = list.dataset.moved.replace("{text}", text).replace("{place}", place);
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(list, row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  changed(list, row);
}

function onClick(list, event) {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  const row = button.closest("li");
  move(list, row, Number(button.dataset.move));
  const same = row.querySelector(`[data-move="${button.dataset.move}"]`);
  (same.disabled ? row.querySelector("[data-move]:not(:disabled)") : same).focus();
}

/** Drag with mouse, pen or finger, by the grip. */
function onGrip(list, event) {
  const grip = event.target.closest(".order-grip");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  const row = grip.closest("li");
  row.classList.add("is-moving");
  const follow = (moveEvent) => {
    const below = [...list.children].find((other) => {
      const box = other.getBoundingClientRect();
      return other !== row && moveEvent.clientY >= box.top && moveEvent.clientY <= box.bottom;
    });
    if (!below) return;
    const box = below.getBoundingClientRect();
    if (moveEvent.clientY < box.top + box.height / 2) below.before(row);
    else below.after(row);
  };
  const stop = () => {
    row.classList.remove("is-moving");
    window.removeEventListener("pointermove", follow);
    changed(list, row);
  };
  window.addEventListener("pointermove", follow);
  window.addEventListener("pointerup", stop, { once: true });
  window.addEventListener("pointercancel", stop, { once: true });
}

for (const list of document.querySelectorAll("[data-order]")) {
  const rows = [...list.children];
  rows.sort((a, b) => a.querySelector("select").value - b.querySelector("select").value);
  list.append(...rows);
  renumber(list);
  for (const select of list.querySelectorAll("select")) select.hidden = true;
  list.addEventListener("click", (event) => onClick(list, event));
  list.addEventListener("pointerdown", (event) => onGrip(list, event));
}
