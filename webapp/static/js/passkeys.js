/**
 * Forms with a field marked `data-passkey="create"` or `"get"`: asks this site what to ask the device for, asks the device, and
 * sends its answer in the field `credential`. Words for what may go wrong are in the field's data attributes.
 */

const { PublicKeyCredential } = window;

async function ask(form, asked) {
  const said = await fetch(asked.options, {
    method: "POST",
    body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value }),
    headers: { Accept: "application/json" },
  });
  if (!said.ok || said.redirected) throw new Error("options");
  const options = await said.json();
  if (asked.passkey === "create") {
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

async function send(form, asked, button) {
  form.querySelector("[data-said]").hidden = true;
  button.disabled = true;
  try {
    form.elements.credential.value = JSON.stringify(await ask(form, asked));
    form.submit();
  } catch (error) {
    tell(form, error.name === "InvalidStateError" ? asked.known : asked.failed);
    button.disabled = false;
  }
}

for (const { form, dataset: asked } of document.querySelectorAll("[data-passkey]")) {
  const button = form.querySelector("button");
  if (!PublicKeyCredential?.parseCreationOptionsFromJSON) {
    tell(form, asked.unable);
    button.disabled = true;
  } else if (location.origin !== asked.origin) {
    tell(form, asked.elsewhere);
    button.disabled = true;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.reportValidity()) send(form, asked, button);
  });
}
