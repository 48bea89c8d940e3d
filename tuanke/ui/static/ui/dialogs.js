// Dialogs and menus open and close; a click beside them, or Escape, closes.
import { openHelp } from "./keys_help.js";
import { openPalette } from "./palette.js";

const OPENERS = { palette: openPalette, keys: openHelp };
const drawer = document.getElementById("drawer");

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "drawer-body" && !drawer.open) drawer.showModal();
});

const openMenus = () => document.querySelectorAll("details.menu[open], details.help[open]");

document.addEventListener("click", (event) => {
  if (event.target.matches("dialog")) event.target.close();
  OPENERS[event.target.closest("[data-open]")?.dataset.open]?.();
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  for (const menu of openMenus()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
