"""What an order of several rows says once, or on every row: its texts for all its rows, its total shared once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tuanke.kit.files.amounts import amounts, product, quantities
from tuanke.kit.files.order_texts import OrderTexts
from tuanke.kit.files.shares import Integers, from_units, share_out, to_units

UNKNOWN_WEIGHT = -1


@dataclass(frozen=True)
class OrderLevel:
    """`texts` by the orders `ids` that lack some in some rows; `shares` (units) by `lines`, ascending."""

    ids: pa.Array
    texts: Mapping[str, pa.Array]
    lines: Integers
    shares: Integers

    def filled(self, texts: OrderTexts) -> Mapping[str, pa.StringArray]:
        """Blank cells take the order's first value."""
        if not len(self.ids):
            return {}
        place = pc.index_in(texts.get("order_id"), self.ids)
        return {key: pc.coalesce(texts.get(key), whole.take(place)) for key, whole in self.texts.items()}

    def shared(self, lines: pa.Int64Array, own: pa.Array) -> pa.Array:
        """Each line's share; a line of no shared total keeps its own amount."""
        if not len(self.lines):
            return own
        wanted = lines.to_numpy()
        place = np.minimum(np.searchsorted(self.lines, wanted), len(self.lines) - 1)
        known = self.lines[place] == wanted
        return pc.if_else(pa.array(known), from_units(np.where(known, self.shares[place], 0), known), own)


@dataclass(frozen=True)
class _Rows:
    """The rows that name an order. `given` has a bit for every key that is not blank."""

    order: NDArray[np.int32]
    line: Integers
    amount: Integers
    stated: NDArray[np.bool_]
    weight: Integers
    given: NDArray[np.uint64]

    def take(self, rows: NDArray[np.int64]) -> "_Rows":
        return _Rows(*(part[rows] for part in vars(self).values()))


def order_level(passes: Iterator[Iterable[OrderTexts]], keys: Sequence[str]) -> OrderLevel:
    """From one pass over the file, and a second where rows lack what others of their order say.

    Only numbers are held for every row; texts only of the orders that need them.
    """
    ids, rows = _collected(next(passes), keys)
    several = np.bincount(rows.order, minlength=1)[rows.order] > 1
    rows = rows.take(np.flatnonzero(several)[np.argsort(rows.order[several], kind="stable")])
    if not len(rows.order):
        return OrderLevel(pa.nulls(0, pa.string()), {}, np.zeros(0, np.int64), np.zeros(0, np.int64))
    starts = np.flatnonzero(np.diff(rows.order, prepend=-1))
    lines, shares = _shares(rows, starts)
    some, every = np.bitwise_or.reduceat(rows.given, starts), np.bitwise_and.reduceat(rows.given, starts)
    lacking = ids.take(pa.array(rows.order[starts][some != every]))
    return OrderLevel(lacking, _texts(passes, lacking, keys), lines, shares)


def _collected(chunks: Iterable[OrderTexts], keys: Sequence[str]) -> tuple[pa.Array, _Rows]:
    """(the orders, their rows): an order's number is its place in the first."""
    names: list[pa.Array] = []
    parts: list[_Rows] = []
    for texts in chunks:
        order = texts.get("order_id")
        rows = np.flatnonzero(order.is_valid().to_numpy(zero_copy_only=False) & ~texts.chunk.too_many)
        names.append(order.take(pa.array(rows)))
        parts.append(_numbers(texts, keys).take(rows))
    encoded = pa.chunked_array(names, pa.string()).combine_chunks().dictionary_encode()
    columns = (
        np.concatenate(column) for column in zip(*(vars(part).values() for part in parts), strict=True)
    )
    return encoded.dictionary, replace(_Rows(*columns), order=encoded.indices.to_numpy())


def _numbers(texts: OrderTexts, keys: Sequence[str]) -> _Rows:
    amount, stated = to_units(amounts(texts.get("amount")).values)
    price = product(quantities(texts.get("quantity")).values, quantities(texts.get("unit_price")).values)
    weight, known = to_units(price)
    given = np.zeros(len(texts.chunk), np.uint64)
    for bit, key in enumerate(keys):
        given |= texts.get(key).is_valid().to_numpy(zero_copy_only=False).astype(np.uint64) << np.uint64(bit)
    nameless = np.zeros(len(texts.chunk), np.int32)  # numbered once all are known
    lines = texts.chunk.lines.to_numpy()
    return _Rows(nameless, lines, amount, stated, np.where(known, weight, UNKNOWN_WEIGHT), given)


def _shares(rows: _Rows, starts: Integers) -> tuple[Integers, Integers]:
    """(lines ascending, shares) of orders that state one total, by weight or else evenly.

    Different amounts within an order are the amounts of its lines, and stay.
    """
    sizes = np.diff(np.append(starts, len(rows.order)))
    bounds = np.iinfo(np.int64)
    least = np.minimum.reduceat(np.where(rows.stated, rows.amount, bounds.max), starts)
    most = np.maximum.reduceat(np.where(rows.stated, rows.amount, bounds.min), starts)
    one = least == most
    member = np.repeat(one, sizes)
    parts = share_out(least[one], sizes[one], rows.weight[member])
    order = np.argsort(rows.line[member], kind="stable")
    return rows.line[member][order], parts[order]


def _texts(
    passes: Iterator[Iterable[OrderTexts]], ids: pa.Array, keys: Sequence[str]
) -> Mapping[str, pa.Array]:
    """By key the first text of every order in `ids`, in their sequence."""
    if not len(ids):
        return {}
    found = []
    for texts in next(passes):
        order = texts.get("order_id")
        wanted = pc.and_(pc.is_in(order, value_set=ids), pa.array(~texts.chunk.too_many))
        table = pa.table({"order_id": order, **{key: texts.get(key) for key in keys}})
        found.append(table.filter(wanted))
    rows = pa.concat_tables(found)
    first = rows.group_by("order_id", use_threads=False).aggregate([(key, "first") for key in keys])
    place = pc.index_in(ids, first["order_id"].combine_chunks())
    return {key: first[f"{key}_first"].combine_chunks().take(place) for key in keys}
