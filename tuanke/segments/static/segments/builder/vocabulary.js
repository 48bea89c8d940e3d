// What a rule may ask and every word on the screen: the server's, never this script's.
export const offered = JSON.parse(document.getElementById("rule-vocabulary").textContent);
export const words = offered.words;

const byName = (list) => new Map(list.map((one) => [one.name, one]));
export const attributes = byName(offered.attributes);
export const events = byName(offered.events);

// Operators for what is compared; of what happened none that turns with the calendar.
export function operators(type, { happened = false } = {}) {
  const ops = offered.ops[type] ?? offered.ops.text;
  return happened ? ops.filter(([op]) => !offered.moving.includes(op)) : ops;
}
