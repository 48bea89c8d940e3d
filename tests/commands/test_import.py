import csv
import re
import subprocess
from pathlib import Path

import pytest

from tests.commands.orders import write_orders
from tests.commands.shop import Shop
from tests.commands.visitor import Visitor
from tuanke.classes.domain.dimensions import DIMENSIONS

COUNTS = re.compile(r"^created (\d+)  updated (\d+)  unchanged (\d+)  rejected (\d+)$", re.MULTILINE)
REJECTS = re.compile(r"^rejects: (.+)$", re.MULTILINE)
FOREIGN_HEADER = ("wer", "wann", "beleg", "ware", "stück", "summe")
FOREIGN_MAP = "customer_id=wer,ordered_at=wann,order_id=beleg,product=ware,quantity=stück,amount=summe"


def test_the_rows_are_counted_and_the_rejected_ones_kept(open_shop: Shop, tmp_path: Path) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=40, orders=90, spoiled=3)
    rows = count_rows(file)

    done = open_shop.run("import", file, "--source", "counted")

    assert done.returncode == 0, done.stderr
    assert counts(done) == (rows - 3, 0, 0, 3)
    rejects = Path(REJECTS.findall(done.stdout)[0])
    assert count_rows(rejects) == 3
    assert "soon" in rejects.read_text(encoding="utf-8-sig")


def test_the_same_file_again_changes_nothing(open_shop: Shop, tmp_path: Path) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=20, orders=50)
    open_shop.run("import", file, "--source", "again")

    again = open_shop.run("import", file, "--source", "again")

    assert counts(again) == (0, 0, count_rows(file), 0)


def test_the_running_worker_classifies_who_came_in(open_shop: Shop, owner: Visitor, tmp_path: Path) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=30, orders=80)
    before = (open_shop.family(), open_shop.printed)

    done = open_shop.run("import", file, "--source", "running")

    assert done.returncode == 0, done.stderr
    open_shop.wait_until_quiet()
    assert classes_of(owner, newest_customer(open_shop, "running")) == len(DIMENSIONS)
    assert main_processes(open_shop.family()) == main_processes(before[0])
    assert "starting it again" not in open_shop.complaints


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n"])
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    open_shop: Shop, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(content)

    assert_refused(open_shop.run("import", file))


def test_a_file_that_is_not_there_is_refused_in_one_sentence(open_shop: Shop, tmp_path: Path) -> None:
    assert_refused(open_shop.run("import", tmp_path / "orders.csv"))


@pytest.mark.parametrize(
    "wish",
    [
        ("--map", "customer_id"),
        ("--preset", "no-such-preset"),
    ],
)
def test_a_wish_that_does_not_fit_the_file_is_refused_in_one_sentence(
    open_shop: Shop, tmp_path: Path, wish: tuple[str, str]
) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=2, orders=3, header=FOREIGN_HEADER)

    assert_refused(open_shop.run("import", file, *wish))


def test_a_dry_run_counts_and_writes_nothing(open_shop: Shop, tmp_path: Path) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=10, orders=25, spoiled=1)
    open_shop.wait_until_quiet()
    before = every_table(open_shop)

    done = open_shop.run("import", file, "--source", "dry", "--dry-run")

    assert done.returncode == 0, done.stderr
    assert counts(done) == (count_rows(file) - 1, 0, 0, 1)
    assert every_table(open_shop) == before


def test_a_dry_run_leaves_its_rejects_only_and_only_the_latest(open_shop: Shop, tmp_path: Path) -> None:
    kept = open_shop.data / "files"
    before = files_below(kept)
    for spoiled in (3, 1):
        file = write_orders(tmp_path / f"{spoiled}.csv", customers=10, orders=25, spoiled=spoiled)
        done = open_shop.run("import", file, "--source", "dry", "--dry-run")
        (rejects,) = map(Path, REJECTS.findall(done.stdout))
        assert count_rows(rejects) == spoiled

    assert files_below(kept) == before | {rejects}


def test_a_dry_run_of_a_file_that_was_imported_keeps_that_ones_copy(open_shop: Shop, tmp_path: Path) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=10, orders=26, spoiled=1)
    open_shop.run("import", file, "--source", "kept")
    before = files_below(open_shop.data / "files" / "imports")

    open_shop.run("import", file, "--source", "kept", "--dry-run")

    assert files_below(open_shop.data / "files" / "imports") == before


def test_a_mapping_is_remembered_for_the_next_file_with_this_header(open_shop: Shop, tmp_path: Path) -> None:
    first = write_orders(tmp_path / "may.csv", customers=5, orders=8, header=FOREIGN_HEADER)
    more = write_orders(tmp_path / "june.csv", customers=5, orders=20, header=FOREIGN_HEADER)
    assert counts(open_shop.run("import", first, "--map", FOREIGN_MAP, "--source", "till"))[0] > 0

    done = open_shop.run("import", more)

    assert done.returncode == 0, done.stderr
    assert counts(done) == (count_rows(more) - count_rows(first), 0, count_rows(first), 0)


def test_without_a_running_deployment_it_does_everything_itself(shop: Shop, tmp_path: Path) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=30, orders=80)

    done = shop.run("import", file)

    assert done.returncode == 0, done.stderr
    assert counts(done) == (count_rows(file), 0, 0, 0)
    assert shop.family() == {}
    with shop.database():
        assert shop.fetch("SELECT count(*) FROM classes_customerclass") == (30,)


def counts(done: subprocess.CompletedProcess[str]) -> tuple[int, ...]:
    found = COUNTS.search(done.stdout)
    assert found, done.stdout + done.stderr
    return tuple(int(number) for number in found.groups())


def count_rows(path: Path) -> int:
    """Without the header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def assert_refused(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("tuanke: ")
    assert done.stdout == ""


def every_table(shop: Shop) -> dict[str, int]:
    """How many rows each table has."""
    with shop.connect() as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {name: shop.fetch(f'SELECT count(*) FROM "{name}"')[0] for (name,) in names}


def newest_customer(shop: Shop, source: str) -> str:
    query = (
        "SELECT c.uid::text FROM customers_customer c JOIN customers_externalidentity i ON i.customer_id = c.id"
        " WHERE i.source = %s ORDER BY c.id DESC LIMIT 1"
    )
    return str(shop.fetch(query, source)[0])


def classes_of(visitor: Visitor, uid: str) -> int:
    """How many classes the customer's page shows, each with its reason to ask for."""
    page = visitor.get(f"/customers/{uid}/")
    assert page.status == 200
    return len(set(re.findall(rf"/classes/{uid}/(\w+)/", page.text)))


def main_processes(family: dict[int, str]) -> set[int]:
    return {pid for pid, command in family.items() if "tuanke" in command and "postgres:" not in command}


def files_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
