"""A merchant brings in the order export and finds customers, figures, reasons and the repurchase rate."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from tests import personas
from tests.personas import BUYERS, Buyer
from tests.stories.browsing import figures, form_to, forms, rows, text
from tests.stories.conftest import Shop, columns_form, import_by_page, press_import, upload
from tuanke.care.models import Attention
from tuanke.config.demo.youzan import HEADER
from tuanke.orders.models import Order
from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services.setting_aside import set_aside

WITHOUT_RECORDS = (
    "customers_%",
    "catalog_%",
    "orders_%",
    "engagement_%",
    "classes_%",
    "care_%",
    "facts_customerscore",
)


def test_the_export_is_recognised_and_shown_before_anything_is_written(
    new_shop: Shop, orders_file: Path, say: Callable[..., str]
) -> None:
    browser = new_shop.sign_in("zhaolei")
    columns = upload(browser, orders_file)["Location"]

    page = browser.get(columns)
    last_look = browser.get(browser.post(columns, columns_form(page).values)["Location"])

    assert say("recognised as %(recognised)s", recognised="有赞订单") in text(page)
    refused = say("%(file)s: of the first %(rows)s rows %(refused)s would be rejected.")
    total = sum(len(buyer.days_ago) for buyer in BUYERS)
    assert refused % {"file": orders_file.name, "rows": total, "refused": 0} in text(last_look)
    assert not Order.objects.exists()


def test_the_account_of_the_file_adds_up(shop: Shop) -> None:
    page = shop.sign_in("zhaolei").get(f"/imports/{ImportBatch.objects.get().uid}/")

    batch = ImportBatch.objects.get()
    orders = sum(len(buyer.days_ago) for buyer in BUYERS)
    assert (batch.state, batch.rows, batch.created, batch.rejected) == ("done", orders, orders, 0)
    assert str(orders) in text(page)


def test_every_buyer_is_in_the_archive_once(shop: Shop) -> None:
    names = {row[1].split()[1] for row in rows(shop.sign_in("chen").get("/customers/?sort=name"))[1:]}

    assert names == {buyer.name for buyer in BUYERS}


def test_the_customer_page_counts_what_the_file_says(shop: Shop, say: Callable[..., str]) -> None:
    browser = shop.sign_in("chen")
    for buyer in BUYERS:
        shown = figures(browser.get(shop.page(buyer.name)))

        net = buyer.yuan * len(buyer.days_ago) - sum(buyer.refunds.values())
        last = shop.today - timedelta(days=min(buyer.days_ago))
        assert shown[say("Orders")] == str(len(buyer.days_ago))
        assert shown[say("Net revenue")] == f"¥{net:,}.00"
        assert shown[say("Last order")].endswith(f"{last.month}月{last.day}日")


def test_todays_list_names_the_right_people_with_their_reasons(shop: Shop, say: Callable[..., str]) -> None:
    page = shop.sign_in("chen").get("/today/")

    due = Attention.objects.filter(state="open").values_list("customer__display_name", "reason")
    assert dict(due) == {buyer.name: buyer.reason for buyer in BUYERS if buyer.reason}
    for name in dict(due):
        assert name in text(page)
    assert say("Valuable and cooling") in text(page)


def test_analytics_says_how_many_came_back(shop: Shop, say: Callable[..., str]) -> None:
    back = sum(len(buyer.days_ago) > 1 for buyer in BUYERS)

    page = text(shop.sign_in("sun").get("/analytics/"))

    sentence = say("%(share)s of customers came back: %(n)s of %(all)s ordered on two or more days.")
    share = f"{back / len(BUYERS) * 100:.1f}%"
    assert sentence % {"share": share, "n": back, "all": len(BUYERS)} in page


def test_the_same_file_once_more_changes_nothing(shop: Shop, orders_file: Path) -> None:
    before = contents()

    import_by_page(shop.sign_in("zhaolei"), orders_file, shop.run_jobs)

    second = ImportBatch.objects.order_by("-pk")[0]
    assert (second.created, second.updated, second.unchanged) == (0, 0, second.rows)
    assert contents() == before


def test_a_second_file_on_the_same_day_reaches_the_analytics(shop: Shop, say: Callable[..., str]) -> None:
    more = [Buyer(f"新客{n}", f"1370013700{n}", [5, 9], 50) for n in range(4)]
    path = personas.write_youzan(shop.folder / "第二份.csv", personas.order_rows(more, shop.today))

    import_by_page(shop.sign_in("zhaolei"), path, shop.run_jobs)

    back = sum(len(buyer.days_ago) > 1 for buyer in BUYERS) + len(more)
    everybody = len(BUYERS) + len(more)
    sentence = say("%(share)s of customers came back: %(n)s of %(all)s ordered on two or more days.")
    share = f"{back / everybody * 100:.1f}%"
    page = text(shop.sign_in("sun").get("/analytics/"))
    assert sentence % {"share": share, "n": back, "all": everybody} in page


def test_rejected_rows_come_back_with_line_and_reason(new_shop: Shop, say: Callable[..., str]) -> None:
    good = personas.order_rows(BUYERS[:1], new_shop.today)
    bad = [
        personas.youzan_row(
            订单号="B1", 订单创建时间="2026-01-02 10:00:00", 订单实付金额="十元", 买家昵称="甲"
        ),
        personas.youzan_row(订单号="B2", 订单创建时间="不详", 订单实付金额="9", 买家昵称="乙"),
    ]
    path = personas.write_youzan(new_shop.folder / "坏行.csv", [good[0], bad[0], *good[1:], bad[1]])
    browser = new_shop.sign_in("zhaolei")
    account = import_by_page(browser, path, new_shop.run_jobs)

    download = browser.get(f"{account}rejects.csv")

    assert str(len(good) + 2) in text(browser.get(account))
    listed = list(csv.reader(io.StringIO(b"".join(download).decode("utf-8-sig"))))
    assert [(row[0], row[1]) for row in listed[1:]] == [
        ("3", f"订单实付金额: {say('the amount is not a number')} (十元)"),
        (str(len(good) + 3), f"订单创建时间: {say('not a date')} (不详)"),
    ]
    assert [row[2] for row in listed[1:]] == ["B1", "B2"]


def test_an_import_cancelled_before_it_began_says_so(new_shop: Shop, orders_file: Path) -> None:
    browser = new_shop.sign_in("zhaolei")
    account = press_import(browser, orders_file)
    browser.post(f"{account}cancel/")
    new_shop.run_jobs()

    assert ImportBatch.objects.get().state == ImportBatch.State.CANCELLED
    assert not Order.objects.exists()


def test_import_pressed_in_two_tabs_runs_once(new_shop: Shop, orders_file: Path) -> None:
    browser = new_shop.sign_in("zhaolei")
    account = press_import(browser, orders_file)
    browser.post(f"{account}start/")
    new_shop.run_jobs()

    batch = ImportBatch.objects.get()
    assert (batch.state, batch.created) == ("done", batch.rows)


def contents() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables that hold the shop's records."""
    with connection.cursor() as cursor:
        names = [
            name
            for name in connection.introspection.table_names(cursor)
            if any(name.startswith(pattern.rstrip("%")) for pattern in WITHOUT_RECORDS)
        ]
        found = {}
        for name in names:
            cursor.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1')
            found[name] = cursor.fetchall()
    return found


