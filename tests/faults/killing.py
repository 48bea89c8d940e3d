"""Imports that are killed again and again until they are done: `python -m tests.faults.killing KILLS SEED GUARD`.

The parent sets up once and forks: a child is at work within milliseconds. Prints what came of it, as JSON.
"""

import itertools
import json
import math
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.faults.mortal import Beacon

STUCK = 3  # the child's exit code where the database refused what would not add up
UNREAD = ("outside", "reading", "read")
LOOK_EVERY = 5  # sources, at what a control has broken


@dataclass
class Report:
    """What was killed, where, and which sources ended otherwise than the one nobody disturbed."""

    kills: int = 0
    batches: int = 0
    stuck: int = 0
    seconds: float = 0
    places: dict[str, int] = field(default_factory=dict)
    different: list[str] = field(default_factory=list)
    flaws: dict[str, int] = field(default_factory=dict)
    left_behind: list[str] = field(default_factory=list)

    def count(self, place: str) -> None:
        self.kills += 1
        self.places[place] = self.places.get(place, 0) + 1


class Killer:
    """Runs batches in children, which it kills after a random time."""

    def __init__(self, seed: int, beacon: "Beacon", report: Report) -> None:
        self._dice = random.Random(seed)
        self._beacon = beacon
        self._report = report
        self._whole = 60.0  # seconds an undisturbed import takes

    def leave_in_peace(self, batch_id: int) -> None:
        started = time.monotonic()
        assert os.waitpid(self._fork(batch_id), 0)[1] == 0
        self._whole = min(self._whole, time.monotonic() - started)

    def pursue(self, batch_id: int, kills: int) -> None:
        """Kill whoever works on the batch, until it is done or nobody may be killed any more."""
        self._report.batches += 1
        is_read = False
        for attempt in itertools.count(1):
            pid = self._fork(batch_id)
            if self._report.kills < kills:
                time.sleep(self._lifetime(attempt, is_read=is_read))
                os.kill(pid, signal.SIGKILL)
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            if code != -signal.SIGKILL:
                assert code in (0, STUCK), code
                self._report.stuck += code == STUCK
                return
            self._report.count(self._beacon.place)
            is_read = is_read or self._beacon.place not in UNREAD

    def _lifetime(self, attempt: int, *, is_read: bool) -> float:
        """Seconds. Reading takes most of an import; afterwards short lives are enough to hit every step."""
        if is_read:
            return self._dice.random() * self._whole / 8
        return math.sqrt(self._dice.random()) * self._whole * attempt

    def _fork(self, batch_id: int) -> int:
        self._beacon.show("outside")
        pid = os.fork()
        if not pid:
            os._exit(_work(batch_id))
        return pid


def _work(batch_id: int) -> int:
    from django.db import IntegrityError

    from tuanke.platform.imports.services import running

    try:
        running.run(batch_id, lambda _done, _total: None)
    except IntegrityError:
        return STUCK
    except BaseException:  # noqa: BLE001  a child that goes on would be a second parent
        return _complain()
    return 0


def _complain() -> int:
    traceback.print_exc()
    return 1


def main(kills: int, seed: int, guard: str) -> Report:
    django.setup()
    from django.conf import settings
    from django.db import connections

    from tests.faults import sources
    from tests.faults.mortal import Beacon, prepare

    _load()
    beacon, report = Beacon(), Report()
    prepare(beacon, guard)
    killer = Killer(seed, beacon, report)
    started = time.monotonic()

    def bring_in(number: int, *, peacefully: bool) -> None:
        for changed in (False, True):
            batch = sources.receive(folder, number, changed=changed).pk
            connections.close_all()  # a child must not speak on its parent's connection
            killer.leave_in_peace(batch) if peacefully else killer.pursue(batch, kills)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bring_in(0, peacefully=True)
        number = 0
        while report.kills < kills and not (guard != "as-it-is" and report.different):
            number += 1
            bring_in(number, peacefully=False)
            if guard != "as-it-is" and number % LOOK_EVERY == 0:
                report.different = _different(sources.outcomes())
    report.different = _different(sources.outcomes())
    report.flaws = sources.flaws()
    kept = Path(settings.MEDIA_ROOT, "imports")
    report.left_behind = [path.name for path in kept.iterdir() if path.is_dir()]
    report.seconds = round(time.monotonic() - started, 1)
    return report


def _load() -> None:
    """What every child would load anew. No thread starts here: a child would inherit its locks without it."""
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    from tuanke.kit.files import preview  # noqa: F401
    from tuanke.kit.files.preset_files import all_presets

    pa.array([""])  # loads pandas
    all_presets()


def _different(outcomes: dict[str, list[str]]) -> list[str]:
    undisturbed = outcomes["s00000"]
    assert undisturbed
    return [source for source, outcome in outcomes.items() if outcome != undisturbed]


if __name__ == "__main__":
    print(json.dumps(asdict(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))))
