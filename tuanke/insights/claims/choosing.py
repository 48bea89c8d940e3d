"""Which of many claims stand: of those that do, at most one in twenty is expected to be chance."""

from collections.abc import Sequence

from tuanke.insights.claims.claim import Claim

FALSE_DISCOVERIES = 0.05


def stand(p_values: Sequence[float], rate: float = FALSE_DISCOVERIES) -> list[bool]:
    """For each p-value whether it is kept, by Benjamini & Hochberg's step-up rule (1995).

    The largest i whose i-th smallest p is at most i / m x rate, and all smaller ones, are kept: the expected
    share of false ones among the kept is then at most `rate`, however many were tried.
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    reached = [rank for rank, place in enumerate(order, 1) if p_values[place] <= rank / len(p_values) * rate]
    kept = set(order[: max(reached, default=0)])
    return [place in kept for place in range(len(p_values))]


def choose(claims: Sequence[Claim]) -> list[Claim]:
    """Those that stand among all that were tried and whose own 95 % interval excludes chance, in their order."""
    kept = stand([claim.p for claim in claims])
    return [claim for claim, is_kept in zip(claims, kept, strict=True) if is_kept and claim.excludes_chance]
