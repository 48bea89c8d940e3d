"""Orders of several rows that state their total once, or once on every row: the total shared out, once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.amounts import AMOUNT
from tuanke.kit.money import allocate

CENT = 10 ** (AMOUNT.scale - 2)  # in units of the last place an amount has


@lru_cache(maxsize=4_096)
def split_amount(amount: Decimal, weights: tuple[int, ...]) -> tuple[Decimal, ...]:
    """Parts in whole cents (finer only where the amount is), which sum to the amount."""
    units = int(amount.scaleb(AMOUNT.scale))
    step = CENT if units % CENT == 0 else 1
    return tuple(Decimal(part * step).scaleb(-AMOUNT.scale) for part in allocate(units // step, weights))


@dataclass(frozen=True)
class OrderLevel:
    """What is known of whole orders: `texts` by order id, and the amounts shared out to lines."""

    ids: pa.Array
    texts: Mapping[str, pa.Array]
    lines: pa.Array
    amounts: pa.Array

    def fill(self, order_id: pa.StringArray, key: str, cells: pa.StringArray) -> pa.StringArray:
        """Blank cells take the order's first value."""
        return pc.coalesce(cells, self.texts[key].take(pc.index_in(order_id, self.ids)))

    def shared(self, lines: pa.Int64Array, amounts: pa.Array) -> pa.Array:
        """Each line's share; a line of no shared total keeps its own amount."""
        return pc.coalesce(self.amounts.take(pc.index_in(lines, self.lines)), amounts)


def order_level(rows: pa.Table, keys: Sequence[str]) -> OrderLevel:
    """`rows`: line, order_id, amount, weight (both decimal, may be null) and the texts of `keys`."""
    known = rows.filter(rows["order_id"].is_valid()).combine_chunks()
    first = known.group_by("order_id", use_threads=False).aggregate([(key, "first") for key in keys])
    shares = list(_shares(known))
    return OrderLevel(
        ids=first["order_id"].combine_chunks(),
        texts={key: first[f"{key}_first"].combine_chunks() for key in keys},
        lines=pa.array([line for line, _ in shares], pa.int64()),
        amounts=pa.array([amount for _, amount in shares], AMOUNT),
    )


def _shares(rows: pa.Table) -> Iterator[tuple[int, Decimal]]:
    """(line, share) for orders of several rows that state one total, by weight or else evenly.

    Different amounts within an order are the amounts of its lines, and stay.
    """
    orders: dict[str, list[int]] = {}
    for position, order in enumerate(rows["order_id"].to_pylist()):
        orders.setdefault(order, []).append(position)
    lines, amounts, weights = (rows[name].to_pylist() for name in ("line", "amount", "weight"))
    for positions in orders.values():
        stated = {amounts[position] for position in positions} - {None}
        if len(positions) > 1 and len(stated) == 1:
            own = _whole([weights[position] for position in positions])
            parts = split_amount(stated.pop(), own)
            yield from zip((lines[position] for position in positions), parts, strict=True)


def _whole(weights: Sequence[Decimal | None]) -> tuple[int, ...]:
    """Weights as integers; all alike where one is unknown or negative."""
    if any(weight is None or weight < 0 for weight in weights):
        return (1,) * len(weights)
    return tuple(int(weight.scaleb(AMOUNT.scale)) for weight in weights if weight is not None)
