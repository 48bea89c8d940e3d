"""A rule is put together: counted while it is written, its faults named by their place, changed with open eyes."""

import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.segments import names_in, save
from tests.stories.browsing import figures, form_to, text
from tests.stories.conftest import Shop
from tuanke.segments.models import Segment
from tuanke.segments.services import targets

Say = Any


def ordered(days: int) -> dict[str, Any]:
    return {
        "event": "order.placed",
        "within": {"last": days, "unit": "day"},
        "count": {"op": "ge", "value": 1},
    }


LATELY = {"all": [ordered(30)]}  # 张三, 李四, 王五, 赵六, 孙七
THIS_WEEK = {"all": [ordered(7)]}  # 赵六, 孙七


def check(browser: Client, rule: object) -> Any:
    return browser.post("/segments/check/", {"rule": json.dumps(rule)})


def change(browser: Client, segment: Segment, rule: object, **sent: str) -> Any:
    given = {"name": segment.name, "rule": json.dumps(rule), **sent}
    return browser.post(f"/segments/{segment.uid}/change/", given)


def test_the_panel_says_how_many_who_and_what_in_words(shop: Shop) -> None:
    browser = shop.sign_in("zhaolei")
    told = text(check(browser, LATELY))

    assert "5 位客户" in told
    assert all(name in told for name in ("张三", "李四", "王五", "赵六", "孙七"))
    assert "周八" not in told
    assert "下单" in told
    browser.post("/preferences/language/", {"language": "en"})
    assert "5 customers" in text(check(browser, LATELY))
    assert "within the last 30 days" in text(check(browser, LATELY))


def test_who_may_not_read_names_reads_none_and_a_scope_counts_its_own(shop: Shop, give: Any) -> None:
    assert "张三" not in text(check(shop.sign_in("sun"), LATELY))
    assert "张*" in text(check(shop.sign_in("sun"), LATELY))
    give("王五", "lihua")
    told = text(check(shop.sign_in("lihua"), LATELY))

    assert "1 位客户" in told
    assert "王五" in told
    assert "张三" not in told


@pytest.mark.parametrize(
    ("rule", "pointer"),
    [
        ({"all": []}, "/all"),
        ({"all": [LATELY, {"not": {"attr": "nose", "op": "is_set"}}]}, "/all/1/not/attr"),
        ({"all": [{**ordered(3), "within": {"last": -1, "unit": "day"}}]}, "/all/0/within"),
        ({"all": [{"attr": "city", "op": "eq", "value": ""}]}, "/all/0/value"),
        ({"all": [{"in_segment": "gone"}]}, "/all/0/in_segment"),
        ([], ""),
    ],
)
def test_a_fault_is_named_by_its_place(shop: Shop, rule: object, pointer: str) -> None:
    answer = check(shop.sign_in("zhaolei"), rule)

    assert answer.status_code == 200
    (told,) = re.findall(r'data-pointer="(.*?)"', answer.content.decode())
    assert told == pointer
    refused = shop.sign_in("zhaolei").post("/segments/new/", {"name": "x", "rule": json.dumps(rule)})
    assert refused.status_code == 422
    assert not Segment.objects.exists()


def test_what_is_no_json_is_refused_in_words(shop: Shop) -> None:
    answer = shop.sign_in("zhaolei").post("/segments/new/", {"name": "x", "rule": "[" * 100_000})

    assert answer.status_code == 422


def test_customers_without_a_value_are_told_of_where_they_are_included(shop: Shop) -> None:
    customer = shop.customer("张三")
    type(customer).objects.filter(pk=customer.pk).update(city="")
    browser = shop.sign_in("zhaolei")
    from tuanke.facts.services.store import open_store
    from tuanke.segments.services import attribute_rows

    attribute_rows.refresh(open_store(), [customer.pk])

    elsewhere = {"not": {"attr": "city", "op": "eq", "value": "宁波市"}}
    assert "其中 1 位客户的“城市”还没有资料" in text(check(browser, {"all": [elsewhere]}))
    there = {"attr": "city", "op": "eq", "value": "杭州市"}
    assert "还没有资料" not in text(check(browser, {"all": [there]}))


def test_a_ready_made_rule_opens_the_builder_filled_in(shop: Shop) -> None:
    browser = shop.sign_in("zhaolei")
    links = re.findall(r'href="(/segments/new/\?ready=[^"]+)"', browser.get("/segments/").content.decode())

    assert len(links) >= 3
    for link in links:
        page = browser.get(html.unescape(link))
        form = form_to(page, "/segments/new/")
        assert form.values["name"]
        assert json.loads(form.values["rule"])["all"]


