"""The line a benchmark prints, and the two sizes everything is measured at."""

import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

FULL = "full"
TENTH = "tenth"
# The public data sets; SHARED_DATA, else beside the repository.
PUBLIC_DATA = Path(os.environ.get("SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


@dataclass(frozen=True)
class Measure:
    """`value` is held to `limit`; `ratio` is value / `against`, measured in the same run."""

    bench: str
    value: float
    unit: str
    op: str
    limit: float
    against: str
    ratio: float
    size: str

    @property
    def ok(self) -> bool:
        """Rounded to the limit's digits."""
        digits = len(str(self.limit).partition(".")[2]) if "." in str(self.limit) else 0
        value = round(self.value, digits)
        return value <= self.limit if self.op == "<=" else value >= self.limit

    def show(self) -> None:
        values = {**asdict(self), "ok": self.ok, "value": round(self.value, 3), "ratio": round(self.ratio, 3)}
        print(json.dumps(values, ensure_ascii=False), flush=True)


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The median time the work takes."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
