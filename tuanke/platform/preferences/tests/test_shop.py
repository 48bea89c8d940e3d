"""What the shop says about itself: checked, on record, and nobody overwrites a colleague unseen."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.platform.audit.selectors.trail import list_entries
from tuanke.platform.preferences.models import ShopSettings
from tuanke.platform.preferences.selectors.shop import get_shop, stated_margin_percent
from tuanke.platform.preferences.services.shop import StaleVersionError, state_margin

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)


@pytest.fixture
def owner() -> int:
    return make_staff("chen", name="陈老板", role=Role.OWNER).pk


@pytest.fixture
def browser(owner: int) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": "chen", "password": "tuan-gou-ke-2026"})
    return client


def queued() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def test_a_shop_that_never_said_anything_has_no_margin_and_no_row() -> None:
    assert (stated_margin_percent(), get_shop().version) == (None, 0)
    assert not ShopSettings.objects.exists()


def test_a_stated_margin_is_on_record_and_told_to_whoever_rests_on_it(owner: int) -> None:
    state_margin(percent=35, version=0, by=owner, at=AT)

    assert (stated_margin_percent(), get_shop().version) == (35, 1)
    assert list_entries()[0].changes == {"before": None, "after": 35}
    assert queued() == ["outbox.deliver"]


def test_the_same_again_changes_nothing(owner: int) -> None:
    state_margin(percent=35, version=0, by=owner, at=AT)
    state_margin(percent=35, version=1, by=owner, at=AT)

    assert get_shop().version == 1
    assert list_entries().filter(action="shop.margin_stated").count() == 1


def test_who_saw_an_older_version_does_not_overwrite(owner: int) -> None:
    state_margin(percent=35, version=0, by=owner, at=AT)

    with pytest.raises(StaleVersionError):
        state_margin(percent=20, version=0, by=owner, at=AT)
    assert stated_margin_percent() == 35


@pytest.mark.parametrize("percent", [-1, 96])
def test_what_is_no_margin_is_refused_by_the_service_and_by_the_table(owner: int, percent: int) -> None:
    with pytest.raises(ValueError, match=str(percent)):
        state_margin(percent=percent, version=0, by=owner, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ShopSettings.objects.create(pk=1, stated_margin_percent=percent)


def test_there_is_one_row() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ShopSettings.objects.create(pk=2)


@pytest.mark.parametrize(("typed", "kept"), [("35", 35), ("0", 0), ("95", 95), ("", None)])
def test_the_page_keeps_what_is_a_margin(browser: Client, typed: str, kept: int | None) -> None:
    answer: Any = browser.post("/preferences/shop/", {"margin": typed, "version": "0"})

    assert answer["Location"] == "/preferences/shop/"
    assert stated_margin_percent() == kept


@pytest.mark.parametrize("typed", ["96", "-1", "35.5", "viel"])
def test_the_page_says_what_is_none(browser: Client, typed: str) -> None:
    page = browser.post("/preferences/shop/", {"margin": typed, "version": "0"}).content.decode()

    assert 'class="form-error"' in page
    assert f'value="{typed}"' in page
    assert stated_margin_percent() is None


def test_a_tab_that_is_behind_is_told(browser: Client, owner: int) -> None:
    state_margin(percent=35, version=0, by=owner, at=AT)

    page = browser.post("/preferences/shop/", {"margin": "20", "version": "0"})

    assert 'role="alert"' in page.content.decode()
    assert stated_margin_percent() == 35
