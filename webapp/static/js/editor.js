/**
 * The question editor: rows come and go, and the preview is fetched, without the page coming back.
 * Without this script the same buttons send the form.
 */

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
  next.querySelector("input.input").focus();
}

/** Fetch the page as the preview button would, and take the preview out of it. */
async function preview(event) {
  event.preventDefault();
  const button = event.currentTarget;
  button.setAttribute("aria-busy", "true");
  try {
    const body = new FormData(form, button);
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("preview");
    if (fresh) document.getElementById("preview").replaceWith(fresh);
    else form.requestSubmit(button);
  } catch {
    form.requestSubmit(button);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

form.addEventListener("click", onRowButton);
document.querySelector("[data-preview]").addEventListener("click", preview);
document.getElementById("document")?.addEventListener("change", () => {
  form.requestSubmit(document.querySelector("[data-turn]"));
});
