"""Target groups, and what was noted of them week by week."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from tuanke.segments.domain import targets as domain
from tuanke.segments.models import TargetGroup, TargetProgress


@dataclass(frozen=True)
class Week:
    """A target group as noted on a day, with where it stood; shares are of the whole shop, 0 to 1."""

    noted: TargetProgress
    status: str

    @property
    def customers(self) -> float | None:
        return _share(self.noted.customers, self.noted.all_customers)

    @property
    def revenue(self) -> float | None:
        return _share(self.noted.revenue_fen, self.noted.all_revenue_fen)

    @property
    def margin(self) -> float | None:
        return _share(self.noted.margin_fen, self.noted.all_margin_fen)


def list_targets() -> QuerySet[TargetGroup]:
    """Those that run first, then the others; with what was noted, the earliest day first."""
    noted = Prefetch("progress", TargetProgress.objects.order_by("on"))
    rows = TargetGroup.objects.select_related("segment", "owner").prefetch_related(noted)
    return rows.order_by("-ended_at", "-ends_on", "pk")


def get_target(uid: uuid.UUID) -> TargetGroup:
    """Raises TargetGroup.DoesNotExist."""
    return list_targets().get(uid=uid)


def weeks(target: TargetGroup) -> list[Week]:
    """The earliest first."""
    return [Week(noted, status_of(target, noted.on, noted.value)) for noted in target.progress.all()]


def status_of(target: TargetGroup, on: date, value: float | None) -> str:
    return domain.status(
        baseline=target.baseline,
        goal=target.goal,
        starts_on=target.starts_on,
        ends_on=target.ends_on,
        on=on,
        value=value,
    )


def _share(part: int, whole: int) -> float | None:
    """None where the whole is nothing, or a loss."""
    return part / whole if whole > 0 else None
