// The rule as a form: drawn from the JSON in the text field and written back to it, counted with every change.
import { button, el } from "./dom.js";
import { placeOf, root } from "./nodes.js";
import { words } from "./vocabulary.js";

const PAUSE = 300; // ms after the last key
const form = document.getElementById("rule-form");
const place = document.getElementById("rule-builder");
const panel = document.getElementById("rule-check");
const text = document.getElementById("rule-json");
const apply = document.getElementById("rule-apply");

let rule = null;
let timer = 0;
let asking = null;
let removed = null;

const undo = el("div", { className: "rule-undo", hidden: true, role: "status" });
undo.append(words.removed, button(words.undo, () => draw(removed)));

function draw(data) {
  rule = root(data);
  undo.hidden = true;
  place.replaceChildren(rule.element, undo);
  follow();
}

function follow() {
  text.value = JSON.stringify(rule.read(), null, 1);
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
}

async function check() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form), signal });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const told = await answer.text();
    if (!signal.aborted) show(told);
  } catch (error) {
    if (error.name !== "AbortError") panel.textContent = words.failed;
  }
}

const isWide = matchMedia("(min-width: 1024px)");

function show(told) {
  const wasOpen = panel.querySelector("details")?.open ?? false;
  panel.innerHTML = told;
  const more = panel.querySelector("details");
  if (more) more.open = isWide.matches || wasOpen;
  for (const wrong of place.querySelectorAll(".is-wrong")) {
    wrong.classList.remove("is-wrong");
    wrong.removeAttribute("aria-invalid");
    wrong.removeAttribute("aria-describedby");
  }
  const fault = panel.querySelector("[data-pointer]");
  if (!fault) return;
  const wrong = placeOf(rule, fault.dataset.pointer);
  wrong.classList.add("is-wrong");
  wrong.setAttribute("aria-invalid", "true");
  wrong.setAttribute("aria-describedby", "rule-error");
}

place.addEventListener("input", (event) => {
  if (!event.isComposing) follow(); // a Chinese input method is still at work
});
place.addEventListener("compositionend", follow);
place.addEventListener("change", follow);
place.addEventListener("rule-removal", () => {
  removed = rule.read();
  setTimeout(() => (undo.hidden = false));
});
place.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); // saving is a button
});
apply.addEventListener("click", () => read());

function read() {
  try {
    draw(JSON.parse(text.value));
    return true;
  } catch {
    panel.textContent = words.unreadable;
    return false;
  }
}

const isBlank = text.value.replace(/\s/g, "") === '{"all":[]}';
if (isBlank) text.value = '{"all":[{}]}';
if (read()) {
  const isToFillIn = "toFillIn" in form.dataset; // nothing is wrong yet: it is said with the first change
  if (isBlank || isToFillIn) clearTimeout(timer);
  place.hidden = false;
  apply.hidden = false;
  text.closest("details").open = false;
  form.classList.add("has-builder");
  if (isToFillIn) [...place.querySelectorAll("input")].find((one) => !one.value)?.focus();
} else {
  form.classList.add("is-text");
}
