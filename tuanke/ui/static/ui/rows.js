// The rows of a list: a link for the mouse, and steps for the keys. The row one stands on is the one whose link has focus.
const ROWS = "main tr[data-href], main .today-line:not(.is-over)";
const TICK = "input[type=checkbox][name=pick]";
let last = null; // where one stood before the focus went elsewhere
let ticked = null; // where a range begins

export const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => row.checkVisibility());
export const ticks = () => [...document.querySelectorAll(TICK)].filter((tick) => tick.checkVisibility());

const linkOf = (row) => row.querySelector(".person-name, a[href]");

function here() {
  const focused = document.activeElement?.closest(ROWS);
  if (focused) last = focused;
  return last?.isConnected ? last : null;
}

export function move(by) {
  const all = rows();
  const now = all.indexOf(here());
  const next = all[now < 0 ? 0 : Math.min(Math.max(now + by, 0), all.length - 1)];
  if (!next) return false;
  linkOf(next)?.focus();
  next.scrollIntoView({ block: "nearest" });
  last = next;
  return true;
}

function set(tick, value) {
  tick.checked = value;
  tick.dispatchEvent(new Event("change", { bubbles: true }));
}

export function toggle() {
  const tick = here()?.querySelector(TICK);
  if (!tick) return false;
  set(tick, !tick.checked);
  ticked = tick;
  return true;
}

export function toggleRange() {
  const tick = here()?.querySelector(TICK);
  const all = ticks();
  if (!tick) return false;
  const [from, to] = [all.indexOf(ticked?.isConnected ? ticked : tick), all.indexOf(tick)].sort((a, b) => a - b);
  for (const one of all.slice(from, to + 1)) set(one, true);
  return true;
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest("a, button, input, summary, label") && !getSelection().toString()) {
    window.location.assign(row.dataset.href);
  }
});
