// What something is compared with, by its type and the shape its operator asks for.
import { el, input, numberIn, quiet, row, select, slot, whole } from "./dom.js";
import { suggest } from "./suggestions.js";
import { offered, words } from "./vocabulary.js";

const FEN = 100;
const USUAL = { number: "ge", money: "ge", day: "in_last" }; // what is asked most, where it is offered

export function comparison(asked, ops, data = {}) {
  const offers = (name) => ops.some(([one]) => one === name);
  const op = [data.op, USUAL[asked.type]].find(offers) ?? ops[0][0];
  const ask = select(ops, op, words.operator);
  const value = slot();
  value.show(valueEditor(asked, op, data.value));
  let shape = offered.shapes[op];
  ask.addEventListener("change", () => {
    const kept = offered.shapes[ask.value] === shape ? value.editor.read() : undefined;
    shape = offered.shapes[ask.value];
    value.show(valueEditor(asked, ask.value, kept));
  });
  return {
    element: row(ask, value.element),
    read: () => (shape === "none" ? { op: ask.value } : { op: ask.value, value: value.editor.read() }),
    get parts() {
      return { op: { element: ask }, value: value.editor };
    },
  };
}

function valueEditor(asked, op, value) {
  const shape = offered.shapes[op] ?? "one";
  if (shape === "none") return { element: el("span", { hidden: true }), read: () => undefined };
  if (shape === "span") return span(value, offered.units);
  if (shape === "range") return range(asked, Array.isArray(value) ? value : []);
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (shape === "many") return asked.choices.length ? ticks(asked, list) : lines(asked, list);
  return one(asked, Array.isArray(value) ? value[0] : value, words.value);
}

function one(asked, value, label) {
  if (asked.choices.length) {
    const element = select(asked.choices, value, label, { blank: value === undefined });
    return { element, read: () => element.value };
  }
  if (asked.type === "money") return money(value, label);
  const number = asked.type === "number";
  const element = input(number ? "number" : asked.type === "day" ? "date" : "text", value, label, number ? { step: "any" } : {});
  element.classList.toggle("rule-short", number);
  suggest(element, asked.values);
  return { element, read: () => (number ? numberIn(element) : element.value) };
}

// Typed in yuan, kept in fen.
function money(value, label) {
  const shown = typeof value === "number" ? value / FEN : "";
  const field = input("number", shown, `${label} (${words.yuan})`, { step: 0.01, className: "form-control rule-short" });
  const read = () => (field.value === "" ? null : Math.round(Number(field.value) * FEN));
  return { element: row(field, quiet(words.yuan)), read };
}

function range(asked, [low, high]) {
  const ends = [one(asked, low, words.from), one(asked, high, words.to)];
  return {
    element: row(ends[0].element, quiet(words.to), ends[1].element),
    read: () => ends.map((end) => end.read()),
    parts: ends,
  };
}

function ticks(asked, values) {
  const boxes = asked.choices.map(([code, label]) => {
    const box = el("input", { type: "checkbox", className: "form-check-input", value: code, checked: values.includes(code) });
    return [box, el("label", { className: "rule-tick" }, box, label)];
  });
  const element = el("fieldset", { className: "rule-ticks", "aria-label": words.value }, ...boxes.map(([, label]) => label));
  return { element, read: () => boxes.filter(([box]) => box.checked).map(([box]) => box.value) };
}

function lines(asked, values) {
  const field = el("textarea", { className: "form-control", rows: 3, placeholder: words.oneALine, value: values.join("\n"), "aria-label": `${words.value} (${words.oneALine})` });
  const typed = () => field.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const read = () => (asked.type === "number" || asked.type === "money" ? typed().map(Number) : typed());
  return { element: field, read };
}

// { n, unit }, as long as something lies back or ahead.
export function span(value, units) {
  const n = whole(value?.n ?? 30, words.number, { min: 1 });
  const unit = select(units, value?.unit ?? "day", words.unit);
  return {
    element: row(n.element, unit),
    read: () => ({ n: n.read(), unit: unit.value }),
    parts: { n, unit: { element: unit } },
  };
}
