"""Which customers hang together through pairs (domain A5.6)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from tuanke.customers.domain.matching import WEAK, Pair

LARGEST_GROUP = 5


def groups(pairs: Iterable[Pair]) -> list[set[int]]:
    """Who hangs together through pairs, directly or not."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    found, seen = [], set[int]()
    for start in neighbours:
        if start in seen:
            continue
        group, waiting = set[int](), [start]
        while waiting:
            here = waiting.pop()
            if here not in group:
                group.add(here)
                waiting += neighbours[here] - group
        seen |= group
        found.append(group)
    return found


def is_tangled(group: set[int], probabilities: Mapping[Pair, float]) -> bool:
    """Large, or with two in it who are unlikely to be one: to be looked at as a whole, never pair by pair."""
    if len(group) > LARGEST_GROUP:
        return True
    pairs: Sequence[Pair] = list(combinations(sorted(group), 2))
    return any(probabilities.get(pair, 0.0) < WEAK for pair in pairs)
