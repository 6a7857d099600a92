/**
 * Takes the code of a one-time link out of the address, where only this browser sees it, and goes on.
 */

const code = location.hash.slice(1);
const form = document.getElementById("one-time");

if (code && form) {
  history.replaceState(null, "", location.pathname); // so that it does not stay in the history
  form.elements.token.value = code;
  form.requestSubmit();
}
