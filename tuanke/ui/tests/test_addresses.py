import uuid

import pytest
from django.urls import reverse

from tuanke.ui.addresses import address_of

UID = uuid.uuid4()


@pytest.mark.parametrize(
    ("view_name", "args"),
    [
        ("console:customer", (UID,)),
        ("classes:why", (UID, "value")),
        ("classes:one", ("interest", "水果 / 生鲜")),
        ("care:finish", (17,)),
        ("console:customers", ()),
    ],
)
def test_it_is_the_address_django_gives(view_name: str, args: tuple[uuid.UUID | int | str, ...]) -> None:
    assert address_of(view_name, *args) == address_of(view_name, *args) == reverse(view_name, args=args)
