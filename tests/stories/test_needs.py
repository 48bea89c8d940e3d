"""What a customer needs: what they said, and what their deeds say, each with what it rests on."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.stories.browsing import form_to, rows, text
from tests.stories.conftest import Shop
from tests.stories.programs import Program, event, make_token
from tuanke.catalog.models import Product
from tuanke.customers.models import StatedNeed
from tuanke.customers.services.merging.merging import merge
from tuanke.customers.services.merging.undoing import undo
from tuanke.facts.models import CustomerInterest
from tuanke.facts.services import dirty
from tuanke.platform.accounts.models import Staff

LISI = {"phone": "13800138002"}


def inferred(page: Any) -> dict[str, list[str]]:
    """Category → the events the page shows behind it."""
    profile = page.content.decode().split('id="profile"')[1].split("</section>")[0]
    found = re.findall(r"<details.*?</details>", profile, flags=re.DOTALL)
    told = {}
    for part in found:
        summary = re.search(r"<summary>(.*?) <strong>", part, flags=re.DOTALL)
        events = re.findall(r"<li>.*?<strong>(.*?)</strong><div[^>]*>(.*?)</div>", part, flags=re.DOTALL)
        assert summary
        told[html.unescape(summary[1])] = [html.unescape(" ".join(one)) for one in events]
    return told


@pytest.fixture
def looked_at(shop: Shop) -> Shop:
    """李四 bought oranges once, and is all over the household goods."""
    Product.objects.filter(name__contains="赣南脐橙").update(category="水果")
    program, now = Program(make_token(shop.sign_in("chen"))), timezone.now()
    looks = [
        event(f"b{n}", LISI, category="家居", product="台灯", at=now - timedelta(days=n)) for n in range(1, 8)
    ]
    acts = [event("c", LISI, category="家居", type="cart", product="沙发", at=now - timedelta(days=9))]
    acts += [event("s", LISI, category="家居", type="share", campaign="家居节", at=now - timedelta(days=8))]
    assert program.tell(*looks, *acts).json()["accepted"] == 9
    dirty.mark_dirty([shop.customer("李四").pk])  # the catalogue's new category, too
    shop.run_jobs()
    return shop


@pytest.mark.req("A1-06")
def test_each_inferred_need_names_the_few_events_that_say_so(
    looked_at: Shop, say: Callable[..., str]
) -> None:
    told = inferred(looked_at.sign_in("lin").get(looked_at.page("李四")))

    assert list(told) == ["家居"], "one purchase against nine acts is no interest yet"
    looked, cart, shared = say("Looked at"), say("Put into the cart"), say("Shared")
    assert told["家居"] == [f"{cart} 沙发", f"{shared} 家居节", *[f"{looked} 台灯"] * 3]
    hidden = inferred(looked_at.sign_in("qian").get(looked_at.page("李四")))
    assert hidden == {"家居": []}, (
        "who may not read interactions sees that there is an interest, not the acts"
    )


def test_sixty_percent_of_the_weighted_events_make_the_main_interest(
    looked_at: Shop, say: Callable[..., str]
) -> None:
    row = CustomerInterest.objects.get(customer_id=looked_at.customer("李四").pk)

    assert (row.category, row.is_main, row.lines, row.acts) == ("家居", True, 0, 9)
    assert 60 <= row.share_percent <= 75  # .5 + .3 + 7 x .2 against one purchase of eleven days ago
    assert say("Main interest") in text(looked_at.sign_in("lin").get(looked_at.page("李四")))


def test_interests_scored_alone_are_those_of_the_full_run(looked_at: Shop) -> None:
    alone = list(CustomerInterest.objects.order_by("customer_id", "category").values())

    dirty.mark_everybody_dirty()
    looked_at.run_jobs()

    one = {"customer_id": looked_at.customer("李四").pk}
    again = CustomerInterest.objects.order_by("customer_id", "category")
    assert list(again.filter(**one).values()) == [
        row for row in alone if row["customer_id"] == one["customer_id"]
    ]
    assert again.count() > len(alone), "the others' fruit is seen now"


def test_what_a_customer_said_stands_beside_it_with_who_wrote_it_down(
    shop: Shop, say: Callable[..., str]
) -> None:
    browser, page = shop.sign_in("lin"), shop.page("李四")
    form = form_to(browser.get(f"{page}archive/"), "/needs/")
    assert sorted(form.options["need"]) == ["business", "leisure", "price", "quality", "service"]
    for code, note in (("business", "年会礼品"), ("leisure", "")):
        browser.post(form.action, {"need": code, "note": note})

    shown = text(browser.get(page))
    for words in (say("Business"), say("Leisure"), "年会礼品", "林店长"):
        assert words in shown
    assert "年会礼品" not in text(shop.sign_in("sun").get(page)), "their words are for who looks after them"

    remove, *_others = re.findall(
        r'action="(\S+/needs/\d+/remove/)"', browser.get(f"{page}archive/").content.decode()
    )
    browser.post(remove)
    assert StatedNeed.objects.count() == 1


def test_the_shop_words_its_needs_itself(shop: Shop, say: Callable[..., str]) -> None:
    browser = shop.sign_in("chen")
    shipped = rows(browser.get("/customers/needs/"))[1:]
    assert [row[1] for row in shipped] == [say("Scene")] * 2 + [say("Need")] * 3
    browser.post("/customers/needs/", {"name": "婚庆", "kind": "scene"})
    browser.post("/customers/needs/business/", {"name": "公司福利"})
    browser.post("/customers/needs/leisure/", {})

    archive = f"{shop.page('李四')}archive/"
    form = form_to(browser.get(archive), "/needs/")
    scenes = set(form.options["need"]) - {"price", "quality", "service"}
    assert len(scenes) == 2
    assert "leisure" not in scenes
    for code in scenes:
        browser.post(form.action, {"need": code, "note": ""})
    shown = text(browser.get(shop.page("李四")))
    assert "公司福利" in shown
    assert "婚庆" in shown

    refused = browser.post("/customers/needs/", {"name": "婚庆", "kind": "need"})
    assert 'role="alert"' in refused.content.decode()
    assert browser.post(form.action, {"need": "leisure"}).status_code == 200, "put away: told, not taken"
    assert StatedNeed.objects.count() == 2


def test_merged_customers_need_what_either_said_and_part_with_their_own(shop: Shop) -> None:
    browser, by = shop.sign_in("lin"), Staff.objects.get(username="lin").pk
    for name, code, note in (("李四", "business", "旧"), ("王五", "business", "新"), ("王五", "leisure", "")):
        browser.post(f"{shop.page(name)}needs/", {"need": code, "note": note})

    def said(name: str) -> dict[str, str]:
        return dict(StatedNeed.objects.filter(customer__display_name=name).values_list("need__code", "note"))

    one, other = shop.customer("李四"), shop.customer("王五")
    operation = merge(survivor=one, losers=[other], choices={}, reason="", by=by, at=timezone.now())
    assert said("李四") == {"business": "新", "leisure": ""}

    undo(operation=operation, by=by, at=timezone.now())
    assert (said("李四"), said("王五")) == ({"business": "旧"}, {"business": "新", "leisure": ""})
