// The staff shell: drawer, command palette, keys. Pages work without it.
const drawer = document.getElementById("drawer");
const palette = document.getElementById("palette");

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "drawer-body" && !drawer.open) drawer.showModal();
});

for (const dialog of [drawer, palette]) {
  dialog?.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open=palette]")) openPalette();
  const openMenu = document.querySelector("details.menu[open]");
  if (openMenu && !openMenu.contains(event.target)) openMenu.open = false;
});

function openPalette() {
  if (!palette || palette.open) return;
  palette.showModal();
  const input = palette.querySelector("input");
  input.select();
  htmx.trigger(input, "palette-open");
}

function moveInPalette(step) {
  const options = [...palette.querySelectorAll("[role=option]")];
  if (!options.length) return;
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = options[(now + step + options.length) % options.length];
  options[now]?.removeAttribute("aria-selected");
  next.setAttribute("aria-selected", "true");
  next.scrollIntoView({ block: "nearest" });
}

palette?.addEventListener("keydown", (event) => {
  if (event.isComposing) return; // a Chinese input method uses the same keys
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    moveInPalette(event.key === "ArrowDown" ? 1 : -1);
  }
  if (event.key === "Enter") {
    const chosen = palette.querySelector("[aria-selected=true]") ?? palette.querySelector("[role=option]");
    if (chosen) {
      event.preventDefault();
      chosen.click();
    }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const command = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
  if (command || (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey)) {
    event.preventDefault();
    openPalette();
  }
});

// A row is a link for the mouse too, without taking clicks from what is inside it.
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest("a, button, input, summary, label") && !getSelection().toString()) {
    window.location.assign(row.dataset.href);
  }
});
