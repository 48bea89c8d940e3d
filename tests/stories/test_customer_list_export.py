"""The list leaves as a file: the same rows, order, columns and masks, nothing that runs, and always on record."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

from tests.stories.browsing import text
from tests.stories.conftest import Shop
from tests.stories.test_customer_list import choose, heads, names
from tuanke.console.web.views import customer_export
from tuanke.customers.models import Customer
from tuanke.platform.audit.models import AuditEntry
from tuanke.platform.jobs.models import JobRun

Give = Callable[[str, str], None]


def export(browser: Any, query: str = "", **sent: str) -> Any:
    return browser.post("/customers/export/", {"query": query, "format": "csv", **sent})


def csv_rows(answer: Any) -> list[list[str]]:
    content = b"".join(answer) if answer.streaming else answer.content
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the byte order mark"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_file_holds_what_the_screen_shows(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    choose(browser, column=["orders", "revenue", "last", "lifecycle"])
    page = browser.get("/customers/?orders_min=2&sort=-orders")

    header, *lines = csv_rows(export(browser, "orders_min=2&sort=-orders"))

    assert header == list(heads(page))
    assert [line[0] for line in lines] == names(page)
    zhang = next(line for line in lines if line[0] == "张三")
    assert zhang[1:4] == ["12", "3600.00", str(shop.today - timedelta(days=22))]


def test_a_workbook_holds_numbers_as_numbers_and_days_as_days(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    choose(browser, column=["orders", "revenue", "last"])

    answer = export(browser, "q=张三", format="xlsx")

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    _header, zhang = sheet.to_python()
    assert zhang == ["张三", 12, 3600, shop.today - timedelta(days=22)]
    assert ".xlsx" in answer["Content-Disposition"]


@pytest.mark.parametrize("bad", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_no_cell_runs_as_a_formula(shop: Shop, bad: str) -> None:
    Customer.objects.filter(display_name="张三").update(display_name=bad, channel=bad)
    browser = shop.sign_in("chen")
    choose(browser, column=["channel"])

    lines = csv_rows(export(browser, "orders_min=12"))
    book = export(browser, "orders_min=12", format="xlsx").content

    assert lines[1] == [f"'{bad}", f"'{bad}"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0)
    assert [str(cell).strip() for cell in sheet.to_python()[1]] == [bad.strip()] * 2
    assert b"<f>" not in sheet_xml(book)


def sheet_xml(book: bytes) -> bytes:
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(book)) as parts:
        return parts.read("xl/worksheets/sheet1.xml")


def test_numbers_are_masked_unless_asked_for_with_a_reason(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    choose(browser, column=["phone"])

    masked = csv_rows(export(browser, "q=张三"))
    refused = export(browser, "q=张三", numbers="1", reason=" ")
    full = csv_rows(export(browser, "q=张三", numbers="1", reason="寄挂历"))

    assert masked[1] == ["张三", "***8001"]
    assert refused.status_code == 302
    assert full[1] == ["张三", "+8613800138001"]
    entries = AuditEntry.objects.filter(action="customers.exported").order_by("pk")
    assert [entry.changes["numbers_in_the_clear"] for entry in entries] == [False, True]
    assert entries[1].changes["reason"] == "寄挂历"


def test_a_manager_gets_the_numbers_of_their_team_only(shop: Shop, give: Give) -> None:
    give("张三", "lihua")
    give("王五", "zhoumin")
    browser = shop.sign_in("lin")
    choose(browser, column=["phone"])

    lines = dict(csv_rows(export(browser, "orders_min=8", numbers="1", reason="对账"))[1:])

    assert lines == {"张三": "+8613800138001", "王五": "***8003", "周八": "***8006"}


def test_marketing_exports_masked_whatever_is_asked(shop: Shop) -> None:
    browser = shop.sign_in("zhaolei")
    choose(browser, column=["phone"])

    assert csv_rows(export(browser, "q=张三", numbers="1", reason="想要"))[1] == ["张三", "***8001"]


@pytest.mark.parametrize("username", ["lihua", "wangfang", "qian", "sun"])
def test_others_export_nothing_and_are_not_offered_it(shop: Shop, username: str) -> None:
    browser = shop.sign_in(username)

    assert export(browser).status_code == 403
    assert "/customers/export/" not in browser.get("/customers/").content.decode()


def test_every_export_is_on_record_without_what_was_searched_for(shop: Shop) -> None:
    export(shop.sign_in("chen"), "q=13800138001&orders_min=1")

    entry = AuditEntry.objects.get(action="customers.exported")
    assert entry.changes["customers"] == 1
    assert entry.changes["searched"] is True
    assert "1380" not in str(entry.changes)


def test_no_record_no_file(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(**_values: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("tuanke.platform.audit.services.trail.record", full_disk)

    with pytest.raises(OSError, match="no space left"):
        export(shop.sign_in("chen"))


def test_a_long_list_is_written_by_a_job_and_fetched_by_who_asked(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customer_export, "AT_ONCE", 3)
    browser = shop.sign_in("chen")
    choose(browser, column=["orders"])

    address = export(browser, "sort=-orders")["Location"]
    assert browser.get(f"{address}file/").status_code == 404, "not written yet"
    shop.run_jobs()

    assert f"{address}file/" in browser.get(address).content.decode()
    lines = csv_rows(browser.get(f"{address}file/"))
    assert [line[0] for line in lines[1:]] == names(browser.get("/customers/?sort=-orders"))
    assert shop.sign_in("lin").get(f"{address}file/").status_code == 404
    assert f"{address}file/" not in shop.sign_in("lin").get(address).content.decode()


def test_a_written_file_is_gone_after_a_day(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from tuanke.console.services import export_runs

    monkeypatch.setattr(customer_export, "AT_ONCE", 3)
    browser = shop.sign_in("chen")
    address = export(browser)["Location"]
    shop.run_jobs()
    run = JobRun.objects.get(job=export_runs.JOB)
    assert run.finished_at is not None

    export_runs.remove_old(at=run.finished_at + timedelta(hours=23))
    assert csv_rows(browser.get(f"{address}file/"))
    JobRun.objects.update(finished_at=run.finished_at - timedelta(hours=25))
    assert browser.get(f"{address}file/").status_code == 404
    export_runs.remove_old(at=run.finished_at + timedelta(hours=25))

    assert list((Path(settings.MEDIA_ROOT) / "exports").iterdir()) == []


def test_who_lost_the_right_meanwhile_gets_no_file(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_export, "AT_ONCE", 3)
    browser = shop.sign_in("zhaolei")
    address = export(browser)["Location"]
    shop.run_jobs()
    from tuanke.platform.accounts.models import Staff

    Staff.objects.filter(username="zhaolei").update(role="analyst")

    assert browser.get(f"{address}file/").status_code == 403
    assert text(browser.get("/customers/"))
