"""Addresses that a page needs hundreds of times: Django's `reverse` is asked once for each kind of them."""

import uuid
from functools import cache

from django.urls import reverse

ANYTHING = uuid.UUID(int=0)


def address_of(view_name: str, uid: uuid.UUID, *more: str) -> str:
    """As reverse(view_name, args=[uid, *more])."""
    return _pattern(view_name, more).replace(str(ANYTHING), str(uid))


@cache
def _pattern(view_name: str, more: tuple[str, ...]) -> str:
    return reverse(view_name, args=[ANYTHING, *more])
