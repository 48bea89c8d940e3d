"""Keeps a deployment's processes alive, and ends them together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tuanke.config import leftovers

STOP_SECONDS = 5
LOOK_EVERY = 0.2
LONGEST_PAUSE = 10.0


class Stopped(BaseException):
    """Somebody asked the deployment to stop."""


@dataclass
class Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = field(default=LOOK_EVERY)

    def start(self, environment: Mapping[str, str]) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # the terminal's Ctrl-C reaches us only; we tell the children
        )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def raise_on_signals() -> None:
    """SIGINT and SIGTERM end the main thread's work wherever it is, even if we were started ignoring them."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # once is enough; what follows is the orderly end
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def run_once(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command to its end, or end it when we are stopped."""
    child = Child("step", command)
    child.start(environment)
    try:
        return child.process.wait() if child.process else 1
    finally:
        stop_all([child])


def keep_running(
    children: Sequence[Child],
    environment: Mapping[str, str],
    revive_database: Callable[[], None],
    record: Path,
) -> None:
    """Start the children and start again what dies, until Stopped."""
    for child in children:
        child.start(environment)
    while True:
        leftovers.write_down(record, [child.process.pid for child in children if child.process])
        time.sleep(LOOK_EVERY)
        revive_database()
        for child in children:
            if not child.is_running:
                _restart(child, environment)


def _restart(child: Child, environment: Mapping[str, str]) -> None:
    lived = time.monotonic() - child.started_at
    child.pause = LOOK_EVERY if lived > LONGEST_PAUSE else min(child.pause * 2, LONGEST_PAUSE)
    print(f"tuanke: {child.name} ended; starting it again", file=sys.stderr)
    if child.process:
        _kill_session(child.process)  # what it left behind would keep the port
    time.sleep(child.pause)
    child.start(environment)


def stop_all(children: Sequence[Child]) -> None:
    """Ask every child to end, then insist."""
    running = [child.process for child in children if child.process and child.is_running]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        if process.poll() is None:
            _kill_session(process)


def _kill_session(process: subprocess.Popen[bytes]) -> None:
    """A child leads its own session, so its own children go with it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
