"""All claims are tried, those that stand are kept with their people, the most margin first."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from tuanke.facts.models import InsightCard, ScoringRun
from tuanke.facts.services.claims import goods, newcomers, others
from tuanke.facts.services.claims.candidate import Candidate, keep
from tuanke.facts.services.facts import Facts
from tuanke.facts.services.queries import rows_of
from tuanke.insights.claims.choosing import choose
from tuanke.insights.claims.goods import margin_of_the_year

SOURCES: tuple[Callable[[Facts, date], list[Candidate]], ...] = (
    newcomers.by_trait,
    newcomers.by_month,
    others.of_the_best,
    others.of_weekdays,
    goods.of_refunds,
    goods.of_festivals,
    others.of_repeat_orders,
)
SHOWN = 24
BEHIND = """
SELECT customer_id, CAST(coalesce(margin_fen, 0) AS BIGINT) AS margin_fen
FROM ({who}) AS who LEFT JOIN yearly USING (customer_id) ORDER BY customer_id
"""


def find(facts: Facts, run: ScoringRun) -> dict[str, int]:
    """Replace the shop's cards by those of this run; gives how many claims were tried, and how many stand."""
    tried = [candidate for source in SOURCES for candidate in source(facts, run.as_of)]
    standing = {id(claim) for claim in choose([candidate.claim for candidate in tried])}
    keep(facts, "yearly", rows_of(facts, margin_of_the_year, run.as_of))
    cards = [_card(facts, run, one) for one in tried if id(one.claim) in standing]
    cards.sort(key=lambda card: (-card.margin_fen, card.key))
    for place, card in enumerate(cards, 1):
        card.place = place
    with transaction.atomic():
        InsightCard.objects.all().delete()
        InsightCard.objects.bulk_create(cards[:SHOWN])
    return {"tried": len(tried), "standing": len(cards)}


def _card(facts: Facts, run: ScoringRun, found: Candidate) -> InsightCard:
    claim = found.claim
    behind = facts.engine.con.sql(BEHIND.format(who=found.who), params=dict(found.values)).to_arrow_table()
    people = behind["customer_id"].to_pylist()
    return InsightCard(
        key=f"{claim.kind}:{claim.subject}"[:160],
        run=run,
        kind=claim.kind,
        subject=claim.subject[:140],
        measure=claim.measure,
        n=claim.n,
        value=claim.value,
        other_n=claim.other_n,
        other=claim.other,
        low=claim.low,
        high=claim.high,
        details=dict(found.details),
        margin_fen=sum(behind["margin_fen"].to_pylist()),
        people=len(people),
        customers=people,
    )
