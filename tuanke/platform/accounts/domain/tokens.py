"""Tokens by which a program is let in: what they may do, and how one is recognised."""

import hashlib
from enum import StrEnum

PREFIX = "tk_"  # so that a scanner of leaked secrets can tell what it found
RANDOM_BYTES = 32


class TokenScope(StrEnum):
    EVENTS_WRITE = "events.write"


def fingerprint(text: str) -> bytes:
    """What is kept of a token. It is random throughout: no salt and no slow hash would make it harder to guess."""
    return hashlib.sha256(text.encode()).digest()
