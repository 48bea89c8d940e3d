// In which time something happened.
import { input, quiet, row, select, slot, whole } from "./dom.js";
import { offered, words } from "./vocabulary.js";

const FORMS = {
  ever: () => ({ element: row(), read: () => "ever" }),
  last: (data) => counted("last", data),
  before_last: (data) => counted("before_last", data),
  rolling_hours: hours,
  from: days,
  lunar: festival,
};

export function windowEditor(data = "ever") {
  const kind = kindOf(data);
  const ask = select(offered.windows, kind, words.window);
  const held = slot();
  held.show(FORMS[kind](data));
  ask.addEventListener("change", () => held.show(FORMS[ask.value]({})));
  return {
    element: row(ask, held.element),
    read: () => held.editor.read(),
    get parts() {
      return held.editor.parts ?? {};
    },
  };
}

function kindOf(data) {
  return data === null || typeof data !== "object" ? "ever" : (Object.keys(FORMS).find((key) => key in data) ?? "ever");
}

function counted(key, data) {
  const n = whole(data[key] ?? 90, words.number, { min: 1 });
  const unit = select(offered.units, data.unit ?? "day", words.unit);
  return { element: row(n.element, unit), read: () => ({ [key]: n.read(), unit: unit.value }) };
}

function hours(data) {
  const n = whole(data.rolling_hours ?? 48, words.number, { min: 1 });
  return { element: n.element, read: () => ({ rolling_hours: n.read() }) };
}

function days(data) {
  const from = input("date", data.from, words.from);
  const to = input("date", data.to, words.until);
  return {
    element: row(from, quiet(words.until), to),
    read: () => ({ from: from.value, to: to.value }),
    parts: { from: { element: from }, to: { element: to } },
  };
}

function festival(data) {
  const year = select(offered.years, data.year ?? "last", words.thisOrLast);
  const name = select(offered.festivals, data.lunar ?? offered.festivals[0][0], words.festival);
  const [first, last] = data.offset_days ?? [-45, 1];
  const ends = [whole(first, words.daysBefore, { min: -366 }), whole(last, words.daysAfter, { min: -366 })];
  return {
    element: row(year, name, quiet(words.from), ends[0].element, quiet(words.to), ends[1].element),
    read: () => ({ lunar: name.value, offset_days: ends.map((end) => end.read()), year: year.value }),
  };
}
