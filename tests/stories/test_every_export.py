"""Every export merchants have: the check tells what writing does, twice is once, back is back; and by the page."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.conftest import SignIn
from tests.exports.index import EXPORTS
from tests.stories.browsing import text
from tests.stories.conftest import columns_form, upload
from tuanke.customers.models import Customer
from tuanke.kit.files.preset_files import all_presets
from tuanke.orders.models import Order
from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services import running, submitting, undoing

pytestmark = pytest.mark.django_db
ALONE = [name for name, export in EXPORTS.items() if not export.refused]
REFUSED = [name for name, export in EXPORTS.items() if export.refused]


def written(folder: Path, name: str) -> Path:
    path = folder / EXPORTS[name].file_name
    EXPORTS[name].write(path)
    return path


def bring_in(path: Path) -> ImportBatch:
    batch = submitting.submit(path, mapping={}, preset="", source="", at=timezone.now())
    running.check(batch.pk)
    running.run(batch.pk, lambda _done, _total: None)
    batch.refresh_from_db()
    return batch


@pytest.mark.req("A1-10")
@pytest.mark.parametrize("name", ALONE)
def test_checked_written_repeated_and_taken_back(settings: Any, tmp_path: Path, name: str) -> None:
    settings.MEDIA_ROOT = tmp_path / "kept"
    export, path = EXPORTS[name], written(tmp_path, name)

    first = bring_in(path)
    assert (first.kind, first.rows, first.rejected) == (export.kind, export.rows, len(export.rejected))
    assert first.counts == {key: first.forecast[key] for key in first.counts}
    if export.kind == "orders":
        counted = Order.objects.filter(status__in=Order.COUNTED)
        assert sum(counted.values_list("revenue_fen", flat=True)) == export.revenue * 100
        assert counted.values("customer").distinct().count() == export.customers

    again = bring_in(path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, again.rows - again.rejected)

    undoing.undo(batch=first, by=None, at=timezone.now())
    assert not Customer.objects.exists()
    assert not Order.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'staging_%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.req("A1-10")
@pytest.mark.parametrize("name", ALONE)
def test_it_comes_in_by_the_page_with_the_columns_as_proposed(
    sign_in: SignIn, tmp_path: Path, name: str
) -> None:
    export, browser, preset = EXPORTS[name], sign_in("zhaolei"), all_presets()[name]
    columns = upload(browser, written(tmp_path, name))["Location"]
    page = browser.get(columns)
    assert not preset.fingerprint.all or preset.label["zh"] in text(page)
    start = browser.post(columns, columns_form(page).values)["Location"]
    batch = ImportBatch.objects.get()
    running.check(batch.pk)
    assert account(browser.get(start)) == (export.rows, len(export.rejected))
    done = browser.post(start)["Location"]
    running.run(batch.pk, lambda _done, _total: None)
    assert account(browser.get(done)) == (export.rows, len(export.rejected))


def account(page: Any) -> tuple[int, int]:
    """Rows and rejected ones of the waterfall, whose other lines make up the rest."""
    shown = [int(n) for n in re.findall(r'<td class="num">([\d,]+)</td>', waterfall(page))]
    assert sum(shown[1:]) == shown[0]
    return shown[0], shown[1]


def waterfall(page: Any) -> str:
    return re.search(r'class="waterfall".*?</table>', page.content.decode(), re.DOTALL)[0]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_taken_says_what_to_do(sign_in: SignIn, tmp_path: Path, name: str) -> None:
    browser = sign_in("zhaolei")
    columns = upload(browser, written(tmp_path, name))["Location"]
    page = browser.get(columns)
    if page.status_code == 200:
        page = browser.post(columns, columns_form(page).values)
    assert page.status_code == 422
    assert re.search(r"alert-danger[^>]*>[^<]*[。.]<", page.content.decode())
