"""A merchant brings in the order export and finds customers, figures, reasons and the repurchase rate."""

from tests.stories.conftest import Shop
from tuanke.care.models import Attention


def test_try(shop: Shop) -> None:
    for line in Attention.objects.select_related("customer"):
        print(line.customer.display_name, line.reason, line.stake_fen)
    from tuanke.classes.models import CustomerClass

    for k in CustomerClass.objects.select_related("customer", "score"):
        s = k.score
        print(
            k.customer.display_name,
            k.value,
            k.lifecycle,
            s.rho,
            s.expected_gap_days,
            s.gaps,
            s.frequency,
            s.monetary_fen,
        )
    assert 0
