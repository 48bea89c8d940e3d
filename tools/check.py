"""Everything that can be said about the code without running its tests: `make check`.

Two checks at a time; one line each, and at the end the output of those that failed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
AT_ONCE = 2

# The slow ones first, so that both lanes end together.
CHECKS: dict[str, tuple[str, ...]] = {
    "types": (str(BIN / "mypy"),),
    "migrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "django": (*MANAGE, "check", "--fail-level", "WARNING"),
    "lints": (sys.executable, "-m", "tools.lints"),
    "translations": (sys.executable, "tools/i18n.py", "check"),
    "templates": (str(BIN / "djlint"), "tuanke", "--lint", "--quiet"),
    "boundaries": (str(BIN / "lint-imports"), "--no-logo"),
    "style": (str(BIN / "ruff"), "check", "--output-format", "concise", "."),
    "format": (str(BIN / "ruff"), "format", "--check", "--output-format", "concise", "."),
}


@dataclass(frozen=True)
class Outcome:
    name: str
    is_ok: bool
    seconds: float
    output: str

    def __str__(self) -> str:
        return f"{'ok    ' if self.is_ok else 'FAILED'}  {self.name:<14}{self.seconds:5.1f} s"


def run_check(name: str, environment: dict[str, str]) -> Outcome:
    started = time.monotonic()
    run = subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return Outcome(name, run.returncode == 0, time.monotonic() - started, run.stdout.strip())


def environment_without_deployment(data: str) -> dict[str, str]:
    """A data directory of its own and no database: nothing of the developer is read or waited for."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TUANKE_", "DATABASE_URL"))
    }
    return {**kept, "TUANKE_DATA": data, "DJANGO_SETTINGS_MODULE": "tools.no_database"}


def main() -> int:
    started = time.monotonic()
    failed: list[Outcome] = []
    with TemporaryDirectory() as data, ThreadPoolExecutor(AT_ONCE) as pool:
        environment = environment_without_deployment(data)
        for done in as_completed([pool.submit(run_check, name, environment) for name in CHECKS]):
            outcome = done.result()
            print(outcome, flush=True)
            failed += [] if outcome.is_ok else [outcome]
    for outcome in failed:
        print(f"\n--- {outcome.name} ---\n{outcome.output}")
    summary = f"{len(failed)} of {len(CHECKS)} checks failed" if failed else f"{len(CHECKS)} checks passed"
    print(f"\n{summary} in {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
