"""Keeps a deployment's processes alive, and ends them together.

They are forked from this one, which has loaded the application: memory holds it once for all of them, and one that died
is there again at once (ADR 0029). So nothing may be open or running here that two processes cannot share: no
connection, no thread.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

import setproctitle

from tuanke.config import leftovers

FORK = multiprocessing.get_context("fork")
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
STOP_SECONDS = 5
LOOK_EVERY = 0.2
LONGEST_PAUSE = 10.0


class Stopped(BaseException):
    """Somebody asked the deployment to stop."""


@dataclass
class Child:
    name: str
    work: Callable[[], None]
    process: BaseProcess | None = None
    started_at: float = 0.0
    pause: float = field(default=LOOK_EVERY)

    def start(self) -> BaseProcess:
        self.started_at = time.monotonic()
        self.process = process = FORK.Process(target=_begin, args=(self.name, self.work))
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)  # until it no longer has our handlers
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        return process

    @property
    def pid(self) -> int:
        """0 before the start."""
        return (self.process and self.process.pid) or 0

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.is_alive()


def _begin(name: str, work: Callable[[], None]) -> None:
    os.setsid()  # the terminal's Ctrl-C reaches the supervisor only; it tells us
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    os.environ["SPT_NOENV"] = "1"  # the title takes the place of the command, not of the environment
    setproctitle.setproctitle(f"tuanke: {name}")
    work()


def raise_on_signals() -> None:
    """SIGINT and SIGTERM end the main thread's work wherever it is, even if we were started ignoring them."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # once is enough; what follows is the orderly end
        raise Stopped

    for number in STOP_SIGNALS:
        signal.signal(number, stop)


def run_once(name: str, work: Callable[[], None]) -> int:
    """Do this in a process of its own to the end, or end it when we are stopped. Returns its exit code."""
    child = Child(name, work)
    process = child.start()
    try:
        process.join()
    finally:
        stop_all([child])
    return process.exitcode or 0


def keep_running(children: Sequence[Child], look: Callable[[], None], record: Path) -> None:
    """Start the children and start again what dies, until Stopped; `look` is called each time we look."""
    for child in children:
        child.start()
    while True:
        leftovers.write_down(record, [child.pid for child in children])
        time.sleep(LOOK_EVERY)
        look()
        for child in children:
            if not child.is_running:
                _restart(child)


def _restart(child: Child) -> None:
    lived = time.monotonic() - child.started_at
    child.pause = LOOK_EVERY if lived > LONGEST_PAUSE else min(child.pause * 2, LONGEST_PAUSE)
    print(f"tuanke: {child.name} ended; starting it again", file=sys.stderr)
    if child.process:
        _kill_session(child.process)  # what it left behind would keep the port
    time.sleep(child.pause)
    child.start()


def stop_all(children: Sequence[Child]) -> None:
    """Ask every child to end, then insist."""
    running = [child.process for child in children if child.process and child.is_running]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        process.join(max(0.0, deadline - time.monotonic()))
        if process.is_alive():
            _kill_session(process)


def _kill_session(process: BaseProcess) -> None:
    """A child leads its own session, so its own children go with it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid or 0, signal.SIGKILL)
    process.join()
