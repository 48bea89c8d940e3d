"""Will this group come together? Each item's own success rate, shrunk, and the initiator's where that helps.

Judged out of fold: a group's own outcome never counts in its forecast (analytics §2.5).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.accuracy import auc, log_loss
from tuanke.insights.recommend.baskets import Real, Whole

FOLDS = 10
SURE = 1e-6


@dataclass(frozen=True)
class GroupSuccess:
    """`auc` is out of fold; `initiators_help` says which model it is.

    `by_item` are probabilities, `by_initiator` differences of log-odds (all 0 where they do not help).
    """

    groups: int
    overall: float
    by_item: Real
    by_initiator: Real
    initiators_help: bool
    auc: float

    def probability(self, item: Whole, initiator: Whole) -> Real:
        """By position; -1 for one never seen."""
        p = np.where(item >= 0, np.append(self.by_item, self.overall)[item], self.overall)
        return _raised(p, np.append(self.by_initiator, 0.0)[initiator])


def fit(
    item: Whole, initiator: Whole, succeeded: NDArray[np.bool_], items: int, initiators: int
) -> GroupSuccess:
    """From finished groups, by position of item and initiator. Without groups every probability is 1/2."""
    y = succeeded.astype(float)
    overall = float(y.mean()) if len(y) else 0.5
    fold = np.arange(len(y)) % FOLDS
    strength = _strength(item, y, items, overall)
    by_item = _Sums.of(item, y, items, fold)
    blind = np.clip(
        (by_item.hits_elsewhere + strength * overall) / (by_item.seen_elsewhere + strength), SURE, 1 - SURE
    )
    excess = _Sums.of(initiator, y - blind, initiators, fold)
    information = _Sums.of(initiator, blind * (1 - blind), initiators, fold)
    spread = _variance(excess.hits, information.hits)
    with_initiator = _raised(blind, _effect(excess.hits_elsewhere, information.hits_elsewhere, spread))
    helps = bool(len(y)) and log_loss(with_initiator, succeeded) < log_loss(blind, succeeded)
    return GroupSuccess(
        groups=len(y),
        overall=overall,
        by_item=(by_item.hits + strength * overall) / (by_item.seen + strength),
        by_initiator=_effect(excess.hits, information.hits, spread if helps else 0.0),
        initiators_help=helps,
        auc=auc(with_initiator if helps else blind, succeeded),
    )


@dataclass(frozen=True)
class _Sums:
    """Of a value by code: over all groups, and for each group over those of the other folds."""

    seen: Real
    hits: Real
    seen_elsewhere: Real
    hits_elsewhere: Real

    @classmethod
    def of(cls, code: Whole, value: Real, codes: int, fold: Whole) -> "_Sums":
        seen = np.bincount(code, minlength=codes).astype(float)
        hits = np.bincount(code, value, minlength=codes).astype(float)
        cell = fold * codes + code
        own_seen = np.bincount(cell, minlength=FOLDS * codes)[cell]
        own_hits = np.bincount(cell, value, minlength=FOLDS * codes)[cell]
        return cls(seen, hits, seen[code] - own_seen, hits[code] - own_hits)


def _strength(item: Whole, y: Real, items: int, overall: float) -> float:
    """Of how many groups the Beta prior of the items' rates is worth, by moments (Kleinman 1973)."""
    seen = np.bincount(item, minlength=items).astype(float)
    known = seen > 0
    spread = overall * (1 - overall)
    freedom = known.sum() - 1
    scale = seen.sum() - (seen**2).sum() / max(seen.sum(), 1) - freedom
    if spread == 0 or freedom < 1 or scale <= 0:
        return 1.0
    rates = np.bincount(item, y, minlength=items)[known] / seen[known]
    between = float((seen[known] * (rates - overall) ** 2).sum())
    alike = np.clip((between - freedom * spread) / (spread * scale), 1e-3, 1 - 1e-3)
    return float(1 / alike - 1)


def _variance(excess: Real, information: Real) -> float:
    """Of the effects, by moments; 0 when they differ no more than chance."""
    scale = float((information**2).sum())
    return max(float((excess**2 - information).sum()) / scale, 0.0) if scale > 0 else 0.0


def _effect(excess: Real, information: Real, variance: float) -> Real:
    return excess * variance / (1 + variance * information)


def _raised(p: Real, effect: Real) -> Real:
    """The probability with its log-odds moved."""
    p = np.clip(p, SURE, 1 - SURE)
    odds = p / (1 - p) * np.exp(effect)
    return np.asarray(odds / (1 + odds), float)
