"""What stands around every page: where one is, where one can go, what one can make."""

from functools import partial
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest

from tuanke.console.web.commands import creations
from tuanke.console.web.first_steps import still_to_do
from tuanke.console.web.navigation import GROUPS, SECTIONS, Page, pages_for
from tuanke.console.web.place import find_place
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.platform.imports.selectors.batches import list_demo_batches

DEMO_SECONDS = 60  # for which it is known whether this is a demo shop


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context: the side bar's groups, the phone's tabs, what lies above or around, and what can be made."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {}
    here = request.resolver_match.view_name if request.resolver_match else ""
    section = _section(here, viewer)
    return {
        "role": viewer.role,
        "section": section.url_name if section else "",
        "place": find_place(request),
        "above": section if section and section.url != request.path else None,
        # asked only where a template has not drawn them yet for this role, section and language
        "navigation": partial(_navigation, viewer, section),
        "phone_tabs": partial(_phone_tabs, viewer, section),
        "creations": partial(creations, viewer),
        "is_demo": partial(caches["counts"].get_or_set, "is_demo", list_demo_batches().exists, DEMO_SECONDS),
        "first_steps": partial(still_to_do, viewer),  # asked on today's page alone
    }


def _section(here: str, viewer: Viewer) -> Page | None:
    """The page of the navigation that is looked at, or under which it lies."""
    allowed = pages_for(viewer)
    itself = next((page for page in allowed if page.url_name == here), None)
    return itself or next((page for page in allowed if _same_section(here, page.url_name)), None)


def _navigation(viewer: Viewer, section: Page | None) -> list[dict[str, Any]]:
    allowed = pages_for(viewer)
    groups = [
        {"label": group.label, "items": [_item(page, section) for page in group.pages if page in allowed]}
        for group in GROUPS
    ]
    return [group for group in groups if group["items"]]


def _phone_tabs(viewer: Viewer, section: Page | None) -> list[dict[str, Any]]:
    return [_item(page, section) for page in pages_for(viewer) if page.on_phone]


def _item(page: Page, section: Page | None) -> dict[str, Any]:
    return {"page": page, "icon": page.drawing(), "current": page is section}


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
            or here in {"customers:needs", "customers:need"}
            else "console:customers"
        )
        return own.startswith(page.removesuffix("s"))
    if here.startswith("care:"):
        return here.startswith("care:playbook") == (page == "care:playbooks") and page.startswith("care:")
    return here.split(":", maxsplit=1)[0] == page.split(":", maxsplit=1)[0]
