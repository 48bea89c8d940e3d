"""Every platform's export is known by its header and read to the fen."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.exports.index import EXPORTS
from tuanke.kit.files.contacts import read_contacts
from tuanke.kit.files.orders import read_orders
from tuanke.kit.files.preset_files import GENERIC, all_presets
from tuanke.kit.files.refusal import FileRefused
from tuanke.kit.tests.files_samples import read_all, rejected

ORDERS = [name for name, export in EXPORTS.items() if export.kind == "orders" and not export.refused]
REFUSED = [name for name, export in EXPORTS.items() if export.refused]
CONTACTS = [name for name, export in EXPORTS.items() if export.kind == "contacts"]

Write = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(name: str) -> Path:
        path = tmp_path / EXPORTS[name].file_name
        EXPORTS[name].write(path)
        return path

    return write


def test_every_preset_has_its_export() -> None:
    assert set(EXPORTS) == set(all_presets()) - {GENERIC}


@pytest.mark.parametrize("name", ORDERS)
def test_an_export_is_recognised_and_adds_up(written: Write, name: str) -> None:
    export = EXPORTS[name]
    opened = read_orders(written(name))
    valid, rejects = read_all(opened)

    assert opened.preset.id == name
    assert rejected(rejects) == list(export.rejected.items())
    assert len(set(valid["line"].to_pylist())) + rejects.num_rows == export.rows
    excluded = valid.filter(pc.equal(valid["status"], "excluded"))
    assert len(set(excluded["line"].to_pylist())) == export.excluded
    sales = valid.filter(pc.equal(valid["status"], "valid"))
    assert _sum(sales["amount"]) == export.revenue
    assert _sum(sales["refund_amount"]) == export.refunded
    orders = sales.filter(pc.greater_equal(sales["amount"], 0))
    assert len(set(orders["order_id"].to_pylist())) == export.orders
    assert len(set(orders["customer_id"].to_pylist())) == export.customers


@pytest.mark.parametrize("name", REFUSED)
def test_an_export_that_cannot_be_read_alone_says_what_it_lacks(written: Write, name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_orders(written(name))
    assert refused.value.code == EXPORTS[name].refused
    assert refused.value.params.get("preset", name) == name


@pytest.mark.parametrize("name", CONTACTS)
def test_a_list_of_contacts_is_recognised_and_none_is_lost(written: Write, name: str) -> None:
    export = EXPORTS[name]
    opened = read_contacts(written(name))
    batches = list(opened.batches())
    assert opened.preset.id == name
    assert sum(batch.rows for batch in batches) == export.rows
    assert sum(batch.table.num_rows + batch.rejects.num_rows for batch in batches) == export.rows
    assert rejected(pa.concat_tables(batch.rejects for batch in batches)) == list(export.rejected.items())


def _sum(values: pa.ChunkedArray) -> Decimal:
    total = pc.sum(values).as_py()
    return Decimal(0) if total is None else total
