"""What stands around every page: where one is, where one can go, what one can make."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tuanke.console.web.commands import creations
from tuanke.console.web.navigation import GROUPS, SECTIONS, Page, pages_for
from tuanke.platform.imports.selectors.batches import list_demo_batches


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context: the side bar's groups, the phone's tabs, what lies above, and what can be made."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {}
    allowed = pages_for(viewer)
    groups = [
        {"label": group.label, "items": [_item(page, request) for page in group.pages if page in allowed]}
        for group in GROUPS
    ]
    return {
        "navigation": [group for group in groups if group["items"]],
        "phone_tabs": [_item(page, request) for page in allowed if page.on_phone],
        "above": _above(allowed, request),
        "creations": creations(viewer),
        "is_demo": list_demo_batches().exists(),
    }


def _item(page: Page, request: HttpRequest) -> dict[str, Any]:
    return {
        "label": page.label,
        "url": reverse(page.url_name),
        "icon": page.drawing(),
        "current": _is_current(page, request),
        "go": page.go,
    }


def _is_current(page: Page, request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and _same_section(match.view_name, page.url_name)


def _above(allowed: list[Page], request: HttpRequest) -> dict[str, Any] | None:
    """The section's page, where the page lies under it."""
    page = next((page for page in allowed if _is_current(page, request)), None)
    if page is None or reverse(page.url_name) == request.path:
        return None
    return {"label": page.label, "url": reverse(page.url_name)}


def _same_section(here: str, page: str) -> bool:
    """`imports:batch` lies under `imports:list`; in the console each page is its own section.

    What `customers` shows of one customer lies under the console's list of them.
    """
    if here.startswith("console:"):
        return SECTIONS.get(here, here) == page
    if here.startswith("customers:"):
        own = (
            here
            if here.startswith(("customers:group", "customers:field", "customers:duplicate"))
            else "console:customers"
        )
        return own.startswith(page.removesuffix("s"))
    if here.startswith("care:"):
        return here.startswith("care:playbook") == (page == "care:playbooks") and page.startswith("care:")
    return here.split(":", maxsplit=1)[0] == page.split(":", maxsplit=1)[0]
