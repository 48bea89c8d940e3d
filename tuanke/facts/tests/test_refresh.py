"""Marks: what is dirty stays so until the store holds it, and scoring is made up for when it died."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tuanke.facts.domain.sources import FactSource
from tuanke.facts.models import CustomerScore, DirtyCustomer, ScoringRun
from tuanke.facts.services import dirty, scoring, sources, updating
from tuanke.facts.services.store import FactStore, open_store

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings(r"ignore:fetch_arrow_table\(\) is deprecated:DeprecationWarning"),
]

AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
EVERYBODY = range(32, 32 * 41, 32)  # all in one bucket of the store
PEOPLE = FactSource(
    table="customers",
    sql="SELECT d.id::bigint AS customer_id, 'person' AS kind, DATE '2026-01-31' AS created_on"
    " FROM generate_series(32, 32 * 40, 32) AS d (id) WHERE d.id IN ({customers}) AND {zone} <> ''",
)
NO_LINES = FactSource(
    table="order_lines",
    sql="SELECT 1::bigint AS customer_id, 1::bigint AS order_id, 1 AS line_no, now()::timestamp AS ordered_at,"
    " DATE '2026-01-31' AS ordered_on, NULL::bigint AS product_id, NULL::text AS category, 1::bigint AS quantity,"
    " 1::bigint AS revenue_fen, 1::bigint AS margin_fen, 'cost' AS margin_basis, true AS is_order,"
    " 0::bigint AS discount_fen"
    " WHERE {zone} = '' AND 1 IN ({customers})",
)


@pytest.fixture(autouse=True)
def people_without_orders() -> Iterator[None]:
    """Rooms above give the rows; here forty people stand in for them."""
    usual = sources.connected()
    sources.connect((PEOPLE, NO_LINES))
    open_store().clear()
    yield
    sources.connect(usual)
    open_store().clear()


def marks() -> dict[int, int]:
    return dict(DirtyCustomer.objects.values_list("customer_id", "mark"))


def test_marked_twice_is_one_mark_that_counts() -> None:
    dirty.mark_dirty([3, 4, 3])
    dirty.mark_dirty([4])

    assert marks() == {3: 1, 4: 2}


def test_brought_up_to_date_nobody_is_dirty() -> None:
    dirty.mark_dirty([3, 35, 7])
    updating.update(everybody=False, at=AT)

    assert marks() == {}


def test_a_mark_set_during_the_refresh_survives(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = FactStore.replace

    def marked_meanwhile(self: FactStore, *details: Any) -> None:
        usual(self, *details)
        dirty.mark_dirty([7])

    dirty.mark_dirty([3, 7])
    monkeypatch.setattr(FactStore, "replace", marked_meanwhile)

    updating.update(everybody=False, at=AT)

    assert list(marks()) == [7]


def test_a_refresh_that_dies_while_writing_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    dirty.mark_dirty([32])
    with monkeypatch.context() as patch:
        patch.setattr(FactStore, "replace", _full_disk)
        _update_in_vain()
    assert marks() == {32: 1}

    updating.update(everybody=False, at=AT)

    assert marks() == {}
    assert CustomerScore.objects.get().customer_id == 32


def test_a_scoring_that_dies_is_made_up_for_by_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    dirty.mark_dirty([32, 64])
    with monkeypatch.context() as patch:
        patch.setattr(scoring, "score", _full_disk)
        _update_in_vain()

    updating.update(everybody=False, at=AT)

    assert set(CustomerScore.objects.values_list("customer_id", flat=True)) == {32, 64}


def test_the_first_scoring_is_of_everybody_and_one_customer_later_of_one() -> None:
    dirty.mark_dirty(EVERYBODY)
    updating.update(everybody=False, at=AT)
    dirty.mark_dirty([64])
    updating.update(everybody=False, at=AT)

    kinds = ScoringRun.objects.order_by("pk").values_list("kind", "customers")
    assert list(kinds) == [("full", 40), ("partial", 1)]


def test_new_numbers_are_fitted_when_the_archive_has_grown_by_a_fifth() -> None:
    dirty.mark_dirty(EVERYBODY[:30])
    updating.update(everybody=False, at=AT)
    dirty.mark_dirty(EVERYBODY[30:])
    updating.update(everybody=False, at=AT)

    newest = ScoringRun.objects.order_by("-pk")[0]
    assert newest.parameters["customers"] == 40


def test_who_is_gone_has_no_score_left() -> None:
    dirty.mark_dirty(EVERYBODY)
    updating.update(everybody=False, at=AT)
    sources.connect((FactSource("customers", PEOPLE.sql.replace("* 40", "* 39")), NO_LINES))
    dirty.mark_dirty([32 * 40])
    updating.update(everybody=False, at=AT)

    assert CustomerScore.objects.count() == 39


def test_when_nobody_is_left_the_scores_go_and_nothing_breaks() -> None:
    dirty.mark_dirty([32])
    updating.update(everybody=False, at=AT)
    sources.connect((FactSource("customers", PEOPLE.sql.replace("* 40", "* 0")), NO_LINES))
    dirty.mark_dirty([32])
    updating.update(everybody=False, at=AT)

    assert not CustomerScore.objects.exists()


def test_nothing_dirty_is_no_run() -> None:
    updating.update(everybody=False, at=AT)

    assert not ScoringRun.objects.exists()


def test_everybody_can_be_scored_before_anything_was_stored() -> None:
    updating.update(everybody=True, at=AT)

    assert ScoringRun.objects.get().customers == 0


def _update_in_vain() -> None:
    with pytest.raises(OSError, match="disk"):
        updating.update(everybody=False, at=AT)


def _full_disk(*_details: Any, **_more: Any) -> None:
    raise OSError("no space left on disk")
