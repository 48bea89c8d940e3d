"""Many customers changed at once: asked with the count, done in reach only, on record, and undone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.personas import BUYERS
from tests.stories.browsing import form_to, forms, text
from tests.stories.conftest import Shop
from tuanke.customers.models import BulkChange, Customer, CustomerTag
from tuanke.engagement.models import CustomerEvent
from tuanke.platform.accounts.models import Staff
from tuanke.platform.audit.models import AuditEntry

Give = Callable[[str, str], None]
EVERYBODY = {buyer.name for buyer in BUYERS}


def press(browser: Any, *, query: str = "", **sent: Any) -> tuple[Any, Any]:
    """Choose, look at the question, say yes: the question and the list afterwards."""
    question = browser.post("/customers/bulk/", {"query": query, "which": "all", **sent})
    if question.status_code == 302:
        return question, browser.get(question["Location"])
    found = [form for form in forms(question) if "do" in form.values]
    if not found:
        return question, None
    answer = browser.post("/customers/bulk/", {**found[0].values, **sent, "confirmed": "1"})
    return question, browser.get(answer["Location"])


def undo(browser: Any, page: Any) -> Any:
    form = form_to(page, "/undo/")
    return browser.get(browser.post(form.action, form.values)["Location"])


def owned_by(username: str) -> set[str]:
    return set(Customer.objects.filter(owner__username=username).values_list("display_name", flat=True))


def tagged(name: str) -> set[str]:
    return set(CustomerTag.objects.filter(tag__name=name).values_list("customer__display_name", flat=True))


def pk(username: str) -> str:
    return str(Staff.objects.get(username=username).pk)


def test_all_that_match_get_an_owner_after_the_count_was_said(shop: Shop, give: Give) -> None:
    give("张三", "lihua")
    browser = shop.sign_in("chen")

    question, after = press(browser, query="orders_min=8", do="owner", owner=pk("lihua"))

    assert "3 " in text(question)
    assert owned_by("lihua") == {"张三", "王五", "周八"}
    assert " 2 " in text(after), "张三 was hers already"
    entry = AuditEntry.objects.get(action="customers.owner_each")
    assert entry.changes["changed"] == 2
    assert list(entry.changes["filters"].values()) == ["8"]


def test_nothing_happens_before_the_yes(shop: Shop) -> None:
    browser = shop.sign_in("chen")

    browser.post("/customers/bulk/", {"query": "", "which": "all", "do": "tag", "tag": "大客户"})

    assert tagged("大客户") == set()
    assert not BulkChange.objects.exists()


def test_only_the_ticked_and_only_this_page(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    uids = [str(shop.customer(name).uid) for name in ("张三", "李四")]

    press(browser, which="ticked", pick=uids, do="tag", tag="第一批")
    press(browser, which="page", shown=uids[0], do="tag", tag="第二批")
    question, after = press(browser, which="ticked", do="tag", tag="第三批")

    assert tagged("第一批") == {"张三", "李四"}
    assert tagged("第二批") == {"张三"}
    assert after is None
    assert tagged("第三批") == set()
    assert question.status_code == 200


def test_a_salesperson_changes_their_own_customers_only(shop: Shop, give: Give) -> None:
    give("张三", "lihua")
    give("李四", "zhoumin")
    browser = shop.sign_in("lihua")
    uids = [str(shop.customer(name).uid) for name in ("张三", "李四", "王五")]

    press(browser, which="all", do="tag", tag="都要")
    press(browser, which="ticked", pick=uids, do="owner", owner=pk("zhoumin"))

    assert tagged("都要") == {"张三"}
    assert owned_by("zhoumin") == {"张三", "李四"}
    assert not Customer.objects.get(display_name="王五").owner_id


def test_undo_gives_back_what_was_and_says_how_many(shop: Shop, give: Give) -> None:
    give("张三", "lihua")
    browser = shop.sign_in("chen")
    _question, after = press(browser, do="owner", owner=pk("zhoumin"))
    assert owned_by("zhoumin") == EVERYBODY

    give("李四", "xiaoli")  # somebody else was quicker than the undo
    page = undo(browser, after)

    assert owned_by("zhoumin") == set()
    assert owned_by("lihua") == {"张三"}
    assert owned_by("xiaoli") == {"李四"}
    assert str(len(EVERYBODY) - 1) in text(page)
    entry = AuditEntry.objects.get(action="customers.owner_each_undone")
    assert entry.changes == {"changed": len(EVERYBODY), "put_back": len(EVERYBODY) - 1}


def test_tags_put_on_and_taken_off_are_undone_alike(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    zhang, li = str(shop.customer("张三").uid), str(shop.customer("李四").uid)
    press(browser, which="ticked", pick=[zhang], do="tag", tag="老客户")
    before = CustomerTag.objects.values_list("customer", "tag", "source", "by", "at").get()

    _question, after = press(browser, which="ticked", pick=[zhang, li], do="tag", tag="老客户")
    assert tagged("老客户") == {"张三", "李四"}
    undo(browser, after)
    assert tagged("老客户") == {"张三"}, "who had the tag before keeps it"

    _question, after = press(browser, do="untag", untag=str(before[1]))
    assert tagged("老客户") == set()
    undo(browser, after)
    assert CustomerTag.objects.values_list("customer", "tag", "source", "by", "at").get() == before


def test_a_tag_that_a_rule_put_on_stays(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    press(browser, which="all", query="orders_min=8", do="tag", tag="常客")
    CustomerTag.objects.filter(customer=shop.customer("王五")).update(source="rule")
    tag = CustomerTag.objects.first()
    assert tag is not None

    press(browser, which="all", do="untag", untag=str(tag.tag_id))

    assert tagged("常客") == {"王五"}


def test_only_the_last_change_of_the_last_day_and_ones_own_is_undone(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    _question, first = press(browser, do="tag", tag="一")
    address = form_to(first, "/undo/").action
    _question, second = press(browser, do="tag", tag="二")

    browser.post(address)
    assert tagged("一") == EVERYBODY, "it is not the last one any more"
    last = form_to(second, "/undo/").action
    assert shop.sign_in("lin").post(last).status_code == 404
    change = BulkChange.objects.latest("pk")
    BulkChange.objects.filter(pk=change.pk).update(at=change.at - timedelta(hours=25))
    browser.post(last)
    assert tagged("二") == EVERYBODY, "it is too long ago"


def test_an_undo_happens_once(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    _question, after = press(browser, do="owner", owner=pk("lihua"))
    form = form_to(after, "/undo/")

    browser.post(form.action, form.values)
    press(browser, do="owner", owner=pk("lihua"))
    browser.post(form.action, form.values)

    assert owned_by("lihua") == EVERYBODY
    assert AuditEntry.objects.filter(action="customers.owner_each_undone").count() == 1


def test_everybodys_timeline_tells_of_the_new_owner_and_of_the_old_one_back(shop: Shop, give: Give) -> None:
    give("张三", "lihua")
    shop.run_jobs()
    CustomerEvent.objects.filter(verb="customer.owner_changed").count()
    browser = shop.sign_in("chen")
    _question, after = press(browser, query="orders_min=8", do="owner", owner=pk("zhoumin"))
    undo(browser, after)
    shop.run_jobs()

    told = CustomerEvent.objects.filter(verb="customer.owner_changed", customer=shop.customer("张三"))

    owners = [event.detail["owner"] for event in told.order_by("pk")]
    lihua, zhoumin = int(pk("lihua")), int(pk("zhoumin"))
    assert owners == [lihua, zhoumin, lihua]
    assert {event.actor_id for event in told.order_by("pk")[1:]} == {int(pk("chen"))}


def test_who_edits_a_customer_meanwhile_is_told(shop: Shop) -> None:
    browser, zhang = shop.sign_in("chen"), shop.customer("张三")

    press(browser, do="tag", tag="常客")
    page = browser.post(
        f"/customers/{zhang.uid}/note/", {"note": "喜欢苹果", "version": str(zhang.version)}, follow=True
    )

    assert "喜欢苹果" in text(page), "shown back, not saved"
    zhang.refresh_from_db()
    assert zhang.note == ""


@pytest.mark.parametrize("number", ["²", "9" * 5_000])
def test_digits_that_are_no_number_break_no_form(shop: Shop, number: str) -> None:
    browser, zhang = shop.sign_in("chen"), shop.customer("张三")

    assert browser.post(f"/customers/{zhang.uid}/owner/", {"owner": number}).status_code == 302
    browser.post(f"/customers/{zhang.uid}/note/", {"note": "喜欢苹果", "version": number})

    zhang.refresh_from_db()
    assert (zhang.owner, zhang.note) == (None, "")


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "owner", "owner": ""},
        {"do": "owner", "owner": "99999"},
        {"do": "tag", "tag": "  "},
        {"do": "tag", "tag": "长" * 61},
        {"do": "untag", "untag": "99999"},
        {"do": "untag", "untag": "9" * 5_000},
        {"do": "delete"},
    ],
)
def test_what_names_no_change_changes_nothing_and_says_so(shop: Shop, sent: dict[str, str]) -> None:
    _answer, page = press(shop.sign_in("chen"), confirmed="1", **sent)

    assert "alert-danger" in page.content.decode()
    assert not BulkChange.objects.exists()
