// Forms without this module work; with it they are kinder: errors get the focus, an amount chosen
// and an amount typed never contradict each other, and unsaved text is not lost by a slip.

document.querySelector("[data-focus]")?.focus();

for (const amounts of document.querySelectorAll("[data-amounts]")) {
  const other = amounts.querySelector("[data-other]");
  const chips = amounts.querySelectorAll("[type=radio]");
  other?.addEventListener("input", () => {
    if (other.value.trim()) for (const chip of chips) chip.checked = false;
  });
  for (const chip of chips) {
    chip.addEventListener("change", () => {
      if (other) other.value = "";
    });
  }
}

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (leaving) => {
    if (changed) leaving.preventDefault();
  });
}

for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  // Coming back with the browser's arrow shows the page as it was left: let it be sent again.
  addEventListener("pageshow", () => (sent = false));
}
