from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from tuanke.platform.audit.models import AuditEntry
from tuanke.platform.audit.selectors import trail as reading
from tuanke.platform.audit.services import trail

AT = datetime(2026, 1, 31, 8, 6, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def record(action: str) -> AuditEntry:
    return trail.record(action=action, at=AT, by=None, target=("shop", "1"), changes={"n": 1})


def test_an_untouched_chain_has_no_break() -> None:
    for action in ("a", "b", "c"):
        record(action)
    assert reading.find_first_break() is None


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditentry SET action = 'x'", "DELETE FROM audit_auditentry"]
)
def test_the_database_refuses_to_change_the_trail(statement: str) -> None:
    record("a")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("change", ["SET action = 'x' WHERE id = {second}", "DELETED"])
def test_a_change_behind_the_triggers_back_is_found(change: str) -> None:
    _, second, third = (record(action) for action in ("a", "b", "c"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER append_only")
        if change == "DELETED":
            cursor.execute("DELETE FROM audit_auditentry WHERE id = %s", [second.pk])
        else:
            cursor.execute(f"UPDATE audit_auditentry {change.format(second=second.pk)}")
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER append_only")
    assert reading.find_first_break() == (third.pk if change == "DELETED" else second.pk)


@pytest.mark.django_db(transaction=True)
def test_no_entry_without_the_transaction_of_its_change() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record("a")
