"""A segment becomes a target group: a goal until a day, and every week how far it is and what part of the shop."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.stories.browsing import figures, form_to, rows, text
from tests.stories.conftest import Shop
from tests.stories.test_segment_builder import LATELY, save
from tuanke.facts.models import CustomerScore
from tuanke.segments.models import Segment, TargetGroup
from tuanke.segments.services import targets


def set_by_page(shop: Shop, segment: Segment, **typed: str) -> Any:
    browser = shop.sign_in("zhaolei")
    form = form_to(browser.get(f"/segments/{segment.uid}/target/"), "")
    given = {**form.values, "objective": "近30天客户到8位", "metric": "customers", "goal": "8", **typed}
    return browser.post(f"/segments/{segment.uid}/target/", given)


@pytest.mark.req("A2-08")
def test_a_target_group_shows_its_part_of_the_shop_over_time(shop: Shop) -> None:
    segment = save(shop, "近30天下单", LATELY)
    made = set_by_page(shop, segment)
    assert made.status_code == 302
    for week in (1, 2):
        targets.measure_all(at=timezone.now() + timedelta(days=7 * week))
    browser = shop.sign_in("chen")
    page = browser.get(made["Location"])

    scores = CustomerScore.objects.all()
    ids = {shop.customer(name).pk for name in ("张三", "李四", "王五", "赵六", "孙七")}
    mine = [row for row in scores if row.customer_id in ids]
    share = f"{len(mine) / len(scores):.1%}"
    revenue = f"{sum(row.revenue_fen for row in mine) / sum(row.revenue_fen for row in scores):.1%}"
    margin = f"{sum(row.margin_fen for row in mine) / sum(row.margin_fen for row in scores):.1%}"
    told = [row for row in rows(page) if row and row[0] != "日期"]
    assert [row[4:] for row in told if len(row) == 7 and "%" in row[4]] == [[share, revenue, margin]] * 3
    assert (figures(page)["现在"], figures(page)["目标值"]) == ("5", "8")
    assert "落后" in text(page)
    assert page.content.decode().count("<polyline") == 5

    listed = rows(browser.get("/segments/targets/"))[1]
    assert listed[4:] == [share, revenue, margin]
    assert "目标客户群体" in text(browser.get("/segments/"))


@pytest.mark.parametrize(
    ("metric", "goal", "stored", "shown"),
    [("revenue", "1234.5", 123_450, "¥1,234"), ("repurchase_rate", "35", 0.35, "35.0%")],
)
def test_money_is_typed_in_yuan_and_a_share_in_percent(
    shop: Shop, metric: str, goal: str, stored: float, shown: str
) -> None:
    made = set_by_page(shop, save(shop, "近30天下单", LATELY), metric=metric, goal=goal)

    assert TargetGroup.objects.get().goal == stored
    assert figures(shop.sign_in("chen").get(made["Location"]))["目标值"] == shown


@pytest.mark.parametrize(
    "typed", [{"goal": "5"}, {"goal": "-1"}, {"ends_on": "2020-01-01"}, {"objective": ""}, {"goal": "NaN"}]
)
def test_what_makes_no_sense_is_said_on_the_form(shop: Shop, typed: dict[str, str]) -> None:
    page = set_by_page(shop, save(shop, "近30天下单", LATELY), **typed)

    assert page.status_code == 422
    assert 'class="form-error"' in page.content.decode() or "alert-danger" in page.content.decode()
    assert not TargetGroup.objects.exists()


def test_it_is_given_up_and_taken_up_again(shop: Shop) -> None:
    made = set_by_page(shop, save(shop, "近30天下单", LATELY))
    browser = shop.sign_in("zhaolei")
    end = form_to(browser.get(made["Location"]), "/end/").action

    browser.post(end, {"do": "end"})
    targets.measure_all(at=timezone.now() + timedelta(days=7))
    assert TargetGroup.objects.get().progress.count() == 1
    page = browser.post(end, {"do": "resume"}, follow=True)
    assert "目标继续追踪" in text(page)
    targets.measure_all(at=timezone.now() + timedelta(days=7))
    assert TargetGroup.objects.get().progress.count() == 2
