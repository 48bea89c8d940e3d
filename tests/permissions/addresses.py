"""Every address of the product with the answer each person gets; see matrix.txt for the words used."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.permissions.conftest import Things

MATRIX = Path(__file__).with_name("matrix.txt")
WHO = {  # column of the matrix → user name
    "anonymous": None,
    "owner": "chen",
    "manager": "lin",
    "sales": "lihua",
    "service": "wangfang",
    "marketing": "zhaolei",
    "finance": "qian",
    "analyst": "sun",
}
GONE = "gone"  # an object that does not exist


@dataclass(frozen=True)
class Line:
    address: str
    method: str
    whose: str  # "-" where the address has no object
    answers: Mapping[str, str]


def declared() -> list[Line]:
    words = [line.split() for line in MATRIX.read_text("utf-8").splitlines() if line[:1] not in ("", "#")]
    header, *rows = words
    assert header[3:] == list(WHO)
    return [Line(row[0], row[1], row[2], dict(zip(WHO, row[3:], strict=True))) for row in rows]


def addresses() -> set[str]:
    """The names of every address the URLconf knows, library pages included."""
    return set(_names(get_resolver().url_patterns, ""))


def _names(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern.url_patterns, inner)


def address_of(line: Line, things: Things) -> str:
    return reverse(line.address, args=_arguments(line, things))


def _arguments(line: Line, things: Things) -> list[Any]:
    if line.address in FIXED:
        return FIXED[line.address]
    if line.address not in OBJECTS:
        return []
    return OBJECTS[line.address](things, line.whose)


def _uid(kind: str) -> Callable[[Things, str], list[Any]]:
    def arguments(things: Things, whose: str) -> list[Any]:
        return [uuid.UUID(int=7) if whose == GONE else getattr(things, kind)[whose].uid]

    return arguments


def _dimension(things: Things, whose: str) -> list[Any]:
    return [*_uid("customers")(things, whose), "value"]


def _contact(things: Things, whose: str) -> list[Any]:
    contact = things.contacts["own" if whose == GONE else whose]
    return [*_uid("customers")(things, whose), contact.pk]


def _line(things: Things, whose: str) -> list[Any]:
    return [999_999_999 if whose == GONE else things.lines[whose].pk]


def _notice(things: Things, whose: str) -> list[Any]:
    return [999_999_999 if whose == GONE else things.notices[whose].pk]


def _staff(things: Things, whose: str) -> list[Any]:
    people = {"own": "chen", "mate": "xiaoli", "other": "zhoumin"}
    return [999_999_999 if whose == GONE else things.staff[people[whose]].pk]


def _owned(kind: str) -> Callable[[Things, str], list[Any]]:
    """Something on a customer's archive page: the customer, and its number."""

    def arguments(things: Things, whose: str) -> list[Any]:
        row = things.archive[kind]["own" if whose == GONE else whose]
        return [*_uid("customers")(things, whose), row]

    return arguments


def _twice(things: Things, whose: str) -> list[Any]:
    return _uid("customers")(things, whose) * 2


def _affiliation(things: Things, whose: str) -> list[Any]:
    row = things.archive["affiliation"]["own" if whose == GONE else whose]
    return [*_uid("organizations")(things, whose), row]


def _field(things: Things, whose: str) -> list[Any]:
    return [999_999_999 if whose == GONE else things.archive["field"][whose]]


def _need(_things: Things, whose: str) -> list[Any]:
    return ["no-such-need" if whose == GONE else "business"]  # the shop's words are everybody's


def _class(_things: Things, whose: str) -> list[Any]:
    return ["value", "no-such-class" if whose == GONE else "high_value"]  # everybody's


FIXED: dict[str, list[Any]] = {
    "classes:thresholds": ["frequency"],
    "console:analytics_export": ["demand"],
    "classes:one": ["value", "high_value"],
    "reports:built_in": ["repeat-orders"],
    "accounts:welcome": ["0" * 32],
    "account_confirm_email": ["key"],
    "account_reset_password_from_key": ["1", "key"],
}
OF_A_SEGMENT = (
    "segments:one",
    "segments:edit",
    "segments:change",
    "segments:combine",
    "segments:snapshot",
    "segments:target_new",
)
OBJECTS: dict[str, Callable[[Things, str], list[Any]]] = {
    "console:customer": _uid("customers"),
    "notifications:follow": _notice,
    "console:customer_bulk_undo": _uid("bulk_changes"),
    "console:customer_view": _uid("views"),
    "console:customer_view_restore": _uid("removed_views"),
    "console:export_run": _uid("exports"),
    "console:export_file": _uid("exports"),
    "customers:reveal": _contact,
    "customers:owner": _uid("customers"),
    "customers:note": _uid("customers"),
    "customers:archive": _uid("customers"),
    "customers:summary": _uid("customers"),
    "customers:edit": _uid("customers"),
    "customers:contact_add": _uid("customers"),
    "customers:employer_add": _uid("customers"),
    "customers:consent": _uid("customers"),
    "customers:consents": _uid("customers"),
    "customers:day": _uid("customers"),
    "customers:tag": _uid("customers"),
    "customers:group_join": _uid("customers"),
    "customers:touch": _uid("customers"),
    "customers:title": _uid("customers"),
    "customers:person_add": _uid("organizations"),
    "customers:contact_change": _contact,
    "customers:person_edit": _affiliation,
    "customers:person_leave": _affiliation,
    "customers:day_remove": _owned("day"),
    "customers:tag_remove": _owned("tag"),
    "customers:group_leave": _owned("group"),
    "customers:title_remove": _owned("title"),
    "customers:merge_with": _uid("customers"),
    "customers:compare": _twice,
    "customers:keep_apart": _twice,
    "customers:unmerge": _owned("merge"),
    "customers:field_edit": _field,
    "customers:field_archive": _field,
    "customers:need": _need,
    "customers:need_state": _uid("customers"),
    "customers:need_withdraw": _owned("need"),
    "classes:why": _dimension,
    "classes:override": _dimension,
    "classes:take_back": _dimension,
    "care:finish": _line,
    "care:snooze": _line,
    "care:reopen": _line,
    "care:playbook": _class,
    "care:playbook_restore": _class,
    "care:class_advice": _class,
    "care:advice": _uid("customers"),
    "care:playbook_segment": _uid("segments"),
    "care:playbook_remove": _uid("segments"),
    "imports:batch": _uid("done_files"),
    "imports:columns": _uid("waiting_files"),
    "imports:start": _uid("waiting_files"),
    "imports:cancel": _uid("done_files"),
    "imports:undo": _uid("done_files"),
    "imports:rejects": _uid("done_files"),
    "imports:of_run": _uid("jobs"),
    "jobs:cancel": _uid("jobs"),
    "accounts:staff_edit": _staff,
    "accounts:token_revoke": _uid("tokens"),
    "reports:saved": _uid("reports"),
    "reports:change": _uid("reports"),
    "reports:restore": _uid("removed_reports"),
    "reports:schedule_new": _uid("reports"),
    "reports:schedule": _uid("schedules"),
    "reports:retry": _uid("deliveries"),
    "segments:archive": _uid("lists"),
    "segments:restore": _uid("archived_segments"),
    "segments:put_in": _uid("lists"),
    "segments:take_out": _uid("lists"),
    "segments:target": _uid("targets"),
    "segments:target_end": _uid("targets"),
    **dict.fromkeys(OF_A_SEGMENT, _uid("segments")),
    **dict.fromkeys(("segments:card", "segments:why", "segments:decide"), _uid("customers")),
    "catalog:cost": _uid("products"),
}
