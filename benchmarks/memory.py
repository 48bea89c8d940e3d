"""Memory as PSS, in which pages shared with others count in part: at most while something ran, and of others."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EVERY = 0.1


class Peak:
    """`megabytes` is the highest value seen so far."""

    def __init__(self) -> None:
        self.megabytes = 0.0

    def look(self) -> None:
        self.megabytes = max(self.megabytes, _pss("self"))


def held_by(process: int) -> float:
    """Megabytes of a process and of those it started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return held_alone(process) + sum(held_by(int(child)) for child in children)


def held_alone(process: int) -> float:
    return _pss(str(process))


def _pss(process: str) -> float:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {process} tells no PSS")


@contextmanager
def watched() -> Iterator[Peak]:
    peak, over = Peak(), threading.Event()

    def watch() -> None:
        while not over.wait(EVERY):
            peak.look()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()
        peak.look()
