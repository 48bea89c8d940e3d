"""Any history of purchases: classes follow the plain rule, and whoever always bought more is never below."""

import random
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tuanke.classes.models import ClassChange, CustomerClass
from tuanke.classes.services import assigning
from tuanke.classes.tests.factories import AT
from tuanke.customers.tests.factories import make_customer
from tuanke.facts.tests.factories import AS_OF, CUT_OFFS, make_run, write_score

pytestmark = pytest.mark.django_db
RANK = {"low": 0, "mid": 1, "high": 2}
HIGH, MID = CUT_OFFS["frequency_high"], CUT_OFFS["frequency_mid"]
NIGHTS, PAIRS = 9, 8


@dataclass
class Plain:
    """The rule of domain B6 for one customer, written down once more."""

    held: str = ""
    is_below: bool = False

    def night(self, bought: int) -> str:
        fresh = "high" if bought >= HIGH else "mid" if bought >= MID else "low"
        floor = {"high": HIGH, "mid": MID}.get(self.held, 0) * 0.85
        if self.held and RANK[fresh] < RANK[self.held] and bought >= floor:
            fresh = self.held
        elif self.held == "high" and fresh == "low" and bought >= MID:
            fresh = "mid"
        if self.held and RANK[fresh] < RANK[self.held] and not self.is_below:
            self.is_below = True
            return self.held
        self.held, self.is_below = fresh, False
        return self.held


def histories(seed: int) -> list[list[int]]:
    """Pairs: the second of each never bought less than the first."""
    dice = random.Random(seed)
    found: list[list[int]] = []
    for _ in range(PAIRS):
        less = [dice.choice([0, 2, 3, 4, 5, 7, 8, 9, 10, 12]) for _ in range(NIGHTS)]
        found += [less, [bought + dice.choice([0, 0, 1, 3]) for bought in less]]
    return found


@pytest.mark.parametrize("seed", range(4))
def test_random_nights(seed: int) -> None:
    nights = histories(seed)
    customers = [make_customer(f"c{n}") for n in range(len(nights))]
    plain = [Plain() for _ in nights]
    for night in range(NIGHTS):
        run = make_run(as_of=AS_OF + timedelta(days=night))
        for customer, bought in zip(customers, nights, strict=True):
            level = "high" if bought[night] >= HIGH else "mid" if bought[night] >= MID else "low"
            write_score(run, customer, frequency=bought[night], frequency_class=level)
        assigning.assign(run.pk, at=AT)

        held = CustomerClass.objects.in_bulk(customers)
        expected = [rule.night(bought[night]) for rule, bought in zip(plain, nights, strict=True)]
        assert [held[customer].frequency for customer in customers] == expected
        for less, more in zip(customers[::2], customers[1::2], strict=True):
            assert RANK[held[less].frequency] <= RANK[held[more].frequency] or held[less].frequency_below_on


@pytest.mark.parametrize("cut", [HIGH, MID])
def test_nobody_flickers_inside_the_band(cut: int) -> None:
    """From the cut-off down to 85 % of it and back, night after night: the class never moves."""
    dice, customer = random.Random(cut), make_customer()
    inside = [bought for bought in range(cut + 1) if bought >= 0.85 * cut]
    for night in range(NIGHTS):
        bought = cut if night == 0 else dice.choice(inside)
        level = "high" if bought >= HIGH else "mid" if bought >= MID else "low"
        run = make_run(as_of=AS_OF + timedelta(days=night))
        write_score(run, customer, frequency=bought, frequency_class=level)
        assigning.assign(run.pk, at=AT)

    assert not ClassChange.objects.filter(dimension="frequency").exists()
