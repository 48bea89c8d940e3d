"""A list with nothing in it says what belongs there and leads to what fills it."""

import pytest

from tests.stories.browsing import form_to
from tests.stories.conftest import Shop

FILLED_BY = {
    "/customers/groups/": "/customers/groups/new/",
    "/customers/duplicates/": "/customers/duplicates/search/",
    "/staff/tokens/": "",
}


@pytest.mark.parametrize(("address", "filling"), FILLED_BY.items())
def test_an_empty_page_has_a_sentence_and_what_fills_it(new_shop: Shop, address: str, filling: str) -> None:
    page = new_shop.sign_in("chen").get(address)

    assert 'class="empty-note"' in page.content.decode()
    assert form_to(page, filling).buttons or filling.endswith("/new/")
