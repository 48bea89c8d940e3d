"""Customers can be told apart, except where the demo makes it hard on purpose."""

from collections import defaultdict

from tests.demo.reading import PHONE, Row
from tuanke.config.demo.people import FRONT_DESK


def _names_by_phone(orders: list[Row]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in orders:
        if PHONE.fullmatch(row["买家手机号"]) and row["买家手机号"] == row["收货人手机号/提货人手机号"]:
            found[row["买家手机号"]].add("".join(row["收货人/提货人"].split()))
    return found


def test_a_phone_is_one_persons_except_the_front_desk(orders: list[Row]) -> None:
    crowded = {phone: names for phone, names in _names_by_phone(orders).items() if len(names) > 1}
    assert len(crowded) == 1
    (names,) = crowded.values()
    assert 2 <= len(names) <= FRONT_DESK


def test_contacts_never_share_a_phone(bulk: list[Row]) -> None:
    owners = defaultdict(set)
    for row in bulk:
        owners[row["联系电话"]].add((row["单位名称"], row["联系人"]))
    assert all(len(people) == 1 for people in owners.values())


def test_contacts_and_buyers_have_different_phones(orders: list[Row], bulk: list[Row]) -> None:
    assert not {row["联系电话"] for row in bulk} & {row["买家手机号"] for row in orders}


def test_organisations_have_several_people_who_order(bulk: list[Row]) -> None:
    people = defaultdict(set)
    for row in bulk:
        people[row["单位名称"]].add(row["联系人"])
    assert max(map(len, people.values())) <= 4
    assert sum(len(names) > 1 for names in people.values()) > len(people) / 3


def test_some_buyers_changed_their_nickname(orders: list[Row]) -> None:
    nicknames = defaultdict(set)
    for row in orders:
        if PHONE.fullmatch(row["买家手机号"]) and row["买家昵称"]:
            nicknames[row["买家手机号"]].add(row["买家昵称"])
    changed = [names for names in nicknames.values() if len(names) == 2]
    assert 3 <= len(changed) <= 40


def test_some_people_have_two_accounts_at_one_home(orders: list[Row]) -> None:
    accounts = defaultdict(set)
    for row in orders:
        if PHONE.fullmatch(row["买家手机号"]) and row["收货人/提货人"]:
            person = "".join(row["收货人/提货人"].split())
            accounts[person, row["详细收货地址/提货地址"]].add(row["买家手机号"])
    assert 2 <= sum(len(phones) == 2 for phones in accounts.values()) <= 8


def test_phones_are_mostly_shown_some_starred_some_blank(orders: list[Row]) -> None:
    shown = [row for row in orders if PHONE.fullmatch(row["买家手机号"])]
    starred = [row for row in orders if "*" in row["买家手机号"]]
    blank = [row for row in orders if not row["买家手机号"]]
    assert len(shown) > 0.88 * len(orders)
    assert starred
    assert all(len(row["买家手机号"]) == 11 for row in starred)
    assert 0.01 * len(orders) < len(blank) < 0.08 * len(orders)
    nameless = [row for row in blank if not row["收货人手机号/提货人手机号"]]
    assert len(nameless) <= 4  # the rows broken on purpose
