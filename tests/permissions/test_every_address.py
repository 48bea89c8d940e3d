"""Every address × every role × whose object: the answer is the declared one, and a refusal changes nothing."""

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.permissions.addresses import FIXED, GONE, OBJECTS, WHO, Line, address_of, addresses, declared
from tests.permissions.conftest import PEOPLE, PHONES, RULE, Things
from tuanke.customers.models import CustomerGroup
from tuanke.platform.accounts.models import Staff

LINES = declared()
DENIED = {"login", "refused", "missing", "401"}
NOT_OURS_TO_COUNT = {"audit_auditentry", "django_session", "axes_accessattempt", "axes_accesslog"}
NAMELESS = {"finance", "analyst"}
WRITTEN = """
SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
                + pg_stat_get_xact_tuples_deleted(oid)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


def input_of(address: str, things: Things) -> dict[str, Any]:
    """What a person would send, so that only the permission decides."""
    sent: dict[str, dict[str, Any]] = {
        "accounts:staff_new": {
            "username": "new",
            "name": "新人",
            "role": "sales",
            "password": "tuan-gou-2026-x",
        },
        "accounts:staff_edit": {"role": "manager", "active": "on"},
        "accounts:team_new": {"name": "C"},
        "accounts:tokens": {"name": "小程序", "scopes": ["events.write"]},
        "care:finish": {"outcome": "reached", "note": "还好"},
        "care:snooze": {"days": "3"},
        "care:playbook": {"offer": "送小样"},
        "care:playbook_segment": {"offer": "送小样"},
        "console:customer_bulk": {"which": "all", "do": "tag", "tag": "老客户"},
        "console:customer_columns": {"column": ["tags", "phone"]},
        "console:customer_export": {"format": "csv"},
        "console:customer_view": {"do": "rename", "name": "我的"},
        "console:customer_view_save": {"name": "新视图"},
        "customers:owner": {"owner": str(things.staff["lihua"].pk)},
        "customers:note": {"note": "喜欢苹果", "version": "1"},
        "customers:new": {"display_name": "新客户"},
        "customers:edit": {"display_name": "改名", "version": "1"},
        "customers:contact_add": {"type": "mobile", "value": "13900139000"},
        "customers:contact_change": {"do": "verified"},
        "customers:person_add": {"name": "经理"},
        "customers:person_edit": {"roles": ["decider"]},
        "customers:employer_add": {"organization": "公司 own"},
        "customers:consent": {
            "channel": "sms",
            "purpose": "care",
            "status": "granted",
            "source": "form",
            "evidence": "登记表",
            "basis": "consent",
        },
        "customers:day": {"kind": "wedding", "calendar": "solar", "month": "5", "day": "1"},
        "customers:tag": {"tag": "常客"},
        "customers:need": {"name": "公事"},
        "customers:needs": {"name": "送礼", "kind": "need"},
        "customers:need_state": {"need": "business", "note": "年会用"},
        "customers:group_join": {"group": str(CustomerGroup.objects.get().pk)},
        "customers:group_new": {"kind": "household", "name": "张家"},
        "customers:touch": {"which": "last", "channel": "小红书"},
        "customers:title": {"title": "公司抬头"},
        "customers:field_new": {"kind": "org", "key": "people", "label": "人数", "type": "int"},
        "customers:field_edit": {"label": "衣服尺码"},
        "imports:new": {"file": SimpleUploadedFile("a.csv", b"customer,date,amount\n1,2026-01-01,5\n")},
        "segments:check": {"rule": json.dumps(RULE)},
        "segments:change": {"name": "改名", "rule": json.dumps(RULE)},
        "segments:decide": {"segment": str(things.lists["own"].uid), "do": "in", "reason": "熟人"},
        "segments:list_new": {"name": "新名单", "reason": "名单"},
        "segments:put_in": {"customers": PHONES["own"], "reason": "名单"},
        "segments:take_out": {"customers": PHONES["own"], "reason": "名单"},
        "segments:save": {"name": "流失", "rule": json.dumps(RULE)},
        "reports:save": {"name": "新报表", "query": "m=revenue&by=month&period=ever"},
        "reports:export": {"format": "csv", "query": "m=revenue&by=month&period=ever"},
        "reports:change": {"do": "rename", "name": "改名的报表"},
        "reports:schedule": {"do": "end"},
        "reports:schedule_new": {"every": "day", "hour": "8", "to": str(things.staff["lihua"].pk)},
        "catalog:cost": {"cost": "12.50"},
        "preferences:shop": {"margin": "35", "version": "0"},
        "preferences:language": {"language": "en"},
        "preferences:shell": {"side": "narrow"},
        "preferences:theme": {"theme": "dark"},
    }
    return sent.get(address, {})


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        pytest.param(address, list(lines), id=f"{address}-{method}")
        for (address, method), lines in groupby(LINES, lambda line: (line.address, line.method))
    ],
)
def test_the_answer_is_the_declared_one(address: str, lines: list[Line], things: Things) -> None:
    wrong = []
    for who, username in WHO.items():
        viewer = things.staff[username] if username else None
        with _taken_back():
            things.hand_over(viewer or things.staff["chen"])
            browser = _browser(viewer)
            for line in lines:
                problems = _problems(line, who, browser, things)
                wrong += [f"{line.whose} · {who}: {problem}" for problem in problems]
    assert wrong == []


def _problems(line: Line, who: str, browser: Client, things: Things) -> Iterator[str]:
    expected = line.answers[who]
    before = _written()
    with _taken_back():
        response = _ask(line, browser, things)
        answer = _word(response)
        if answer != expected:
            yield f"{answer}, declared {expected}"
        if answer in DENIED:
            changed = sorted(table for table, count in _written().items() if count != before[table])
            if changed:
                yield f"denied, yet written to {changed}"
        if answer == "ok" and line.method == "GET":
            yield from _leaks(response, who)


def _browser(viewer: Staff | None) -> Client:
    browser = Client()
    if viewer is not None:
        browser.force_login(viewer, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return browser


def _ask(line: Line, browser: Client, things: Things) -> Any:
    address = address_of(line, things)
    if line.method == "GET":
        return browser.get(address)
    return browser.post(address, input_of(line.address, things))


def _word(response: Any) -> str:
    status = response.status_code
    if status == 302:
        return "login" if response["Location"].startswith("/accounts/login/?next=") else "to"
    return {200: "ok", 403: "refused", 404: "missing", 405: "no-such-method"}.get(status, str(status))


def _leaks(response: Any, who: str) -> Iterator[str]:
    """No page shows a whole number, and a role without names sees none."""
    page = b"".join(response).decode() if response.streaming else response.content.decode()
    if any(phone in page for phone in PHONES.values()) and "Content-Disposition" not in response:
        yield "shows a whole telephone number"
    if who in NAMELESS and any(name in page for name in PEOPLE.values()):
        yield "shows a whole name"


class _taken_back(transaction.Atomic):  # noqa: N801
    """What happens inside did not happen."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *details: object) -> None:
        transaction.set_rollback(True)
        super().__exit__(*details)


