"""A reader in a process of its own, watched: what it said of each file, how long it took, what it needed."""

import json
import os
import select
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.commands.static import ROOT

SECONDS = 10  # of processor: beside other tests the clock tells of them
BYTES = 256 * 1024**2


@dataclass
class Reader:
    """Reads files one after the other; a new process takes over from one that broke a limit or died."""

    folder: Path
    problems: list[str] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)
    slowest: tuple[float, str] = (0, "")
    largest: tuple[float, str] = (0, "")
    _process: "subprocess.Popen[str] | None" = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._end()

    def forget(self) -> None:
        self.problems, self.ends, self.slowest, self.largest = [], {}, (0, ""), (0, "")

    def read(self, kind: str, name: str, content: bytes) -> None:
        path = self.folder / name
        path.write_bytes(content)
        answer = self._ask(kind, path)
        path.unlink()
        if answer is None:
            self.problems.append(f"{name}: {self._end()}")
            return
        self.ends[name] = answer["end"]
        self.slowest = max(self.slowest, (answer["seconds"], name))
        self.largest = max(self.largest, (answer["grown"], name))
        self.problems += [f"{name}: {problem} {answer}" for problem in _problems(answer)]

    def _ask(self, kind: str, path: Path) -> dict[str, Any] | None:
        process = self._process or self._begin()
        stdin, stdout = process.stdin, process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps([kind, str(path)]) + "\n")
        stdin.flush()
        ready, _, _ = select.select([stdout], [], [], SECONDS * 2)
        line = stdout.readline() if ready else ""
        return json.loads(line) if line else None

    def _begin(self) -> "subprocess.Popen[str]":
        with (self.folder / "complaints").open("w") as complaints:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.reading"],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
            )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        return self._process

    def _end(self) -> str:
        """End the process; gives what it complained of last."""
        if self._process is None:
            return ""
        self._process.kill()
        self._process.communicate()
        self._process = None
        return (self.folder / "complaints").read_text(errors="replace")[-500:] or "too slow"


def _problems(answer: dict[str, Any]) -> list[str]:
    found = {
        "too slow": answer["seconds"] > SECONDS,
        "too large": answer["grown"] > BYTES,
        "rows lost": answer["valid"] + answer["rejected"] != answer["rows"],
        "rows never seen": answer["counted"] not in (None, answer["rows"]),
    }
    return [problem for problem, is_so in found.items() if is_so]
