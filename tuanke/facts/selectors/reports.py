from typing import Any

from tuanke.facts.models import Report
from tuanke.facts.selectors.margin_words import margin_basis


def read_margin_basis() -> str:
    """What the shop's margin rests on, in words; empty before the first scoring."""
    content = Report.objects.filter(name="margin_basis").values_list("content", flat=True).first()
    return basis_in_words(content) if content else ""


def basis_in_words(content: dict[str, float]) -> str:
    """The report `margin_basis` as a phrase."""
    known, stated = int(content["known"]), int(content.get("stated", 0))
    return margin_basis(known=known, stated=stated, revenue=int(content["all"]))


def read_reports(*names: str) -> dict[str, Any]:
    """Name → content of these reports; empty before the first scoring."""
    return dict(Report.objects.filter(name__in=names).values_list("name", "content"))
