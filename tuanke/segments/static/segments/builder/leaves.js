// One condition: first what it asks, then the rest of the sentence.
import { chosen, el, input, row, select, slot, whole } from "./dom.js";
import { figure, occurrence, sequence } from "./happenings.js";
import { comparison } from "./values.js";
import { attributes, events, offered, operators, words } from "./vocabulary.js";

const MEMBERS = { in_segment: "segment", in_list: "list", in_group: "group" };
const MORE = ["seq", ...Object.keys(MEMBERS), "bucket", "everyone"];

export function leaf(data) {
  const ask = whatSelect(kindOf(data));
  const rest = slot("rule-row rule-rest");
  rest.show(editorOf(ask.value, data));
  ask.addEventListener("change", () => rest.show(editorOf(ask.value, {})));
  return {
    element: row(ask, rest.element),
    read: () => rest.editor.read(),
    get parts() {
      return { ...rest.editor.parts, attr: { element: ask }, event: { element: ask } };
    },
  };
}

// Of a condition nobody offers any more nothing is chosen.
function kindOf(data) {
  if ("attr" in data) return attributes.has(data.attr) ? `attr:${data.attr}` : "";
  if ("agg" in data) return events.has(data.event) ? `agg:${data.event}` : "";
  if ("event" in data) return events.has(data.event) ? `event:${data.event}` : "";
  return MORE.find((key) => key in data) ?? "";
}

function whatSelect(kind) {
  const { others } = offered;
  const more = MORE.filter((key) => !(key in MEMBERS) || offered.members[MEMBERS[key]].length || key === kind);
  const groups = [
    [others.attributes, offered.attributes.map((one) => [`attr:${one.name}`, one.label])],
    [others.events, offered.events.map((one) => [`event:${one.name}`, one.label])],
    [others.figures, offered.events.map((one) => [`agg:${one.name}`, `${one.label}: ${words.figure}`])],
    [others.more, more.map((key) => [key, others[key]])],
  ];
  const made = select([], kind, words.what, { blank: true });
  made.classList.add("rule-what");
  for (const [label, options] of groups) {
    const group = el("optgroup", { label });
    group.append(...options.map(([value, text]) => el("option", { value, textContent: text, selected: value === kind })));
    if (options.length) made.append(group);
  }
  return made;
}

function editorOf(what, data) {
  const [kind, ...name] = what.split(":");
  const named = name.join(":");
  if (kind === "attr") return attribute(attributes.get(named), data);
  if (kind === "event") return occurrence(named, data);
  if (kind === "agg") return figure(named, data);
  if (kind === "seq") return sequence(data);
  if (kind in MEMBERS) return member(kind, data);
  if (kind === "bucket") return bucket(data.bucket ?? {});
  return { element: row(), read: () => (kind === "everyone" ? { everyone: true } : {}) };
}

function attribute(asked, data) {
  const compared = comparison(asked, operators(asked.type), data);
  return {
    element: compared.element,
    read: () => ({ attr: asked.name, ...compared.read() }),
    get parts() {
      return compared.parts;
    },
  };
}

function member(key, data) {
  const ask = select(offered.members[MEMBERS[key]], data[key], offered.others[key], { blank: !data[key] });
  return { element: ask, read: () => ({ [key]: ask.value }), parts: { [key]: chosen(ask) } };
}

function bucket(data) {
  const salt = input("text", data.salt ?? "A", words.seed, { maxLength: 100, className: "form-control rule-short" });
  const ends = [data.from ?? 0, data.to ?? 99].map((value, i) => whole(value, i ? words.to : words.from, { max: 999 }));
  return {
    element: row(salt, ends[0].element, ends[1].element),
    read: () => ({ bucket: { salt: salt.value, from: ends[0].read(), to: ends[1].read() } }),
    parts: { bucket: { element: salt, parts: { salt: { element: salt }, from: ends[0], to: ends[1] } } },
  };
}
