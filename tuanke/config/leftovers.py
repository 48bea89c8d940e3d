"""What a supervisor that was killed left running: its children are written down, and ended by the next one."""

import contextlib
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

SECONDS = 5


def write_down(record: Path, pids: Sequence[int]) -> None:
    """Each of these processes leads a session of its own."""
    text = " ".join(map(str, pids))
    if not record.exists() or record.read_text() != text:
        record.write_text(text)


def end(record: Path) -> None:
    """End the sessions that are written down and still ours; returns when they are gone."""
    for pid in map(int, record.read_text().split()) if record.exists() else ():
        with contextlib.suppress(OSError):
            if _is_ours(pid):
                os.killpg(pid, signal.SIGKILL)
                wait_until_gone(pid)


def _is_ours(session: int) -> bool:
    """A process id may have been given to a stranger since."""
    return any(b"tuanke" in Path(f"/proc/{pid}/cmdline").read_bytes() for pid in _members(session))


def wait_until_gone(session: int) -> None:
    """Until the last process of a session that was killed has ended."""
    deadline = time.monotonic() + SECONDS
    while _members(session) and time.monotonic() < deadline:
        time.sleep(0.05)


def _members(session: int) -> list[int]:
    """The living processes of a session; empty where /proc does not tell."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, _, number, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(number) == session and (state != "Z" or _has_threads(entry)):
                found.append(int(entry.name))
    return found


def _has_threads(process: Path) -> bool:
    """A process whose first thread has ended keeps its port as long as another one lives."""
    return len(list((process / "task").iterdir())) > 1
