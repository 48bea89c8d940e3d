"""A segment's own page: who is in now and on a past day, by hand, beside another one, archived and back."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.segments import names_in, save
from tests.stories.browsing import figures, form_to, forms, rows, text
from tests.stories.conftest import Shop
from tests.stories.test_segment_builder import LATELY, THIS_WEEK, change, ordered
from tuanke.segments.models import Segment, SegmentMembership


def made_days_ago(segment: Segment, days: int) -> None:
    """As if it had been worked out for the first time so long ago."""
    rows = SegmentMembership.objects.filter(segment=segment, exited_at__isnull=True)
    rows.update(entered_at=timezone.now() - timedelta(days=days))


def members(page: Any) -> set[str]:
    section = page.content.decode().split('id="members"')[1].split("</section>")[0]
    return set(re.findall(r'class="person-name"[^>]*>(.*?)</a>', section))


def page_of(browser: Client, segment: Segment, query: str = "") -> Any:
    return browser.get(f"/segments/{segment.uid}/{query}")


def test_the_page_says_who_is_in_why_and_how_it_came_so(shop: Shop) -> None:
    segment = save(shop, "近30天下单", LATELY)
    page = page_of(shop.sign_in("chen"), segment)

    assert members(page) == {"张三", "李四", "王五", "赵六", "孙七"}
    assert figures(page)["现有客户"] == "5"
    assert "首次算出" in text(page)
    assert "polyline" in page.content.decode()


def test_a_past_day_shows_who_was_in_then_and_the_rule_of_then(shop: Shop) -> None:
    segment = save(shop, "近况", THIS_WEEK)
    made_days_ago(segment, 10)
    browser = shop.sign_in("zhaolei")
    form = form_to(change(browser, segment, LATELY), "/change/")
    (seen,) = [button["value"] for button in form.buttons if button.get("name") == "seen"]
    browser.post(form.action, {**form.values, "seen": seen})
    shop.run_jobs()

    day = shop.today - timedelta(days=5)
    assert members(page_of(browser, segment, f"?on={day}")) == {"赵六", "孙七"}
    assert members(page_of(browser, segment)) == {"张三", "李四", "王五", "赵六", "孙七"}
    before = page_of(browser, segment, f"?on={shop.today - timedelta(days=30)}")
    assert "那天群里没有人" in text(before)
    assert "30 天" not in text(page_of(browser, segment, f"?on={day}")).split("群里的客户")[1]
    for odd in ("2026-02-30", "gestern", str(shop.today + timedelta(days=9))):
        assert len(members(page_of(browser, segment, f"?on={odd}"))) == 5


def test_whom_somebody_put_in_or_kept_out_is_shown_and_the_rule_decides_again(shop: Shop) -> None:
    segment, browser = save(shop, "近7天下单", THIS_WEEK), shop.sign_in("zhaolei")
    for name, button in (("周八", "in"), ("赵六", "out")):
        why = browser.get(f"/segments/of/{shop.customer(name).uid}/why/?segment={segment.uid}")
        form = form_to(why, "/decide/")
        assert button in [one.get("value") for one in form.buttons]
        browser.post(form.action, {**form.values, "do": button, "reason": "老板说的"})

    page = page_of(browser, segment)
    assert members(page) == {"周八", "孙七"}
    assert text(page).count("老板说的") >= 2
    for form in [one for one in forms(page) if one.action.endswith("/decide/")]:
        browser.post(form.action, {**form.values, "do": "undo"})
    assert names_in(segment) == {"赵六", "孙七"}


def test_by_hand_needs_a_reason(shop: Shop) -> None:
    segment, browser = save(shop, "近7天下单", THIS_WEEK), shop.sign_in("zhaolei")
    sent = {"segment": str(segment.uid), "do": "in", "reason": "  "}
    page = browser.post(f"/segments/of/{shop.customer('周八').uid}/decide/", sent, follow=True)

    assert "请写明原因" in text(page)
    assert names_in(segment) == {"赵六", "孙七"}


def test_why_not_names_each_condition_with_its_answer_and_value(shop: Shop) -> None:
    rule = {"all": [ordered(7), {"any": [{"attr": "city", "op": "eq", "value": "杭州市"}, LATELY]}]}
    segment, browser = save(shop, "杭州近7天", rule), shop.sign_in("sun")
    zhou = shop.customer("周八")
    card = browser.get(f"/segments/of/{zhou.uid}/")
    assert str(segment.uid) in card.content.decode()

    page = browser.get(f"/segments/of/{zhou.uid}/why/?segment={segment.uid}").content.decode()

    told = re.findall(
        r'<li class="is-(yes|no)">.*?</span>\s*<span>(.*?)(?:</span>|<ul)', page, flags=re.DOTALL
    )
    answers = [(yes, re.sub(r"<[^>]+>", " ", words).strip()) for yes, words in told]
    assert [yes for yes, _words in answers] == ["no", "no", "yes", "yes", "no", "no"]
    assert "杭州市" in page
    assert "不在群里" in page
    assert "周八" not in page


def test_two_segments_are_compared_and_a_part_is_kept(shop: Shop) -> None:
    lately, week = save(shop, "近30天", LATELY), save(shop, "近7天", THIS_WEEK)
    browser = shop.sign_in("zhaolei")
    page = browser.get(f"/segments/{lately.uid}/combine/?with={week.uid}")

    assert [row[1] for row in rows(page)] == ["3", "2", "0", "5"]
    link = re.findall(r'href="(/segments/new/[^"]+)"', page.content.decode())[0].replace("&amp;", "&")
    form = form_to(browser.get(link), "/segments/new/")
    assert browser.post(form.action, form.values).status_code == 302
    shop.run_jobs()
    kept = Segment.objects.get(name=form.values["name"])
    assert names_in(kept) == {"张三", "李四", "王五"}


def test_a_list_is_made_of_pasted_numbers_and_changed_with_a_reason(shop: Shop) -> None:
    browser = shop.sign_in("zhaolei")
    sent = {"name": "答谢宴", "reason": "名单", "customers": "138-0013-8001，13800138002\n13000000000"}
    page = browser.post("/segments/lists/new/", sent, follow=True)

    assert members(page) == {"张三", "李四"}
    assert "13000000000" in text(page)
    (segment,) = Segment.objects.filter(kind="static")
    form = form_to(page, "/put-in/")
    uid = str(shop.customer("王五").uid)
    browser.post(form.action, {**form.values, "customers": uid, "reason": "也来"})
    out = {"customers": "13800138001", "reason": "来不了"}
    page = browser.post(f"/segments/{segment.uid}/take-out/", out, follow=True)

    assert members(page) == {"李四", "王五"}
    assert "来不了" in text(page)
    assert browser.post("/segments/lists/new/", {**sent, "reason": " "}).status_code == 422
    assert browser.post("/segments/lists/new/", sent).status_code == 422  # the name is in use


def test_a_customer_is_put_on_a_list_from_their_page(shop: Shop) -> None:
    browser = shop.sign_in("zhaolei")
    browser.post("/segments/lists/new/", {"name": "答谢宴", "reason": "名单", "customers": ""})
    uid = shop.customer("张三").uid
    form = form_to(browser.get(f"/segments/of/{uid}/"), "/decide/")

    browser.post(form.action, {**form.values, "do": "in", "reason": "请他来"})

    assert names_in(Segment.objects.get(name="答谢宴")) == {"张三"}
    assert "请他来" in text(browser.get(f"/segments/of/{uid}/"))


def test_an_archived_segment_comes_back_by_one_button(shop: Shop) -> None:
    segment, browser = save(shop, "近7天下单", THIS_WEEK), shop.sign_in("zhaolei")
    page = browser.post(f"/segments/{segment.uid}/archive/", follow=True)
    assert browser.get(f"/segments/{segment.uid}/").status_code == 404

    assert browser.post(form_to(page, "/restore/").action).status_code == 302
    shop.run_jobs()

    assert members(page_of(browser, segment)) == {"赵六", "孙七"}


def test_what_others_rest_on_is_not_archived(shop: Shop) -> None:
    segment = save(shop, "近7天下单", THIS_WEEK)
    save(shop, "读它的", {"all": [{"in_segment": str(segment.uid)}]})

    page = shop.sign_in("zhaolei").post(f"/segments/{segment.uid}/archive/", follow=True)

    assert "读它的" in text(page)
    assert Segment.objects.get(pk=segment.pk).archived_at is None


def test_a_snapshot_stays_as_it_was(shop: Shop) -> None:
    segment, browser = save(shop, "近7天下单", THIS_WEEK), shop.sign_in("zhaolei")

    page = browser.post(f"/segments/{segment.uid}/snapshot/", follow=True)

    assert "2 位客户" in text(page).split("快照")[-1]


def test_a_failed_segment_says_why_and_keeps_who_was_in(shop: Shop) -> None:
    segment = save(shop, "近7天下单", THIS_WEEK)
    Segment.objects.filter(pk=segment.pk).update(status="failed", failures=3, error="disk full")
    browser = shop.sign_in("chen")

    assert "disk full" in text(page_of(browser, segment))
    assert members(page_of(browser, segment)) == {"赵六", "孙七"}
    assert "无法算出" in text(browser.get("/segments/"))


def test_a_scope_sees_its_own_customers_only(shop: Shop, give: Any) -> None:
    segment = save(shop, "近30天下单", LATELY)
    give("王五", "lihua")
    browser = shop.sign_in("lihua")
    page = page_of(browser, segment)

    assert members(page) == {"王五"}
    assert figures(page)["现有客户"] == "1"
    assert "张三" not in text(page)
    assert [row[2] for row in rows(browser.get("/segments/"))[1:]] == ["1 位客户"]


@pytest.mark.parametrize("asked", ["近30", "没有"])
def test_the_list_is_searched_by_name(shop: Shop, asked: str) -> None:
    save(shop, "近30天下单", LATELY)
    told = text(shop.sign_in("sun").get("/segments/", {"q": asked}))

    assert ("近30天下单" in told) == (asked == "近30")


def test_the_file_of_a_segment_holds_its_members(shop: Shop) -> None:
    segment, browser = save(shop, "近7天下单", THIS_WEEK), shop.sign_in("chen")
    form = form_to(page_of(browser, segment), "/customers/export/")

    lines = browser.post(form.action, {**form.values, "format": "csv"}).content.decode("utf-8-sig").split()

    assert {line.split(",")[0] for line in lines[1:]} == {"赵六", "孙七"}


def test_a_rule_in_the_address_that_is_none_opens_an_empty_builder(shop: Shop) -> None:
    form = form_to(shop.sign_in("zhaolei").get("/segments/new/?rule=%7B"), "/segments/new/")

    assert json.loads(form.values["rule"]) == {"all": []}
