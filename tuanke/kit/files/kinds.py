"""What a table is about, by its header alone: orders, the lines of orders, or contacts."""

from collections.abc import Sequence

from tuanke.kit.files.contact_keys import TELLING, missing_for_contacts
from tuanke.kit.files.preset import FileKind
from tuanke.kit.files.preset_files import GENERIC, GENERIC_CONTACTS, all_presets, detect
from tuanke.kit.files.refusal import FileRefused

_OF_ORDERS = ("order_id", "sku", "product", "quantity", "unit_price", "discount", "status", "paid_at")
_FEW = 2


def kind_of(header: Sequence[str]) -> FileKind | None:
    """None where the header says too little, which a mapping may settle."""
    preset = detect(header)
    if preset is not None:
        return preset.kind
    try:
        orders = all_presets()[GENERIC].column_map(header)
    except FileRefused:  # two columns for one of an order's keys
        return "orders"
    contacts = all_presets()[GENERIC_CONTACTS].column_map(header)
    telling = sum(key in contacts.columns for key in TELLING)
    is_of_orders = sum(key in orders.columns for key in _OF_ORDERS)
    if not orders.missing():
        return "contacts" if telling >= _FEW and telling > is_of_orders else "orders"
    lacks_both = {"ordered_at", "amount"} <= set(orders.missing())
    known = len(contacts.columns) >= _FEW and not missing_for_contacts(contacts)
    return "contacts" if known and (lacks_both or telling >= _FEW) and is_of_orders < _FEW else None


def refuse_other(found: FileKind | None, wanted: FileKind) -> None:
    """Raises FileRefused that says what the file is, where it is not what was wanted."""
    if found is not None and found != wanted:
        raise FileRefused(f"is_{found}_file")


def pair(first: Sequence[str], second: Sequence[str]) -> tuple[int, int] | None:
    """(index of the orders, index of their details) of two headers; None where they are no such pair."""
    kinds = (kind_of(first), kind_of(second))
    if sorted(map(str, kinds)) != ["details", "orders"]:
        return None
    return kinds.index("orders"), kinds.index("details")
