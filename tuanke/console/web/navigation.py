"""The navigation follows the loop: know, classify, act, serve, measure. A person sees what they may open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tuanke.console.web.analytics_tabs import TABS
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.ui.templatetags.ui import icon

Text = str | Promise


@dataclass(frozen=True, eq=False)
class Page:
    label: Text
    url_name: str
    drawing: Callable[[], SafeString]
    permission: Permission
    on_phone: bool = False
    go: str = ""  # the letter that goes there after g

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Group:
    label: Text
    pages: tuple[Page, ...]


GROUPS = (
    Group(
        _("Act"),
        (Page(_("Today"), "care:today", lambda: icon("sun"), Permission.CARE_VIEW, on_phone=True, go="t"),),
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
                go="c",
            ),
            Page(
                _("Groups"),
                "customers:groups",
                lambda: icon("users-group"),
                Permission.CUSTOMERS_VIEW,
                go="u",
            ),
            Page(
                _("Possible duplicates"),
                "customers:duplicates",
                lambda: icon("copy-check"),
                Permission.CUSTOMERS_EDIT,
                go="d",
            ),
            Page(_("Import"), "imports:list", lambda: icon("file-import"), Permission.IMPORTS_RUN, go="i"),
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
                go="l",
            ),
            Page(_("Segments"), "segments:list", lambda: icon("filter"), Permission.CUSTOMERS_VIEW, go="s"),
            Page(_("Playbooks"), "care:playbooks", lambda: icon("notes"), Permission.CUSTOMERS_VIEW, go="p"),
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
                go="a",
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
            Page(_("Jobs"), "jobs:list", lambda: icon("progress"), Permission.JOBS_VIEW, go="j"),
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
