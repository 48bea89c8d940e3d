"""What a margin rests on, in words. Needs no database: `tuanke analyze` has none."""

from django.utils.translation import gettext as _

from tuanke.ui import formats


def margin_basis(*, known: int | None, stated: int | None, revenue: int | None) -> str:
    """`known`, `stated`: the part of net `revenue` (fen) whose margin is from known cost, from the stated margin.

    Empty where there is nothing to say: no revenue, or figures of a time before bases were counted.
    """
    if known is None or stated is None or revenue is None:
        return ""
    bare = revenue - known - stated
    if not (stated or bare):
        return _("after known cost") if known else ""
    elsewhere = _("the stated gross margin elsewhere") if stated else _("revenue elsewhere")
    if known:
        share = formats.percent(_share(known, stated + bare))
        return _("cost known for %(share)s of revenue, %(elsewhere)s") % {
            "share": share,
            "elsewhere": elsewhere,
        }
    return _("by the shop's stated gross margin") if stated else _("revenue, as no cost is known")


def _share(part: int, rest: int) -> float:
    """Of what came in; a refund that outweighs its side counts as nothing there."""
    part, rest = max(part, 0), max(rest, 0)
    return part / (part + rest) if part + rest else 0.0
