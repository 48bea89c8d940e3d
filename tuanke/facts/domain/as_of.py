"""The day the figures are for."""

from datetime import date, timedelta

STILL_CURRENT = timedelta(days=45)


def as_of_day(today: date, newest_order_on: date | None) -> date:
    """Today while orders keep coming in; the day of the newest order once they stopped.

    A merchant who imports last year's file is not told that everybody is lost; every page names the day.
    """
    if newest_order_on is None or newest_order_on >= today - STILL_CURRENT:
        return today
    return newest_order_on


def needs_new_parameters(
    *, fitted_on: date | None, fitted_customers: int, as_of: date, customers: int
) -> bool:
    """Cut-offs stay frozen for a month, or until the archive has grown or shrunk by a fifth."""
    if fitted_on is None or abs(as_of - fitted_on) >= timedelta(days=31):
        return True
    return abs(customers - fitted_customers) > fitted_customers * 0.2
