/**
 * What every page does when scripts run. Nothing here is needed to use the page.
 */

const BUSY_AFTER_MS = 300;
const RELEASE_AFTER_MS = 8000; // a download answers without leaving the page

document.documentElement.classList.add("js");

/** Close the open menus, except the one that holds `target`. */
function closeMenus(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

/** Escape closes the open menu and gives focus back to what opened it. */
function closeOnEscape(event) {
  const menu = document.querySelector("details.menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

/** Let a form be sent again. */
function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

/** Send each form once, and show that it is on its way if the answer takes a while. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.target === "_blank") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter;
  setTimeout(() => form.dataset.sent && button?.setAttribute("aria-busy", "true"), BUSY_AFTER_MS);
  setTimeout(() => release(form), RELEASE_AFTER_MS);
}

/** Tell the server where the learner's day begins and ends. */
function fillTimeZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const input of document.querySelectorAll('input[type="hidden"][name="time_zone"]')) {
    if (zone) input.value = zone;
  }
}

fillTimeZone();
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", closeOnEscape);
window.addEventListener("submit", sendOnce); // last in line, so that other modules may cancel
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));
