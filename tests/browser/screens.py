"""The main screens, as the tests of all of them visit them."""

from pathlib import Path

from tests.commands.orders import write_orders
from tests.commands.shop import Shop
from tests.commands.visitor import Visitor

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
    return {
        "today": "/today/",
        "first steps": "/first-steps/",
        "notices": "/notifications/",
        "without connection": "/offline/",
        "customers": "/customers/",
        "nobody found": "/customers/?q=nobody-of-this-name",
        "customer": f"/customers/{uid}/",
        "archive": f"/customers/{uid}/archive/",
        "groups": "/customers/groups/",
        "own fields": "/customers/fields/",
        "needs": "/customers/needs/",
        "duplicates": "/customers/duplicates/",
        "product costs": "/products/",
        "shop": "/preferences/shop/",
        "why": f"/classes/{uid}/value/",
        "why a need": f"/classes/{uid}/need/",
        "classes": "/classes/",
        "one class": "/classes/value/high_value/",
        "who moved": "/classes/moves/",
        "changes of class": "/classes/changes/",
        "cut-offs": "/classes/thresholds/frequency/",
        "segments": "/segments/",
        "playbooks": "/playbooks/",
        "playbook": "/playbooks/of-class/value/high_value/",
        "new segment": "/segments/new/?ready=category",
        "segment": segment,
        "segment on a day": f"{segment}?on=2026-01-01",
        "rule of a segment": f"{segment}edit/",
        "new list": "/segments/lists/new/",
        "new target": f"{segment}target/",
        "target": target,
        "targets": "/segments/targets/",
        "why in a segment": f"/segments/of/{uid}/why/?segment={segment.split('/')[2]}",
        "analytics": "/analytics/",
        "findings": "/analytics/findings/",
        "repurchase curve": "/analytics/second-order/",
        "cohort map": "/analytics/cohorts/",
        "rfm": "/analytics/rfm/",
        "rhythm": "/analytics/cycle/",
        "few or many": "/analytics/concentration/",
        "first and repeat": "/analytics/first-repeat/",
        "prepare": "/analytics/demand/",
        "needs and likes": "/analytics/needs/",
        "ahead": "/analytics/ahead/",
        "reports": "/reports/",
        "report": "/reports/built-in/repeat-orders/",
        "report as a grid": "/reports/built-in/hours/",
        "new report": "/reports/ask/",
        "kept report": report,
        "people of a report": "/reports/people/?m=orders&by=kind&key=person&period=ever",
        "imports": "/imports/",
        "new import": "/imports/new/",
        "columns": columns,
        "last look": look,
        "result": f"/imports/{batch}/",
        "jobs": "/jobs/",
        "staff": "/staff/",
        "new staff": "/staff/new/",
        "one of the staff": f"/staff/{staff}/",
        "tokens": "/staff/tokens/",
        "audit": "/audit/",
        "password": "/accounts/password/change/",
        "two-step": "/accounts/2fa/",
    }
