"""What a person can do from anywhere, by the palette and by “+ New”: make something, or have something done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.ui.templatetags.ui import icon

Text = str | Promise


@dataclass(frozen=True)
class Command:
    """Opens the page, or with `sends` posts those values to it. None as permission: everybody's."""

    label: Text
    url_name: str
    drawing: Callable[[], SafeString]
    permission: Permission | None
    sends: Mapping[str, str] | None = None
    needs_customers: bool = False
    said_of: Mapping[str, str] = field(default_factory=dict)  # the preference it changes → the value it sets

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    def is_allowed(self, viewer: Viewer) -> bool:
        return self.permission is None or viewer.may(self.permission)


P = Permission
CREATIONS = (
    Command(gettext_lazy("New customer"), "customers:new", lambda: icon("user-plus"), P.CUSTOMERS_EDIT),
    Command(gettext_lazy("New segment"), "segments:new", lambda: icon("filter"), P.SEGMENTS_EDIT),
    Command(gettext_lazy("New list"), "segments:list_new", lambda: icon("list-check"), P.SEGMENTS_EDIT),
    Command(gettext_lazy("New target group"), "segments:list", lambda: icon("target"), P.SEGMENTS_EDIT),
    Command(gettext_lazy("Import a file"), "imports:new", lambda: icon("file-import"), P.IMPORTS_RUN),
    Command(gettext_lazy("New own field"), "customers:field_new", lambda: icon("forms"), P.FIELDS_DEFINE),
    Command(
        gettext_lazy("Add a person to the staff"),
        "accounts:staff_new",
        lambda: icon("user-shield"),
        P.STAFF_MANAGE,
    ),
    Command(gettext_lazy("New API token"), "accounts:tokens", lambda: icon("key"), P.TOKENS_MANAGE),
)
RUNS = (
    Command(
        gettext_lazy("Count everybody's classes anew"),
        "console:recount",
        lambda: icon("refresh"),
        P.SHOP_MANAGE,
        sends={},
        needs_customers=True,
    ),
    Command(
        gettext_lazy("Export all customers to Excel"),
        "console:customer_export",
        lambda: icon("download"),
        P.CUSTOMERS_EXPORT,
        sends={"query": "", "format": "xlsx"},
        needs_customers=True,
    ),
    *(
        Command(
            label,
            f"preferences:{name}",
            lambda: icon("settings"),
            None,
            sends={name: value},
            said_of={name: value},
        )
        for name, value, label in (
            ("language", "en", "Switch to English"),
            ("language", "zh-hans", "切换到中文"),
            ("theme", "light", gettext_lazy("Light colours")),
            ("theme", "dark", gettext_lazy("Dark colours")),
            ("theme", "auto", gettext_lazy("Colours as the device has them")),
        )
    ),
    Command(gettext_lazy("Sign out"), "account_logout", lambda: icon("logout"), None, sends={}),
)


def creations(viewer: Viewer) -> list[Command]:
    return [command for command in CREATIONS if command.is_allowed(viewer)]


def refusal(command: Command, viewer: Viewer, *, has_customers: bool) -> str:
    """Why it cannot be done now; empty when it can."""
    if not command.is_allowed(viewer):
        return _("Not for your role; the owner decides about roles.")
    if command.needs_customers and not has_customers:
        return _("Nobody is in the archive yet: import a file first.")
    return ""
