"""What the form of a report offers, in words."""

from typing import Any

from django.utils.translation import gettext as _

from tuanke.kit.rules.windows import Last
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.reports.domain.breakdowns import BREAKDOWNS
from tuanke.reports.domain.measures import MEASURES
from tuanke.reports.domain.question import TOPS, Question
from tuanke.reports.selectors.offering import customer_breakdowns
from tuanke.reports.selectors.wording import BREAKDOWN_NAMES, COMPARISON_NAMES, MEASURE_NAMES, period_in_words
from tuanke.reports.web.asked import DAYS, PERIODS
from tuanke.segments.selectors.segments import list_segments
from tuanke.segments.selectors.window_wording import span_in_words

Choice = tuple[str, str]


def period_choices() -> list[Choice]:
    found = [
        (code, _("last %(span)s") % {"span": span_in_words(period.span)})
        if isinstance(period, Last)
        else (code, period_in_words(period))
        for code, period in PERIODS.items()
    ]
    return [*found, ("ever", _("all the time")), (DAYS, _("chosen days…"))]


def comparison_choices() -> list[Choice]:
    return [("", _("not compared")), *((code, str(name)) for code, name in COMPARISON_NAMES.items())]


def measure_choices(viewer: Viewer, question: Question) -> list[tuple[str, str, bool]]:
    """Code, name, and whether it fits the breakdowns."""
    return [
        (name, str(MEASURE_NAMES[name]), all(measure.sources <= one.sources for one in question.breakdowns))
        for name, measure in MEASURES.items()
        if name not in {"acts", "actors"} or viewer.may(Permission.INTERACTIONS_VIEW)
    ]


def breakdown_choices() -> list[tuple[str, list[Choice]]]:
    """Under the heads of the list to choose from."""
    heads = {
        _("Time"): ("time", "cycle"),
        _("Orders and goods"): ("goods", "order", "cohort"),
        _("Interactions"): ("act",),
    }
    found = [
        (head, [(name, str(BREAKDOWN_NAMES[name])) for name, one in BREAKDOWNS.items() if one.kind in kinds])
        for head, kinds in heads.items()
    ]
    customers = [(name, str(source.label)) for name, source in customer_breakdowns().items()]
    return [*found, (_("Customers"), customers)]


def segment_choices() -> list[Choice]:
    return [(str(segment.uid), segment.name) for segment in list_segments()]


def form_of(viewer: Viewer, question: Question) -> dict[str, Any]:
    return {
        "periods": period_choices(),
        "comparisons": comparison_choices(),
        "measures": measure_choices(viewer, question),
        "breakdowns": breakdown_choices(),
        "segments": segment_choices(),
        "tops": TOPS,
    }
