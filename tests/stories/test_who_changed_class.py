"""Who changed class, when and why: the table of moves, the people in its cells, and the feed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from django.utils.translation import pgettext

from tests.stories.browsing import rows, text
from tests.stories.conftest import Once, Shop
from tuanke.classes.services import assigning
from tuanke.classes.tests.factories import AT
from tuanke.customers.tests.factories import make_customer
from tuanke.facts.tests.factories import AS_OF, make_run, write_score

OFTEN = {"frequency": 10, "frequency_class": "high", "margin_stake_fen": 12_300}
SELDOM = {"frequency": 2, "frequency_class": "low", "margin_stake_fen": 12_300}
DAYS = f"from={AS_OF}&to={AS_OF + timedelta(days=5)}"


def named(frequency: str) -> str:
    with translation.override("zh-hans"):
        return pgettext("frequency", frequency)


@pytest.fixture
def moved(new_shop: Shop, once: Once) -> Shop:
    """Two of three who bought often buy seldom from the next day on; the third data were corrected."""

    def build() -> None:
        people = [make_customer(name) for name in ("张三", "李四", "王五")]
        for day in range(3):
            run = make_run(as_of=AS_OF + timedelta(days=day))
            for place, customer in enumerate(people):
                figures: dict[str, Any] = SELDOM if day and place < 2 else OFTEN
                corrected = {"revenue_fen": 1} if day == 2 and place == 2 else {}
                write_score(run, customer, **{**(SELDOM if corrected else figures), **corrected})
            with transaction.atomic():
                assigning.assign(run.pk, at=AT)

    once("moved", build)
    return new_shop


def test_the_table_counts_who_moved_with_an_interval(moved: Shop, say: Callable[..., str]) -> None:
    page = moved.sign_in("chen").get(f"/classes/moves/?dimension=frequency&{DAYS}")

    table = rows(page)
    assert table[0][2:] == [named("Seldom")]
    assert table[1][0] == named("Often")
    assert table[1][1] == "3"
    assert table[1][2].startswith("3")
    assert "100.0% (43.9%–100.0%)" in table[1][2], "Wilson's interval of three of three"
    assert "¥369" in table[1][2]


def test_for_one_cause_the_share_is_still_of_all_in_the_row(moved: Shop) -> None:
    browser = moved.sign_in("chen")
    page = browser.get(f"/classes/moves/?dimension=frequency&cause=data_correction&{DAYS}")

    (_head, line) = rows(page)
    assert line[1] == "3"
    assert line[2].startswith("1")
    assert "33.3%" in line[2]


def test_nobody_had_moved_by_the_first_day(moved: Shop, say: Callable[..., str]) -> None:
    days = f"from={AS_OF - timedelta(days=5)}&to={AS_OF}"
    page = moved.sign_in("chen").get(f"/classes/moves/?dimension=frequency&{days}")

    assert say("Nobody changed class between these days.") in text(page)


@pytest.mark.parametrize("days", ["from=2026-02-30&to=2026-07-01", "from=2026-07-01&to=2026-07-01"])
def test_days_that_are_none_are_said_so(moved: Shop, days: str) -> None:
    page = moved.sign_in("chen").get(f"/classes/moves/?dimension=frequency&{days}")

    assert 'role="alert"' in page.content.decode()


def test_a_cell_opens_the_people_behind_it(moved: Shop) -> None:
    cell = f"/classes/moves/people/?dimension=frequency&before=high&after=low&{DAYS}"

    page = text(moved.sign_in("chen").get(cell))
    assert all(name in page for name in ("张三", "李四", "王五"))
    of_cause = text(moved.sign_in("chen").get(f"{cell}&cause=data_correction"))
    assert "王五" in of_cause
    assert "张三" not in of_cause


def test_the_feed_says_who_from_what_to_what_and_why(moved: Shop, say: Callable[..., str]) -> None:
    browser = moved.sign_in("chen")
    lines = rows(browser.get("/classes/changes/?dimension=frequency&cause=behaviour"))[1:]

    assert sorted(line[0] for line in lines) == ["张三", "李四"]
    assert all(say("Behaviour") in line[3] for line in lines)
    assert len(rows(browser.get("/classes/changes/?dimension=frequency&code=low"))[1:]) == 3
    assert len(rows(browser.get("/classes/changes/?dimension=frequency&code=mid"))) == 0


def test_a_salesperson_sees_only_their_own(moved: Shop, give: Callable[[str, str], None]) -> None:
    give("张三", "lihua")
    browser = moved.sign_in("lihua")

    assert [line[0] for line in rows(browser.get("/classes/changes/?dimension=frequency"))[1:]] == ["张三"]
    assert rows(browser.get(f"/classes/moves/?dimension=frequency&{DAYS}"))[1][1] == "1"
    cell = f"/classes/moves/people/?dimension=frequency&before=high&after=low&{DAYS}"
    assert "李四" not in text(browser.get(cell))


def test_the_page_of_a_class_says_what_it_means_and_who_came(moved: Shop, say: Callable[..., str]) -> None:
    page = text(moved.sign_in("chen").get("/classes/frequency/low/"))

    assert named("Seldom") in page
    assert "张三" in page
    assert say("Who came lately") in page
    assert moved.sign_in("chen").get("/classes/frequency/prince/").status_code == 404
    assert moved.sign_in("chen").get("/classes/interest/没有的/").status_code == 404
