"""Addresses that a page needs hundreds of times: Django's `reverse` (30 µs) is asked once for each kind of them."""

import uuid
from functools import lru_cache

from django.urls import reverse

Part = uuid.UUID | int | str
ANY_UID, ANY_NUMBER = uuid.UUID(int=0), 8_999_999_999_999_999_999


def address_of(view_name: str, *args: Part) -> str:
    """As reverse(view_name, args=args), of which at most one is a uid and one a number."""
    address = _pattern(view_name, tuple(map(_any_like, args)))
    for arg in args:
        if not isinstance(arg, str):
            address = address.replace(str(_any_like(arg)), str(arg))
    return address


@lru_cache(maxsize=1_000)
def _pattern(view_name: str, args: tuple[Part, ...]) -> str:
    return reverse(view_name, args=args)


def _any_like(arg: Part) -> Part:
    if isinstance(arg, uuid.UUID):
        return ANY_UID
    return ANY_NUMBER if isinstance(arg, int) else arg
