// The command palette: a field, and the options the server answers with.
import { isComposing } from "./composing.js";

const palette = document.getElementById("palette");
const field = palette?.querySelector("input");

let asked = null; // the text on its way to the server
let answered = null; // the text whose options are shown
let runsWhenAnswered = false;

const options = () => [...palette.querySelectorAll("[role=option]")];
const chosen = () => palette.querySelector("[aria-selected=true]");

export function openPalette() {
  if (!palette || palette.open) return;
  palette.showModal();
  answered = null;
  field.select();
  htmx.trigger(field, "palette-open");
}

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

function step(by) {
  const all = options();
  if (!all.length) return;
  const now = all.indexOf(chosen());
  choose(all[now < 0 && by < 0 ? all.length - 1 : (now + by + all.length) % all.length]);
}

function run() {
  runsWhenAnswered = field.value !== answered; // Enter came before the options it is meant for
  if (runsWhenAnswered) return;
  const option = chosen() ?? options().find((one) => one.ariaDisabled !== "true");
  if (option && option.ariaDisabled !== "true") option.click();
}

// Home and End belong to the text while there is some. Escape would only clear the text; here it closes.
const KEYS = {
  Escape: () => palette.close(),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Home: () => choose(options()[0]),
  End: () => choose(options().at(-1)),
  Enter: run,
};

field?.addEventListener("keydown", (event) => {
  if (isComposing(event) || !KEYS[event.key]) return;
  if (["Home", "End"].includes(event.key) && field.value) return;
  event.preventDefault();
  KEYS[event.key]();
});

palette?.addEventListener("htmx:configRequest", () => { asked = field.value; });
palette?.addEventListener("htmx:afterSwap", () => {
  answered = asked;
  choose(null);
  if (runsWhenAnswered) run();
});
palette?.addEventListener("close", () => { runsWhenAnswered = false; });
