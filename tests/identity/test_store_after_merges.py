"""After any history of orders, merges and merges taken back the fact store holds what a rebuild would hold."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanke.customers.models import Customer, MergeOperation
from tuanke.customers.services.merging.merging import merge
from tuanke.customers.services.merging.undoing import undo
from tuanke.facts.services import dirty
from tuanke.facts.services.refresh import refresh
from tuanke.facts.services.store import SCHEMAS, FactStore
from tuanke.facts.tests.factories import forget_marks
from tuanke.orders.tests.factories import bring_in, order
from tuanke.platform.accounts.tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)
WHO = st.integers(0, 3)
DEEDS = st.one_of(
    st.tuples(st.just("order"), WHO, st.integers(1, 50)),
    st.tuples(st.just("merge"), WHO, WHO),
    st.tuples(st.just("take back")),
    st.tuples(st.just("refresh")),
)


class History:
    """Deeds upon four customers, and the store that follows them by its marks only."""

    def __init__(self, folder: Path, by: int) -> None:
        self.folder, self.by, self.count = folder, by, 0
        self.store = FactStore(folder / "kept", many=3)

    def do(self, deed: tuple[Any, ...]) -> None:
        name, *details = deed
        {"order": self._order, "merge": self._merge, "take back": self._take_back, "refresh": self._refresh}[
            name
        ](*details)

    def _order(self, who: int, yuan: int) -> None:
        self.count += 1
        rows = [order(f"N{self.folder.name}{self.count}", f"c{who}", "2026-05-02", yuan)]
        bring_in(self.folder, rows, name=f"{self.count}.csv", source="s")

    def _merge(self, one: int, other: int) -> None:
        """As far as these two can still be made one."""
        keys = [f"c{one}", f"c{other}"]
        rows = (
            Customer.objects.filter(identities__external_id__in=keys, status="active")
            .distinct()
            .order_by("pk")
        )
        if len(rows) == 2:
            merge(survivor=rows[0], losers=rows[1:], choices={}, reason="", by=self.by, at=datetime.now(UTC))

    def _take_back(self) -> None:
        latest = MergeOperation.objects.filter(state="done").order_by("-pk").first()
        if latest is not None:
            undo(operation=latest, by=self.by, at=datetime.now(UTC))

    def _refresh(self) -> None:
        refresh(self.store)


def contents(store: FactStore) -> dict[str, list[tuple[Any, ...]]]:
    engine = ibis.duckdb.connect()
    found = {}
    for table in SCHEMAS:
        rows = engine.con.sql(engine.compile(store.read(engine, table))).to_arrow_table().to_pylist()
        found[table] = sorted((tuple(row.values()) for row in rows), key=repr)
    return found


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEEDS, min_size=2, max_size=8))
def test_the_store_equals_a_rebuild(
    deeds: list[tuple[Any, ...]], tmp_path_factory: pytest.TempPathFactory, bystander: int
) -> None:
    folder = tmp_path_factory.mktemp("history")
    bring_in(
        folder, [order(f"A{folder.name}{n}", f"c{n}", "2026-05-01", n + 1) for n in range(4)], source="s"
    )
    history = History(folder, bystander)
    dirty.mark_dirty(Customer.objects.values_list("pk", flat=True))
    for deed in [*deeds, ("refresh",)]:
        history.do(deed)

    with TemporaryDirectory() as other:
        rebuilt = FactStore(Path(other), many=1)
        forget_marks()
        dirty.mark_dirty(Customer.objects.values_list("pk", flat=True))
        refresh(rebuilt)
        assert contents(history.store) == contents(rebuilt)
    assert len(contents(history.store)["customers"]) == Customer.objects.filter(status="active").count()
    while MergeOperation.objects.filter(state="done").exists():
        history.do(("take back",))


@pytest.fixture
def bystander() -> int:
    return make_staff().pk
