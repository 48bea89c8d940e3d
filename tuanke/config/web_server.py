"""How gunicorn serves the application: its settings by their names (ADR 0027, 0028)."""

import logging
import socket
from typing import Any

workers = 2
threads = 4
# no process takes more requests than it has threads: the others wait where either of the two finds them
worker_connections = threads
worker_class = "gthread"
preload_app = True
graceful_timeout = 3
forwarded_allow_ips = ""  # forwarded headers are read by config.proxies alone
control_socket_disable = True  # it would lie in somebody's home
loglevel = "warning"
# that no connection is kept after its answer is what the turns want, and nobody's business at each start
logging.getLogger("gunicorn.error").addFilter(lambda record: "keepalived" not in str(record.msg))

SAYS_SOMETHING_WITHIN = 5  # seconds


def when_ready(server: Any) -> None:
    """A browser opens connections it may never use: where the system can, they wait until they say something."""
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        for listener in server.LISTENERS:
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SAYS_SOMETHING_WITHIN)
