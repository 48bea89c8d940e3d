// Conditions on what happened: how often, a figure of it, one thing after the other.
import { button, changed, chosen, el, quiet, remove, row, select, slot, whole } from "./dom.js";
import { comparison, span } from "./values.js";
import { events, offered, operators, words } from "./vocabulary.js";
import { windowEditor } from "./windows.js";

const cross = (onRemove) => {
  const made = button("×", onRemove, "btn btn-sm btn-ghost-secondary");
  made.setAttribute("aria-label", words.remove);
  return made;
};
const pairs = (list) => list.map((one) => [one.name, one.label]);

export function occurrence(name, data) {
  const what = happened(name, data);
  const op = select(offered.counting, data.count?.op ?? "ge", words.atLeast);
  const times = whole(data.count?.value ?? 1, words.times);
  return {
    element: row(what.within, op, times.element, quiet(words.times), what.where),
    read: () => ({ event: name, ...what.read(), count: { op: op.value, value: times.read() } }),
    get parts() {
      return { ...what.parts, count: { element: op, parts: { op: { element: op }, value: times } } };
    },
  };
}

export function figure(name, data) {
  const { fields } = events.get(name);
  const of = select(pairs(fields), data.of ?? fields[0].name, words.what);
  const fitting = () => offered.functions.filter(([one]) => !offered.adding.includes(one) || ["number", "money"].includes(field().type));
  const field = () => fields.find((one) => one.name === of.value) ?? fields[0];
  const agg = select(fitting(), data.agg ?? "distinct", words.figure);
  const result = slot();
  const show = (given) => {
    const asked = agg.value === "distinct" ? { type: "number", choices: [] } : field();
    result.show(comparison(asked, operators(asked.type, { happened: true }), given));
  };
  of.addEventListener("change", () => {
    agg.replaceChildren(...select(fitting(), agg.value, "").childNodes);
    show({});
  });
  agg.addEventListener("change", () => show({}));
  show(data);
  const what = happened(name, data);
  return {
    element: row(what.within, of, agg, result.element, what.where),
    read: () => ({ agg: agg.value, of: of.value, event: name, ...what.read(), ...result.editor.read() }),
    get parts() {
      return { ...what.parts, ...result.editor.parts, agg: { element: agg }, of: { element: of } };
    },
  };
}

// Predicates and window; the event itself is chosen outside.
function happened(name, data) {
  const within = windowEditor(data.within);
  const where = predicates(events.get(name).fields, data.where ?? []);
  return {
    within: within.element,
    where: where.element,
    read: () => ({ within: within.read(), ...(where.list.length ? { where: where.list.map((one) => one.read()) } : {}) }),
    get parts() {
      return { within, where: { element: where.element, parts: where.list } };
    },
  };
}

function predicates(fields, given) {
  const element = el("span", { className: "rule-where" });
  const held = { element, list: [] };
  const add = (data) => {
    const made = predicate(fields, data, () => {
      remove(made.element, more, () => (held.list = held.list.filter((one) => one !== made)));
    });
    held.list.push(made);
    more.before(made.element);
    return made;
  };
  const more = button(words.addPredicate, () => {
    add({}).element.querySelector("select").focus();
    changed(element);
  }, "btn btn-sm btn-ghost-secondary");
  element.append(more);
  given.forEach(add);
  return held;
}

function predicate(fields, data, onRemove) {
  const ask = select(pairs(fields), data.attr ?? fields[0].name, words.what);
  const compared = slot();
  const show = (given) => {
    const field = fields.find((one) => one.name === ask.value) ?? fields[0];
    compared.show(comparison(field, operators(field.type, { happened: true }), given));
  };
  ask.addEventListener("change", () => show({}));
  show(data);
  return {
    element: el("span", { className: "rule-row rule-predicate" }, ask, compared.element, cross(onRemove)),
    read: () => ({ attr: ask.value, ...compared.editor.read() }),
    get parts() {
      return { attr: { element: ask }, ...compared.editor.parts };
    },
  };
}

export function sequence(data) {
  const element = el("span", { className: "rule-steps" });
  let list = [];
  const gap = span(data.gap ?? { n: 7, unit: "day" }, offered.gap_units);
  const add = (given) => {
    const made = step(given, () => {
      remove(made.element, more, () => (list = list.filter((one) => one !== made)));
    });
    list.push(made);
    last.before(made.element);
  };
  const more = button(words.addStep, () => {
    add({});
    changed(element);
  });
  const last = row(more, quiet(words.gap), gap.element);
  element.append(last);
  (data.seq ?? [{}, {}]).forEach(add);
  return {
    element,
    read: () => ({ seq: list.map((one) => one.read()), gap: gap.read() }),
    get parts() {
      return { seq: { element, parts: list }, gap };
    },
  };
}

function step(data, onRemove) {
  const names = pairs(offered.events);
  const ask = select(names, data.event ?? names[0]?.[0], words.step);
  const what = slot();
  const show = (given) => {
    const asked = happened(ask.value, given);
    what.show(Object.assign(asked, { element: row(asked.within, asked.where) }));
  };
  show(data);
  ask.addEventListener("change", () => show({}));
  return {
    element: el("span", { className: "rule-row rule-step" }, ask, what.element, cross(onRemove)),
    read: () => ({ event: ask.value, ...what.editor.read() }),
    get parts() {
      return { event: chosen(ask), ...what.editor.parts };
    },
  };
}
