"""Which processes belong to a deployment, by what /proc says of them."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path


def family(data: Path) -> dict[int, str]:
    """Every living process of the deployment on `data`: process id → command line."""
    parents, commands, members = {}, {}, set()
    for pid in _pids():
        with contextlib.suppress(OSError):
            folder = Path(f"/proc/{pid}")
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
                is_member = _names(folder, data)
                parents[pid], commands[pid] = int(parent), command  # all of it, or it ended meanwhile
                if is_member:
                    members.add(pid)
    return {pid: commands[pid] for pid in _with_descendants(members, parents) if pid != os.getpid()}


def _names(folder: Path, data: Path) -> bool:
    setting = b"TUANKE_DATA=%s\0" % os.fsencode(data)
    cluster = os.fsencode(data / "postgres")
    return cluster in (folder / "cmdline").read_bytes() or setting in (folder / "environ").read_bytes()


def _with_descendants(members: set[int], parents: dict[int, int]) -> set[int]:
    while more := {pid for pid, parent in parents.items() if parent in members} - members:
        members = members | more
    return members


def _pids() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def kill_all(data: Path) -> None:
    """Until none is left: a supervisor may have started another one meanwhile."""
    deadline = time.monotonic() + 10
    while (found := family(data)) and time.monotonic() < deadline:
        for pid in found:
            kill(pid)
        time.sleep(0.05)


def parent_of(pid: int) -> int:
    """0 when it has ended."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
