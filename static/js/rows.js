// Rows of a list are added, moved and removed by the server, which answers with the whole page.
// This fetches that answer and puts only the form in its place, so that the page does not jump.
// If anything goes wrong the form is sent as it would be without this module.

function listen(form) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.name !== "row") return;
    event.preventDefault();
    try {
      const answer = await fetch(location.href, { method: "POST", body: new FormData(form, button) });
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("form[data-rows]");
      form.replaceChildren(...document.adoptNode(fresh).children);
      form.dispatchEvent(new Event("input")); // Not saved yet: forms.js asks before it is lost.
      focusOn(form, button.value);
    } catch {
      // Sent by itself the form would forget the button, so it goes along as a hidden value.
      const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: "row", value: button.value });
      form.append(pressed);
      form.requestSubmit();
    }
  });
}

// After a move the same button of the same row keeps the focus, so that it can be pressed again.
function focusOn(form, pressed) {
  const [action, where] = pressed.split("-");
  const moved = { up: Number(where) - 1, down: Number(where) + 1 }[action];
  const again = moved === undefined ? null : form.querySelector(`[name=row][value=${action}-${moved}]`);
  (again ?? form.querySelector("[autofocus]"))?.focus();
}

for (const form of document.querySelectorAll("form[data-rows]")) listen(form);
