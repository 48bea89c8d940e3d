// Keys. What a key does on this page stands in the page: aria-keyshortcuts on a link or button, data-go on a place.
import { isComposing } from "./composing.js";
import { openHelp } from "./keys_help.js";
import { openPalette } from "./palette.js";
import { move, toggle, toggleRange } from "./rows.js";

const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const CHORD_MS = 1500;
let goingUntil = 0;

const shown = (element) => element.checkVisibility();

export function control(key) {
  const found = [...document.querySelectorAll(`[aria-keyshortcuts="${key}"]`)].filter(shown);
  return found.find((element) => element.closest("main")) ?? found[0];
}

function press(key) {
  const element = control(key);
  element?.click();
  if (element?.matches("summary")) element.parentElement.querySelector("a, button")?.focus();
  return Boolean(element);
}

function go(letter) {
  const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  link?.click();
  return Boolean(link);
}

function save(form) {
  const buttons = [...form.querySelectorAll("button:not([type=button])")];
  const button = buttons.find((one) => one.matches(".btn-primary")) ?? (buttons.length === 1 ? buttons[0] : null);
  if (button) form.requestSubmit(button);
  return Boolean(button);
}

const SINGLE = {
  "/": () => (openPalette(), true),
  "?": () => (openHelp(), true),
  j: () => move(1),
  k: () => move(-1),
  x: toggle,
  X: toggleRange,
  g: () => ((goingUntil = performance.now() + CHORD_MS), true),
};

function single(key) {
  if (performance.now() < goingUntil) {
    goingUntil = 0;
    return go(key);
  }
  return SINGLE[key]?.() ?? (/^[a-z]$/.test(key) && press(key));
}

function answer(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey) {
    if (event.shiftKey) return false;
    if (key.toLowerCase() === "k") return openPalette(), true;
    const form = target.closest?.("form[method=post]");
    return key === "Enter" && form ? save(form) : false;
  }
  const isOff = document.documentElement.dataset.keys === "off" || document.querySelector("dialog[open]");
  return isOff || target.closest?.(FIELDS) ? false : single(key);
}

document.addEventListener("keydown", (event) => {
  if (isComposing(event) || event.altKey || event.defaultPrevented) return;
  if (answer(event)) event.preventDefault();
});
