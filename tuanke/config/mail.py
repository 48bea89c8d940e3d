"""The mail server of a deployment, from the environment: plain SMTP, no vendor's interface."""

from collections.abc import Mapping
from dataclasses import dataclass

from tuanke.config.environment import ConfigurationError, read_secret

SECURITIES = {"starttls": 587, "tls": 465, "none": 25}
HIGHEST_PORT = 65_535
TIMEOUT = 20  # seconds a mail server is waited for


@dataclass(frozen=True)
class Mail:
    """`host` is empty where mail is not set up."""

    host: str
    port: int
    user: str
    password: str
    security: str
    sender: str


def read(values: Mapping[str, str]) -> Mail:
    """EMAIL_HOST, EMAIL_PORT, EMAIL_USER, EMAIL_PASSWORD(_FILE), EMAIL_SECURITY, EMAIL_FROM.

    Raises ConfigurationError naming the variable.
    """
    host = values.get("EMAIL_HOST", "").strip()
    security = values.get("EMAIL_SECURITY") or "starttls"
    if security not in SECURITIES:
        raise ConfigurationError(f"EMAIL_SECURITY must be one of {', '.join(SECURITIES)}, not {security!r}.")
    sender = values.get("EMAIL_FROM", "").strip()
    if host and "@" not in sender:
        raise ConfigurationError("EMAIL_FROM must be the address mails come from, like crm@example.com.")
    return Mail(
        host=host,
        port=_port(values, security),
        user=values.get("EMAIL_USER", ""),
        password=read_secret(values, "EMAIL_PASSWORD") or "",
        security=security,
        sender=sender,
    )


def _port(values: Mapping[str, str], security: str) -> int:
    text = values.get("EMAIL_PORT") or str(SECURITIES[security])
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT):
        raise ConfigurationError(f"EMAIL_PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)
