"""Integer arithmetic that gives the same result on DuckDB and on Spark.

Engines differ in what a date difference is, in how they round and in the width of a sum. Everything that
depends on such a thing is written here once.
"""

from datetime import date

import ibis.expr.types as ir

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86_400


WEEK = 7  # days
MONDAY = 3  # days from one to 1970-01-01, a Thursday


def day_number(day: ir.DateColumn) -> ir.IntegerColumn:
    """Days since 1970-01-01 of a date column.

    Half a day is added before dividing, so that an engine whose session runs in a zone with summer time
    still numbers neighbouring days by neighbouring integers.
    """
    return (day.cast("timestamp").epoch_seconds() + _DAY // 2) // _DAY


def number_of(day: date) -> int:
    """The same number for one date."""
    return day.toordinal() - _EPOCH


def date_of(number: int) -> date:
    """The date of such a number."""
    return date.fromordinal(number + _EPOCH)


def date_after(day: ir.DateColumn, days: ir.IntegerValue) -> ir.DateColumn:
    """The date `days` later. DuckDB answers a timestamp to date + interval; the casts bring it back."""
    return (day + days.as_interval("D")).cast("timestamp").cast("date")


def half_up(number: ir.NumericColumn) -> ir.IntegerColumn:
    """The nearest integer, .5 towards plus infinity: engines disagree about ROUND, not about FLOOR."""
    return (number + 0.5).floor().cast("int64")


def int64(number: ir.NumericColumn) -> ir.IntegerColumn:
    """A sum as 64-bit integer.

    DuckDB sums into 128 bits and Parquet would store those as floating point; Ibis believes the column to
    be int64 already and would drop a direct cast.
    """
    return number.cast("decimal(38, 0)").cast("int64")
