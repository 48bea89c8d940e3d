"""What customers do on the shop's pages and in social media, as programs report it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tuanke.customers.domain.origins import Origin
from tuanke.customers.domain.references import Reference


class InteractionType(StrEnum):
    BROWSE = "browse"
    COMMENT = "comment"
    LIKE = "like"
    SHARE = "share"
    FAVOURITE = "favourite"
    CART = "cart"
    ENQUIRY = "enquiry"
    FOLLOW = "follow"
    PARTICIPATE = "participate"  # in a campaign


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    UNKNOWN_CUSTOMER = "unknown_customer"


@dataclass(frozen=True)
class About:
    """What an interaction concerned and where it happened; empty where it was not said."""

    channel: str = ""
    product_source: str = ""
    product: str = ""
    category: str = ""
    campaign: str = ""
    keyword: str = ""
    referrer: str = ""


@dataclass(frozen=True)
class Observed:
    """One interaction as its source tells it; `event_id` is the source's own name for it."""

    event_id: str
    type: str
    who: Reference
    occurred_at: datetime
    about: About = field(default=About())
    origin: Origin | None = None
