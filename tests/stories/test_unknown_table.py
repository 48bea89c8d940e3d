"""A merchant has a table of their own, with columns nobody has heard of, and files that are no tables."""

import csv
import gzip
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.stories.browsing import Form, text
from tests.stories.conftest import Shop, columns_form, import_by_page, upload
from tuanke.kit.tests.files_samples import write_xlsx
from tuanke.orders.models import Order
from tuanke.platform.imports.models import ImportBatch, SavedMapping

HEADER = ["谁买的", "哪天", "给了多少", "拿了啥"]
ROWS = [
    ["孙大姐", "2026-05-01", "35.50", "鸡蛋30枚"],
    ["孙大姐", "2026-05-09", "20", "小米5斤"],
    ["老吴", "2026-05-03", "88", "茶叶礼盒"],
]
RIGHT = {"谁买的": "customer_id", "哪天": "ordered_at", "给了多少": "amount", "拿了啥": "product"}


def write(path: Path, header: Sequence[str] = HEADER, rows: Sequence[Sequence[str]] = ROWS) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def filled_in(form: Form, meaning: dict[str, str], header: Sequence[str] = HEADER) -> dict[str, str]:
    chosen = {f"column-{n}": meaning.get(column, "") for n, column in enumerate(header)}
    return {**form.values, **chosen, "source": "小本子"}


def test_nothing_is_recognised_so_every_column_is_shown_with_samples(new_shop: Shop) -> None:
    browser = new_shop.sign_in("zhaolei")

    page = browser.get(upload(browser, write(new_shop.folder / "小本子.csv"))["Location"])

    assert page.status_code == 200
    for cell in (*HEADER, "孙大姐", "茶叶礼盒"):
        assert cell in text(page)


def test_a_column_that_is_missing_is_named_and_the_choices_stay(
    new_shop: Shop, say: Callable[..., str]
) -> None:
    browser = new_shop.sign_in("zhaolei")
    columns = upload(browser, write(new_shop.folder / "小本子.csv"))["Location"]
    incomplete = {"谁买的": "customer_id", "给了多少": "amount"}

    page = browser.post(columns, filled_in(columns_form(browser.get(columns)), incomplete))

    assert page.status_code == 422
    sentence = say("No column was found for: %(keys)s. Say which columns they are.").partition("%")[0]
    assert sentence in text(page)
    kept = columns_form(page).values
    assert (kept["column-0"], kept["column-2"], kept["source"]) == ("customer_id", "amount", "小本子")
    assert not SavedMapping.objects.exists()


def test_two_columns_for_one_meaning_are_refused_and_the_choices_stay(
    new_shop: Shop, say: Callable[..., str]
) -> None:
    browser = new_shop.sign_in("zhaolei")
    columns = upload(browser, write(new_shop.folder / "小本子.csv"))["Location"]

    page = browser.post(columns, filled_in(columns_form(browser.get(columns)), {**RIGHT, "拿了啥": "amount"}))

    assert page.status_code == 422
    assert say("Two columns cannot both be: %(names)s.", names=say("Amount")) in text(page)
    assert columns_form(page).values["column-3"] == "amount"


def test_the_wrong_column_shows_in_the_last_look_before_anything_is_written(
    new_shop: Shop, say: Callable[..., str]
) -> None:
    browser = new_shop.sign_in("zhaolei")
    columns = upload(browser, write(new_shop.folder / "小本子.csv"))["Location"]
    swapped = {**RIGHT, "哪天": "amount", "给了多少": "ordered_at"}

    start = browser.post(columns, filled_in(columns_form(browser.get(columns)), swapped))["Location"]
    page = text(browser.get(start))

    lead = say("%(file)s: of the first %(rows)s rows %(refused)s would be rejected.")
    assert lead % {"file": "小本子.csv", "rows": 3, "refused": 3} in page
    assert say("No row of the first ones could be taken; check the columns.") in page
    assert browser.get(columns).status_code == 200, "there is a way back"
    assert not Order.objects.exists()


