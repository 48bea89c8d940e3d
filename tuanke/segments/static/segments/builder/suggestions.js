// What the archive knows of a text, offered to whoever types one; asked for once, when a field is entered.
import { el } from "./dom.js";

const lists = new Map();

export function suggest(field, address) {
  if (!address) return;
  field.addEventListener("focus", () => {
    if (!lists.has(address)) lists.set(address, listOf(address));
    field.setAttribute("list", lists.get(address).id);
  });
}

function listOf(address) {
  const list = el("datalist", { id: `known-${lists.size}` });
  document.body.append(list);
  fetch(address)
    .then((answer) => (answer.ok ? answer.json() : { values: [] }))
    .then(({ values }) => list.append(...values.map((value) => el("option", { value }))))
    .catch(() => lists.delete(address)); // without it one types as before
  return list;
}
