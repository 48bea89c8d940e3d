"""The canonical keys of a list of contacts."""

from collections.abc import Mapping

from tuanke.kit.files.keys import ColumnMap, Key

CONTACT_KEYS: Mapping[str, Key] = {
    "customer_id": Key(),
    "customer_name": Key(),
    "given_name": Key(),
    "family_name": Key(),
    "nickname": Key(),
    "phone": Key(),
    "phone_2": Key(),
    "email": Key(),
    "wechat": Key(),
    "organization": Key(),
    "title": Key(),
    "department": Key(),
    "gender": Key(),
    "birthday": Key("birthday"),
    "province": Key(),
    "city": Key(),
    "district": Key(),
    "address": Key(),
    "tags": Key("tags"),
    "note": Key(),
    "source": Key(),
    "channel": Key(),
    "owner": Key(),
    "created_at": Key("moment"),
    "consent_sms": Key("consent"),
    "consent_email": Key("consent"),
    "points_balance": Key("amount"),
    "stored_value_balance": Key("amount"),
    "growth_value": Key("amount"),
    "tier": Key(),
    "uscc": Key(),
}
REACHES = ("phone", "phone_2", "email", "wechat")
NAMES = ("customer_name", "nickname", "given_name", "family_name", "organization")

# what a list of people has and a list of orders hardly ever
TELLING = (
    "birthday", "gender", "tags", "points_balance", "stored_value_balance", "growth_value", "tier", "title",
    "department", "consent_sms", "consent_email", "uscc", "owner",
)  # fmt: skip


def missing_for_contacts(columns: ColumnMap) -> tuple[str, ...]:
    """A contact needs a number of its own, a name, or a way to be reached: any one of them."""
    enough = ("customer_id", *NAMES, *REACHES)
    return () if any(key in columns.columns for key in enough) else ("customer_name", "phone")
