"""How much of an organisation's buying centre 采购中心 is known (domain A3)."""

from collections.abc import Iterable
from dataclasses import dataclass

KEY_ROLES = ("decider", "approver", "buyer", "finance")


@dataclass(frozen=True)
class Coverage:
    """关键人覆盖率: the key roles filled with somebody who can be reached, and those that are not."""

    filled: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        return len(self.filled) / len(KEY_ROLES)


def coverage(people: Iterable[tuple[Iterable[str], bool]]) -> Coverage:
    """`people` are (roles, can be reached) of those who are there now."""
    reached = {role for roles, reachable in people if reachable for role in roles}
    return Coverage(
        tuple(role for role in KEY_ROLES if role in reached),
        tuple(role for role in KEY_ROLES if role not in reached),
    )
