"""Which acceptance criteria are proved: `python tools/requirements.py [AREA]` (AREA as in A3; default: all).

Runs the tests marked `@pytest.mark.req("A1-03")` once; this module is also the pytest plugin that selects
them. A skipped test proves nothing.
"""

import json
import os
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
CRITERIA = ROOT / "docs" / "requirements.toml"
PROPERTY = "req"
Tests = dict[str, str]  # test → passed | skipped | failed
WORSE = ("passed", "skipped", "failed")


# --- inside pytest ---


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--req-area", default="", help="only tests of this area's criteria")
    parser.addoption("--req-results", default="", help="where to write {criterion: {test: outcome}}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that prove something asked for; each carries the ids, so that its reports do."""
    area, kept, dropped = config.getoption("--req-area"), [], []
    for item in items:
        ids = [ident for mark in item.iter_markers("req") for ident in mark.args if is_in(area, ident)]
        item.user_properties += [(PROPERTY, ident) for ident in ids]
        (kept if ids else dropped).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=dropped)


class Results:
    """Gathers the outcomes in the main process; the workers of xdist send their reports there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[str, Tests] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        test = report.nodeid.split("[")[0]
        for name, ident in report.user_properties:
            if name == PROPERTY:
                tests = self._found[str(ident)]
                tests[test] = _worse(tests.get(test, "passed"), report.outcome)

    def pytest_sessionfinish(self) -> None:
        self._path.write_text(json.dumps(self._found), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("--req-results")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Results(Path(path)))


def _worse(one: str, other: str) -> str:
    return max(one, other, key=WORSE.index)


# --- the command ---


def criteria() -> dict[str, dict[str, Any]]:
    return tomllib.loads(CRITERIA.read_text(encoding="utf-8"))


def is_in(area: str, ident: str) -> bool:
    return not area or ident.startswith(f"{area}-")


def state_of(tests: Tests) -> str:
    if "failed" in tests.values():
        return "failing"
    return "proved" if "passed" in tests.values() else "none"


def lines(idents: list[str], results: dict[str, Tests]) -> list[str]:
    """A line per criterion and, after each area, how many of it are proved."""
    areas: dict[str, list[str]] = defaultdict(list)
    for ident in idents:
        areas[ident.split("-")[0]].append(ident)
    found: list[str] = []
    for area, members in areas.items():
        found += [_line(ident, results.get(ident, {})) for ident in members]
        proved = sum(state_of(results.get(ident, {})) == "proved" for ident in members)
        found.append(f"{area}: {proved}/{len(members)} proved")
    return found


def _line(ident: str, tests: Tests) -> str:
    return f"{ident}  {state_of(tests)}  {','.join(sorted(tests))}".rstrip()


def _run_tests(area: str) -> tuple[int, dict[str, Tests]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "results.json"
        command = [sys.executable, "-m", "pytest", "-p", "tools.requirements", "-n", "2", "-q"]
        options = [f"--req-area={area}", f"--req-results={path}"]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tuanke.config.settings"}
        run = subprocess.run([*command, *options], cwd=ROOT, stdout=sys.stderr, env=environment, check=False)
        results = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return run.returncode, results


def main(arguments: list[str]) -> int:
    area = arguments[0].strip().upper() if arguments else ""
    idents = [ident for ident in criteria() if is_in(area, ident)]
    if not idents:
        known = sorted({ident.split("-")[0] for ident in criteria()}, key=lambda name: int(name[1:]))
        print(f"there is no area {area}; known are {', '.join(known)}", file=sys.stderr)
        return 2
    code, results = _run_tests(area)
    print("\n".join(lines(idents, results)))
    return 0 if code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
