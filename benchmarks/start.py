"""Claim: `tuanke up` on an existing data directory answers /readyz within 5 seconds.

Against: one bare start of Django with the same settings (`manage.py check`), which `up` does at least once in
each of its three processes.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Measure, seconds

ROOT = Path(__file__).resolve().parent.parent
CLI = (sys.executable, "-m", "tuanke.config.cli")


def run(size: str) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory(prefix="tuanke-bench-") as data:
        environment = {**os.environ, "TUANKE_DATA": data}
        _up_once(environment)  # the first start creates the cluster and the schema
        ready = seconds(lambda: _up_once(environment))
        bare = seconds(lambda: _check(environment))
    yield Measure("up_to_ready", ready, "s", "<=", 5, "bare Django start", ready / bare, size)


def _up_once(environment: dict[str, str]) -> None:
    port = free_port()
    command = [*CLI, "up", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        while not answers(port):
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)


def _check(environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, check=True, capture_output=True
    )


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=1) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