def _written() -> dict[str, int]:
    """How many rows of each table were written in this transaction, those taken back among them."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {table: count for table, count in cursor.fetchall() if table not in NOT_OURS_TO_COUNT}


@pytest.mark.parametrize("write", ["save", "delete", "create"])
def test_whatever_is_written_is_counted(things: Things, write: str) -> None:
    """A positive control, also of what is the same afterwards."""
    before = _written()
    with _taken_back():
        if write == "create":
            CustomerGroup.objects.create(kind="household", name="!", created_at=timezone.now())
        else:
            getattr(things.views["own"], write)()

    changed = [table for table, count in _written().items() if count != before[table]]

    assert changed == ["customers_customergroup" if write == "create" else "preferences_savedview"]


def test_every_address_is_declared() -> None:
    assert {line.address for line in LINES} == addresses()


def test_an_address_with_an_object_is_declared_for_everybodys_and_for_none() -> None:
    whose = {
        address: {line.whose for line in lines}
        for address, lines in groupby(LINES, lambda line: line.address)
        if address in OBJECTS
    }
    missing = {address for address, found in whose.items() if not found >= {"own", "mate", "other", GONE}}

    assert missing == set()
    assert {line.whose for line in LINES if line.address not in OBJECTS} == {"-"}
    assert not FIXED.keys() & OBJECTS.keys()


OUT_OF_REACH = [
    (line, who)
    for line in LINES
    for who, answer in line.answers.items()
    if answer == "missing" and line.whose not in {GONE, "-"}
]


@pytest.mark.parametrize("who", sorted({who for _line, who in OUT_OF_REACH}))
def test_what_is_out_of_reach_looks_like_what_does_not_exist(who: str, things: Things) -> None:
    viewer = things.staff[WHO[who]]  # type: ignore[index]
    things.hand_over(viewer)
    browser = _browser(viewer)
    for line in [line for line, whom in OUT_OF_REACH if whom == who]:
        hidden = _ask(line, browser, things)
        gone = _ask(Line(line.address, line.method, GONE, line.answers), browser, things)

        assert _seen(hidden) == _seen(gone), line.address


def _seen(response: Any) -> tuple[Any, ...]:
    headers = {name: value for name, value in response.items() if name not in {"X-Request-Id", "Set-Cookie"}}
    once = r"nonce-[\w+/=]+|\b[A-Za-z0-9]{64}\b"  # of this answer only
    return (
        response.status_code,
        re.sub(once, "", response.content.decode()),
        {name: re.sub(once, "", value) for name, value in headers.items()},
    )
