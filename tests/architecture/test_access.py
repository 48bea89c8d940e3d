from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tuanke.platform.accounts.domain.access import LIBRARY_PAGES, declared

# Pages of libraries that nobody may open: they declare nothing and are not in LIBRARY_PAGES.
CLOSED = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_signup",
}
Page = tuple[str, Callable[..., Any]]


def pages() -> list[Page]:
    return list(_pages(get_resolver().url_patterns, ""))


def _pages(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[Page]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _pages(pattern.url_patterns, inner)


def _is_ours(view: Callable[..., Any]) -> bool:
    return view.__module__.startswith("tuanke.")


def test_every_page_of_ours_says_who_may_open_it() -> None:
    silent = [name for name, view in pages() if _is_ours(view) and declared(view, None) is None]

    assert silent == []


def test_every_page_has_a_name() -> None:
    assert [name for name, _view in pages() if name.endswith("None")] == []


def test_pages_of_libraries_are_open_by_name_or_closed() -> None:
    undeclared = {name for name, view in pages() if not _is_ours(view) and declared(view, name) is None}

    assert undeclared == CLOSED


def test_no_open_library_page_is_a_ghost() -> None:
    assert LIBRARY_PAGES.keys() <= {name for name, _view in pages()}
