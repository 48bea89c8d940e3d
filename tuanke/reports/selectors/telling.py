"""What a report shows, in a sentence or two: the largest, and the change against the days before."""

from django.utils.translation import gettext as _

from tuanke.reports.domain.answer import Answer, Figures
from tuanke.reports.domain.measures import Measure
from tuanke.reports.selectors.cells import cell_of, in_words
from tuanke.reports.selectors.key_names import key_names
from tuanke.reports.selectors.wording import COMPARISON_NAMES, MEASURE_NAMES
from tuanke.ui import formats


def told(answer: Answer) -> str:
    """Empty where there is nothing to tell."""
    if answer.is_empty:
        return ""
    measure = answer.question.asked[0]
    return " ".join(part for part in (_largest(answer, measure), _in_all(answer, measure)) if part)


def _largest(answer: Answer, measure: Measure) -> str:
    whole = [row for row in answer.rows if not row.key.is_others and row.key.text and not row.is_partial]
    known = [row for row in whole if not row.figures.is_few(measure) and row.figures.value(measure)]
    if len(known) < 2:  # noqa: PLR2004 - one alone is not the largest of anything
        return ""
    best = max(known, key=lambda row: row.figures.value(measure) or 0)
    value = best.figures.value(measure) or 0
    values = {
        "name": key_names(answer)[0](best.key),
        "measure": MEASURE_NAMES[measure.name],
        "value": in_words(value, measure.unit),
    }
    total = answer.total.value(measure)
    if answer.question.breakdowns[0].kind in measure.adds and total and total > 0:
        values["share"] = formats.percent(value / total)
        return _("%(name)s comes first: %(measure)s %(value)s, %(share)s of all.") % values
    return _("%(name)s comes first: %(measure)s %(value)s.") % values


def _in_all(answer: Answer, measure: Measure) -> str:
    values = {"measure": MEASURE_NAMES[measure.name], "value": cell_of(answer.total, measure).text}
    if answer.total.is_few(measure):
        return _("Fewer than five customers: too few for a share.")
    change = _change(answer.total, answer.earlier_total, measure)
    if not change:
        return _("In all: %(measure)s %(value)s.") % values
    than = COMPARISON_NAMES[answer.question.compared]
    return _("In all: %(measure)s %(value)s, %(change)s against %(than)s.") % {
        **values,
        "change": change,
        "than": than,
    }


def _change(now: Figures, earlier: Figures | None, measure: Measure) -> str:
    value, before = now.value(measure), earlier.value(measure) if earlier else None
    if value is None or not before:
        return ""
    if measure.unit == "share":
        return _("%(points)s points") % {"points": f"{(value - before) * 100:+.1f}"}
    return f"{(value - before) / abs(before) * 100:+.0f}%"
