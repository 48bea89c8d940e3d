"""How somebody outside names a customer, in one shape that can be compared and kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

SEPARATORS = re.compile(r"[\s().-]")
LIKE_AN_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
LIKE_A_PHONE = re.compile(r"\+?\d{8,15}")


@dataclass(frozen=True, order=True)
class Reference:
    """`key`: our uid; the keyed hash of a mobile number in hex; or what `source` calls the customer."""

    kind: Literal["uid", "mobile", "identity"]
    source: str
    key: str


def private_key(key: str, index: Callable[[str], bytes]) -> str:
    """A telephone number or an e-mail address is never kept in the clear, not even as a key."""
    if LIKE_A_PHONE.fullmatch(SEPARATORS.sub("", key)):
        return f"tel:{index(key).hex()}"
    if LIKE_AN_EMAIL.fullmatch(key):
        return f"mail:{index(key.lower()).hex()}"
    return key
