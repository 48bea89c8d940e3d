"""What a browser asks for to keep the product on a phone's home screen. None of it says anything of anybody."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from tuanke.platform.accounts.domain.access import ANYONE, open_to

SHELL = (  # kept on the phone beside the page that says that there is no connection
    "ui/theme.js",
    "ui/tuanke.css",
    "ui/shell.css",
    "ui/logo.svg",
    "vendor/tabler.css",
    "vendor/icons.svg",
)


@open_to(ANYONE)
def manifest(request: HttpRequest) -> HttpResponse:
    values = {
        "id": "/",
        "name": "Tuanke 团客",
        "short_name": "团客",
        "description": _("Know your regulars, and whom to call today."),
        "lang": request.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f7f6",
        "theme_color": "#0f7a6c",
        "icons": [
            {"src": static("ui/logo.svg"), "type": "image/svg+xml", "sizes": "any"},
            _png("vendor/icon-192.png", 192),
            _png("vendor/icon-512.png", 512),
            {**_png("vendor/icon-maskable-512.png", 512), "purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": _("Today"), "url": reverse("care:today")},
            {"name": _("Customers"), "url": reverse("console:customers")},
        ],
    }
    return JsonResponse(values, content_type="application/manifest+json")


def _png(path: str, side: int) -> dict[str, str]:
    return {"src": static(path), "type": "image/png", "sizes": f"{side}x{side}"}


@open_to(ANYONE)
def service_worker(_request: HttpRequest) -> HttpResponse:
    """Its cache has the name of what is in it: another release, another cache."""
    files = [static(path) for path in SHELL]
    version = hashlib.sha256("".join(files).encode()).hexdigest()[:12]
    kept = {"cache": f"tuanke-{version}", "files": files, "offline": reverse("console:offline")}
    script = f"self.kept = {json.dumps(kept)};\nimportScripts({json.dumps(static('ui/worker.js'))});\n"
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@open_to(ANYONE)
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "console/offline.html")
