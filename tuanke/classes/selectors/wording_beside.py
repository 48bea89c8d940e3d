"""The sentences that explain need, behaviour, source, interest and scene."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from tuanke.classes.domain.dimensions import BAND, STATED_DAYS, UNKNOWN
from tuanke.classes.models import CustomerClass
from tuanke.classes.selectors.names import class_name
from tuanke.classes.selectors.options import shown_class
from tuanke.classes.selectors.wording_need import signals_in_words
from tuanke.customers.selectors.archive import list_invoice_titles, list_touches
from tuanke.customers.selectors.needs import list_stated
from tuanke.facts.selectors.engagements import find_engagement
from tuanke.facts.selectors.interests import list_interests
from tuanke.facts.selectors.needs import find_need
from tuanke.insights.engagement import ENGAGED, RECENT_DAYS
from tuanke.insights.lifecycle import DORMANT_ABOVE
from tuanke.insights.needs.scores import APART, FEWEST_LINES, STANDS_OUT
from tuanke.ui import formats

SCORED = ("price", "quality", "service")


def explain_beside(held: CustomerClass, dimension: str) -> list[str]:
    return EXPLAINERS[dimension](held)


def _need(held: CustomerClass) -> list[str]:
    sentences = [
        _("Said on %(day)s: “%(need)s”. For a year that outweighs what their orders tell.")
        % {"day": formats.day(row.at), "need": row.need}
        for row in list_stated(held.customer)
        if row.need.code in SCORED and (held.run.as_of - row.at.date()).days < STATED_DAYS
    ][:1]
    found = find_need(held.customer_id)
    if found is None:
        bought = held.score.purchase_days
        missing = (
            _("Bought already, but not yet compared with the others: that is done every night.")
            if bought
            else _("Nothing bought yet, so nothing tells what they need.")
        )
        return [*sentences, missing, _ask()]
    if found.lines < FEWEST_LINES:
        needed = _("Needs %(fewest)s order lines to tell; has %(n)s.")
        return [*sentences, needed % {"fewest": FEWEST_LINES, "n": found.lines}, _ask()]
    scores = [(need, getattr(found, f"{need}_score")) for need in SCORED]
    known = [f"{class_name('need', need)} {score:.0f}" for need, score in scores if score is not None]
    rule = _(
        "The highest score counts from %(from)s on, if it is %(apart)s above the next; a class once held is kept"
        " down to %(floor)s while it leads. None so high means balanced."
    ) % {"from": STANDS_OUT, "apart": APART, "floor": round(STANDS_OUT * BAND)}
    told = _("Scores from 0 to 100, from %(n)s order lines: %(scores)s.")
    sentences.append(told % {"n": found.lines, "scores": _(", ").join(known) or "–"})
    sentences += [*signals_in_words(found), rule]
    sentences.append(
        _("Compared with the other customers as of %(day)s; done anew every night.")
        % {"day": formats.day(found.as_of)}
    )
    return sentences


def _ask() -> str:
    return _("Ask them what matters most, and write it down on the page “Archive”: it counts at once.")


def _behaviour(held: CustomerClass) -> list[str]:
    s, found = held.score, find_engagement(held.customer_id)
    sentences = []
    if s.frequency and s.rho is not None:
        sentences.append(
            _("Bought on %(n)s days in the last %(window)s days; %(rho)s times the expected gap has passed.")
            % {"n": s.frequency, "window": held.run.parameters["window_days"], "rho": f"{s.rho:.1f}"}
        )
    elif s.purchase_days:
        sentences.append(_("Bought before, but not in the time that counts."))
    else:
        sentences.append(_("Never bought yet."))
    if found is None:
        sentences.append(_("Nothing else is known of them: no visit, question, cart or comment."))
    else:
        sentences.append(
            _(
                "Engagement %(score)s as of %(day)s, last act on %(last)s; %(n)s acts in the last %(days)s days."
            )
            % {
                "score": f"{found.score:.0f}",
                "day": formats.day(found.as_of),
                "last": formats.day(found.last_on),
                "n": found.recent_acts,
                "days": RECENT_DAYS,
            }
        )
    sentences.append(
        _(
            "Active: bought and not later than %(rho)s times the gap, or an engagement of %(engaged)s and more."
        )
        % {"rho": DORMANT_ABOVE, "engaged": ENGAGED}
    )
    if held.behaviour == "potential":
        sentences.append(_("The first order makes them active."))
    return sentences


def _source(held: CustomerClass) -> list[str]:
    first = list_touches(held.customer).get("first")
    if first is None:
        if not held.customer.channel:
            return [_("No first touch is on record: neither the file nor a visit said where they came from.")]
        told = _("The file they came with says “%(channel)s”.") % {"channel": held.customer.channel}
        if held.source in {UNKNOWN, "import"}:
            return [told, _("That is no channel we know; write down the first touch on the page “Archive”.")]
        return [told]
    parts = [first.channel_name, first.campaign, first.keyword, first.referrer, first.evidence]
    return [
        _("First touch on %(day)s: %(told)s.")
        % {"day": formats.day(first.at), "told": " · ".join(part for part in parts if part)},
        _("A first touch stays; only an override with a reason changes it."),
    ]


def _interest(held: CustomerClass) -> list[str]:
    sentences = [
        _("%(category)s: %(share)s%% of what they did, from %(lines)s order lines and %(acts)s acts.")
        % {"category": row.category, "share": row.share_percent, "lines": row.lines, "acts": row.acts}
        for row in list_interests(held.customer_id)
    ]
    rule = _("From 60% on a category is the main one; else the strongest from 15% on with two acts counts.")
    if not sentences:
        sentences = [_("Needs two purchases or acts in one category; has fewer.")]
    return [*sentences, rule]


def _scene(held: CustomerClass) -> list[str]:
    stated = [row for row in list_stated(held.customer) if row.need.kind == "scene"]
    sentences = [
        _("Said on %(day)s: “%(need)s”.") % {"day": formats.day(row.at), "need": row.need} for row in stated
    ]
    titled = [row for row in list_invoice_titles(held.customer) if row.tax_no]
    if held.customer.kind == "org":
        sentences.append(_("They are an organisation: business."))
    elif titled:
        sentences.append(_("They ask for invoices with a tax number: business."))
    elif held.score.purchase_days:
        sentences.append(_("A person who buys without a company's invoice: leisure."))
    if not sentences:
        return [_("Nothing bought and nothing said yet, so no scene can be told.")]
    several = [str(shown_class("scene", code)) for code in held.scenes.split()]
    if len(several) > 1:
        sentences.append(
            _("Scenes: %(scenes)s; what was said last comes first.") % {"scenes": _(", ").join(several)}
        )
    return sentences


EXPLAINERS: Mapping[str, Callable[[CustomerClass], list[str]]] = {
    "need": _need,
    "behaviour": _behaviour,
    "source": _source,
    "interest": _interest,
    "scene": _scene,
}
