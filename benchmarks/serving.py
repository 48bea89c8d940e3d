"""Web and worker as `tuanke up` starts them, over the shop of the benchmark as it stands."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.start import CLI, ROOT, answers, free_port

LOG = ROOT / "build" / "serving.log"  # a line for every request: between the measures nobody would find those


@contextmanager
def serving() -> Iterator[tuple[int, list[int]]]:
    """The port, and the two processes; each has children of its own."""
    from django.db import connection

    from tuanke.config import deployment, environment
    from tuanke.config.cli.up import web_command

    port = free_port()
    settings = {**deployment.process_environment(environment.read()), "PORT": str(port)}
    connection.close()
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        children = [
            subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=log)
            for command in (web_command("127.0.0.1", port), [*CLI, "worker"])
        ]
    try:
        while not answers(port):
            if any(child.poll() is not None for child in children):
                raise RuntimeError(f"the shop did not start: {LOG}")
            time.sleep(0.1)
        yield port, [child.pid for child in children]
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()
