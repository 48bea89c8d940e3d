"""Customers are found by a piece of the name, pinyin, initials or the last four digits, and by nothing else."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tuanke.customers.selectors.customers import list_customers, search
from tuanke.customers.services.importing import points, staging, writing
from tuanke.platform.accounts.domain.permissions import Role, Viewer
from tuanke.platform.imports.services import receiving
from tuanke.platform.imports.services import staging as tables

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
PEOPLE = {
    "张三丰": "13800138001",
    "张小三": "13800138002",
    "曾国藩": "13900139003",  # as a surname 曾 is read zeng
    "欧阳娜娜": "13700130001",
    "Alice Wang": "+4915112345678",
    "单田芳": None,
    "滨江物业有限公司": "010-62345678",
}
FOUND = {
    "张三": {"张三丰"},
    "三丰": {"张三丰"},
    "三": {"张三丰", "张小三"},
    "三张": set(),
    "zhangsanfeng": {"张三丰"},
    "zhangs": {"张三丰"},
    "sanfeng": {"张三丰"},
    "zsf": {"张三丰"},
    "sf": {"张三丰"},
    "ZSF": {"张三丰"},
    "zeng": {"曾国藩"},
    "zgf": {"曾国藩"},
    "shan": {"单田芳"},
    "oynn": {"欧阳娜娜"},
    "nana": {"欧阳娜娜"},
    "alice": {"Alice Wang"},
    "wang": {"Alice Wang"},
    "alice wang": {"Alice Wang"},
    "物业": {"滨江物业有限公司"},
    "bjwy": {"滨江物业有限公司"},
    "8001": {"张三丰"},
    "0001": {"欧阳娜娜"},
    "5678": {"Alice Wang", "滨江物业有限公司"},
    "张 8001": {"张三丰"},
    "张 8002 z": {"张小三"},
    "1380013": set(),
    "13800138001": {"张三丰"},
    "001": set(),
    "angsan": set(),
    "%": set(),
    "'; DROP TABLE": set(),
    "张三':*": {"张三丰"},
    "a & !b | c": set(),
    "(": set(),
}


OWNER = Viewer(staff_id=1, team_id=None, role=Role.OWNER)


def found(viewer: Viewer, text: str) -> set[str]:
    return {customer.display_name for customer in search(list_customers(viewer), text, viewer)}


@pytest.fixture
def archive(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    file = io.BytesIO(b"people")
    batch = receiving.receive(file=file, name="a.csv", kind="orders", source="店", at=AT, by=None)
    people = [
        {
            "n": n,
            "key": name,
            "kind": "org" if "公司" in name else "person",
            "name": name,
            "phone": phone,
            "created_at": AT,
        }
        for n, (name, phone) in enumerate(PEOPLE.items())
    ]
    rows = pa.Table.from_pylist(people, staging.PEOPLE)
    staged = staging.prepare(rows, staging.shared_numbers(rows))
    tables.create("staging_people", [staged], types=staging.SQL_TYPES)
    tables.create("staging_points", [points.prepare(rows, frozenset())], types=points.SQL_TYPES)
    writing.open_for_writing("staging_people")
    writing.write("staging_people", "staging_points", step=0, source="店", batch_id=batch.pk)


@pytest.mark.usefixtures("archive")
def test_what_is_typed_finds_exactly_these() -> None:
    assert {text: found(OWNER, text) for text in FOUND} == FOUND


@pytest.mark.usefixtures("archive")
def test_nothing_typed_is_everybody() -> None:
    assert found(OWNER, "  ") == set(PEOPLE)


@pytest.mark.usefixtures("archive")
def test_names_sort_by_pinyin() -> None:
    assert [customer.display_name for customer in list_customers(OWNER).order_by("sort_name")] == [
        "Alice Wang",
        "滨江物业有限公司",
        "欧阳娜娜",
        "单田芳",
        "曾国藩",
        "张三丰",
        "张小三",
    ]


@pytest.mark.usefixtures("archive")
def test_search_does_not_leave_ones_own_customers() -> None:
    assert found(Viewer(staff_id=1, team_id=None, role=Role.SALES), "张三") == set()


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("role", [Role.ANALYST, Role.FINANCE])
def test_who_reads_no_names_finds_organisations_only(role: Role) -> None:
    viewer = Viewer(staff_id=1, team_id=None, role=role)

    assert found(viewer, "zsf") == found(viewer, "8001") == set()
    assert found(viewer, "物业") == {"滨江物业有限公司"}
