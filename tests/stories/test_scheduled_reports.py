"""A kept report goes by mail to the staff, each over their own customers; once, whatever breaks."""

import io
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.stories.browsing import text
from tests.stories.conftest import Shop
from tests.stories.mail_server import MailServer, mail_server
from tuanke.platform.accounts.models import Staff
from tuanke.reports.models import Delivery, SavedReport, Schedule
from tuanke.reports.services import delivering, scheduling

Say = Callable[..., str]
Give = Callable[[str, str], None]
BY_CITY = "m=customers&m=orders&by=city&period=ever"


@pytest.fixture
def office(settings: Any) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "crm@example.com"
        yield server


@pytest.fixture
def page(shop: Shop) -> str:
    """Of the report 城市, kept by the owner and shared with the shop."""
    for person in Staff.objects.all():
        Staff.objects.filter(pk=person.pk).update(email=f"{person.username}@example.com")
    answer = shop.sign_in("chen").post("/reports/save/", {"name": "城市", "query": BY_CITY, "shared": "on"})
    return str(answer["Location"])


def plan(shop: Shop, page: str, *usernames: str, every: str = "day") -> Schedule:
    people = [str(Staff.objects.get(username=name).pk) for name in usernames]
    sent = {"every": every, "hour": "8", "week_day": "1", "month_day": "1", "to": people}
    shop.sign_in("chen").post(f"{page}schedule/", sent)
    return Schedule.objects.latest("pk")


def let_pass(shop: Shop, schedule: Schedule) -> datetime:
    """Its moment has come, and the jobs run."""
    due = timezone.now() - timedelta(minutes=1)
    Schedule.objects.filter(pk=schedule.pk).update(due_at=due)
    minute(shop)
    return due


def minute(shop: Shop, at: datetime | None = None) -> None:
    """What the periodic job does every minute, and what it queues."""
    scheduling.make_due(at=at or timezone.now())
    delivering.look_after(at=at or timezone.now())
    shop.run_jobs()


def states() -> dict[str, tuple[str, str]]:
    rows = Delivery.objects.values_list("recipient__username", "state", "reason")
    return {who: (state, reason) for who, state, reason in rows}


def workbook(mail: Any) -> list[list[Any]] | None:
    for part in mail.iter_attachments():
        return (
            CalamineWorkbook.from_filelike(io.BytesIO(part.get_content())).get_sheet_by_index(0).to_python()
        )
    return None


@pytest.mark.req("A9-08")
def test_each_gets_it_by_mail_over_their_own_customers(
    shop: Shop, office: MailServer, page: str, give: Give
) -> None:
    give("张三", "lihua")
    let_pass(shop, plan(shop, page, "chen", "lihua"))

    mails = dict(office.taken)
    assert sorted(mails) == ["chen@example.com", "lihua@example.com"]
    told = {who: mail.get_body(("html",)).get_content() for who, mail in mails.items()}  # type: ignore[union-attr]
    assert ">16<" in told["chen@example.com"]
    assert ">16<" not in told["lihua@example.com"]
    assert ">1<" in told["lihua@example.com"]
    assert workbook(mails["chen@example.com"])[1] == ["杭州市", 16, 51]  # type: ignore[index]
    assert workbook(mails["lihua@example.com"]) is None, "a file needs the permission"
    assert mails["chen@example.com"]["From"] == "crm@example.com"


@pytest.mark.req("A9-08")
def test_nobody_gets_it_twice_and_the_next_moment_is_set(shop: Shop, office: MailServer, page: str) -> None:
    schedule = plan(shop, page, "chen")
    let_pass(shop, schedule)
    for _time in range(3):
        minute(shop)
        scheduling.write_deliveries(
            schedule, [schedule.by_id], due_at=Delivery.objects.get().due_at, at=timezone.now()
        )
        shop.run_jobs()

    assert office.to() == ["chen@example.com"]
    schedule.refresh_from_db()
    assert timezone.localtime(schedule.due_at).hour == 8
    assert timedelta() < schedule.due_at - timezone.now() <= timedelta(days=1)


