"""What is wrong with a call, as RFC 9457 has it: problem+json with a code, and where in the body."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[str, str] = {
    "unparsable": "The body is not JSON.",
    "invalid": "The body is JSON, but not what is asked for.",
    "too_large": "The body is too large.",
    "not_allowed": "This address does not answer to that method.",
    "no_token": "A live token is needed: Authorization: Bearer tk_…",
    "out_of_scope": "The token may not do this.",
    "too_many_requests": "Too many requests by this token.",
    "idempotency_key": "Idempotency-Key has 1 to 255 printable ASCII characters.",
    "idempotency_mismatch": "This Idempotency-Key came with another body before.",
    "in_flight": "A request with this Idempotency-Key is being answered.",
    "busy": "Somebody else is writing the same; try again.",
}


class Flaw(BaseModel):
    """`pointer` is the JSON pointer of the value at fault."""

    pointer: str
    code: str
    message: str


class Problem(BaseModel):
    type: str = "about:blank"
    title: str
    status: int
    code: str
    errors: list[Flaw] = []


class ProblemError(Exception):
    """Ends a request with this problem. `code` is one of TITLES."""

    def __init__(
        self, status: int, code: str, *, flaws: Sequence[Flaw] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.problem = Problem(title=TITLES[code], status=status, code=code, errors=list(flaws))
        self.headers = headers or {}


def flaws_of(errors: Sequence[Mapping[str, Any]], *, within: int = 0) -> list[Flaw]:
    """Of pydantic's errors; the first `within` parts of each place stand outside the value."""
    return [
        Flaw(pointer=pointer(error["loc"][within:]), code=str(error["type"]), message=plain(error["msg"]))
        for error in errors
    ]


def pointer(parts: Sequence[object]) -> str:
    """RFC 6901."""
    return "".join("/" + plain(str(part)).replace("~", "~0").replace("/", "~1") for part in parts)


def plain(text: str) -> str:
    """What an answer can carry: half a surrogate pair cannot be written as UTF-8."""
    return text.encode("utf-8", "replace").decode()
