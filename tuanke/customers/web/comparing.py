"""Two customers side by side, and what they would be as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuanke.customers.domain.survivorship import Outcome
from tuanke.customers.models import Customer
from tuanke.customers.selectors.custom_fields import list_all_custom_fields
from tuanke.customers.selectors.merging import Preview
from tuanke.ui import formats

Text = str | Promise
NAMES: Mapping[str, Text] = {
    "display_name": _("Name"),
    "nickname": _("Nickname"),
    "gender": _("Gender"),
    "legal_name": _("Legal name"),
    "short_names": _("Short names"),
    "uscc": _("Unified social credit code"),
    "industry": _("Industry"),
    "size_band": _("Size"),
    "parent_id": _("Belongs to the organisation"),
    "province": _("Place"),
    "channel": _("Came from"),
    "created_at": _("Customer since"),
    "owner_id": _("Looked after by"),
    "note": _("Note"),
}
RULES: Mapping[str, Text] = {
    "chosen": _("chosen by hand"),
    "same": _("the same"),
    "verified": _("from the one that was reached"),
    "newest": _("from the newer one"),
    "only": _("the only one filled in"),
    "survivor": _("from the one that stays"),
    "united": _("both together"),
    "earliest": _("the earlier one"),
}
BROUGHT: Mapping[str, Text] = {
    "ContactPoint": _("Contacts"),
    "Affiliation": _("People and organisations"),
    "CustomerTag": _("Tags"),
    "LifeEvent": _("Days to remember"),
    "GroupMember": _("Groups"),
    "CustomerGroup": _("Groups led"),
    "InvoiceTitle": _("Invoice titles"),
    "ExternalIdentity": _("Numbers in other systems"),
}
LATER: Mapping[str, Text] = {
    "orders_order": _("Orders"),
    "customers_contactpoint": _("Contacts"),
    "customers_customertag": _("Tags"),
    "customers_lifeevent": _("Days to remember"),
    "customers_invoicetitle": _("Invoice titles"),
    "customers_consentrecord": _("Consents"),
    "customers_groupmember": _("Groups"),
    "customers_affiliation": _("People and organisations"),
}
CONFLICTS: Mapping[str, Text] = {
    "uscc": _("They have different unified social credit codes: are they really one?"),
    "birthday": _("They have different birthdays: are they really one?"),
}
ERRORS: Mapping[str, Text] = {
    "one_customer": _("Choose another customer: this is the same one."),
    "not_active": _("One of them has been merged meanwhile. Look again."),
    "kind_mismatch": _("A person and an organisation cannot be one."),
    "hierarchy_conflict": _("One of these organisations belongs to the other; they are two."),
    "not_done": _("This merge has been taken back already."),
    "too_late": _("A merge can be taken back for 180 days; these are over."),
    "merge_not_latest": _("Take back the later merge of this customer first."),
}
BY_CHOICE = {"channel", "created_at", "owner_id", "note", "short_names"}  # decided by rule only


@dataclass(frozen=True)
class Line:
    """A field: what each of them has, who of them it would be taken from (by id, or None), and why."""

    field: str
    label: Text
    values: Sequence[tuple[int, str]]
    origin: int | None
    why: Text
    is_open: bool


def lines(customers: Sequence[Customer], preview: Preview) -> list[Line]:
    """Fields in which at least one of them says something; those in which they differ can be chosen."""
    labels = dict(NAMES) | {f"custom.{field.key}": field.label for field in list_all_custom_fields()}
    found = []
    for name, outcome in preview.outcomes.items():
        values = [(customer.pk, _shown(customer, name)) for customer in customers]
        if any(text for _pk, text in values):
            found.append(_line(name, labels.get(name, name), values, outcome))
    return found


def counted(preview: Preview) -> list[tuple[Text, int]]:
    return [(BROUGHT[name], count) for name, count in preview.counts.items() if count]


def later(counts: Mapping[str, int]) -> str:
    """What stays, as "Orders 2 · Tags 1"; what follows from these by itself is not told."""
    return " · ".join(f"{LATER[table]} {count}" for table, count in counts.items() if table in LATER)


def _line(name: str, label: Text, values: list[tuple[int, str]], outcome: Outcome) -> Line:
    differ = len({text for _pk, text in values}) > 1
    may_choose = differ and name not in BY_CHOICE
    return Line(name, label, values, outcome.origin, RULES[outcome.why], may_choose)


def _shown(customer: Customer, name: str) -> str:
    if name.startswith("custom."):
        return _plain(customer.custom.get(name.removeprefix("custom.")))
    if name == "province":
        return customer.place
    if name in {"gender", "size_band"}:
        return str(getattr(customer, f"get_{name}_display")())
    if name == "owner_id":
        return customer.owner.name if customer.owner else ""
    if name == "parent_id":
        return customer.parent.display_name if customer.parent else ""
    return _plain(getattr(customer, name))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(value)
    return formats.day(value.date()) if isinstance(value, datetime) else str(value)
