// The side bar's width and the single keys change at once; the server remembers them for the person.
const NEXT = { side: { wide: "narrow", narrow: "wide" }, keys: { on: "off", off: "on" } };

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-shell]");
  if (!form) return;
  event.preventDefault();
  const { shell: name } = form.dataset;
  const button = form.querySelector("button");
  fetch(form.action, { method: "POST", redirect: "manual", body: new URLSearchParams(new FormData(form, button)) });
  document.documentElement.dataset[name] = button.value;
  button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  button.value = NEXT[name][button.value];
});
