"""From what a program says to what the rooms below take."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from tuanke.api.rest.domain.events import ByIdentity, ByUid, Event
from tuanke.api.rest.domain.problems import Flaw, flaws_of
from tuanke.customers.domain.identifiers import IdentifierError, read_contact
from tuanke.customers.domain.origins import Origin, Signs, origin_of
from tuanke.customers.domain.references import Reference, private_key
from tuanke.engagement.domain.interactions import About, Observed

Index = Callable[[str], bytes]  # the keyed hash of a number
CLOCKS_DIFFER = timedelta(minutes=5)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
MESSAGES = {
    "reference": "One of {uid}, {phone} or {source, id}.",
    "in_the_future": "This has not happened yet.",
    "too_old": "This was before the year 2000.",
    "unknown_customer": "No customer has this uid.",
    "mobile": "Not a mobile number.",
    "masked": "The number is masked.",
    "virtual": "A virtual number names nobody.",
}
COLUMNS = {"referrer": 200, "keyword": 100, "evidence": 200}


class RefusedError(Exception):
    def __init__(self, flaws: list[Flaw]) -> None:
        super().__init__(flaws)
        self.flaws = flaws


def refused(pointer: str, code: str) -> RefusedError:
    return RefusedError([Flaw(pointer=pointer, code=code, message=MESSAGES[code])])


def read_event(value: Any, *, source: str, index: Index, at: datetime) -> Observed:
    """Raises RefusedError with everything that is wrong with it."""
    event = _parsed(value)
    if event.occurred_at > at + CLOCKS_DIFFER:
        raise refused("/occurred_at", "in_the_future")
    if event.occurred_at < BEGINNING:
        raise refused("/occurred_at", "too_old")
    origin = _origin(event)
    about = About(
        channel=event.channel,
        product_source=(event.product_source or source) if event.product else "",
        product=event.product,
        category=event.category,
        campaign=event.campaign or event.utm.campaign,
        keyword=(event.keyword or (origin.keyword if origin else ""))[: COLUMNS["keyword"]],
        referrer=event.referrer[: COLUMNS["referrer"]],
    )
    return Observed(
        event_id=event.id,
        type=event.type.value,
        who=_who(event, index),
        occurred_at=event.occurred_at,
        about=about,
        origin=origin,
    )


def _parsed(value: Any) -> Event:
    try:
        return Event.model_validate(value)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=False, include_input=False)
        flaws = flaws_of([dict(one) for one in errors if one["loc"][:1] != ("customer",)])
        if len(flaws) < len(errors):  # it fits none of the three ways; each of them complaining helps nobody
            flaws.append(Flaw(pointer="/customer", code="reference", message=MESSAGES["reference"]))
        raise RefusedError(flaws) from None


def _who(event: Event, index: Index) -> Reference:
    said = event.customer
    if isinstance(said, ByUid):
        return Reference("uid", "", str(said.uid))
    if isinstance(said, ByIdentity):
        return Reference("identity", said.source, private_key(said.id, index))
    try:
        number = read_contact("mobile", said.phone)
    except IdentifierError as error:
        code = error.code if error.code in MESSAGES else "mobile"
        raise refused("/customer/phone", code) from None
    if not number.identifies:
        raise refused("/customer/phone", number.doubt or "mobile")
    return Reference("mobile", "", index(number.value).hex())


def _origin(event: Event) -> Origin | None:
    found = origin_of(
        Signs(
            code_kind=event.code.kind.value if event.code else "",
            code=event.code.value if event.code else "",
            utm_source=event.utm.source,
            utm_medium=event.utm.medium,
            utm_content=event.utm.content,
            utm_term=event.utm.term,
            referrer=event.referrer,
        )
    )
    if found is None:
        return None
    return Origin(found.channel, found.evidence[: COLUMNS["evidence"]], found.keyword)
