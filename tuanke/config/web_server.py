"""How gunicorn serves the application: in this process, with these settings (ADR 0027, 0028, 0029)."""

import logging
import socket
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

WORKERS, THREADS = 2, 4
SAYS_SOMETHING_WITHIN = 5  # seconds


def _when_ready(server: Any) -> None:
    """A browser opens connections it may never use: where the system can, they wait until they say something."""
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        for listener in server.LISTENERS:
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SAYS_SOMETHING_WITHIN)


SETTINGS: dict[str, Any] = {
    "workers": WORKERS,
    "threads": THREADS,
    # no process takes more requests than it has threads: the others wait where either of the two finds them
    "worker_connections": THREADS,
    "worker_class": "gthread",
    "preload_app": True,
    "graceful_timeout": 3,
    "forwarded_allow_ips": "",  # forwarded headers are read by config.proxies alone
    "control_socket_disable": True,  # it would lie in somebody's home
    "loglevel": "warning",
    "proc_name": "tuanke",
    "when_ready": _when_ready,
}


class WebServer(BaseApplication):  # type: ignore[misc]
    """`run()` serves until this process is told to end."""

    def __init__(self, host: str, port: int) -> None:
        self._bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        for name, value in {**SETTINGS, "bind": self._bind}.items():
            self.cfg.set(name, value)
        # that no connection is kept after its answer is what the turns want, and nobody's business at each start
        logging.getLogger("gunicorn.error").addFilter(lambda record: "keepalived" not in str(record.msg))

    def load(self) -> Callable[..., Any]:
        from tuanke.config.wsgi import application

        return application
