"""What the models see of a customer: orders repeated, when the last one was, how long they are known."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DAYS_PER_WEEK = 7
WHOLE = 1e-6  # how far from a whole day, in weeks, a time may lie
_FIELD = 20  # bits of a key per number of days
_TOO_LONG = 1 << _FIELD


class Customers(NamedTuple):
    """Arrays of one shape: purchase days minus one, and in weeks the last one and the age."""

    frequency: Floats
    recency: Floats
    age: Floats


@dataclass(frozen=True)
class Triples:
    """Each distinct (frequency, recency, age) once, sorted, with the number of customers who share it.

    Customers with equal triples have equal likelihoods; a million has about a third as many triples.
    """

    frequency: Integers
    recency_days: Integers
    age_days: Integers
    customers: Floats

    def __len__(self) -> int:
        return self.frequency.size

    def thinned(self, step: int) -> "Triples":
        """Every `step`-th triple: as they are sorted, a fair sample."""
        return Triples(
            self.frequency[::step],
            self.recency_days[::step],
            self.age_days[::step],
            self.customers[::step],
        )


def customers(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Customers:
    """The arrays as floats of one shape, for a prediction.

    Raises ValueError naming the argument and the first bad index: not a finite number, negative, a
    frequency that is no whole number, a recency beyond the age.
    """
    x, last, known = numbers(frequency=frequency, recency=recency, age=age)
    refuse("frequency", x, x != np.rint(x), "is no whole number")
    refuse("recency", last, last > known + WHOLE, "is more than the age")
    return Customers(x, np.minimum(last, known), known)


def triples(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Triples:
    """The distinct triples of all customers, for a fit.

    Raises ValueError like `customers`, and for no customers, times that are not whole days, and a recency
    that is zero with repeat orders or above zero without.
    """
    x, last, known = (np.ravel(column) for column in customers(frequency, recency, age))
    if x.size == 0:
        raise ValueError("frequency is empty")
    recency_days, age_days = _whole_days("recency", last), _whole_days("age", known)
    refuse("recency", last, (recency_days > 0) != (x > 0), "is above zero if and only if frequency is")
    refuse("frequency", x, x >= _TOO_LONG, "is out of range")
    key = (x.astype(np.int64) << 2 * _FIELD) | (recency_days << _FIELD) | age_days
    again = key >= 1 << 2 * _FIELD
    once = np.bincount(key[~again])
    key = np.sort(key[again])
    first = np.flatnonzero(np.concatenate((np.ones(min(key.size, 1), bool), key[1:] != key[:-1])))
    shared = np.concatenate((once[once > 0], np.diff(np.append(first, key.size))))
    # a customer without repeat orders is known by the age alone: sorting those would take most of the time
    key, low = np.concatenate((np.flatnonzero(once), key[first])), _TOO_LONG - 1
    return Triples(key >> 2 * _FIELD, (key >> _FIELD) & low, key & low, shared.astype(np.float64))


def numbers(**arguments: ArrayLike) -> list[Floats]:
    """The arguments as finite floats >= 0 of one shape; scalars spread. Raises ValueError like `customers`."""
    arrays = []
    for name, values in arguments.items():
        try:
            array = np.asarray(values, np.float64)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name} is not an array of numbers: {error}") from error
        # two reductions; what is wrong is looked for only when something is
        if array.size and not (array.min() >= 0 and array.max() < np.inf):
            refuse(name, array, ~((array >= 0) & (array < np.inf)), "is not a finite number >= 0")
        arrays.append(array)
    shape = max((array.shape for array in arrays), key=len)
    for name, array in zip(arguments, arrays, strict=True):
        if array.shape not in {shape, ()}:
            raise ValueError(f"{name} has the shape {array.shape}, not {shape}")
    return [np.broadcast_to(array, shape) for array in arrays]


def refuse(name: str, values: Floats, wrong: NDArray[np.bool_], why: str) -> None:
    """Raises ValueError naming the argument and the first index where `wrong` is true."""
    if np.any(wrong):
        at = int(np.flatnonzero(wrong)[0])
        raise ValueError(f"{name}[{at}] = {np.ravel(values)[at]:g} {why}")


def _whole_days(name: str, weeks: Floats) -> Integers:
    days = np.rint(weeks * DAYS_PER_WEEK)
    refuse(name, weeks, np.abs(days / DAYS_PER_WEEK - weeks) > WHOLE, "weeks are no whole days")
    refuse(name, weeks, days >= _TOO_LONG, "weeks are out of range")
    return days.astype(np.int64)