@pytest.mark.req("A9-08")
def test_who_may_not_have_it_does_not_get_it_and_why_is_told(
    shop: Shop, office: MailServer, page: str, say: Say
) -> None:
    schedule = plan(shop, page, "chen", "lihua", "xiaoli", "sun")
    Staff.objects.filter(username="lihua").update(is_active=False)
    Staff.objects.filter(username="xiaoli").update(role="service")
    Staff.objects.filter(username="sun").update(email="")

    let_pass(shop, schedule)

    assert office.to() == ["chen@example.com"]
    assert states() == {
        "chen": ("sent", ""),
        "lihua": ("skipped", "not_active"),
        "xiaoli": ("skipped", "no_permission"),
        "sun": ("skipped", "no_address"),
    }
    shown = text(shop.sign_in("chen").get(page))
    assert say("this person may no longer sign in") in shown
    assert say("no e-mail address is kept for this person") in shown


def test_a_report_that_is_shared_no_more_or_removed_is_not_sent(
    shop: Shop, office: MailServer, page: str
) -> None:
    schedule = plan(shop, page, "chen", "lihua")
    SavedReport.objects.update(is_shared=False)
    let_pass(shop, schedule)
    assert states()["lihua"] == ("skipped", "not_shared")

    shop.sign_in("chen").post(f"{page}change/", {"do": "remove"})
    let_pass(shop, schedule)
    assert Delivery.objects.latest("pk").reason == "report_gone"
    assert office.to() == ["chen@example.com"]


@pytest.mark.req("A9-08")
def test_a_refusal_is_told_and_tried_again_by_hand(shop: Shop, office: MailServer, page: str) -> None:
    office.refusal = "550 no such mailbox"
    let_pass(shop, plan(shop, page, "chen"))
    browser = shop.sign_in("chen")
    assert states()["chen"] == ("failed", "550 no such mailbox")
    assert "550 no such mailbox" in text(browser.get(page))

    office.refusal = ""
    browser.post(f"/reports/deliveries/{Delivery.objects.get().uid}/retry/")
    shop.run_jobs()

    assert states()["chen"] == ("sent", "")
    assert office.to() == ["chen@example.com"]


def test_a_server_that_is_busy_or_away_is_asked_again_later(
    shop: Shop, office: MailServer, page: str, settings: Any
) -> None:
    port, now = settings.EMAIL_PORT, timezone.now()
    settings.EMAIL_PORT = 1  # nobody listens
    let_pass(shop, plan(shop, page, "chen"))
    assert states()["chen"][0] == "waiting"

    settings.EMAIL_PORT, office.refusal = port, "451 try later"
    later = now + timedelta(minutes=11)
    delivering.deliver(Delivery.objects.get().pk, at=later)
    assert states()["chen"] == ("waiting", "451 try later")
    delivering.deliver(Delivery.objects.get().pk, at=later)
    assert Delivery.objects.get().attempts == 2, "its time has not come"

    office.refusal = ""
    delivering.deliver(Delivery.objects.get().pk, at=now + timedelta(hours=1))
    assert states()["chen"] == ("sent", "")


def test_a_connection_that_breaks_after_the_mail_is_not_tried_by_itself(
    shop: Shop, office: MailServer, page: str
) -> None:
    office.hangs_up = True
    let_pass(shop, plan(shop, page, "chen"))
    minute(shop, timezone.now() + timedelta(hours=2))

    assert states()["chen"] == ("failed", "unclear")
    assert len(office.taken) == 1


class Killed(BaseException):
    """The process is gone."""


def make_due(schedule: Schedule) -> None:
    Schedule.objects.filter(pk=schedule.pk).update(due_at=timezone.now())
    scheduling.make_due(at=timezone.now())


