from datetime import datetime

from django.conf import settings
from django.db import transaction

from tuanke.customers.models import ContactPoint
from tuanke.kit.secrecy import FieldCipher
from tuanke.platform.audit.services import trail


@transaction.atomic
def reveal(*, contact_point: ContactPoint, by: int, at: datetime) -> str:
    """The contact in the clear; that somebody looked is in the audit before they see it."""
    trail.record(
        action="contact.revealed",
        at=at,
        by=by,
        target=contact_point.customer,
        changes={"contact_point": contact_point.pk, "type": contact_point.type},
    )
    return FieldCipher(settings.FIELD_KEY, settings.INDEX_KEY).decrypt(bytes(contact_point.value))
