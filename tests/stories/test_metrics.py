"""The numbers of a deployment: for this machine and whoever has the token, for nobody else."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.stories.conftest import Shop
from tuanke.config import environment
from tuanke.facts.services import dirty
from tuanke.facts.tests.factories import forget_marks
from tuanke.platform.outbox.services import events
from tuanke.platform.preferences.events import StatedMarginChanged

TOKEN = "a-token-nobody-guesses"
LINE = re.compile(r'^(?:# TYPE [a-z_]+ gauge|[a-z_]+(?:\{state="[a-z]+"\})? -?[0-9.]+)$')


def numbers(**request: Any) -> dict[str, float]:
    answer = Client().get("/metrics", **request)
    assert answer.status_code == 200
    lines = answer.content.decode().splitlines()
    assert [line for line in lines if not LINE.match(line)] == []
    return {name: float(number) for name, number in (line.split() for line in lines if line[0] != "#")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "203.0.113.9"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 404),  # a proxy on this machine
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 200),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": f"Basic {TOKEN}"}, 404),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": "Bearer 猜"}, 404),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": "Bearer "}, 404),
    ],
)
def test_who_reads_the_numbers(settings: Any, request_: dict[str, str], status: int) -> None:
    settings.METRICS_TOKEN = TOKEN

    assert Client().get("/metrics", **request_).status_code == status


@pytest.mark.django_db
def test_without_a_token_none_opens(settings: Any) -> None:
    for given in ("", "None"):
        headers = {"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": f"Bearer {given}"}
        assert Client().get("/metrics", **headers).status_code == 404


def test_the_numbers_say_what_waits(shop: Shop, run_jobs: Callable[[], None]) -> None:
    quiet = numbers()
    assert quiet['tuanke_jobs{state="todo"}'] == 0
    assert quiet["tuanke_outbox_undelivered"] == 0
    assert quiet["tuanke_dirty_customers"] == 0
    assert 0 <= quiet["tuanke_last_full_scoring_age_seconds"] < 600

    events.publish(StatedMarginChanged(percent=40), at=timezone.now() - timedelta(hours=1))
    dirty.mark_everybody_dirty()

    busy = numbers()
    assert busy["tuanke_outbox_undelivered"] == 1
    assert 3_600 <= busy["tuanke_outbox_oldest_seconds"] < 4_200
    assert busy["tuanke_dirty_customers"] > 0
    assert busy['tuanke_jobs{state="todo"}'] == 2
    forget_marks()


def test_a_short_token_stops_the_start() -> None:
    with pytest.raises(environment.ConfigurationError, match="TUANKE_METRICS_TOKEN"):
        environment.read({"TUANKE_METRICS_TOKEN": "short"})
