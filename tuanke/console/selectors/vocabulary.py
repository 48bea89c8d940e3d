"""The words a shop has of its own: its people, tags and fields, as far as the viewer may ask for them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tuanke.customers.domain.consent import DENIED, EXPIRED, GRANTED, UNKNOWN, WITHDRAWN
from tuanke.customers.domain.custom_values import FALSE, TRUE
from tuanke.customers.selectors import listing
from tuanke.platform.accounts.domain.masking import FieldClass, may_see
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.platform.accounts.selectors.staff import list_staff

ME, NOBODY = "me", "nobody"


@dataclass(frozen=True)
class Vocabulary:
    """By number: people of the staff, tags; and the shop's own fields that the viewer reads unmasked."""

    colleagues: dict[int, str]
    tags: dict[int, str]
    fields: list[Any]

    @property
    def consents(self) -> dict[str, str]:
        """State of a consent → its name."""
        return {
            GRANTED: _("Agreed"),
            DENIED: _("Refused"),
            WITHDRAWN: _("Withdrawn"),
            EXPIRED: _("Expired"),
            UNKNOWN: _("Never asked"),
        }

    @staticmethod
    def options_of(field: Any) -> dict[str, str]:
        """What can be chosen for the field, as typed → as shown; empty where it is typed freely."""
        if field.type == "bool":
            return {TRUE: _("Yes"), FALSE: _("No")}
        return {option: option for option in field.options}


def read_vocabulary(viewer: Viewer) -> Vocabulary:
    names = may_see(viewer, FieldClass.PERSONAL)
    return Vocabulary(
        colleagues=dict(list_staff().filter(is_active=True).values_list("pk", "name")),
        tags={tag.pk: str(tag) for tag in listing.list_tags()},
        fields=[field for field in listing.list_fields_in_use() if names or not field.pii],
    )
