"""One file is imported by one run, however often and from however many tabs it is asked for."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tuanke.platform.audit.selectors.trail import list_entries
from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services import mappings, receiving
from tuanke.platform.jobs.selectors.runs import list_runs

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "kept"


def receive(content: bytes = b"a,b\n1,2\n", name: str = "a.csv") -> ImportBatch:
    return receiving.receive(file=io.BytesIO(content), name=name, kind="orders", source="", at=AT, by=None)


def test_the_file_is_kept_under_its_hash_and_the_receipt_is_on_record() -> None:
    batch = receive()

    assert receiving.source_path(batch).read_bytes() == b"a,b\n1,2\n"
    assert batch.sha256 in batch.path
    assert list_entries()[0].changes == {"file": "a.csv", "sha256": batch.sha256}


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\x\\..\\a.csv", "a\x00b.csv", "." * 300]
)
def test_a_name_leads_nowhere(name: str) -> None:
    batch = receive(name=name.replace("\x00", ""))

    assert receiving.source_path(batch).parent == receiving.source_path(receive()).parent


def test_the_same_file_twice_is_kept_once_and_is_two_batches() -> None:
    first, second = receive(), receive(name="again.csv")

    assert first.path == second.path
    assert first.pk != second.pk


class ReadSlowly:
    """An upload whose next block comes when the test says so."""

    def __init__(self, blocks: list[bytes | Exception]) -> None:
        self.blocks = iter(blocks)

    def read(self, _size: int, /) -> bytes:
        block = next(self.blocks, b"")
        if isinstance(block, Exception):
            raise block
        return block


def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    broken = ReadSlowly([b"a,b\n", OSError("the disk is full")])

    with pytest.raises(OSError, match="full"):
        receiving.receive(file=broken, name="a.csv", kind="orders", source="", at=AT, by=None)

    assert list((tmp_path / "kept" / "imports").iterdir()) == []
    assert not ImportBatch.objects.exists()


def test_two_uploads_at_once_do_not_write_into_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "id", lambda _file: 1, raising=False)  # as two processes may number alike
    meanwhile: list[ImportBatch] = []

    class Interrupted(ReadSlowly):
        def read(self, size: int, /) -> bytes:
            block = super().read(size)
            if block == b"1,2\n":
                meanwhile.append(receive(b"another file\n"))
            return block

    batch = receiving.receive(
        file=Interrupted([b"a,b\n", b"1,2\n"]), name="a.csv", kind="orders", source="", at=AT, by=None
    )

    assert receiving.source_path(batch).read_bytes() == b"a,b\n1,2\n"
    assert receiving.source_path(meanwhile[0]).read_bytes() == b"another file\n"


def test_two_tabs_that_both_saw_the_file_waiting_start_it_once() -> None:
    first_tab = receive()
    second_tab = ImportBatch.objects.get(pk=first_tab.pk)

    receiving.start(batch=first_tab, at=AT, by=None)
    receiving.start(batch=second_tab, at=AT, by=None)

    assert list_runs().count() == 1


def test_a_reading_is_remembered_for_this_header_only() -> None:
    mappings.remember(
        header=["谁", "哪天"], kind="orders", mapping={"customer_id": "谁"}, source="小本子", at=AT
    )

    known = mappings.recall(header=["谁", "哪天"], kind="orders")
    assert known is not None
    assert (known.mapping, known.source) == ({"customer_id": "谁"}, "小本子")
    assert mappings.recall(header=["哪天", "谁"], kind="orders") is None


def test_the_newest_reading_of_a_header_counts() -> None:
    for column in ("谁", "哪天"):
        mappings.remember(
            header=["谁", "哪天"], kind="orders", mapping={"customer_id": column}, source="", at=AT
        )

    known = mappings.recall(header=["谁", "哪天"], kind="orders")
    assert known is not None
    assert known.mapping == {"customer_id": "哪天"}
