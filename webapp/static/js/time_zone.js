/**
 * Offers the time zone that this device says, where another one is chosen.
 */

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const button of document.querySelectorAll("[data-detect]")) {
  const select = document.getElementById(button.dataset.detect);
  const option = [...select.options].find((each) => each.value === zone);
  const offer = () => (button.hidden = !option || select.value === zone);
  button.textContent = button.dataset.label.replace("{zone}", zone);
  button.addEventListener("click", () => {
    select.value = zone;
    select.focus();
    offer();
  });
  select.addEventListener("change", offer);
  offer();
}
