"""The keys of order files and of contact lists, in the merchant's words."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, str | Promise]

_OF_BOTH: Names = {
    "customer_id": _("Customer number"),
    "customer_name": _("Customer name"),
    "nickname": _("Nickname"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "wechat": _("WeChat"),
    "organization": _("Organisation"),
    "province": _("Province"),
    "city": _("City"),
    "district": _("District"),
    "address": _("Address"),
    "channel": _("Channel"),
    "source": _("Source"),
}
ORDER_KEY_NAMES: Names = {
    "ordered_at": _("Order time"),
    "amount": _("Amount"),
    "order_id": _("Order number"),
    "product": _("Product name"),
    "sku": _("Product code"),
    "quantity": _("Quantity"),
    "unit_price": _("Unit price"),
    "category": _("Category"),
    "discount": _("Discount"),
    "cost": _("Cost of the line"),
    "status": _("Order state"),
    **_OF_BOTH,
    "contact_name": _("Contact person"),
    "receiver_name": _("Receiver"),
    "receiver_phone": _("Receiver's phone"),
    "payer": _("Payer"),
    "credit_account": _("Credit account"),
    "paid_at": _("Paid at"),
    "completed_at": _("Completed at"),
    "cancelled_at": _("Cancelled at"),
    "refund_amount": _("Refunded amount"),
    "refund_status": _("Refund state"),
    "leader": _("Group leader"),
    "group_id": _("Group number"),
    "group_role": _("Role in the group"),
    "is_leader": _("Is group leader"),
    "voucher": _("Voucher"),
    "note": _("Buyer's note"),
}
CONTACT_KEY_NAMES: Names = {
    **_OF_BOTH,
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "phone_2": _("Second phone"),
    "title": _("Job title"),
    "department": _("Department"),
    "gender": _("Gender"),
    "birthday": _("Birthday"),
    "tags": _("Tags"),
    "owner": _("Owner"),
    "created_at": _("Created at"),
    "consent_sms": _("Consent to SMS"),
    "consent_email": _("Consent to e-mail"),
    "points_balance": _("Points balance"),
    "stored_value_balance": _("Stored value"),
    "growth_value": _("Growth value"),
    "tier": _("Tier"),
    "uscc": _("Unified social credit code"),
    "note": _("Note"),
}


def names_of(kind: str) -> Names:
    return CONTACT_KEY_NAMES if kind == "contacts" else ORDER_KEY_NAMES


def in_words(keys: Iterable[str]) -> str:
    """Keys as a person reads them, with the key itself for the command line: `Customer number (customer_id)`."""
    names = {**CONTACT_KEY_NAMES, **ORDER_KEY_NAMES}
    return ", ".join(f"{names[key]} ({key})" if key in names else key for key in keys)
