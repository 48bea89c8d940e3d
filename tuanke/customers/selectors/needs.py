from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tuanke.customers.models import Customer, Need, StatedNeed
from tuanke.customers.models.need import SHIPPED, SHIPPED_SCENES


@dataclass(frozen=True)
class Word:
    """One entry of the shop's list of needs; `archived_at` says that it is put away."""

    code: str
    kind: str
    name: str
    archived_at: datetime | None = None

    @property
    def kind_name(self) -> str:
        return str(Need.Kind(self.kind).label)


def list_words() -> list[Word]:
    """Scenes first, those put away too; a shipped one that nobody touched has no row yet."""
    rows = {row.code: Word(row.code, row.kind, str(row), row.archived_at) for row in Need.objects.all()}
    shipped = {code: Word(code, _shipped_kind(code), str(name)) for code, name in SHIPPED.items()}
    return sorted({**shipped, **rows}.values(), key=lambda word: (word.kind != Need.Kind.SCENE, word.name))


def _shipped_kind(code: str) -> str:
    return (Need.Kind.SCENE if code in SHIPPED_SCENES else Need.Kind.NEED).value


def list_words_in_use() -> list[Word]:
    return [word for word in list_words() if word.archived_at is None]


def find_word(code: str) -> Word | None:
    return next((word for word in list_words() if word.code == code), None)


def list_stated(customer: Customer) -> QuerySet[StatedNeed]:
    """What the customer said they need, the newest first."""
    rows = StatedNeed.objects.filter(customer=customer).select_related("need", "by")
    named = ("need__code", "need__kind", "need__name", "by__name", "by__username")
    return rows.only("customer_id", "note", "at", *named).order_by("-at", "-pk")


def get_stated(customer: Customer, pk: int) -> StatedNeed:
    """Raises StatedNeed.DoesNotExist."""
    return StatedNeed.objects.select_related("need").get(pk=pk, customer=customer)
