"""The navigation follows the loop: know, classify, act, serve, measure. A person sees what they may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tuanke.console.web.analytics_tabs import TABS
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.imports.selectors.batches import list_demo_batches
from tuanke.ui.templatetags.ui import icon

Text = str | Promise


@dataclass(frozen=True)
class Page:
    label: Text
    url_name: str
    drawing: Callable[[], SafeString]
    permission: Permission
    on_phone: bool = False


@dataclass(frozen=True)
class Group:
    label: Text
    pages: tuple[Page, ...]


GROUPS = (
    Group(
        _("Act"),
        (Page(_("Today"), "care:today", lambda: icon("sun"), Permission.CARE_VIEW, on_phone=True),),
    ),
    Group(
        _("Know"),
        (
            Page(
                _("Customers"),
                "console:customers",
                lambda: icon("users"),
                Permission.CUSTOMERS_VIEW,
                on_phone=True,
            ),
            Page(_("Groups"), "customers:groups", lambda: icon("users-group"), Permission.CUSTOMERS_VIEW),
            Page(
                _("Possible duplicates"),
                "customers:duplicates",
                lambda: icon("users"),
                Permission.CUSTOMERS_EDIT,
            ),
            Page(_("Import"), "imports:list", lambda: icon("file-import"), Permission.IMPORTS_RUN),
        ),
    ),
    Group(
        _("Classify"),
        (
            Page(
                _("Classes"),
                "classes:overview",
                lambda: icon("category"),
                Permission.CUSTOMERS_VIEW,
                on_phone=True,
            ),
            Page(_("Segments"), "segments:list", lambda: icon("filter"), Permission.CUSTOMERS_VIEW),
            Page(_("Playbooks"), "care:playbooks", lambda: icon("notes"), Permission.CUSTOMERS_VIEW),
        ),
    ),
    Group(
        _("Measure"),
        (
            Page(
                _("Analytics"),
                "console:analytics",
                lambda: icon("chart-line"),
                Permission.ANALYTICS_VIEW,
                on_phone=True,
            ),
            Page(_("Reports"), "reports:list", lambda: icon("report-analytics"), Permission.REPORTS_VIEW),
        ),
    ),
    Group(
        _("Settings"),
        (
            Page(_("Product costs"), "catalog:products", lambda: icon("coin-yuan"), Permission.COSTS_EDIT),
            Page(_("Shop"), "preferences:shop", lambda: icon("building-store"), Permission.SHOP_MANAGE),
            Page(_("Own fields"), "customers:fields", lambda: icon("forms"), Permission.FIELDS_DEFINE),
            Page(_("Needs"), "customers:needs", lambda: icon("heart"), Permission.FIELDS_DEFINE),
            Page(_("Jobs"), "jobs:list", lambda: icon("progress"), Permission.JOBS_VIEW),
            Page(_("Staff"), "accounts:staff", lambda: icon("id-badge"), Permission.STAFF_MANAGE),
            Page(_("API tokens"), "accounts:tokens", lambda: icon("key"), Permission.TOKENS_MANAGE),
            Page(_("Audit"), "console:audit", lambda: icon("shield-check"), Permission.AUDIT_VIEW),
        ),
    ),
)

# Pages of the console that lie under another one.
SECTIONS = {
    "console:customer": "console:customers",
    **dict.fromkeys((tab.url_name for tab in TABS), "console:analytics"),
}


def pages_for(viewer: Viewer) -> list[Page]:
    return [page for group in GROUPS for page in group.pages if viewer.may(page.permission)]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Template context: the side bar's groups, the phone's tabs, and whether this is the demo."""
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
        "tabs": [_item(page, request) for page in allowed if page.on_phone],
        "is_demo": list_demo_batches().exists(),
    }


def _item(page: Page, request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    current = match is not None and _same_section(match.view_name, page.url_name)
    return {"label": page.label, "url": reverse(page.url_name), "icon": page.drawing(), "current": current}


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