def test_the_right_reading_is_remembered_for_the_next_file(new_shop: Shop) -> None:
    browser = new_shop.sign_in("zhaolei")
    columns = upload(browser, write(new_shop.folder / "五月.csv"))["Location"]
    start = browser.post(columns, filled_in(columns_form(browser.get(columns)), RIGHT))["Location"]
    browser.post(start)
    new_shop.run_jobs()
    june = write(new_shop.folder / "六月.csv", rows=[["老吴", "2026-06-02", "66", "茶叶礼盒"]])

    import_by_page(browser, june, new_shop.run_jobs)

    assert [batch.created for batch in ImportBatch.objects.order_by("pk")] == [3, 1]
    assert {order.customer.display_name for order in Order.objects.all()} == {"孙大姐", "老吴"}
    assert Order.objects.filter(customer__display_name="老吴").count() == 2
    assert set(Order.objects.values_list("source", flat=True)) == {"小本子"}


def test_nothing_to_upload_is_said(new_shop: Shop, say: Callable[..., str]) -> None:
    page = new_shop.sign_in("zhaolei").post("/imports/new/")

    assert page.status_code == 422
    assert say("Choose a file first.") in text(page)


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
WEB_PAGE = "<html><body><form>登录已过期，请重新登录</form></body></html>".encode()
# What Excel writes for a workbook with a password: a compound file that holds an encrypted package.
LOCKED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000) + "EncryptedPackage".encode("utf-16-le") + bytes(2_000)
)
WRONG_FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("空.csv", b"", "The file is empty. Export it again."),
    "picture": ("图.csv", PICTURE, "This is no table"),
    "web page": ("网页.xls", WEB_PAGE, "This is a web page without a table of rows"),
    "only a header": ("头.csv", ",".join(HEADER).encode(), "The file has a header but no rows."),
    "cut off": ("断.csv.gz", gzip.compress(b"a,b\n1,2\n" * 99)[:-9], "The file is damaged"),
    "prose": ("说明.csv", "您好,\n".encode(), "No header row was found in the first ten rows."),
}


@pytest.mark.parametrize(("name", "content", "sentence"), WRONG_FILES.values(), ids=list(WRONG_FILES))
def test_a_wrong_file_gets_one_sentence(
    new_shop: Shop, say: Callable[..., str], name: str, content: bytes, sentence: str
) -> None:
    browser = new_shop.sign_in("zhaolei")
    path = new_shop.folder / name
    path.write_bytes(content)

    page = refused(browser, path)

    (known,) = [said for said in refusal_sentences() if said.startswith(sentence)]
    assert f"{name}: {say(known)}" in text(page)
    assert not Order.objects.exists()


def test_a_workbook_with_a_password_gets_one_sentence(new_shop: Shop, say: Callable[..., str]) -> None:
    path = new_shop.folder / "加密.xlsx"
    path.write_bytes(LOCKED)

    page = refused(new_shop.sign_in("zhaolei"), path)

    assert say("The workbook is protected by a password. Save it without one and try again.") in text(page)


def _write_page(path: Path) -> Path:
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in [HEADER, *ROWS])
    path.write_text(f"<html><body><table>{lines}</table></body></html>", encoding="gb18030")
    return path


@pytest.mark.parametrize(
    "write_book", [lambda path: write_xlsx(path, {"账": [HEADER, *ROWS]}), _write_page], ids=["xlsx", "page"]
)
def test_a_workbook_is_read_like_a_text_file(new_shop: Shop, write_book: Callable[[Path], Path]) -> None:
    path = write_book(new_shop.folder / "小本子.xls")
    browser = new_shop.sign_in("zhaolei")
    columns = upload(browser, path)["Location"]

    start = browser.post(columns, filled_in(columns_form(browser.get(columns)), RIGHT))["Location"]
    browser.post(start)
    new_shop.run_jobs()

    assert Order.objects.count() == 3


def refused(browser: Any, path: Path) -> Any:
    """What the page says wherever it is noticed that this file is of no use."""
    page = upload(browser, path)
    if page.status_code == 302:
        page = browser.get(page["Location"])
    assert page.status_code == 422
    return page


def refusal_sentences() -> Sequence[str]:
    from tuanke.ui.files.wording import REFUSALS

    return list(REFUSALS.values())
