import ast
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture.house import ROOT
from tools.requirements import criteria, lines, state_of

PER_AREA = [12, 14, 15, 10, 9, 13, 8, 9, 11, 11, 8, 5]
HEADING = re.compile(r"^\[(.+)\]$", re.MULTILINE)


def test_all_criteria_are_there() -> None:
    areas = Counter(ident.split("-")[0] for ident in criteria())

    assert areas == {f"A{number}": count for number, count in enumerate(PER_AREA, 1)}
    assert sum(areas.values()) == 125


def test_criteria_are_numbered_without_gaps() -> None:
    headings = HEADING.findall((ROOT / "docs" / "requirements.toml").read_text(encoding="utf-8"))

    assert headings == [f"A{a}-{n:02}" for a, count in enumerate(PER_AREA, 1) for n in range(1, count + 1)]


@pytest.mark.parametrize("ident", criteria())
def test_a_criterion_has_a_kind_and_sentences(ident: str) -> None:
    criterion = criteria()[ident]

    assert set(criterion) == {"kind", "capability", "acceptance"}
    assert criterion["kind"] in {"M", "I"}
    assert criterion["capability"]
    assert criterion["acceptance"]


def test_tests_cite_only_criteria_that_exist() -> None:
    cited = {ident for path in _test_files() for ident in _cited(path.read_text(encoding="utf-8"))}

    assert cited - criteria().keys() == set()


def _test_files() -> list[Path]:
    return [*ROOT.glob("tests/**/*.py"), *ROOT.glob("tuanke/**/tests/**/*.py")]


def _cited(text: str) -> list[str]:
    """What `@pytest.mark.req(…)` and `pytestmark` name in one file."""
    return [
        argument.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.req")
        for argument in node.args
        if isinstance(argument, ast.Constant)
    ]


def test_citations_are_found() -> None:
    assert _cited('@pytest.mark.req("A1-01", "A1-02")\ndef test_it(): ...\n') == ["A1-01", "A1-02"]


def test_a_criterion_is_proved_only_by_a_test_that_passed() -> None:
    assert state_of({"a": "passed", "b": "skipped"}) == "proved"
    assert state_of({"a": "passed", "b": "failed"}) == "failing"
    assert state_of({"a": "skipped"}) == "none"
    assert state_of({}) == "none"


def test_report_has_a_line_per_criterion_and_one_per_area() -> None:
    results = {"A3-01": {"t.py::b": "passed", "t.py::a": "passed"}, "A3-02": {"t.py::c": "failed"}}

    assert lines(["A3-01", "A3-02", "A3-03", "A4-01"], results) == [
        "A3-01  proved  t.py::a,t.py::b",
        "A3-02  failing  t.py::c",
        "A3-03  none",
        "A3: 1/3 proved",
        "A4-01  none",
        "A4: 0/1 proved",
    ]


MARKED = """
import pytest

@pytest.mark.req("A3-01")
@pytest.mark.parametrize("n", [1, 2])
def test_passes(n): ...

@pytest.mark.req("A3-01", "A3-02")
def test_fails(): raise AssertionError

@pytest.mark.req("A3-03")
def test_skips(): pytest.skip("no data")

@pytest.mark.req("A4-01")
def test_of_another_area(): ...

def test_without_mark(): raise AssertionError
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_the_plugin_runs_marked_tests_and_keeps_their_outcomes(tmp_path: Path, workers: str) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = req(id): …\n", encoding="utf-8")
    (tmp_path / "test_it.py").write_text(MARKED, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "tools.requirements", "-n", workers]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        "PYTHONPATH": str(ROOT),
    }

    run = subprocess.run(
        [*command, "--req-area=A3", "--req-results=found.json"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )

    assert run.returncode == pytest.ExitCode.TESTS_FAILED
    assert json.loads((tmp_path / "found.json").read_text(encoding="utf-8")) == {
        "A3-01": {"test_it.py::test_passes": "passed", "test_it.py::test_fails": "failed"},
        "A3-02": {"test_it.py::test_fails": "failed"},
        "A3-03": {"test_it.py::test_skips": "skipped"},
    }
