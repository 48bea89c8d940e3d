"""李华 works through today's list: done, later, undo, and a second tab that is behind."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.stories.browsing import Form, forms, text
from tests.stories.conftest import Shop
from tuanke.care.models import Attention
from tuanke.engagement.models import CustomerEvent

IN_PLACE = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def mine(shop: Shop, give: Callable[[str, str], None]) -> Shop:
    for name in ("张三", "王五"):
        give(name, "lihua")
    give("周八", "zhoumin")
    return shop


def line_of(name: str) -> Attention:
    return Attention.objects.get(customer__display_name=name)


def do(page: Any, name: str, ending: str) -> Form:
    """The form on the list that does this with this customer's line."""
    (form,) = [form for form in forms(page) if form.action == f"/today/{line_of(name).pk}/{ending}/"]
    return form


def press(browser: Client, form: Form, **answers: str) -> Any:
    return browser.post(form.action, {**form.values, **answers}, **IN_PLACE)


def test_the_list_shows_ones_own_customers_most_at_stake_first(mine: Shop) -> None:
    page = text(mine.sign_in("lihua").get("/today/"))

    assert page.index("张三") < page.index("王五")
    assert "周八" not in page
    assert "李四" not in page


def test_done_with_what_came_of_it(mine: Shop, say: Callable[..., str]) -> None:
    browser = mine.sign_in("lihua")

    form = do(browser.get("/today/"), "张三", "done")
    answer = press(browser, form, outcome="will_order", note="周末来两箱苹果")

    assert say("Will order") in text(answer)
    assert "周末来两箱苹果" in text(answer)
    line = line_of("张三")
    assert (line.state, line.outcome, line.acted_by.name) == ("done", "will_order", "李华")  # type: ignore[union-attr]
    timeline = text(browser.get(mine.page("张三")))
    assert say("Cared for: %(reason)s", reason=say("Valuable and cooling")) in timeline
    assert "周末来两箱苹果" in timeline
    assert say("Done today") in text(browser.get("/today/"))


def test_without_an_outcome_the_note_stays_in_the_form(mine: Shop, say: Callable[..., str]) -> None:
    browser = mine.sign_in("lihua")

    answer = press(browser, do(browser.get("/today/"), "张三", "done"), note="打过电话了")

    assert say("Say how it went: choose an outcome.") in text(answer)
    assert do(answer, "张三", "done").values["note"] == "打过电话了"
    assert line_of("张三").state == "open"


def test_without_javascript_the_note_is_not_lost_either(mine: Shop, say: Callable[..., str]) -> None:
    browser = mine.sign_in("lihua")
    form = do(browser.get("/today/"), "张三", "done")

    page = browser.post(form.action, {"note": "打过电话了"}, follow=True)

    assert say("Say how it went: choose an outcome.") in text(page)
    assert "打过电话了" in page.content.decode()


def test_later_puts_the_line_off_and_brings_it_back(mine: Shop, say: Callable[..., str]) -> None:
    browser = mine.sign_in("lihua")

    answer = press(browser, do(browser.get("/today/"), "王五", "later"), days="3")

    day = mine.today + timedelta(days=3)
    assert say("Again on %(day)s", day=f"{day.month}月{day.day}日") in text(answer)
    line = line_of("王五")
    assert (line.state, line.snoozed_until) == ("snoozed", day)
    due = [form.action for form in forms(browser.get("/today/"))]
    assert f"/today/{line.pk}/done/" not in due

    Attention.objects.filter(pk=line.pk).update(snoozed_until=mine.today)  # the days pass
    due = [form.action for form in forms(browser.get("/today/"))]
    assert f"/today/{line.pk}/done/" in due


def test_later_takes_only_what_is_offered(mine: Shop, say: Callable[..., str]) -> None:
    browser = mine.sign_in("lihua")
    form = do(browser.get("/today/"), "王五", "later")

    for days in ("", "0", "2", "-1", "365", "²", "three"):
        answer = press(browser, form, days=days)

        assert say("Choose for how long.") in text(answer), days
        assert line_of("王五").state == "open", days


@pytest.mark.parametrize(
    ("ending", "answers"), [("done", {"outcome": "no_answer", "note": "没接"}), ("later", {"days": "7"})]
)
def test_undo_opens_the_line_again(mine: Shop, ending: str, answers: dict[str, str]) -> None:
    browser = mine.sign_in("lihua")
    done = press(browser, do(browser.get("/today/"), "张三", ending), **answers)

    answer = press(browser, do(done, "张三", "again"))

    line = line_of("张三")
    assert (line.state, line.outcome, line.note, line.snoozed_until, line.acted_by) == (
        "open",
        "",
        "",
        None,
        None,
    )
    assert do(answer, "张三", "done")


def test_a_second_tab_hears_that_a_colleague_was_quicker(mine: Shop, say: Callable[..., str]) -> None:
    lihua, owner = mine.sign_in("lihua"), mine.sign_in("chen")
    form = do(owner.get("/today/"), "张三", "done")
    press(lihua, do(lihua.get("/today/"), "张三", "done"), outcome="reached", note="挺好")

    answer = press(owner, form, outcome="no_answer", note="没接")

    assert say("A colleague was quicker; this line is done.") in text(answer)
    line = line_of("张三")
    assert (line.outcome, line.note, line.acted_by.name) == ("reached", "挺好", "李华")  # type: ignore[union-attr]
    assert CustomerEvent.objects.filter(verb="care.done").count() == 1


def test_without_javascript_the_second_tab_hears_it_too(mine: Shop, say: Callable[..., str]) -> None:
    lihua, owner = mine.sign_in("lihua"), mine.sign_in("chen")
    form = do(owner.get("/today/"), "张三", "done")
    press(lihua, do(lihua.get("/today/"), "张三", "done"), outcome="reached")

    page = owner.post(form.action, {"outcome": "no_answer"}, follow=True)

    assert say("A colleague was quicker; this line is done.") in text(page)


def test_undo_in_an_old_tab_does_not_double_a_line_that_came_up_again(
    mine: Shop, say: Callable[..., str]
) -> None:
    browser = mine.sign_in("lihua")
    done = press(browser, do(browser.get("/today/"), "张三", "done"), outcome="no_answer")
    undo = do(done, "张三", "again")
    old = line_of("张三")
    Attention.objects.create(  # weeks later the same reason holds again
        customer=old.customer, reason=old.reason, stake_fen=old.stake_fen, since=old.since, run=old.run
    )

    answer = press(browser, undo)

    assert say("This line is open already.") in text(answer)
    assert Attention.objects.filter(customer=old.customer, state="open").count() == 1


def test_a_reason_can_be_looked_at_alone(mine: Shop) -> None:
    page = text(mine.sign_in("chen").get("/today/?reason=overdue"))

    assert "王五" in page
    assert "张三" not in page


def test_an_unknown_reason_shows_everything(mine: Shop) -> None:
    assert "张三" in text(mine.sign_in("chen").get("/today/?reason=nonsense"))


def test_after_done_the_same_reason_rests_through_the_next_scoring(mine: Shop) -> None:
    browser = mine.sign_in("lihua")
    press(browser, do(browser.get("/today/"), "张三", "done"), outcome="no_answer")

    from tuanke.facts.services import dirty

    dirty.request_scoring_of_everybody()
    mine.run_jobs()

    assert [line.state for line in Attention.objects.filter(customer__display_name="张三")] == ["done"]
