// Elements and controls. An editor is { element, read, parts }: `read` gives its JSON, `parts` leads to editors inside.
import { words } from "./vocabulary.js";

export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "role" || name.includes("-")) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

export function button(text, onClick, className = "btn btn-sm") {
  const made = el("button", { type: "button", className, textContent: text });
  made.addEventListener("click", onClick);
  return made;
}

const option = ([value, label], chosen) => el("option", { value, textContent: label, selected: value === chosen });

// `options` are pairs of value and label; `blank` offers to choose nothing yet.
export function select(options, chosen, label, { blank = false } = {}) {
  const made = el("select", { className: "form-select", "aria-label": label });
  if (blank || !options.some(([value]) => value === chosen)) made.append(option(["", words.choose], chosen ?? ""));
  made.append(...options.map((one) => option(one, chosen)));
  return made;
}

export function input(type, value, label, more = {}) {
  return el("input", { className: "form-control", type, value: value ?? "", "aria-label": label, ...more });
}

export function whole(value, label, more = {}) {
  const element = input("number", value, label, { step: 1, min: 0, className: "form-control rule-short", ...more });
  return { element, read: () => numberIn(element) };
}

export const numberIn = (field) => (field.value === "" ? null : Number(field.value));

export const chosen = (element) => ({ element, read: () => element.value });

export const row = (...children) => el("span", { className: "rule-row" }, ...children);

export const quiet = (text) => el("span", { className: "rule-word", textContent: text });

// Something that a choice decides about: drawn anew when it changes.
export function slot(className = "rule-row") {
  const element = el("span", { className });
  const held = { element, editor: null };
  held.show = (editor) => {
    held.editor = editor;
    element.replaceChildren(...(editor ? [editor.element] : []));
  };
  return held;
}

export const changed = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));

// Whoever keeps the whole rule hears of it before something goes, so that it can come back.
export function remove(element, focusNext, forget) {
  element.dispatchEvent(new CustomEvent("rule-removal", { bubbles: true }));
  const parent = element.parentElement;
  forget();
  element.remove();
  focusNext.focus();
  changed(parent);
}
