/**
 * Keeps the list of jobs true while one is under way: it is asked for again each second, and only what
 * changed is put in, so that focus stays where it is. A job that ends is said.
 */

const EACH_MS = 1000;

/** Take over how far a job is, or the whole of it once its state is another. */
function update(old, fresh) {
  if (old.dataset.state !== fresh.dataset.state) {
    const held = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (held) fresh.querySelector("a").focus();
    return fresh.querySelector("[data-progress]").textContent.trim();
  }
  const [was, is] = [old, fresh].map((each) => each.querySelector("[data-progress]"));
  const bar = was.querySelector("progress");
  if (!bar) return "";
  bar.value = is.querySelector("progress").value;
  was.querySelector("p").replaceChildren(...is.querySelector("p").childNodes);
  return "";
}

/** Put the list as it is now in place of the list as it was; returns what there is to say. */
function take(list, fresh) {
  const said = [];
  let before = null;
  for (const line of [...fresh.children]) {
    const old = document.getElementById(line.id);
    if (old) said.push(update(old, line));
    else if (before) before.after(line);
    else list.prepend(line);
    before = document.getElementById(line.id);
  }
  return said.filter(Boolean).join(" ");
}

async function look(list) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-jobs]");
    if (!answer.ok || !fresh) return location.reload();
    const said = take(list, fresh);
    if (said) document.querySelector("[data-news]").textContent = said;
    if (!("busy" in fresh.dataset)) return undefined;
  } catch {
    // out of reach: asked again, as what is under way goes on
  }
  return setTimeout(look, EACH_MS, list);
}

const list = document.querySelector("[data-jobs][data-busy]");
if (list) setTimeout(look, EACH_MS, list);
