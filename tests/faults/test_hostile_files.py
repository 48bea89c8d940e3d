"""Files that mean harm and files that were harmed: read or refused within 10 s and 256 MiB, no row unaccounted for."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.corpus import HOSTILE
from tests.faults.mutations import mutated
from tests.faults.readers import Reader
from tuanke.ui.files import wording

SEEDS = 200
PART = 50  # seeds in one test

# What is refused; every other hostile file is read, each of its rows taken or rejected.
REFUSED = {
    "bomb.xlsx": "zip_bomb",
    "bomb in the strings.xlsx": "zip_bomb",
    "a sheet by another name.xlsx": "zip_bomb",
    "nested.csv.gz": "unknown_format",
    "nested in a zip.xlsx": "damaged",
    "bomb.csv.gz": "too_large",
    "bomb of commas.csv.gz": "cell_too_long",
    "wide rows.csv.gz": "too_wide",
    "billion laughs.xlsx": "damaged",
    "wide.csv": "too_wide",
    "wide.xlsx": "too_wide",
    "long cell.csv": "cell_too_long",
    "long cell.xlsx": "zip_bomb",
    "long cells.xlsx": "zip_bomb",
    "one cell far right and below.xlsx": "zip_bomb",
    "cells without places.xlsx": "zip_bomb",
    "row zero.xlsx": "damaged",
    "row minus one.xlsx": "damaged",
    "row of 20 digits.xlsx": "zip_bomb",
    "row beyond 32 bits.xlsx": "zip_bomb",
    "the same row twice.xlsx": "damaged",
    "a row that goes back.xlsx": "damaged",
    "cells of another row.xlsx": "damaged",
    "string out of range.xlsx": "damaged",
    "executable.csv": "unknown_format",
    "picture.xlsx": "unknown_format",
    "page without rows.xls": "html_as_xls",
    "page of tables in tables.xls": "no_rows",
    "page of open comments.xls": "damaged",
    "page of merged cells.xls": "zip_bomb",
    "utf-16 without mark.csv": "missing_key",
    "utf-16 without mark, other end.csv": "missing_key",
    "mixed encodings.csv": "missing_key",
    "two columns of one name.csv": "two_columns_for_key",
    "encrypted.xlsx": "encrypted",
    "ten thousand parts.xlsx": "zip_bomb",
    "quotes without end.csv": "cell_too_long",
    "quotes everywhere.csv": "cell_too_long",
}


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with Reader(tmp_path_factory.mktemp("hostile")) as reader:
        yield reader


@pytest.fixture
def reader(process: Reader) -> Iterator[Reader]:
    """What it says is of this test alone."""
    process.forget()
    yield process
    print(len(process.ends), Counter(process.ends.values()), process.slowest, process.largest)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_means_harm_does_none(reader: Reader, name: str) -> None:
    reader.read("orders", name, HOSTILE[name]())

    assert reader.problems == []
    assert reader.ends[name] == REFUSED.get(name, "read")


@pytest.mark.parametrize("first", range(0, SEEDS, PART))
def test_a_harmed_file_is_read_to_its_last_row_or_refused(reader: Reader, first: int) -> None:
    for seed in range(first, first + PART):
        for kind, name, content in mutated(seed):
            reader.read(kind, name, content)

    assert reader.problems == []
    assert len(reader.ends) == PART * 10


def test_every_refusal_of_a_hostile_file_has_its_sentence() -> None:
    assert set(REFUSED.values()) <= set(wording.REFUSALS)


@pytest.mark.parametrize("limit", ["BYTES", "SECONDS"])
def test_a_file_over_a_limit_would_be_noticed(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """A positive control."""
    monkeypatch.setattr(f"tests.faults.readers.{limit}", 0)

    reader.read("orders", "bomb.xlsx", HOSTILE["bomb.xlsx"]())

    assert reader.problems


def test_a_file_that_kills_its_reader_would_be_noticed(reader: Reader) -> None:
    """A positive control; the next file is read by another process."""
    reader.read("no such reader", "file", b"")
    reader.read("orders", "wide.csv", HOSTILE["wide.csv"]())

    assert len(reader.problems) == 1
    assert reader.ends == {"wide.csv": "too_wide"}
