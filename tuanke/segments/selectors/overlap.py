"""Two segments laid over each other."""

from dataclasses import dataclass
from typing import Any

from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.segments.models import Segment
from tuanke.segments.selectors.members import list_members


@dataclass(frozen=True)
class Overlap:
    """Numbers of the viewer's customers."""

    only_one: int
    both: int
    only_other: int

    @property
    def either(self) -> int:
        return self.only_one + self.both + self.only_other


def overlap(viewer: Viewer, one: Segment, other: Segment) -> Overlap:
    in_one, in_other = list_members(viewer, one), list_members(viewer, other)
    both = in_one.filter(customer__in=in_other.order_by().values("customer")).count()
    return Overlap(in_one.count() - both, both, in_other.count() - both)


def as_rules(one: Segment, other: Segment) -> dict[str, dict[str, Any]]:
    """What union, intersection and the two differences are as rules that read both."""
    a, b = _reference(one), _reference(other)
    return {
        "either": {"any": [a, b]},
        "both": {"all": [a, b]},
        "only_one": {"all": [a, {"not": b}]},
        "only_other": {"all": [b, {"not": a}]},
    }


def _reference(segment: Segment) -> dict[str, str]:
    is_list = segment.kind == Segment.Kind.STATIC
    return {"in_list" if is_list else "in_segment": str(segment.uid)}
