"""Behind a reverse proxy the product knows who asks; a forged header gets nobody anything."""

import ipaddress
from typing import Any

import pytest
from django.test import Client

from tuanke.config import environment
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.tests.factories import PASSWORD, make_staff
from tuanke.platform.audit.selectors.trail import list_entries

pytestmark = pytest.mark.django_db
PROXY, STRANGER, CLIENT = "10.1.2.3", "198.51.100.7", "203.0.113.9"


@pytest.fixture
def behind_a_proxy(settings: Any) -> None:
    settings.TRUSTED_PROXIES = (ipaddress.ip_network("10.1.0.0/16"),)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def seen(peer: str, **headers: str) -> Any:
    """The request as the views get it, of somebody who comes in from `peer`."""
    return Client(REMOTE_ADDR=peer).get("/accounts/login/", **headers).wsgi_request


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        (CLIENT, CLIENT),
        (f"{CLIENT}, 10.1.9.9", CLIENT),  # two of our proxies
        (f"127.0.0.1, {CLIENT}", CLIENT),  # the client made up the first part
        (f"10.1.0.1, {CLIENT}", CLIENT),
        (f"nonsense, {CLIENT}", CLIENT),
        ("::ffff:203.0.113.9", CLIENT),
        ("2001:db8::1", "2001:db8::1"),
        ("nonsense", PROXY),
        ("", PROXY),
    ],
)
def test_the_client_is_whom_the_trusted_proxy_saw(behind_a_proxy: None, forwarded: str, client: str) -> None:
    assert seen(PROXY, HTTP_X_FORWARDED_FOR=forwarded).META["REMOTE_ADDR"] == client


def test_https_is_what_the_trusted_proxy_says(behind_a_proxy: None) -> None:
    assert seen(PROXY, HTTP_X_FORWARDED_PROTO="https").is_secure()
    assert not seen(PROXY, HTTP_X_FORWARDED_PROTO="http").is_secure()
    assert not seen(STRANGER, HTTP_X_FORWARDED_PROTO="https").is_secure()


def test_a_forged_header_from_elsewhere_is_ignored(behind_a_proxy: None) -> None:
    request = seen(
        STRANGER, HTTP_X_FORWARDED_FOR=CLIENT, HTTP_X_REAL_IP=CLIENT, HTTP_FORWARDED=f"for={CLIENT}"
    )

    assert request.META["REMOTE_ADDR"] == STRANGER
    assert not [
        value for name, value in request.META.items() if name.startswith("HTTP_") and CLIENT in str(value)
    ]


def test_without_a_named_proxy_nobody_is_believed() -> None:
    assert seen("127.0.0.1", HTTP_X_FORWARDED_FOR=CLIENT).META["REMOTE_ADDR"] == "127.0.0.1"


def try_wrong(peer: str, forwarded: str) -> int:
    browser = Client(REMOTE_ADDR=peer)
    answer = browser.post(
        "/accounts/login/", {"login": "chen", "password": "wrong"}, HTTP_X_FORWARDED_FOR=forwarded
    )
    return answer.status_code


def test_a_forged_address_does_not_escape_the_lock(behind_a_proxy: None) -> None:
    make_staff("chen", name="陈老板", role=Role.OWNER)

    answers = [try_wrong(STRANGER, f"203.0.113.{number}") for number in range(8)]

    assert answers[-1] == 429


def test_one_client_behind_the_proxy_does_not_lock_another_out(behind_a_proxy: None) -> None:
    make_staff("chen", name="陈老板", role=Role.OWNER)

    for _ in range(8):
        try_wrong(PROXY, f"{CLIENT}")
    assert try_wrong(PROXY, CLIENT) == 429

    browser = Client(REMOTE_ADDR=PROXY)
    answer = browser.post(
        "/accounts/login/", {"login": "chen", "password": PASSWORD}, HTTP_X_FORWARDED_FOR="203.0.113.77"
    )
    assert answer["Location"] == "/"


def test_a_refusal_is_on_record_with_the_clients_address(behind_a_proxy: None) -> None:
    make_staff()
    browser = Client(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=CLIENT)
    browser.post("/accounts/login/", {"login": "lihua", "password": PASSWORD})

    assert browser.get("/staff/").status_code == 403

    assert list_entries()[0].changes == {"address": CLIENT}


def test_what_is_no_address_stops_the_start_with_a_sentence() -> None:
    read = environment.read({"TUANKE_TRUSTED_PROXY": "127.0.0.1, 10.1.0.0/16"}).trusted_proxies
    assert [str(network) for network in read] == ["127.0.0.1/32", "10.1.0.0/16"]

    for wrong in ("proxy.example", "10.1.2.3/8", "*"):
        with pytest.raises(environment.ConfigurationError, match="TUANKE_TRUSTED_PROXY"):
            environment.read({"TUANKE_TRUSTED_PROXY": wrong})