def test_texts_are_offered_as_the_archive_knows_them(shop: Shop) -> None:
    browser = shop.sign_in("zhaolei")
    page = browser.get("/segments/new/").content.decode()
    offered = json.loads(page.split('id="rule-vocabulary"')[1].split(">", 1)[1].split("</script>")[0])
    (city,) = [one for one in offered["attributes"] if one["name"] == "city"]

    assert browser.get(city["values"]).json() == {"values": ["杭州市"]}
    (ordered_,) = [one for one in offered["events"] if one["name"] == "order.placed"]
    (category,) = [one for one in ordered_["fields"] if one["name"] == "category"]
    assert browser.get(category["values"]).json() == {"values": []}
    for odd in ("?attr=kind", "?attr=nose", "?event=order.placed&field=revenue", "?event=x&field=category"):
        assert browser.get(f"/segments/values/{odd}").status_code == 404


def test_without_a_script_the_rule_is_text_and_check_counts_it(shop: Shop) -> None:
    browser = shop.sign_in("zhaolei")
    page = browser.post("/segments/new/", {"name": "近况", "rule": json.dumps(LATELY), "do": "check"})

    assert "5 位客户" in text(page)
    assert json.loads(form_to(page, "/segments/new/").values["rule"]) == LATELY
    assert not Segment.objects.exists()


@pytest.mark.req("A2-14")
def test_a_changed_rule_shows_who_enters_and_leaves_before_it_is_saved(shop: Shop) -> None:
    """Not yet covered, for their room is not built: running campaigns. Segments and targets that follow are told."""
    segment = save(shop, "近7天下单", THIS_WEEK)
    reader = save(shop, "读它的", {"all": [{"in_segment": str(segment.uid)}]})
    wanted = {"objective": "多来一次", "metric": "customers", "goal": 9, "baseline": 2}
    days = {"starts_on": shop.today, "ends_on": shop.today.replace(year=shop.today.year + 1)}
    staff = segment.created_by_id
    targets.set_target(segment=segment, values={**wanted, **days}, by=staff, at=timezone.now())
    browser = shop.sign_in("zhaolei")
    older = {"all": [ordered(30), {"not": ordered(3)}]}  # 张三, 李四, 王五

    page = change(browser, segment, older)

    assert figures(page) == {"进来": "+3", "离开": "−1", "不变": "1"}
    told = text(page)
    assert all(name in told for name in ("张三", "李四", "王五", "赵六"))
    assert reader.name in told
    assert "多来一次" in told
    segment.refresh_from_db()
    assert (segment.rule["root"], segment.version) == (_kept(THIS_WEEK), 1)
    assert names_in(segment) == {"赵六", "孙七"}

    form = form_to(page, f"/segments/{segment.uid}/change/")
    (confirm,) = [button for button in form.buttons if button.get("name") == "seen"]
    assert browser.post(form.action, {**form.values, "seen": confirm["value"]}).status_code == 302
    shop.run_jobs()
    segment.refresh_from_db()
    assert (segment.rule["root"], segment.version) == (_kept(older), 2)
    assert names_in(segment) == {"张三", "李四", "王五", "孙七"}


def test_a_preview_confirms_only_the_rule_it_showed_against_the_rule_that_held(shop: Shop) -> None:
    segment = save(shop, "近7天下单", THIS_WEEK)
    browser = shop.sign_in("zhaolei")
    page = change(browser, segment, LATELY)
    form = form_to(page, "/change/")
    (seen,) = [button["value"] for button in form.buttons if button.get("name") == "seen"]

    assert change(browser, segment, {"all": [ordered(300)]}, seen=seen).status_code == 200
    Segment.objects.filter(pk=segment.pk).update(version=5)  # somebody else was quicker
    again = change(browser, segment, LATELY, seen=seen)

    assert "刚才有同事改过" in text(again)
    segment.refresh_from_db()
    assert segment.rule["root"] == _kept(THIS_WEEK)


def test_another_name_alone_is_saved_at_once(shop: Shop) -> None:
    segment = save(shop, "近7天下单", THIS_WEEK)
    browser = shop.sign_in("zhaolei")

    given = {"name": "本周下单", "rule": json.dumps(THIS_WEEK)}
    assert browser.post(f"/segments/{segment.uid}/change/", given).status_code == 302

    segment.refresh_from_db()
    assert (segment.name, segment.version) == ("本周下单", 1)


def test_a_segment_cannot_come_to_rest_on_itself(shop: Shop) -> None:
    segment = save(shop, "近7天下单", THIS_WEEK)
    reader = save(shop, "读它的", {"all": [{"in_segment": str(segment.uid)}]})
    page = change(shop.sign_in("zhaolei"), segment, {"all": [{"in_segment": str(reader.uid)}]})

    assert page.status_code == 422
    assert "人群不能引用自己" in text(page)


def _kept(rule: dict[str, Any]) -> dict[str, Any]:
    """As it is saved: with what it leaves open."""
    return {"all": [_leaf(one) for one in rule["all"]]}


def _leaf(one: dict[str, Any]) -> dict[str, Any]:
    return {"not": _leaf(one["not"])} if "not" in one else {**one, "where": []}
