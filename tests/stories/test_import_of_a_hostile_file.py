"""Somebody uploads a file that means harm: the page says what is wrong, and the archive stays as it was."""

from collections.abc import Callable

import pytest

from tests.faults.corpus import HOSTILE
from tests.stories.browsing import text
from tests.stories.conftest import Shop, upload
from tests.stories.test_import_by_page import contents
from tuanke.ui.files.wording import REFUSALS


@pytest.mark.parametrize(
    ("name", "code", "facts"),
    [
        ("bomb.xlsx", "zip_bomb", {}),
        ("one cell far right and below.xlsx", "zip_bomb", {}),
        ("billion laughs.xlsx", "damaged", {"kind": "xlsx"}),
        ("wide.csv", "too_wide", {"columns": 16_004, "limit": 1_000}),
        ("quotes everywhere.csv", "cell_too_long", {"line": 4}),
    ],
)
def test_the_page_says_what_is_wrong_and_nothing_is_written(
    new_shop: Shop, say: Callable[..., str], name: str, code: str, facts: dict[str, object]
) -> None:
    before = contents()
    path = new_shop.folder / name
    path.write_bytes(HOSTILE[name]())
    browser = new_shop.sign_in("zhaolei")

    answer = upload(browser, path)
    page = browser.get(answer["Location"]) if answer.status_code == 302 else answer
    new_shop.run_jobs()

    assert page.status_code == 422
    assert f"{name}: {say(REFUSALS[code]) % facts}" in text(page)
    assert contents() == before
