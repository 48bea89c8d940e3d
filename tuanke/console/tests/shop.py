"""A shop of any size, with classes, lines on today's list, files and jobs."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.utils import timezone

from tuanke.care.services import planning
from tuanke.classes.services import assigning
from tuanke.customers.selectors.customers import list_customers
from tuanke.facts.tests.factories import make_run, write_score
from tuanke.orders.tests.factories import bring_in, order
from tuanke.platform.accounts.domain.permissions import Role, Viewer
from tuanke.platform.accounts.tests.factories import make_staff, make_team
from tuanke.platform.imports.services import receiving
from tuanke.platform.jobs.services import queue

AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
START = datetime(2026, 1, 1)  # noqa: DTZ001  as a file writes it
EVERYBODY = Viewer(staff_id=0, team_id=None, role=Role.OWNER)


def make_shop(folder: Path, *, size: int) -> None:
    """`size` of everything that a page lists."""
    bring_in(folder, [line for n in range(size) for line in _orders(n, most=max(2, size // 5))])
    run = make_run(as_of=timezone.localdate())
    for customer in list_customers(EVERYBODY):
        write_score(run, customer.pk, lifecycle="dormant")
    assigning.assign(run.pk, at=AT)
    planning.plan(run.pk, at=AT)
    team = make_team("A")
    for n in range(size):
        make_staff(f"staff{n}", name=f"员工{n}", team=team)
        queue.start("tests.long", at=AT, by=None, n=n)
        receiving.receive(file=BytesIO(b"%d" % n), name=f"{n}.csv", kind="orders", source="", at=AT, by=None)


def _orders(n: int, *, most: int) -> list[dict[str, object]]:
    """Two orders each; the first customer has more."""
    days = [START + timedelta(days=n + 30 * k) for k in range(most if n == 0 else 2)]
    phone = f"138001380{n:02d}"
    return [
        order(f"A{n}-{k}", f"c{n}", f"{day}", 100, product=f"P{k}", phone=phone) for k, day in enumerate(days)
    ]
