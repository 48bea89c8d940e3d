"""What happened that one should hear of: the bell, the page, and what it takes to hear it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from django.utils.translation import ngettext

from tests.stories.browsing import form_to, text
from tests.stories.conftest import Shop, import_by_page
from tuanke.console.services.target_news import tell_of_targets
from tuanke.customers.models import Customer
from tuanke.customers.services.customers import assign_owner
from tuanke.platform.accounts.models import Staff
from tuanke.platform.jobs.services import queue
from tuanke.platform.notifications.domain.kinds import Kind
from tuanke.platform.notifications.models import Notification
from tuanke.platform.notifications.services import notices
from tuanke.segments.models import Segment, TargetGroup, TargetProgress
from tuanke.segments.services import lists, targets

Say = Callable[..., str]
GIVEN = "You look after %(name)s from now on."


def told(username: str) -> list[str]:
    rows = Notification.objects.filter(staff__username=username).order_by("pk")
    return [notice.kind for notice in rows]


def hand(name: str, to: str, by: str) -> None:
    people = {person.username: person.pk for person in Staff.objects.all()}
    customer = Customer.objects.get(display_name=name)
    assign_owner(customer=customer, owner_id=people[to], by=people[by], at=timezone.now())


def test_whoever_imported_hears_the_counts_and_comes_to_the_account(shop: Shop) -> None:
    browser = shop.sign_in("zhaolei")
    page = browser.get("/notifications/")

    notice = Notification.objects.get(staff__username="zhaolei", kind=Kind.IMPORT_DONE)
    assert notice.values["rows"] == notice.values["created"] > 0
    one = "%(file)s is imported: %(rows)s row, %(created)s new, %(updated)s changed, %(rejected)s rejected."
    with translation.override("zh-hans"):
        sentence = ngettext(one, one.replace(" row,", " rows,"), notice.values["rows"])
    assert sentence % notice.values in text(page)
    assert browser.get(f"/notifications/{notice.pk}/")["Location"].startswith("/imports/")
    assert told("chen") == []


def test_the_bell_counts_what_is_unread_until_it_is_read(shop: Shop) -> None:
    hand("张三", to="lihua", by="chen")
    hand("李四", to="lihua", by="chen")
    browser = shop.sign_in("lihua")
    assert 'class="bell-count">2<' in browser.get("/customers/").content.decode()

    first = Notification.objects.filter(staff__username="lihua").order_by("pk")[0]
    assert browser.get(f"/notifications/{first.pk}/")["Location"] == shop.page("张三")
    assert 'class="bell-count">1<' in browser.get("/customers/").content.decode()

    browser.post(form_to(browser.get("/notifications/"), "/notifications/read/").action)
    assert "bell-count" not in browser.get("/customers/").content.decode()
    assert shop.sign_in("chen").get("/notifications/").status_code == 200


def test_a_customer_given_away_again_is_named_no_more(shop: Shop, say: Say) -> None:
    hand("张三", to="lihua", by="chen")
    browser = shop.sign_in("lihua")
    assert say(GIVEN, name="张三") in text(browser.get("/notifications/"))

    hand("张三", to="zhoumin", by="chen")

    page = text(browser.get("/notifications/"))
    assert "张三" not in page
    assert say("A customer was given to you, and has gone to somebody else since.") in page


def test_what_the_role_may_no_longer_hear_is_gone(shop: Shop) -> None:
    Staff.objects.filter(username="zhaolei").update(role="service")

    page = shop.sign_in("zhaolei").get("/notifications/").content.decode()

    assert Notification.objects.filter(staff__username="zhaolei").exists()
    assert "notice " not in page
    assert "bell-count" not in page


def test_nobody_hears_of_what_they_did_themselves_to_themselves(shop: Shop) -> None:
    hand("张三", to="chen", by="chen")

    assert told("chen") == []


def test_a_change_to_many_is_told_to_who_did_it_and_who_got_them(shop: Shop) -> None:
    owner = shop.sign_in("chen")
    lihua = Staff.objects.get(username="lihua").pk
    owner.post(
        "/customers/bulk/", {"which": "all", "do": "owner", "owner": lihua, "confirmed": "1", "query": ""}
    )

    assert told("chen") == [Kind.BULK_DONE]
    (given,) = Notification.objects.filter(staff=lihua)
    assert (given.kind, given.values["changed"]) == (Kind.OWNER_GIVEN_MANY, Customer.objects.count())
    assert shop.sign_in("lihua").get(f"/notifications/{given.pk}/")["Location"] == "/customers/?owner=me"


def test_without_its_cause_there_is_no_notice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same transaction: what is not done is not told, what is not told is not done."""

    def full_disk(**_values: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("tuanke.customers.services.customers.notices.tell", full_disk)
    with pytest.raises(OSError, match="no space left"):
        hand("张三", to="lihua", by="chen")

    assert shop.customer("张三").owner is None


def test_told_twice_it_stands_once(shop: Shop) -> None:
    chen = Staff.objects.get(username="chen").pk
    for _again in range(2):
        notices.tell(staff_id=chen, kind=Kind.BULK_DONE, key="a", values={"changed": 1}, at=timezone.now())

    assert told("chen") == [Kind.BULK_DONE]


def test_work_that_fails_is_told_to_who_began_it(shop: Shop, say: Say) -> None:
    chen = Staff.objects.get(username="chen").pk
    run = queue.start("imports.undo", at=timezone.now(), by=chen, batch_id=0)

    shop.run_jobs()

    notice = Notification.objects.get(staff=chen)
    assert (notice.kind, notice.about) == (Kind.JOB_FAILED, run.uid)
    assert say("Work you had begun failed; its page says why.") in text(
        shop.sign_in("chen").get("/notifications/")
    )


def test_a_second_import_of_the_same_file_is_an_event_of_its_own(shop: Shop) -> None:
    from tests import personas

    rows = personas.order_rows(personas.BUYERS[:1], shop.today - timedelta(days=1))
    path = personas.write_youzan(shop.folder / "again.csv", rows)
    before = len(told("zhaolei"))

    import_by_page(shop.sign_in("zhaolei"), path, shop.run_jobs)

    assert len(told("zhaolei")) == before + 1


def test_a_target_reached_and_over_is_told_once_each(shop: Shop) -> None:
    chen = Staff.objects.get(username="chen").pk
    customer, now = shop.customer("张三"), timezone.now()
    segment: Segment = lists.add_list(name="名单", customer_ids=[customer.pk], reason="目标", by=chen, at=now)
    days = {"starts_on": shop.today - timedelta(days=30), "ends_on": shop.today + timedelta(days=30)}
    wanted = {"objective": "一个人", "metric": "customers", "goal": 1.0, "baseline": 0.0}
    target: TargetGroup = targets.set_target(segment=segment, values={**wanted, **days}, by=chen, at=now)

    for _hour in range(2):
        tell_of_targets(at=now)
    assert told("chen") == [Kind.TARGET_REACHED]

    TargetProgress.objects.filter(target=target).update(on=target.ends_on)
    for hours in (0, 1):
        tell_of_targets(at=now + timedelta(days=31, hours=hours))
    assert told("chen") == [Kind.TARGET_REACHED, Kind.TARGET_ENDED]
