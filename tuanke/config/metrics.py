"""The deployment in numbers, as Prometheus reads them (text format 0.0.4)."""

import hmac
import ipaddress
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from tuanke.config.proxies import was_forwarded
from tuanke.facts.selectors.dirty import count_dirty
from tuanke.facts.selectors.scores import latest_run
from tuanke.platform.accounts.domain.access import ANYONE, open_to
from tuanke.platform.jobs.selectors.runs import count_jobs, worker_is_alive
from tuanke.platform.outbox.selectors.undelivered import count_undelivered


@open_to(ANYONE)
def metrics(request: HttpRequest) -> HttpResponse:
    """For this machine, and for whoever has the token; for everybody else there is no such page."""
    if not (_is_of_this_machine(request) or _has_token(request)):
        raise Http404
    text = "".join(f"{line}\n" for line in _lines(timezone.now()))
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_of_this_machine(request: HttpRequest) -> bool:
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and not was_forwarded(request)  # a proxy here speaks for the whole world


def _has_token(request: HttpRequest) -> bool:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    token = settings.METRICS_TOKEN
    return token is not None and kind == "Bearer" and hmac.compare_digest(given.encode(), token.encode())


def _lines(now: datetime) -> Iterator[str]:
    yield from _gauge("tuanke_worker_up", int(worker_is_alive()))
    yield from _gauge("tuanke_jobs", {f'state="{state}"': count for state, count in count_jobs().items()})
    undelivered, oldest = count_undelivered()
    yield from _gauge("tuanke_outbox_undelivered", undelivered)
    yield from _gauge("tuanke_outbox_oldest_seconds", _age(oldest, now) or 0)
    yield from _gauge("tuanke_dirty_customers", count_dirty())
    run = latest_run()
    if run is not None:  # no figure is better than a wrong one before the first scoring
        yield from _gauge("tuanke_last_full_scoring_age_seconds", _age(run.finished_at, now) or 0)


def _gauge(name: str, value: float | dict[str, int]) -> Iterator[str]:
    yield f"# TYPE {name} gauge"
    samples = value.items() if isinstance(value, dict) else [("", value)]
    for labels, number in samples:
        yield f"{name}{{{labels}}} {number}" if labels else f"{name} {number}"


def _age(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else round((now - moment).total_seconds(), 1)
