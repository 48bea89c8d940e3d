"""A segment is saved, an order comes in, a merge is done: who is in follows by the jobs alone."""

import json

import pytest

from tests import personas
from tests.personas import Buyer
from tests.segments import names_in
from tests.stories.conftest import Shop, import_by_page
from tuanke.platform.outbox.models import OutboxEvent
from tuanke.segments.models import Segment

NAME = "周八"
RULE = {"event": "order.placed", "within": {"last": 7, "unit": "day"}, "count": {"op": "ge", "value": 1}}


@pytest.fixture
def segment(shop: Shop) -> Segment:
    given = {"name": "近7天下单", "rule": json.dumps(RULE)}
    assert shop.sign_in("zhaolei").post("/segments/save/", given).status_code == 302
    shop.run_jobs()
    return Segment.objects.get(name="近7天下单")


def causes(segment: Segment) -> list[tuple[str, str]]:
    rows = OutboxEvent.objects.filter(name__startswith="segment.", payload__segment_id=segment.pk)
    return [(row.name, row.payload["cause"]) for row in rows.order_by("pk")]


def test_who_orders_is_in_after_one_run_of_the_jobs(shop: Shop, segment: Segment) -> None:
    assert segment.status == "ready"
    before = names_in(segment)
    assert NAME not in before
    seen = next(buyer for buyer in personas.BUYERS if buyer.name == NAME)
    rows = personas.order_rows([Buyer(seen.name, seen.phone, [0], 560)], shop.today)
    import_by_page(
        shop.sign_in("zhaolei"), personas.write_youzan(shop.folder / "今天.csv", rows), shop.run_jobs
    )

    assert names_in(segment) == before | {NAME}
    assert causes(segment)[-1][0] == "segment.entered"
    page = shop.sign_in("chen").get(f"/customers/?segment={segment.uid}").content.decode()
    assert NAME in page


def test_the_list_of_segments_reads_the_rule_back(shop: Shop, segment: Segment) -> None:
    page = shop.sign_in("zhaolei").get("/segments/").content.decode()

    assert "近7天下单" in page
    assert str(len(names_in(segment))) in page
