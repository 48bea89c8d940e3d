"""Who is one customer, and who proves nobody."""

from pathlib import Path

import pytest

from tuanke.orders.tests.books import books, rows
from tuanke.orders.tests.factories import bring_in, order

pytestmark = pytest.mark.django_db

DAY = "2026-05-01"
MOBILE = "13800138001"


def customers() -> list[str]:
    return [name for (name,) in rows("SELECT display_name FROM customers_customer ORDER BY id")]


def identities() -> list[tuple[bool]]:
    return rows("SELECT is_identity FROM customers_contactpoint ORDER BY id")


def test_the_same_number_under_two_keys_is_one_customer(tmp_path: Path) -> None:
    bring_in(
        tmp_path,
        [
            order("A1", "k1", DAY, 1, phone=MOBILE, customer_name="张三"),
            order("A2", "k2", DAY, 1, phone=MOBILE),
        ],
    )

    assert customers() == ["张三"]
    assert rows("SELECT count(DISTINCT customer_id) FROM orders_order") == [(1,)]
    assert len(books()["identities"]) == 2


def test_the_same_number_in_a_later_file_is_the_same_customer(tmp_path: Path) -> None:
    bring_in(tmp_path, [order("A1", "k1", DAY, 1, phone=MOBILE, customer_name="张三")])
    bring_in(tmp_path, [order("B1", "z9", DAY, 1, phone="+86 138-0013-8001")], source="另一家")

    assert customers() == ["张三"]


def test_one_key_stays_one_customer_when_the_number_changes(tmp_path: Path) -> None:
    bring_in(tmp_path, [order("A1", "k1", DAY, 1, phone=MOBILE)])
    bring_in(tmp_path, [order("A2", "k1", "2026-06-01", 1, phone="13800138002")])

    assert len(customers()) == 1
    assert [tail for (tail,) in rows("SELECT tail FROM customers_contactpoint ORDER BY id")] == [
        "8001",
        "8002",
    ]


@pytest.mark.parametrize(
    "number",
    ["138****8001", "010-62345678", "13800138001-1234", "13800138001/13800138002", "12345"],
    ids=["masked", "landline", "virtual", "two numbers", "no number"],
)
def test_a_number_that_many_may_have_makes_nobody_one_person(tmp_path: Path, number: str) -> None:
    bring_in(tmp_path, [order("A1", "k1", DAY, 1, phone=number), order("A2", "k2", DAY, 1, phone=number)])

    assert len(customers()) == 2
    assert (True,) not in identities()


def test_a_number_that_four_people_give_is_a_shared_one(tmp_path: Path) -> None:
    """A leader who orders for the neighbours leaves the same number with each of them (domain A5, 2)."""
    bring_in(
        tmp_path,
        [order(f"A{n}", f"k{n}", DAY, 1, phone=MOBILE, customer_name=f"邻居{n}") for n in range(5)],
    )

    assert len(customers()) == 5
    assert (True,) not in identities()


def test_an_organisation_has_its_contacts(tmp_path: Path) -> None:
    bring_in(
        tmp_path,
        [
            order("A1", "g1", DAY, 100, organization="滨江物业", contact_name="钱经理", phone=MOBILE),
            order(
                "A2",
                "g1",
                "2026-05-08",
                100,
                organization="滨江物业",
                contact_name="小周",
                phone="13800138002",
            ),
        ],
    )

    assert set(rows("SELECT kind, display_name FROM customers_customer")) == {
        ("org", "滨江物业"),
        ("person", "钱经理"),
        ("person", "小周"),
    }
    assert {(org, person) for org, person, _role in books()["people"]} == {
        ("滨江物业", "钱经理"),
        ("滨江物业", "小周"),
    }
    assert rows(
        "SELECT DISTINCT c.display_name FROM orders_order o JOIN customers_customer c ON c.id = o.customer_id"
    ) == [("滨江物业",)]


def test_a_contact_who_also_buys_for_themselves_is_one_person(tmp_path: Path) -> None:
    bring_in(
        tmp_path, [order("A1", "g1", DAY, 100, organization="滨江物业", contact_name="钱经理", phone=MOBILE)]
    )
    bring_in(tmp_path, [order("B1", "p7", DAY, 5, phone=MOBILE, customer_name="钱多多")], source="门店")

    assert sorted(customers()) == ["滨江物业", "钱经理"]


def test_everybody_who_comes_in_waits_to_be_scored(tmp_path: Path) -> None:
    """Contacts too: who has not ordered is a prospect, not a customer whose class never comes."""
    bring_in(
        tmp_path, [order("A1", "g1", DAY, 100, organization="滨江物业", contact_name="钱经理", phone=MOBILE)]
    )

    waiting = rows(
        "SELECT c.display_name FROM facts_dirtycustomer d JOIN customers_customer c ON c.id = d.customer_id"
    )
    assert {name for (name,) in waiting} == {"滨江物业", "钱经理"}


@pytest.mark.parametrize(
    "row",
    [
        order("A1", "k1", DAY, 1, phone=MOBILE),
        order("A1", MOBILE, DAY, 1),
        order("A1", "138-0013-8001", DAY, 1),
        order("A1", "+86 138 0013 8001", DAY, 1),
        order("A1", "g1", DAY, 1, organization="滨江物业", contact_name="钱经理", phone=MOBILE),
        {"order_id": "A1", "手机号": "138 0013 8001", "ordered_at": DAY, "amount": 1},
    ],
    ids=["phone", "key", "key with dashes", "key with country", "contact", "no key"],
)
def test_no_telephone_number_is_kept_in_the_clear(tmp_path: Path, row: dict[str, object]) -> None:
    bring_in(tmp_path, [row])

    for table, found in books().items():
        digits = [cell for line in found for cell in line if isinstance(cell, str)]
        assert [cell for cell in digits if "13800138001" in "".join(filter(str.isdigit, cell))] == [], table


def test_a_key_that_is_a_number_is_still_the_same_customer_next_time(tmp_path: Path) -> None:
    bring_in(tmp_path, [order("A1", MOBILE, DAY, 1)])
    bring_in(tmp_path, [order("A2", MOBILE, DAY, 1)])

    assert customers() == ["…8001"]


def test_the_first_name_and_channel_known_stay(tmp_path: Path) -> None:
    bring_in(tmp_path, [order("A1", "k1", DAY, 1, customer_name="张三", channel="小程序")])
    bring_in(tmp_path, [order("A2", "k1", "2026-06-01", 1, customer_name="张先生", channel="门店")])

    assert rows("SELECT display_name, channel FROM customers_customer") == [("张三", "小程序")]


def test_a_place_that_was_missing_is_filled_in_and_an_earlier_day_counts(tmp_path: Path) -> None:
    bring_in(tmp_path, [order("A2", "k1", "2026-06-01", 1)])
    bring_in(tmp_path, [order("A1", "k1", "2026-05-01", 1, province="浙江省", city="杭州市")])

    assert rows("SELECT province, city, created_at::date::text FROM customers_customer") == [
        ("浙江省", "杭州市", "2026-04-30")
    ]
