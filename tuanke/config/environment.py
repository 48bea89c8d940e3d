"""What a deployment may set from outside; anything unknown or unusable is one clear sentence."""

import difflib
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

HIGHEST_PORT = 65_535
KNOWN = {
    "TUANKE_DATA",
    "TUANKE_BASE_URL",
    "TUANKE_TIME_ZONE",
    "TUANKE_TRUSTED_PROXY",
    "TUANKE_METRICS_TOKEN",
    "TUANKE_METRICS_TOKEN_FILE",
    "TUANKE_TESTING",
}
SHORTEST_TOKEN = 16

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ConfigurationError(Exception):
    """The deployment cannot start as it is set up; the message is for the person who set it up."""


@dataclass(frozen=True)
class Environment:
    data: Path
    base_url: str | None
    time_zone: str
    database_url: str | None
    secret_key: str | None
    port: int
    trusted_proxies: tuple[Network, ...]
    metrics_token: str | None
    testing: bool

    @property
    def https(self) -> bool:
        return self.base_url is not None and self.base_url.startswith("https://")


def read(values: Mapping[str, str] = os.environ) -> Environment:
    """The environment of this process. Raises ConfigurationError naming the variable."""
    _refuse_unknown(values)
    return Environment(
        data=Path(values.get("TUANKE_DATA") or "var").expanduser().resolve(),
        base_url=_base_url(values),
        time_zone=_time_zone(values),
        database_url=read_secret(values, "DATABASE_URL"),
        secret_key=read_secret(values, "SECRET_KEY"),
        port=_port(values),
        trusted_proxies=_trusted_proxies(values),
        metrics_token=_metrics_token(values),
        testing=values.get("TUANKE_TESTING") == "1",
    )


def _refuse_unknown(values: Mapping[str, str]) -> None:
    for name in sorted(values):
        if name.startswith("TUANKE_") and name not in KNOWN:
            close = difflib.get_close_matches(name, sorted(KNOWN), n=1)
            hint = f" Did you mean {close[0]}?" if close else f" Known are {', '.join(sorted(KNOWN))}."
            raise ConfigurationError(f"Unknown setting {name}.{hint}")


def read_secret(values: Mapping[str, str], name: str) -> str | None:
    """From the variable, or from the file that NAME_FILE names. Raises ConfigurationError."""
    path = values.get(f"{name}_FILE")
    if not path:
        return values.get(name) or None
    if values.get(name):
        raise ConfigurationError(f"Set {name} or {name}_FILE, not both.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        raise ConfigurationError(f"{name}_FILE is no text: {path}.") from None
    except OSError as error:
        raise ConfigurationError(f"{name}_FILE cannot be read: {error.strerror} ({path}).") from None


def _port(values: Mapping[str, str]) -> int:
    text = values.get("PORT") or "8000"
    if not (
        text.isascii()
        and text.isdigit()
        and len(text) <= len(str(HIGHEST_PORT))
        and 0 < int(text) <= HIGHEST_PORT
    ):
        raise ConfigurationError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _base_url(values: Mapping[str, str]) -> str | None:
    text = values.get("TUANKE_BASE_URL")
    if not text:
        return None
    if not _is_address(text):
        raise ConfigurationError(f"TUANKE_BASE_URL must look like https://crm.example.com, not {text!r}.")
    return text.rstrip("/")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _time_zone(values: Mapping[str, str]) -> str:
    name = values.get("TUANKE_TIME_ZONE") or "Asia/Shanghai"
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ConfigurationError(f"TUANKE_TIME_ZONE is no time zone: {name!r}.") from None
    return name


def _trusted_proxies(values: Mapping[str, str]) -> tuple[Network, ...]:
    named = [part.strip() for part in (values.get("TUANKE_TRUSTED_PROXY") or "").split(",")]
    try:
        return tuple(ipaddress.ip_network(part) for part in named if part)
    except ValueError as error:
        raise ConfigurationError(
            f"TUANKE_TRUSTED_PROXY must list addresses or networks like 127.0.0.1,10.1.0.0/16: {error}."
        ) from None


def _metrics_token(values: Mapping[str, str]) -> str | None:
    token = read_secret(values, "TUANKE_METRICS_TOKEN")
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise ConfigurationError(f"TUANKE_METRICS_TOKEN needs at least {SHORTEST_TOKEN} characters.")
    return token