@pytest.mark.req("A9-08")
def test_killed_before_the_mail_is_handed_over_it_goes_once(
    shop: Shop, office: MailServer, page: str
) -> None:
    make_due(plan(shop, page, "chen"))
    with patch.object(delivering, "compose", side_effect=Killed), pytest.raises(Killed):
        delivering.deliver(Delivery.objects.get().pk, at=timezone.now())

    minute(shop)

    assert office.to() == ["chen@example.com"]


def test_killed_while_it_is_handed_over_it_is_told_and_not_sent_again(
    shop: Shop, office: MailServer, page: str
) -> None:
    make_due(plan(shop, page, "chen"))
    with patch.object(EmailMultiAlternatives, "send", side_effect=Killed), pytest.raises(Killed):
        delivering.deliver(Delivery.objects.get().pk, at=timezone.now())

    minute(shop)
    assert states()["chen"] == ("sending", "")
    minute(shop, timezone.now() + timedelta(minutes=6))

    assert states()["chen"] == ("failed", "stopped")
    assert office.to() == []


def two_at_once(delivery_id: int) -> None:
    """Two workers that have both read the delivery before either goes on."""
    meeting, composed = threading.Barrier(2, timeout=10), delivering.compose

    def together(delivery: Any, *, at: datetime) -> Any:
        meeting.wait()
        return composed(delivery, at=at)

    def work() -> None:
        delivering.deliver(delivery_id, at=timezone.now())
        connection.close()

    with patch.object(delivering, "compose", together):
        workers = [threading.Thread(target=work) for _worker in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()


@pytest.mark.parametrize("is_guarded", [True, False])
def test_of_two_workers_one_sends_and_without_the_guard_both_would(
    shop: Shop,
    office: MailServer,
    page: str,
    is_guarded: bool,  # noqa: FBT001
) -> None:
    schedule = plan(shop, page, "chen")
    scheduling.send_now(schedule=schedule, to=schedule.by_id, at=timezone.now())
    guard = patch.object(
        delivering, "_become", **({"wraps": delivering._become} if is_guarded else {"return_value": True})
    )

    with guard:
        two_at_once(Delivery.objects.get().pk)

    assert len(office.taken) == (1 if is_guarded else 2)


@pytest.mark.req("A9-08")
def test_send_me_one_now_end_it_and_take_that_back(
    shop: Shop, office: MailServer, page: str, say: Say
) -> None:
    schedule, browser = plan(shop, page, "lihua", every="week"), shop.sign_in("chen")
    address = f"/reports/schedules/{schedule.uid}/"
    browser.post(address, {"do": "now"})
    shop.run_jobs()
    assert office.to() == ["chen@example.com"]

    ended = browser.post(address, {"do": "end"})["Location"]
    assert say("It is not sent any more.") in text(browser.get(ended))
    let_pass(shop, schedule)
    assert len(office.taken) == 1
    browser.post(address, {"do": "restore"})
    let_pass(shop, schedule)
    assert len(office.taken) == 2


def test_to_colleagues_only_what_is_shared_and_to_the_staff_only(shop: Shop, page: str, say: Say) -> None:
    SavedReport.objects.update(is_shared=False)
    browser = shop.sign_in("chen")
    before = Schedule.objects.count()
    lihua = str(Staff.objects.get(username="lihua").pk)
    for to, told in (
        (lihua, "Share the report with the shop before it is sent to colleagues."),
        ("999999", "Choose at least one person of the staff."),
        ("x@example.com", "Choose a time and at least one person."),
    ):
        browser.post(f"{page}schedule/", {"every": "day", "hour": "8", "month_day": "1", "to": to})
        assert say(told) in text(browser.get(page))
    assert Schedule.objects.count() == before


def test_without_a_mail_server_the_page_says_how_to_set_it_up(shop: Shop, page: str) -> None:
    let_pass(shop, plan(shop, page, "chen"))

    assert "EMAIL_HOST" in text(shop.sign_in("chen").get(page))
    assert states()["chen"] == ("skipped", "no_mail")