def test_an_import_that_failed_can_be_started_again_from_its_page(
    new_shop: Shop, orders_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = new_shop.sign_in("zhaolei")
    account = press_import(browser, orders_file)
    with monkeypatch.context() as patch:
        patch.setattr("tuanke.orders.services.importing.writing.write", _full_disk)
        new_shop.run_jobs()
    assert ImportBatch.objects.get().run.state == "failed"  # type: ignore[union-attr]

    again = [form for form in forms(browser.get(account)) if form.action.startswith("/imports/")]
    assert again, "the page promises that starting again is safe"
    browser.post(again[0].action, again[0].values)
    new_shop.run_jobs()

    batch = ImportBatch.objects.get()
    assert (batch.state, batch.created) == ("done", batch.rows)


def _full_disk(**_details: object) -> None:
    raise OSError("no space left on disk")


def test_the_whole_file_is_accounted_for_before_it_is_written(shop: Shop, say: Callable[..., str]) -> None:
    """The same file with one amount changed and one order more."""
    rows_of_file = [list(row) for row in personas.order_rows(BUYERS, shop.today)]
    rows_of_file[0][HEADER.index("订单实付金额")] = "1.00"
    more = personas.youzan_row(
        订单号="NEW", 订单创建时间="2026-01-02 10:00:00", 订单实付金额="9", 买家昵称="新人"
    )
    path = personas.write_youzan(shop.folder / "再来.csv", [*rows_of_file, more])
    browser = shop.sign_in("zhaolei")
    columns = upload(browser, path)["Location"]
    start = browser.post(columns, columns_form(browser.get(columns)).values)["Location"]
    before = contents()
    assert say("Checking every row… You can import at once, or wait for the account.") in text(
        browser.get(start)
    )
    shop.run_jobs()

    account = text(browser.get(start))

    batch = ImportBatch.objects.order_by("-pk")[0]
    assert batch.state == "checked"
    assert say("What importing would do") in account
    assert batch.forecast == {"created": 1, "updated": 1, "unchanged": batch.rows - 2}
    assert contents() == before


def test_an_import_is_taken_back_from_its_page(
    new_shop: Shop, orders_file: Path, say: Callable[..., str]
) -> None:
    before = contents()
    browser = new_shop.sign_in("zhaolei")
    account = import_by_page(browser, orders_file, new_shop.run_jobs)
    page = browser.get(account)
    assert f'href="{account}undo/"' in page.content.decode()
    assert say("Take this import back?") in text(browser.get(f"{account}undo/"))

    browser.post(f"{account}undo/", form_to(browser.get(f"{account}undo/"), "").values)
    new_shop.run_jobs()

    done = text(browser.get(account))
    batch = ImportBatch.objects.get()
    sentence = say(
        "Taken back: %(orders)s orders removed, %(restored)s orders as they were before,"
        " %(customers)s customers removed."
    )
    assert sentence % {"orders": batch.created, "restored": 0, "customers": len(BUYERS)} in done
    assert contents() == before


def test_while_the_check_reads_the_page_asks_without_reading_the_file_again(
    new_shop: Shop, orders_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = new_shop.sign_in("zhaolei")
    columns = upload(browser, orders_file)["Location"]
    start = browser.post(columns, columns_form(browser.get(columns)).values)["Location"]
    with monkeypatch.context() as patch:
        patch.setattr("tuanke.platform.imports.services.sampling.sample", _full_disk)
        assert browser.get(start, headers={"HX-Request": "true"}).status_code == 204

    new_shop.run_jobs()

    assert b'class="waterfall"' in browser.get(start, headers={"HX-Request": "true"}).content


def test_a_check_that_ends_in_a_refusal_leads_the_browser_to_the_account(
    new_shop: Shop, orders_file: Path
) -> None:
    browser = new_shop.sign_in("zhaolei")
    columns = upload(browser, orders_file)["Location"]
    start = browser.post(columns, columns_form(browser.get(columns)).values)["Location"]
    batch = ImportBatch.objects.get()
    ImportBatch.objects.filter(pk=batch.pk).update(state="refused", refusal={"code": "damaged", "params": {}})

    answer = browser.get(start, headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == f"/imports/{batch.uid}/"


def test_what_nobody_confirms_is_set_aside_and_can_still_be_imported(
    new_shop: Shop, orders_file: Path, say: Callable[..., str]
) -> None:
    browser = new_shop.sign_in("zhaolei")
    columns = upload(browser, orders_file)["Location"]
    browser.post(columns, columns_form(browser.get(columns)).values)
    new_shop.run_jobs()
    received = ImportBatch.objects.get().received_at
    assert set_aside(at=received + timedelta(days=6)) == 0, "somebody may still be thinking it over"
    assert staged_tables()

    assert set_aside(at=received + timedelta(days=8)) == 1

    assert not staged_tables()
    batch = ImportBatch.objects.get()
    account = browser.get(f"/imports/{batch.uid}/")
    again = [form for form in forms(account) if form.action.startswith("/imports/")]
    browser.post(again[0].action, again[0].values)
    new_shop.run_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.created) == ("done", batch.rows)


def staged_tables() -> list[str]:
    like = f"staging_{ImportBatch.objects.get().pk}_%"
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE %s", [like])
        return [name for (name,) in cursor.fetchall()]
