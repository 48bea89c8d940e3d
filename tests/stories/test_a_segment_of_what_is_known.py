"""What the shop knows of its customers, by hand or from its programs, puts them into segments by the jobs alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.segments import names_in, save
from tests.stories.browsing import form_to, text
from tests.stories.conftest import Shop
from tests.stories.programs import Program, event, make_token
from tuanke.customers.models import CustomField

LISI = {"phone": "13800138002"}


@pytest.fixture
def program(shop: Shop) -> Program:
    return Program(make_token(shop.sign_in("chen")))


@pytest.mark.req("A1-07")
@pytest.mark.parametrize("type_", ["comment", "like", "share"])
def test_what_somebody_does_in_social_media_puts_them_into_a_segment(
    shop: Shop, program: Program, type_: str
) -> None:
    where = [{"attr": "channel", "op": "eq", "value": "小红书"}]
    rule = {"event": f"interaction.{type_}", "where": where, "within": {"last": 7, "unit": "day"}}
    segment = save(shop, "在小红书", rule)
    assert names_in(segment) == set()
    stranger = {"source": "mini", "id": "u7"}
    answer = program.tell(
        event("1", LISI, type=type_, channel="小红书"),
        event("2", {"phone": "13800138001"}, type=type_, channel="抖音"),
        event("3", stranger, type=type_, channel="小红书"),
    )
    assert answer.json()["accepted"] == 3
    shop.run_jobs()

    assert names_in(segment) == {"李四"}


def test_when_it_happened_is_told_to_who_may_read_interactions(shop: Shop, program: Program) -> None:
    segment = save(shop, "评论过", {"event": "interaction.comment"})
    program.tell(event("1", LISI, type="comment"))
    shop.run_jobs()
    address = f"/segments/of/{shop.customer('李四').uid}/why/?segment={segment.uid}"

    seen = {who: shop.sign_in(who).get(address).content.decode() for who in ("lin", "qian")}

    assert "is-yes" in seen["lin"]
    assert "is-yes" in seen["qian"]
    assert "answer-value" in seen["lin"]
    assert "answer-value" not in seen["qian"]


@pytest.mark.req("A2-05")
def test_first_and_last_touch_are_kept_and_asked_for_each(shop: Shop, program: Program) -> None:
    by_search = {"attr": "touch.first.keyword", "op": "contains", "value": "水果"}
    by_campaign = {"attr": "touch.last.campaign", "op": "eq", "value": "618"}
    by_medium = {"attr": "touch.last.channel", "op": "eq", "value": "social"}
    first, last = save(shop, "搜来的", by_search), save(shop, "618来的", {"all": [by_campaign, by_medium]})
    long_ago, now = timezone.now() - timedelta(days=2_000), timezone.now()
    searched = "https://www.baidu.com/s?wd=团购水果"
    utm = {"source": "xiaohongshu", "medium": "kol", "campaign": "618", "term": "苹果"}
    program.tell(event("1", LISI, at=long_ago, referrer=searched))
    program.tell(event("2", LISI, at=now - timedelta(hours=2), utm=utm))
    shop.run_jobs()
    assert (names_in(first), names_in(last)) == ({"李四"}, {"李四"})

    later = {"source": "baidu", "medium": "cpc", "campaign": "双11", "term": "梨"}
    program.tell(event("3", LISI, at=now - timedelta(hours=1), utm=later))
    shop.run_jobs()
    assert (names_in(first), names_in(last)) == ({"李四"}, set())


def test_a_tag_and_a_stated_need_put_a_customer_into_a_segment_and_take_them_out(shop: Shop) -> None:
    has_tag = {"attr": "tag", "op": "has_any", "value": ["VIP"]}
    segment = save(
        shop, "商务VIP", {"all": [has_tag, {"attr": "scene", "op": "has_all", "value": ["business"]}]}
    )
    browser, page = shop.sign_in("lin"), shop.page("李四")
    browser.post(f"{page}tags/", {"tag": "VIP"})
    shop.run_jobs()
    assert names_in(segment) == set()

    form = form_to(browser.get(f"{page}archive/"), "/needs/")
    browser.post(form.action, {"need": "business", "note": ""})
    shop.run_jobs()
    assert names_in(segment) == {"李四"}

    tagged = shop.customer("李四").tagged.get()
    browser.post(f"{page}tags/{tagged.pk}/remove/")
    shop.run_jobs()
    assert names_in(segment) == set()


def test_a_field_that_a_segment_asks_for_stays(shop: Shop, say: Callable[..., str]) -> None:
    browser = shop.sign_in("chen")
    given = {
        "kind": "person",
        "key": "size",
        "label": "尺码",
        "type": "enum",
        "options": "S\nM",
        "default": "",
    }
    browser.post("/customers/fields/new/", given)
    field = CustomField.objects.get()
    segment = save(shop, "小码", {"attr": "custom.person.size", "op": "eq", "value": "S"})
    assert "尺码" in text(browser.get("/segments/"))

    refusal = say("These segments ask for it: %(names)s. Change their rules first.") % {"names": "小码"}
    answer = browser.post(f"/customers/fields/{field.pk}/archive/", follow=True)
    assert refusal in text(answer)
    answer = browser.post(f"/customers/fields/{field.pk}/", {**given, "options": "M"})
    assert refusal in text(answer)
    answer = browser.post(f"/customers/fields/{field.pk}/", {**given, "pii": "on"})
    assert refusal in text(answer)
    browser.post(f"/customers/fields/{field.pk}/", {**given, "options": "S\nL"})
    field.refresh_from_db()
    assert (field.options, field.archived_at, field.pii) == (["S", "L"], None, False)

    browser.post(f"/segments/{segment.uid}/archive/")
    browser.post(f"/customers/fields/{field.pk}/archive/")
    field.refresh_from_db()
    assert field.archived_at is not None
