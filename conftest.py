import fcntl
import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

KEPT = {"django_content_type", "auth_permission"}  # written by the migrations, the same for every test
AUDIT = (
    "audit_auditentry"  # guarded even against superusers; only as a whole may it be emptied, and only here
)
TEMPLATE = "migrated"

# A machine that is at work elsewhere draws examples slowly; that says nothing about the code.
settings.register_profile("tuanke", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tuanke")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from tests.workers import ByFile

    return ByFile(config, log) if config.getvalue("dist") == "load" else None


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: they need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """The migrations run once, not once per worker: each worker copies what they made."""
    if "PYTEST_XDIST_WORKER" not in os.environ or "DATABASE_URL" in os.environ:
        return
    with Path(os.environ["TUANKE_DATA"], "template.lock").open("a+") as made, django_db_blocker.unblock():
        fcntl.flock(made, fcntl.LOCK_EX)
        if not os.fstat(made.fileno()).st_size:
            _migrate_template()
            made.write("made")
    connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE


def _migrate_template() -> None:
    mine, name = connection.settings_dict["TEST"]["NAME"], connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = TEMPLATE
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()  # nobody may be in a database that is copied
    connection.settings_dict["TEST"]["NAME"], connection.settings_dict["NAME"] = mine, name


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Tests with transactions of their own empty the tables afterwards.

    Django truncates every table, which took most of such a test's time; here those with rows are emptied.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {AUDIT} DISABLE TRIGGER never_emptied")
    with patch.object(TransactionTestCase, "_fixture_teardown", _empty):
        yield


def _empty(_case: TransactionTestCase) -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        each = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in sorted(tables - KEPT))
        cursor.execute(" UNION ALL ".join(each))
        full = {name for (name,) in cursor.fetchall()}
        if AUDIT in full:
            cursor.execute(f"TRUNCATE {AUDIT}")
        # keys and what guards append-only tables sleep meanwhile
        deletes = "".join(f'DELETE FROM "{name}";' for name in full - {AUDIT})
        cursor.execute(
            f"SET session_replication_role = replica; {deletes} SET session_replication_role = origin"
        )
