"""How many queries a page costs is written down, and it does not grow with what the page lists.

After a change that was meant: `COUNT_QUERIES=write pytest tuanke/console/tests/test_query_counts.py`.
"""

import json
import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.screens import screens_with
from tuanke.console.tests.shop import EVERYBODY, make_shop
from tuanke.customers.selectors.customers import list_customers
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.platform.imports.selectors.batches import list_batches
from tuanke.segments.selectors.segments import list_segments
from tuanke.segments.services import lists
from tuanke.segments.services.segments import save_segment

pytestmark = pytest.mark.django_db
WRITTEN_DOWN = Path(__file__).with_name("query_counts.json")
FEW, MANY = 5, 50


def add_segments(size: int, by: int) -> None:
    """As many lists, the first with everybody on it, and as many rules."""
    everybody = list(list_customers(EVERYBODY).values_list("pk", flat=True))
    rule = {"all": [{"attr": "city", "op": "is_set"}]}
    for number in range(size):
        ids, name, at = everybody[number:] or everybody[:1], f"list {number:03}", timezone.now()
        lists.add_list(name=name, customer_ids=ids, reason="a test", by=by, at=at)
        save_segment(name=f"rule {number:03}", rule=rule, by=by, at=at)


def pages(staff_id: int) -> dict[str, str]:
    segment = list_segments()[0]  # the list with everybody on it
    rule = list_segments().filter(rule__isnull=False)[0]
    customer = list_customers(EVERYBODY).order_by("pk")[0]  # the one with most orders
    batch = list_batches().filter(state="done")[0]
    named = {
        "customer": customer.uid,
        "segment": segment.uid,
        "rule": rule.uid,
        "batch": batch.uid,
        "staff": staff_id,
    }
    return {
        **screens_with({name: str(value) for name, value in named.items()}),
        "customers, found": "/customers/?q=c&value=high_value&sort=name",
        "segments of a customer": f"/segments/of/{customer.uid}/",
        "report of two": "/reports/ask/?m=revenue&m=came_back&by=city&period=ever",
        "report with classes": "/reports/built-in/value/",
        "search": "/search/?q=c",
    }


def count(folder: Path, size: int) -> dict[str, int]:
    make_shop(folder, size=size)
    browser = Client()
    owner = make_staff("chen", name="陈老板", role=Role.OWNER)
    add_segments(size, owner.pk)
    browser.force_login(owner, backend=django_settings.AUTHENTICATION_BACKENDS[-1])
    counted = {}
    for name, address in pages(owner.pk).items():
        browser.get(address)  # what is looked up once a process does not count
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200, name
        counted[name] = len(queries)
    return counted


@pytest.mark.parametrize("size", [FEW, MANY])
def test_a_page_costs_as_many_queries_as_written_down(tmp_path: Path, size: int) -> None:
    counted = count(tmp_path, size)

    if os.environ.get("COUNT_QUERIES") == "write" and size == FEW:
        WRITTEN_DOWN.write_text(json.dumps(counted, indent=2, ensure_ascii=False) + "\n", "utf-8")
    assert counted == json.loads(WRITTEN_DOWN.read_text("utf-8"))
