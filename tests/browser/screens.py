"""What the main screens show: one of everything, in a shop in which something has happened."""

from pathlib import Path

from tests.commands.orders import write_orders
from tests.commands.shop import Shop
from tests.commands.visitor import Visitor
from tests.screens import screens_with

RULE = '{"all": [{"event": "order.placed", "within": {"last": 90, "unit": "day"}}]}'


def screens(shop: Shop, owner: Visitor, folder: Path) -> dict[str, str]:
    """By name, where it is; each has something on it."""
    file = write_orders(folder / "orders.csv", customers=5, orders=9, spoiled=1)
    columns = owner.post("/imports/new/", {}, file).path
    look = owner.post(owner.post("/imports/new/", {}, file).path, {"source": "look"}).path
    (customer,) = shop.fetch(
        "SELECT customer_id FROM classes_customerclass JOIN facts_customerscore USING (customer_id)"
        " ORDER BY facts_customerscore.orders DESC LIMIT 1"
    )
    (uid,) = shop.fetch("SELECT uid::text FROM customers_customer WHERE id = %s", customer)
    (batch,) = shop.fetch("SELECT uid::text FROM imports_importbatch WHERE state = 'done' LIMIT 1")
    (staff,) = shop.fetch("SELECT id FROM accounts_staff LIMIT 1")
    segment = owner.post("/segments/new/", {"name": "近况", "rule": RULE}).path
    days = {"starts_on": "2026-01-01", "ends_on": "2099-01-01", "owner_id": str(staff)}
    wanted = {"objective": "更多", "metric": "customers", "goal": "999", "baseline": "1"}
    target = owner.post(f"{segment}target/", {**wanted, **days}).path
    asked = "m=revenue&by=month&period=ever"
    kept = {"name": "月报", "query": asked}
    report = owner.post("/reports/save/", kept, form_on=f"/reports/ask/?{asked}").path
    return screens_with(
        {
            "customer": uid,
            "segment": _last(segment),
            "rule": _last(segment),
            "target": _last(target),
            "report": _last(report),
            "columns": columns.split("/")[2],
            "look": look.split("/")[2],
            "batch": batch,
            "staff": str(staff),
        }
    )


def _last(path: str) -> str:
    return path.split("/")[-2]
