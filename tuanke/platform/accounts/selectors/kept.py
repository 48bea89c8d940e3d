"""Answers over all customers stand for forty times as long as they took to count.

So a shop of ten thousand sees this second's numbers and one of a million those of a minute ago, and however many
people look, a question takes no more than a fortieth of one processor. Nobody waits for the next count: who finds an
old answer has it, and it is counted anew beside, one question at a time. The processes of the web share what they
keep (`CACHES` in settings), and begin with nothing (config.wsgi).
"""

import hashlib
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.core.cache import caches
from django.db import connection

from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.scope import reach_of

logger = logging.getLogger(__name__)

STANDS = 40  # times as long as it took
RECOUNTING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recount")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Kept:
    """`until` is of the monotonic clock, which the processes of a machine share; `took` seconds."""

    answer: Any
    until: float
    took: float


def kept(
    question: str,
    viewer: Viewer,
    count: Callable[[], Answer],
    permission: Permission = Permission.CUSTOMERS_VIEW,
) -> Answer:
    """The answer to this question about whom the permission reaches: one that still stands, or a new one."""
    cache = caches["counts"]
    named = f"{question} {reach_of(viewer, permission)}"
    key = hashlib.sha256(named.encode()).hexdigest()  # a category may be any text
    held: Kept | None = cache.get(key)
    now = time.monotonic()
    if held is None:
        return _counted(key, count)
    if now >= held.until:  # counted anew beside; who asks meanwhile is answered with what stood
        cache.set(key, replace(held, until=now + STANDS * held.took))
        RECOUNTING.submit(_recount, key, count)
    return held.answer  # type: ignore[no-any-return]


def _counted(key: str, count: Callable[[], Answer]) -> Answer:
    started = time.monotonic()
    answer = count()
    took = time.monotonic() - started
    caches["counts"].set(key, Kept(answer, time.monotonic() + STANDS * took, took))
    return answer


def _recount(key: str, count: Callable[[], Any]) -> None:
    try:
        _counted(key, count)
    except Exception:
        logger.exception("an answer that is kept could not be counted anew")
    finally:
        connection.close()
