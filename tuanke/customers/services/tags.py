import unicodedata
from datetime import datetime

from django.db import transaction

from tuanke.customers.models import Customer, CustomerTag, Tag
from tuanke.customers.services.customers import bump
from tuanke.facts.services.dirty import mark_dirty
from tuanke.platform.audit.services import trail


class TagError(ValueError):
    """`code`: blank, too_long, or rule (only the rule that put it there takes it off)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_tag(text: str) -> tuple[str, str]:
    """(namespace or empty, name) of `namespace:name`; a full-width colon will do. Raises TagError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    namespace, _, name = plain.partition(":") if ":" in plain else ("", "", plain)
    namespace, name = namespace.strip(), name.strip()
    if not name:
        raise TagError("blank")
    if len(name) > 60 or len(namespace) > 40:  # noqa: PLR2004  as the columns
        raise TagError("too_long")
    return namespace, name


@transaction.atomic
def add_tag(
    *,
    customer: Customer,
    text: str,
    source: str = CustomerTag.Source.MANUAL,
    by: int | None,
    at: datetime,
) -> CustomerTag:
    """Put a tag on a customer; one that is there already stays as it is. Raises TagError."""
    namespace, name = read_tag(text)
    bump(customer.pk)
    tag, _ = Tag.objects.get_or_create(namespace=namespace, name=name)
    row, is_new = CustomerTag.objects.get_or_create(
        customer=customer, tag=tag, defaults={"source": source, "by_id": by, "at": at}
    )
    if is_new:
        trail.record(action="tag.added", target=customer, by=by, at=at, changes={"tag": str(tag)})
        mark_dirty([customer.pk])
    return row


@transaction.atomic
def remove_tag(
    *, tagged: CustomerTag, source: str = CustomerTag.Source.MANUAL, by: int | None, at: datetime
) -> None:
    """Take a tag off. Raises TagError where a rule put it there and somebody else takes it off."""
    if tagged.source != source:
        raise TagError("rule")
    bump(tagged.customer_id)
    changes = {"tag": str(tagged.tag)}
    trail.record(action="tag.removed", target=tagged.customer, by=by, at=at, changes=changes)
    CustomerTag.objects.filter(pk=tagged.pk).delete()
    mark_dirty([tagged.customer_id])
