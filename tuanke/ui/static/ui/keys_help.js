// The help on keys lists what answers on this page and nothing else. Names come from the page itself.
import { rows, ticks } from "./rows.js";

const dialog = document.getElementById("keys");
const IS_HERE = {
  rows: () => rows().length > 0,
  ticks: () => ticks().length > 0,
  form: () => document.querySelector("main form[method=post]") !== null,
};

const nameOf = (element) => element.ariaLabel || element.title || element.textContent.trim();

function line(keys, name) {
  const item = dialog.querySelector("template").content.firstElementChild.cloneNode(true);
  item.querySelector("dt").replaceChildren(...keys.flatMap((key) => {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    return [cap, " "];
  }));
  item.querySelector("dd").textContent = name;
  return item;
}

function fill(list, elements, keysOf) {
  const place = dialog.querySelector(`[data-list=${list}]`);
  const seen = new Set();
  const fresh = elements.filter((element) => !seen.has(String(keysOf(element))) && seen.add(String(keysOf(element))));
  place.replaceChildren(...fresh.map((element) => line(keysOf(element), nameOf(element))));
  place.parentElement.hidden = fresh.length === 0;
}

export function openHelp() {
  if (!dialog || dialog.open) return;
  for (const item of dialog.querySelectorAll("[data-here]")) item.hidden = !IS_HERE[item.dataset.here]();
  const here = [...document.querySelectorAll("[aria-keyshortcuts]")].filter((element) => element.checkVisibility());
  here.sort((one, other) => Boolean(other.closest("main")) - Boolean(one.closest("main")));
  fill("page", here, (element) => [element.getAttribute("aria-keyshortcuts")]);
  fill("go", [...document.querySelectorAll("[data-go]")], (element) => ["g", element.dataset.go]);
  dialog.showModal();
}
