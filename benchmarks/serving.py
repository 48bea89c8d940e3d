"""`tuanke up` over the shop of the benchmark as it stands; its PostgreSQL is not one of its processes."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.start import CLI, ROOT, answers, free_port

LOG = ROOT / "build" / "serving.log"  # a line for every request: between the measures nobody would find those


@contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """The port, and the process; web and worker are its children."""
    from django.conf import settings
    from django.db import connection

    port = free_port()
    connection.close()
    LOG.parent.mkdir(exist_ok=True)
    with (
        LOG.open("wb") as log,
        subprocess.Popen(
            [*CLI, "up", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": settings.DATABASE_URL},
            stdout=subprocess.DEVNULL,
            stderr=log,
        ) as process,
    ):
        try:
            while not answers(port):
                if process.poll() is not None:
                    raise RuntimeError(f"the shop did not start: {LOG}")
                time.sleep(0.1)
            yield port, process.pid
        finally:
            process.terminate()
