// A table wider than its place is scrolled by the arrow keys, too.
function reach(within) {
  for (const place of within.querySelectorAll(".table-wrap, .table-scroll")) {
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
  }
}

reach(document);
document.body.addEventListener("htmx:afterSettle", () => reach(document));
