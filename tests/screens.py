"""The main screens, as whoever visits all of them does: in Chromium, or counting what they ask of the database."""

from collections.abc import Mapping

# name → address; {…} is the uid or number of one that the shop visited has
SCREENS: Mapping[str, str] = {
    "today": "/today/",
    "first steps": "/first-steps/",
    "notices": "/notifications/",
    "without connection": "/offline/",
    "customers": "/customers/",
    "nobody found": "/customers/?q=nobody-of-this-name",
    "customer": "/customers/{customer}/",
    "archive": "/customers/{customer}/archive/",
    "groups": "/customers/groups/",
    "own fields": "/customers/fields/",
    "needs": "/customers/needs/",
    "duplicates": "/customers/duplicates/",
    "product costs": "/products/",
    "shop": "/preferences/shop/",
    "why": "/classes/{customer}/value/",
    "why a need": "/classes/{customer}/need/",
    "classes": "/classes/",
    "one class": "/classes/value/high_value/",
    "who moved": "/classes/moves/",
    "changes of class": "/classes/changes/",
    "cut-offs": "/classes/thresholds/frequency/",
    "segments": "/segments/",
    "playbooks": "/playbooks/",
    "playbook": "/playbooks/of-class/value/high_value/",
    "new segment": "/segments/new/?ready=category",
    "segment": "/segments/{segment}/",
    "segment on a day": "/segments/{segment}/?on=2026-01-01",
    "rule of a segment": "/segments/{rule}/edit/",
    "new list": "/segments/lists/new/",
    "new target": "/segments/{segment}/target/",
    "target": "/segments/targets/{target}/",
    "targets": "/segments/targets/",
    "why in a segment": "/segments/of/{customer}/why/?segment={segment}",
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
    "kept report": "/reports/saved/{report}/",
    "people of a report": "/reports/people/?m=orders&by=kind&key=person&period=ever",
    "imports": "/imports/",
    "new import": "/imports/new/",
    "columns": "/imports/{columns}/columns/",
    "last look": "/imports/{look}/start/",
    "result": "/imports/{batch}/",
    "jobs": "/jobs/",
    "staff": "/staff/",
    "new staff": "/staff/new/",
    "one of the staff": "/staff/{staff}/",
    "tokens": "/staff/tokens/",
    "audit": "/audit/",
    "password": "/accounts/password/change/",
    "two-step": "/accounts/2fa/",
}

PARTS = {"customer", "segment", "rule", "target", "report", "columns", "look", "batch", "staff"}


def screens_with(named: Mapping[str, str]) -> dict[str, str]:
    """Those whose address these uids and numbers fill in."""
    own = {part: f"{{{part}}}" for part in PARTS - named.keys()}
    filled = {name: address.format_map({**own, **named}) for name, address in SCREENS.items()}
    return {name: address for name, address in filled.items() if "{" not in address}
