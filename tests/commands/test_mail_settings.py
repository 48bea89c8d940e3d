"""The mail server a deployment names in its environment."""

from pathlib import Path

import pytest

from tuanke.config import mail
from tuanke.config.environment import ConfigurationError

SET_UP = {"EMAIL_HOST": "smtp.example.com", "EMAIL_FROM": "crm@example.com"}


def test_unset_means_there_is_none() -> None:
    assert mail.read({}).host == ""


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_the_security_unless_it_is_given(security: str, port: int) -> None:
    assert mail.read({**SET_UP, "EMAIL_SECURITY": security}).port == port
    assert mail.read({**SET_UP, "EMAIL_SECURITY": security, "EMAIL_PORT": "2525"}).port == 2525


def test_the_password_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("geheim\n")

    found = mail.read({**SET_UP, "EMAIL_USER": "crm", "EMAIL_PASSWORD_FILE": str(tmp_path / "password")})

    assert (found.user, found.password) == ("crm", "geheim")


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"EMAIL_HOST": "smtp.example.com"}, "EMAIL_FROM"),
        ({**SET_UP, "EMAIL_PORT": "70000"}, "EMAIL_PORT"),
        ({**SET_UP, "EMAIL_PORT": "abc"}, "EMAIL_PORT"),
        ({**SET_UP, "EMAIL_SECURITY": "ssl"}, "EMAIL_SECURITY"),
        ({**SET_UP, "EMAIL_PASSWORD_FILE": "/nowhere"}, "EMAIL_PASSWORD_FILE"),
    ],
)
def test_what_cannot_be_used_is_named(values: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigurationError, match=named):
        mail.read(values)
