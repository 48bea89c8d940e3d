from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tuanke.customers.models import Customer, InvoiceTitle
from tuanke.customers.services.customers import bump
from tuanke.facts.services.dirty import mark_dirty
from tuanke.platform.audit.services import trail


@transaction.atomic
def add_invoice_title(
    *, customer: Customer, values: Mapping[str, str], by: int, at: datetime
) -> InvoiceTitle:
    """Raises ValidationError for one that is there already."""
    bump(customer.pk)
    row = InvoiceTitle(customer=customer, **values)
    row.full_clean()
    row.save(force_insert=True)
    trail.record(action="invoice_title.added", target=customer, by=by, at=at, changes={"title": row.title})
    mark_dirty([customer.pk])
    return row


@transaction.atomic
def remove_invoice_title(*, invoice_title: InvoiceTitle, by: int, at: datetime) -> None:
    bump(invoice_title.customer_id)
    changes = {"title": invoice_title.title, "tax_no": invoice_title.tax_no}
    target = invoice_title.customer
    trail.record(action="invoice_title.removed", target=target, by=by, at=at, changes=changes)
    InvoiceTitle.objects.filter(pk=invoice_title.pk).delete()
    mark_dirty([target.pk])
