"""The person line: how a customer is shown everywhere, masked as the viewer's role requires."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tuanke.classes.domain.dimensions import DIMENSIONS, UNKNOWN
from tuanke.classes.selectors.names import DIMENSION_NAMES, tone
from tuanke.classes.selectors.options import shown_class
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.ui.addresses import address_of
from tuanke.ui.markup import html

# The names of these classes alone would not say what they are about.
SAID_OF_WHAT = frozenset({"behaviour", "source", "interest", "scene"})


@dataclass(frozen=True)
class Person:
    """`customer` is a row of customers with `classification` (and its score) where it has been classified.

    `opened_from` says in which list they stand (console.web.place), for the address of their page.
    """

    customer: Any
    viewer: Viewer
    opened_from: str = ""

    @cached_property
    def name(self) -> str:
        return shown_name_of(self.customer, self.viewer)

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def is_org(self) -> bool:
        return bool(self.customer.kind == "org")

    @cached_property
    def url(self) -> str:
        return address_of("console:customer", self.customer.uid) + self.opened_from

    @property
    def face(self) -> SafeString:
        css = " is-org" if self.is_org else ""
        return html('<span class="person-face{}" aria-hidden="true">{}</span>', css, self.initial)

    @property
    def line(self) -> SafeString:
        """Face, name and place. Lists show hundreds: no template of its own."""
        return html(
            '<span class="person">{}<span class="person-text">'
            '<a class="person-name" href="{}">{}</a><span class="person-more">{}</span></span></span>',
            self.face,
            self.url,
            self.name,
            self.place,
        )

    @property
    def place(self) -> str:
        return str(self.customer.place)

    @property
    def classes(self) -> Any:
        return getattr(self.customer, "classification", None)

    @property
    def score(self) -> Any:
        return self.classes.score if self.classes else None

    @property
    def chips(self) -> list[dict[str, Any]]:
        """Value and lifecycle: each opens the drawer that says why."""
        if not self.classes:
            return []
        return [self._chip(dimension) for dimension in ("value", "lifecycle")]

    @property
    def all_chips(self) -> list[dict[str, Any]]:
        """Every dimension that is known; its name is said where a pointer rests."""
        if not self.classes:
            return []
        known = [dimension for dimension in DIMENSIONS if getattr(self.classes, dimension) != UNKNOWN]
        return [self._chip(dimension) for dimension in known]

    @property
    def unknown_chips(self) -> list[dict[str, Any]]:
        """The dimensions in which the customer is in no class yet; the drawer says what is missing."""
        if not self.classes:
            return []
        missing = [dimension for dimension in DIMENSIONS if getattr(self.classes, dimension) == UNKNOWN]
        return [{**self._chip(dimension), "label": DIMENSION_NAMES[dimension]} for dimension in missing]

    def _chip(self, dimension: str) -> dict[str, Any]:
        code = getattr(self.classes, dimension)
        name = shown_class(dimension, code)
        if dimension in SAID_OF_WHAT:
            name = _("%(dimension)s: %(name)s") % {"dimension": DIMENSION_NAMES[dimension], "name": name}
        return {
            "label": name,
            "url": address_of("classes:why", self.customer.uid, dimension),
            "tone": tone(code),
        }
