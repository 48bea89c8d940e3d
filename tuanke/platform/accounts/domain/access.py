"""How a page says who may open it. A page that says nothing cannot be opened by anyone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from tuanke.platform.accounts.domain.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """`permission` None with `anyone` False means: any signed-in person of the staff."""

    permission: Permission | None = None
    anyone: bool = False


ANYONE = Access(anyone=True)
BY_TOKEN = Access(anyone=True)  # a program comes with a token, which the API itself asks for
SIGNED_IN = Access()

# Pages of libraries, by address name; their views cannot carry a declaration of ours.
LIBRARY_PAGES = {
    "account_login": ANYONE,
    "account_inactive": ANYONE,  # says nothing about whose; only the right password leads here
    "account_logout": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_authenticate": ANYONE,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
}


def needs(permission: Permission) -> Callable[[View], View]:
    return _declare(Access(permission))


def open_to(access: Access) -> Callable[[View], View]:
    return _declare(access)


def declared(view: Callable[..., Any], address_name: str | None) -> Access | None:
    """What a page declared, or None: then nobody gets in."""
    found = getattr(view, "access", None) or LIBRARY_PAGES.get(address_name or "")
    return found if isinstance(found, Access) else None


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark
