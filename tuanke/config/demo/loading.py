"""The demo shop through the real import, once; and out again."""

import csv
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.catalog.services.costs import set_unit_costs
from tuanke.config.demo import marks, staff
from tuanke.config.demo.files import DemoFile, write_files
from tuanke.config.working import work_until_done
from tuanke.customers.services.importing.owning import share_out
from tuanke.kit.money import to_fen
from tuanke.platform.accounts.selectors.staff import get_staff
from tuanke.platform.imports.selectors.batches import list_demo_batches
from tuanke.platform.imports.services import submitting, undoing
from tuanke.platform.imports.services.importers import Removed


def load() -> None:
    """Write the shop's export files and import them. A load that was cut short goes on where it stopped."""
    staff.add_team()
    with tempfile.TemporaryDirectory() as folder:
        files = write_files(Path(folder), today=timezone.localdate())
        if not list_demo_batches().exists():
            _submit([file for file in files if file.kind in {"orders", "contacts"}])
        work_until_done()
        for file in files:
            if file.kind == "products":
                _load_costs(file.path)
    _share_out()
    marks.mark(marks.LOADED)
    work_until_done()


def clear() -> str:
    """Take every demo batch back; says what was removed and what was kept because work rests on it."""
    removed = Removed()
    for batch in list_demo_batches():
        removed += undoing.undo(batch=batch, by=None, at=timezone.now())
    marks.mark(marks.CLEARED)
    return _(
        "Removed %(orders)s orders and %(customers)s customers; kept %(kept)s customers with work of yours."
    ) % {
        "orders": removed.orders,
        "customers": removed.customers,
        "kept": removed.kept_customers,
    }


@transaction.atomic
def _submit(files: Sequence[DemoFile]) -> None:
    """All files or none, so that a load that goes on finds them all."""
    for file in files:
        submitting.submit(
            file.path,
            mapping=file.mapping,
            preset=file.preset or "",
            source=file.source,
            at=timezone.now(),
            is_demo=True,
        )


def _load_costs(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        costs = {row["商品名称"]: (to_fen(Decimal(row["成本"])), row["类目"]) for row in csv.DictReader(file)}
    set_unit_costs(costs)


def _share_out() -> None:
    """Organisations have a salesperson who knows them."""
    share_out(kind="org", owner_id=get_staff(staff.TEAM[0][0]).pk)
