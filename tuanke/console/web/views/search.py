"""The command palette: go to a page, to a customer, or do something."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuanke.console.web.palette import options_for
from tuanke.platform.accounts.domain.access import SIGNED_IN, open_to
from tuanke.platform.accounts.selectors.viewer import viewer_of


@open_to(SIGNED_IN)
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:80]
    preference = request.preference  # type: ignore[attr-defined]
    held = {"language": preference.language, "theme": preference.theme}
    groups = options_for(viewer_of(request), text, held, _here(request))
    return render(request, "console/_search_results.html", {"text": text, "groups": groups})


def _here(request: HttpRequest) -> str:
    """The page the palette was opened on, without its host."""
    parts = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
