"""What a program tells of its visitors, and what it is answered."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from tuanke.api.rest.domain.problems import Flaw
from tuanke.customers.domain.channels import CodeKind
from tuanke.engagement.domain.interactions import InteractionType

BATCH = 1_000


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("a text has no NUL")
    return text


def _only_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a moment is written as text, as 2026-06-30T12:00:00+08:00")  # noqa: TRY004  pydantic
    return value


def _long(most: int, *, least: int = 0) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


PLAIN = AfterValidator(_without_nul)
Name = Annotated[str, _long(200, least=1), PLAIN]
Short = Annotated[str, _long(40), PLAIN]
Words = Annotated[str, _long(100), PLAIN]
Source = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,39}$")]
Moment = Annotated[AwareDatetime, BeforeValidator(_only_text)]


class Told(BaseModel):
    """A key that we do not know is refused, not dropped."""

    model_config = ConfigDict(extra="forbid")


class ByUid(Told):
    uid: UUID


class ByPhone(Told):
    phone: Annotated[str, _long(40, least=1), PLAIN]


class ByIdentity(Told):
    source: Source
    id: Name


class Code(Told):
    kind: CodeKind
    value: Annotated[str, _long(100, least=1), PLAIN]


class Utm(Told):
    source: Words = ""
    medium: Words = ""
    campaign: Words = ""
    term: Words = ""
    content: Words = ""


class Event(Told):
    """`id` is the source's own name of the event: told again, it is a duplicate."""

    id: Name
    type: InteractionType
    occurred_at: Moment
    customer: ByUid | ByPhone | ByIdentity
    channel: Short = ""
    product: Annotated[str, _long(200), PLAIN] = ""
    product_source: Source | Literal[""] = Field("", description="The batch's source where it is not given.")
    category: Annotated[str, _long(120), PLAIN] = ""
    campaign: Words = ""
    keyword: Words = ""
    referrer: Annotated[str, _long(2_000), PLAIN] = ""
    utm: Utm = Utm()
    code: Code | None = None


class AnyEvent:
    """An Event by the description, anything at first: each is read alone, so that one does not spoil the rest."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(Event.__pydantic_core_schema__)


class EventBatch(Told):
    source: Source
    events: Annotated[list[AnyEvent], Field(min_length=1, max_length=BATCH)]


class EventResult(BaseModel):
    index: int
    outcome: Literal["accepted", "duplicate", "rejected"]
    errors: list[Flaw] = []


class EventReport(BaseModel):
    """One result for each event, in their order."""

    accepted: int
    duplicates: int
    rejected: int
    events: list[EventResult]
