"""What the reasons need beyond classes and scores, as temporary tables: dates, festivals, dead numbers.

Each is of the customers whom a scoring run classified, and of one day.
"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from tuanke.care.domain.reasons import DAYS_AHEAD, SEASON_CLOSES, SEASON_DAYS, SEASON_SHARE
from tuanke.kit.lunar import FESTIVALS, ORDERED_FOR, next_occurrence, occurrence_in
from tuanke.kit.rules.anniversaries import anniversaries_in, anniversary_of
from tuanke.kit.rules.windows import Span

YEARS_BACK = 5
DATES = """
CREATE TEMP TABLE dates_ahead ON COMMIT DROP AS
SELECT DISTINCT ON (e.customer_id) e.customer_id, e.kind, e.name, near.comes_on
FROM unnest(%(calendars)s::text[], %(months)s::int[], %(days)s::int[], %(leaps)s::bool[], %(on)s::date[])
         AS near (calendar, month, day, is_leap_month, comes_on)
JOIN customers_lifeevent e USING (calendar, month, day, is_leap_month)
JOIN classes_customerclass k ON k.customer_id = e.customer_id AND k.run_id = %(run)s
ORDER BY e.customer_id, near.comes_on, e.kind, e.name
"""
FESTIVAL_BUYERS = """
CREATE TEMP TABLE festival_buyers ON COMMIT DROP AS
SELECT k.customer_id, %(festival)s::text AS festival, %(comes_on)s::date AS comes_on,
       %(comes_on)s::date - %(season_days)s AS season_from,
       max(CAST(o.ordered_at AT TIME ZONE %(zone)s AS date)) AS bought_on,
       sum(o.revenue_fen - o.refunded_fen) AS spent_fen
FROM unnest(%(from)s::timestamptz[], %(to)s::timestamptz[]) AS season (opened, closed)
JOIN orders_order o ON o.ordered_at >= season.opened AND o.ordered_at < season.closed
     AND o.status IN ('confirmed', 'completed') AND o.kind = 'order'
JOIN customers_customer c ON c.id = o.customer_id
JOIN classes_customerclass k ON k.customer_id = coalesce(c.merged_into_id, c.id) AND k.run_id = %(run)s
JOIN facts_customerscore s ON s.customer_id = k.customer_id
GROUP BY k.customer_id, s.revenue_fen
HAVING sum(o.revenue_fen - o.refunded_fen) >= %(share)s * greatest(s.revenue_fen, 1)
"""
UNREACHABLE = """
CREATE TEMP TABLE unreachable ON COMMIT DROP AS
SELECT DISTINCT k.customer_id
FROM customers_contactpoint dead
JOIN classes_customerclass k ON k.customer_id = dead.customer_id AND k.run_id = %(run)s
WHERE dead.invalid_at IS NOT NULL AND dead.valid_to IS NULL AND dead.type <> 'address'
  AND NOT EXISTS (
      SELECT FROM customers_contactpoint p
      WHERE p.type <> 'address' AND p.invalid_at IS NULL AND p.valid_to IS NULL AND p.doubt <> 'masked'
        AND (p.customer_id = k.customer_id OR p.customer_id IN (
            SELECT a.person_id FROM customers_affiliation a
            WHERE a.organization_id = k.customer_id AND a.ended_on IS NULL)))
"""


def gather(cursor: CursorWrapper, run_id: int, today: date) -> None:
    """Temporary tables dates_ahead, festival_buyers and unreachable, at most one row per customer."""
    _gather_dates(cursor, run_id, today)
    _gather_festival_buyers(cursor, run_id, today)
    cursor.execute(UNREACHABLE, {"run": run_id})


def _gather_dates(cursor: CursorWrapper, run_id: int, today: date) -> None:
    """The calendar is asked for the days that are near, not for every customer."""
    near = [anniversary_of(code) for code in anniversaries_in(Span(DAYS_AHEAD + 1, "day"), today)]
    values: dict[str, Any] = {
        "run": run_id,
        "calendars": ["lunar" if one.is_lunar else "solar" for one in near],
        "months": [one.month for one in near],
        "days": [one.day for one in near],
        "leaps": [one.is_leap_month for one in near],
        "on": [next_occurrence(one, today) for one in near],
    }
    cursor.execute(DATES, values)


def _gather_festival_buyers(cursor: CursorWrapper, run_id: int, today: date) -> None:
    """Nobody, while no festival's season is open."""
    festival, comes_on = _season(today) or ("", today)
    earlier = _earlier(festival, comes_on.year) if festival else []
    bounds = {
        "from": [f"{day - timedelta(days=SEASON_DAYS)} {settings.TIME_ZONE}" for day in earlier],
        "to": [f"{day + timedelta(days=1)} {settings.TIME_ZONE}" for day in earlier],
    }
    values: dict[str, Any] = {
        "run": run_id,
        "festival": festival,
        "comes_on": comes_on,
        "season_days": SEASON_DAYS,
        "share": SEASON_SHARE,
        "zone": settings.TIME_ZONE,
    }
    cursor.execute(FESTIVAL_BUYERS, {**values, **bounds})


def _season(today: date) -> tuple[str, date] | None:
    """The nearest festival that people order for now, with its day."""
    coming = sorted((next_occurrence(FESTIVALS[name], today), name) for name in ORDERED_FOR)
    for day, name in coming:
        if SEASON_CLOSES <= (day - today).days <= SEASON_DAYS:
            return name, day
    return None


def _earlier(festival: str, year: int) -> list[date]:
    """The same festival in the years before."""
    return [occurrence_in(FESTIVALS[festival], year - back) for back in range(1, YEARS_BACK + 1)]
