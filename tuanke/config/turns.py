"""Pages are made one after the other in each process (ADR 0028)."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

PATIENCE = 0.25  # seconds after which somebody goes ahead beside a page that takes long

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Turns:
    """Around a WSGI application: who comes first is answered first, instead of all slowing each other down."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._turn = threading.Semaphore()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        has_turn = self._turn.acquire(timeout=PATIENCE)
        try:
            return self._application(environ, start_response)
        finally:
            if has_turn:
                self._turn.release()
