"""The demo shop through the real import, once; and out again."""

import csv
import tempfile
from decimal import Decimal
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.catalog.services.costs import set_unit_costs
from tuanke.config.demo import marks, staff
from tuanke.config.demo.files import DemoFile, write_files
from tuanke.customers.selectors.customers import list_customers
from tuanke.customers.services.customers import assign_owner
from tuanke.kit.money import to_fen
from tuanke.platform.accounts.selectors.staff import get_staff
from tuanke.platform.imports.selectors.batches import list_demo_batches
from tuanke.platform.imports.services import at_once, undoing
from tuanke.platform.imports.services.importers import Removed


def load() -> None:
    """Write the shop's export files and import them; doing it twice changes nothing."""
    staff.add_team()
    with tempfile.TemporaryDirectory() as folder:
        for file in write_files(Path(folder), today=timezone.localdate()):
            _load_costs(file.path) if file.kind == "products" else _load_orders(file)
    _share_out()
    marks.mark(marks.LOADED)


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


def _load_orders(file: DemoFile) -> None:
    at_once.bring_in(
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
    owner, seller = get_staff(staff.OWNER), get_staff(staff.TEAM[0][0])
    for organisation in list_customers(owner.viewer).filter(kind="org", owner=None):
        assign_owner(customer=organisation, owner_id=seller.pk, by=owner.pk, at=timezone.now())
