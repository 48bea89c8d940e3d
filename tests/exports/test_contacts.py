"""Lists of contacts: every column finds its key or stays beside as the merchant's own."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.exports.index import EXPORTS
from tuanke.kit.files.birthdays import birthdays
from tuanke.kit.files.contact_batch import CONTACT_SCHEMA
from tuanke.kit.files.contacts import read_contacts
from tuanke.kit.files.refusal import WARNINGS
from tuanke.kit.tests.files_samples import write_csv

People = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def people(tmp_path: Path) -> People:
    def read(name: str) -> list[dict[str, Any]]:
        path = tmp_path / EXPORTS[name].file_name
        EXPORTS[name].write(path)
        (batch,) = read_contacts(path).batches()
        assert batch.table.schema == CONTACT_SCHEMA
        return batch.table.to_pylist()

    return read


def test_balances_come_with_the_people(people: People) -> None:
    zhou, wu = people("youzan-customers")
    assert (zhou["customer_name"], zhou["points_balance"], zhou["stored_value_balance"]) == (
        "周强",
        3400,
        Decimal("88.50"),
    )
    assert (zhou["growth_value"], zhou["birthday_on"], zhou["tags"]) == (
        120,
        date(1990, 5, 20),
        ["老客", "送礼"],
    )
    assert (wu["customer_name"], wu["nickname"], wu["phone"]) == (None, "小吴", "138****1234")


def test_consent_is_granted_denied_or_unknown(people: People) -> None:
    amy, zhou = people("shopify-customers")
    assert (amy["consent_email"], amy["consent_sms"]) == ("granted", "denied")
    assert (zhou["consent_email"], zhou["consent_sms"]) == ("unknown", "unknown")
    (opted_out,) = people("salesforce-contacts")
    assert opted_out["consent_email"] == "denied"  # the column says who opted out
    assert people("hubspot-contacts")[0]["consent_email"] is None


def test_names_in_parts_become_one_as_each_language_writes_it(people: People) -> None:
    amy, zhou = people("shopify-customers")
    assert (amy["customer_name"], zhou["customer_name"]) == ("Amy Wong", "周强")
    assert (amy["customer_id"], amy["phone"], amy["tags"]) == (
        "9013808660771",
        "+8613900000004",
        ["vip", "tea"],
    )
    assert dict(amy["extra"])["Total Orders"] == "3"


def test_what_no_key_was_found_for_stays_beside(people: People) -> None:
    zhou, wu = people("generic-contacts")
    assert (zhou["extra"], wu["extra"]) == ([], [("鞋码", "38")])
    assert (zhou["phone"], zhou["birthday_month_day"], zhou["birthday_lunar"]) == (
        "13900000004",
        "08-15",
        True,
    )
    assert (wu["wechat"], wu["birthday"], wu["birthday_on"]) == ("wufang_01", "5月20日", None)
    assert (wu["birthday_month_day"], wu["consent_sms"]) == ("05-20", "denied")


def test_a_cell_that_cannot_be_read_is_left_out_with_a_warning(tmp_path: Path) -> None:
    rows = [["姓名", "生日", "积分", "创建时间"], ["周强", "不记得", "很多", "2026-01-31"]]
    (batch,) = read_contacts(write_csv(tmp_path / "c.csv", rows)).batches()
    found = [(row["code"], row["value"]) for row in batch.warnings.to_pylist()]
    assert sorted(found) == [("birthday_invalid", "不记得"), ("points_balance_invalid", "很多")]
    assert {code for code, _ in found} <= WARNINGS
    assert batch.table["created_at"].to_pylist()[0].isoformat() == "2026-01-30T16:00:00+00:00"


def test_a_map_names_the_columns_of_a_list(tmp_path: Path) -> None:
    rows = [["谁", "怎么找"], ["周强", "13900000004"]]
    opened = read_contacts(write_csv(tmp_path / "c.csv", rows), mapping="customer_name=谁,phone=怎么找")
    (batch,) = opened.batches()
    assert batch.table.select(["customer_name", "phone"]).to_pylist() == [
        {"customer_name": "周强", "phone": "13900000004"}
    ]


@pytest.mark.parametrize(
    ("text", "on", "month_day", "lunar"),
    [
        ("1990-05-20", date(1990, 5, 20), "05-20", False),
        ("1990年5月20日", date(1990, 5, 20), "05-20", False),
        ("19900520", date(1990, 5, 20), "05-20", False),
        ("05-20", None, "05-20", False),
        ("02-29", None, "02-29", False),
        ("农历1990-08-15", None, "08-15", True),
        ("闰八月十五", None, "08-15", True),
        ("正月初一", None, "01-01", True),
        ("腊月廿三", None, "12-23", True),
        ("(阴历) 12月30日", None, "12-30", True),
        ("13-40", None, None, None),
        ("不记得", None, None, None),
    ],
)
def test_birthdays_by_the_sun_and_by_the_moon(
    text: str,
    on: date | None,
    month_day: str | None,
    lunar: bool | None,  # noqa: FBT001
) -> None:
    (found,) = birthdays(pa.array([text])).to_pylist()
    assert (found or {"on": None, "month_day": None, "lunar": None}) == {
        "on": on,
        "month_day": month_day,
        "lunar": lunar,
    }
