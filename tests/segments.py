"""A segment written on its page, and who is in it."""

import json
from typing import Any

from tests.stories.conftest import Shop
from tuanke.segments.models import Segment, SegmentMembership


def save(shop: Shop, name: str, rule: dict[str, Any]) -> Segment:
    """Worked out by the jobs."""
    given = {"name": name, "rule": json.dumps(rule)}
    assert shop.sign_in("zhaolei").post("/segments/new/", given).status_code == 302
    shop.run_jobs()
    return Segment.objects.get(name=name)


def names_in(segment: Segment) -> set[str]:
    rows = SegmentMembership.objects.filter(segment=segment, exited_at__isnull=True)
    return set(rows.values_list("customer__display_name", flat=True))
