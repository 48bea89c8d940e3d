"""What people decided about a segment by hand, and what was kept of it."""

from django.db.models import F, Func, IntegerField, QuerySet

from tuanke.customers.selectors.customers import list_customers
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.segments.models import Segment, SegmentPin, SegmentSnapshot

SHOWN = 20


def list_pins(viewer: Viewer, segment: Segment) -> QuerySet[SegmentPin]:
    """Of the viewer's customers, the latest first."""
    rows = SegmentPin.objects.filter(segment=segment, customer__in=list_customers(viewer))
    return rows.select_related("customer", "by").order_by("-at", "pk")


def list_snapshots(segment: Segment) -> QuerySet[SegmentSnapshot]:
    """The latest, with their `size`; without the ids."""
    size = Func(F("customer_ids"), function="cardinality", output_field=IntegerField())
    rows = SegmentSnapshot.objects.filter(segment=segment).defer("customer_ids")
    return rows.select_related("by").annotate(size=size).order_by("-at", "-pk")[:SHOWN]
