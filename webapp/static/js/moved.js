/**
 * Tells a learner whose device keeps another time than their study days do.
 */

const HALF_A_YEAR_MS = 183 * 24 * 3600 * 1000;

/** What clocks in a zone show at a moment; zones that agree now and in half a year are one. */
function clocks(zone, at) {
  const form = { timeZone: zone, dateStyle: "short", timeStyle: "short" };
  return new Intl.DateTimeFormat("en", form).format(at);
}

/** Whether two zones show different times; not so where the browser does not know one. */
function differ(here, theirs) {
  const now = Date.now();
  try {
    return [now, now + HALF_A_YEAR_MS].some((at) => clocks(here, at) !== clocks(theirs, at));
  } catch {
    return false;
  }
}

const notice = document.querySelector("[data-moved]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (notice && here && differ(here, notice.dataset.moved)) {
  const text = notice.querySelector("p");
  text.textContent = text.textContent.replace("{zone}", here.replaceAll("_", " "));
  notice.hidden = false;
}
