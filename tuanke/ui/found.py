"""What an address names, or a page that is not there."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

Asked = ParamSpec("Asked")
Row = TypeVar("Row")


def or_404(get: Callable[Asked, Row], *args: Asked.args, **kwargs: Asked.kwargs) -> Row:
    """What the selector `get` finds. Raises Http404 where it finds nothing."""
    try:
        return get(*args, **kwargs)
    except ObjectDoesNotExist:
        raise Http404 from None
