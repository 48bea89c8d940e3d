from django.db.models import F, Func, QuerySet

from tuanke.facts.models import InsightCard


def list_cards() -> list[InsightCard]:
    """The claims that stand, the most margin concerned first; without the numbers of their people."""
    return list(InsightCard.objects.order_by("place").defer("customers"))


def find_card(key: str) -> InsightCard | None:
    return InsightCard.objects.filter(key=key).defer("customers").first()


def people_behind(key: str) -> QuerySet[InsightCard, int]:
    """The customer numbers behind a claim, for a condition."""
    members = InsightCard.objects.filter(key=key).annotate(member=Func(F("customers"), function="unnest"))
    return members.values_list("member", flat=True)
