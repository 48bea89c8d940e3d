"""What contact lists say, read as the archive keeps it; what cannot be read is left out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tuanke.customers.domain.custom_values import CustomValueError, Definition, read_value
from tuanke.customers.domain.identifiers import IdentifierError, read_uscc
from tuanke.customers.models import CustomField
from tuanke.customers.services.importing.staging import STEP
from tuanke.customers.services.tags import TagError, read_tag
from tuanke.kit.files.phones import phones
from tuanke.kit.money import to_fen

SQL_TYPES = {"custom": "jsonb"}
GENDERS = {
    "男": "male", "先生": "male", "male": "male", "m": "male",
    "女": "female", "女士": "female", "female": "female", "f": "female",
    "其他": "other", "other": "other",
}  # fmt: skip
KEPT = (
    "n", "nickname", "title", "department", "note", "consent_sms", "consent_email", "file_rows", "content_hash",
)  # fmt: skip


@dataclass(frozen=True)
class OwnFields:
    """The shop's own fields by the headers that name them. One that no two may share is not filled by a file."""

    by_header: Mapping[str, tuple[str, Definition]]

    @classmethod
    def of_people(cls) -> "OwnFields":
        fields = CustomField.objects.filter(kind="person", archived_at=None, unique=False)
        found = {}
        for field in fields:
            definition = Definition(field.type, options=field.options, validation=field.validation)
            found[field.label] = found[field.key] = (field.key, definition)
        return cls(found)

    def read(self, extra: Sequence[tuple[str, str]]) -> dict[str, Any]:
        values = {}
        for header, text in extra:
            if header in self.by_header:
                key, definition = self.by_header[header]
                try:
                    values[key] = read_value(definition, [text])
                except CustomValueError:
                    continue
        return values


def known_as(rows: pa.Table) -> pa.Array:
    """What tells a customer from others: their number, a telephone of their own, an address of e-mail, WeChat."""
    number = phones(rows["phone"].combine_chunks()).identities()
    email = pc.utf8_lower(rows["email"].combine_chunks())
    is_clear = pc.and_(pc.match_substring(email, "@"), pc.invert(pc.match_substring(email, "*")))
    email = pc.if_else(pc.fill_null(is_clear, fill_value=False), email, pa.scalar(None, pa.string()))
    return pc.coalesce(rows["customer_id"].combine_chunks(), number, email, rows["wechat"].combine_chunks())


def prepare(profiles: pa.Table, own: OwnFields) -> pa.Table:
    """The staging rows of the profiles: one per customer of the list."""
    birthdays = [
        _birthday(*told)
        for told in zip(
            profiles["birthday_on"].to_pylist(), profiles["birthday_month_day"].to_pylist(), strict=True
        )
    ]
    years, months, days = zip(*birthdays, strict=True) if birthdays else ((), (), ())
    custom = [own.read(extra or ()) for extra in profiles["extra"].to_pylist()]
    return pa.table(
        {
            **{name: profiles[name] for name in KEPT},
            "step": pc.divide(profiles["n"], STEP),
            "gender": pa.array([_gender(text) for text in profiles["gender"].to_pylist()], pa.string()),
            "uscc": pa.array([_uscc(text) for text in profiles["uscc"].to_pylist()], pa.string()),
            "custom": pa.array([json.dumps(values, ensure_ascii=False) for values in custom], pa.string()),
            "birth_year": pa.array(years, pa.int32()),
            "birth_month": pa.array(months, pa.int32()),
            "birth_day": pa.array(days, pa.int32()),
            "birth_lunar": profiles["birthday_lunar"],
            "points": pa.array([_whole(number) for number in profiles["points"].to_pylist()], pa.int64()),
            "stored_value": pa.array(
                [
                    None if number is None else to_fen(number)
                    for number in profiles["stored_value"].to_pylist()
                ],
                pa.int64(),
            ),
            "growth": pa.array([_whole(number) for number in profiles["growth"].to_pylist()], pa.int64()),
        }
    )


def tags(profiles: pa.Table) -> pa.Table:
    """(n, step, namespace, name) of every tag that the list puts on its customers."""
    found = list(_tags(profiles))
    return pa.table(
        {
            "n": pa.array([n for n, _, _ in found], pa.int32()),
            "step": pa.array([n // STEP for n, _, _ in found], pa.int32()),
            "namespace": pa.array([namespace for _, namespace, _ in found], pa.string()),
            "name": pa.array([name for _, _, name in found], pa.string()),
        }
    )


def _tags(profiles: pa.Table) -> Iterator[tuple[int, str, str]]:
    for n, texts in zip(profiles["n"].to_pylist(), profiles["tags"].to_pylist(), strict=True):
        for text in texts or ():
            try:
                yield (n, *read_tag(text))
            except TagError:
                continue


def _birthday(on: date | None, month_day: str | None) -> tuple[int | None, int | None, int | None]:
    if month_day is None:
        return None, None, None
    month, day = map(int, month_day.split("-"))
    return (on.year if on else None), month, day


def _gender(text: str | None) -> str | None:
    return GENDERS.get(text.strip().lower()) if text else None


def _uscc(text: str | None) -> str | None:
    try:
        return read_uscc(text)[0] if text else None
    except IdentifierError:
        return None


def _whole(number: Any) -> int | None:
    return None if number is None else int(number)
