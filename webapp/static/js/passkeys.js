/**
 * Forms with `data-passkey="create"` or `"get"`: asks this site what to ask the device for, asks the device, and
 * sends its answer in the field `credential`. Words for what may go wrong are in the form's data attributes.
 */

const { PublicKeyCredential } = window;

async function ask(form) {
  const said = await fetch(form.dataset.options, {
    method: "POST",
    body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value }),
    headers: { Accept: "application/json" },
  });
  if (!said.ok || said.redirected) throw new Error("options");
  const options = await said.json();
  if (form.dataset.passkey === "create") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

function tell(form, words) {
  const place = form.querySelector("[data-said]");
  place.querySelector("span").textContent = words;
  place.hidden = false;
}

async function send(form, button) {
  form.querySelector("[data-said]").hidden = true;
  button.disabled = true;
  try {
    form.elements.credential.value = JSON.stringify(await ask(form));
    form.submit();
  } catch (error) {
    tell(form, error.name === "InvalidStateError" ? form.dataset.known : form.dataset.failed);
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button");
  if (!PublicKeyCredential?.parseCreationOptionsFromJSON) {
    tell(form, form.dataset.unable);
    button.disabled = true;
  } else if (location.origin !== form.dataset.origin) {
    tell(form, form.dataset.elsewhere);
    button.disabled = true;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.reportValidity()) send(form, button);
  });
}
