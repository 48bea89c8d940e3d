"""Money is an integer number of fen (0.01 of the main unit); Decimal appears only at the edge."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")


def to_fen(amount: Decimal) -> int:
    """Fen for an amount in the main unit, half up. Raises ValueError for NaN and infinities."""
    if not amount.is_finite():
        raise ValueError(f"not a finite amount: {amount}")
    return int(amount.quantize(FEN, rounding=ROUND_HALF_UP).scaleb(2))


def from_fen(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights` by largest remainder; the parts sum to the total.

    Equal remainders go to the earlier part. If every weight is zero the split is even.
    Raises ValueError for no weights or a negative one.
    """
    if not weights:
        raise ValueError("nothing to allocate to")
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    shares = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(shares)
    parts = [total * share // whole for share in shares]
    remainders = [total * share % whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (-remainders[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
