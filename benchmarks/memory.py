"""The most memory this process held while something ran: PSS, as pages shared with others count in part."""

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
        for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                self.megabytes = max(self.megabytes, int(line.split()[1]) / 1024)


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
