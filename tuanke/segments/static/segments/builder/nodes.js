// Groups of conditions, groups inside groups, and what is excepted.
import { button, changed, el, remove, select } from "./dom.js";
import { leaf } from "./leaves.js";
import { words } from "./vocabulary.js";

const DEEPEST = 7; // the conditions inside are one deeper; the server has the last word

// The rule's root is always a group here.
export function root(data) {
  const [inner] = unwrapped(data);
  const isGroup = inner !== null && typeof inner === "object" && ("all" in inner || "any" in inner);
  return node(isGroup ? data : { all: data && Object.keys(data).length ? [data] : [] }, 1, null);
}

function node(data, depth, onRemove) {
  const [inner, isExcepted] = unwrapped(data);
  const isGroup = "all" in inner || "any" in inner;
  const except = button(words.except, () => {
    except.setAttribute("aria-pressed", String(except.getAttribute("aria-pressed") !== "true"));
    changed(except);
  }, "btn btn-sm rule-except");
  except.setAttribute("aria-pressed", String(isExcepted));
  const tools = el("span", { className: "rule-tools" }, except);
  if (onRemove) tools.append(button(words.remove, () => onRemove(made), "btn btn-sm btn-ghost-secondary"));
  const editor = isGroup ? group(inner, depth, tools) : leaf(inner);
  const element = isGroup ? editor.element : el("div", { className: "rule-leaf", role: "group", "aria-label": words.condition }, editor.element, tools);
  const made = {
    element,
    read: () => (except.getAttribute("aria-pressed") === "true" ? { not: editor.read() } : editor.read()),
    get parts() {
      return editor.parts;
    },
  };
  return made;
}

function group(data, depth, tools) {
  const kind = "any" in data ? "any" : "all";
  const ask = select([["all", words.all], ["any", words.any]], kind, words.group);
  const list = el("div", { className: "rule-list" });
  const element = el("fieldset", { className: "rule-group", "data-kind": kind });
  let nodes = [];
  const add = (given) => {
    const made = node(given, depth + 1, (gone) => {
      remove(gone.element, addCondition, () => (nodes = nodes.filter((one) => one !== gone)));
    });
    nodes.push(made);
    list.append(made.element);
    return made;
  };
  const addCondition = button(words.addCondition, () => focusFirst(add({})));
  const addGroup = button(words.addGroup, () => focusFirst(add({ all: [{}] })));
  ask.addEventListener("change", () => element.setAttribute("data-kind", ask.value));
  data[kind].forEach(add);
  const adding = el("div", { className: "rule-adding" }, addCondition, ...(depth < DEEPEST ? [addGroup] : []));
  element.append(el("legend", { className: "visually-hidden", textContent: words.group }), el("div", { className: "rule-head" }, ask, tools), list, adding);
  return {
    element,
    read: () => ({ [ask.value]: nodes.map((one) => one.read()) }),
    get parts() {
      return { [ask.value]: { element, parts: nodes } };
    },
  };
}

function focusFirst(made) {
  (made.element.querySelector(".rule-leaf select") ?? made.element.querySelector("select"))?.focus();
  changed(made.element);
}

// What is inside any number of `not`s, and whether they make it an exception.
function unwrapped(data) {
  let isExcepted = false;
  let inner = data;
  while (inner !== null && typeof inner === "object" && "not" in inner) [inner, isExcepted] = [inner.not, !isExcepted];
  return [inner ?? {}, isExcepted];
}

// The innermost editor a JSON pointer leads to; `not` has no place of its own on the screen.
export function placeOf(editor, pointer) {
  let found = editor;
  for (const part of pointer.split("/").slice(1)) {
    if (part === "not" || part === "root") continue;
    const next = found.parts?.[part];
    if (!next) break;
    found = next;
  }
  return found.element;
}
