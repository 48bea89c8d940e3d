"""Everything that was found in one file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tuanke.analyze.domain.account import Account
from tuanke.analyze.selectors.foresight import Foresight, foresee
from tuanke.analyze.selectors.goods import (
    Returns,
    demand_by_category,
    demand_by_product,
    find_returns,
)
from tuanke.analyze.selectors.lifetime import Lifetime, fit_lifetime
from tuanke.analyze.selectors.measures import Measures, measure, score
from tuanke.analyze.selectors.people import People, find_people
from tuanke.analyze.selectors.shop import Shop
from tuanke.insights.demand_ahead import Demand


@dataclass(frozen=True)
class Findings:
    file_name: str
    as_of: date
    first_on: date | None
    account: Account
    measures: Measures
    people: People
    returns: Returns | None
    categories: tuple[Demand, ...]
    products: tuple[Demand, ...]
    lifetime: Lifetime
    foresight: Foresight

    @property
    def days(self) -> int:
        """From the first counted row to the day of the report."""
        return (self.as_of - self.first_on).days + 1 if self.first_on else 0


def find_all(shop: Shop, path: Path, account: Account) -> Findings:
    """Leaves the tables `scores` and `needing` in the shop's engine."""
    parameters, scored = score(shop)
    return Findings(
        file_name=path.name,
        as_of=shop.as_of,
        first_on=shop.row(shop.lines.aggregate(on=shop.lines.ordered_on.min()))["on"],
        account=account,
        measures=measure(shop, parameters, scored),
        people=find_people(shop),
        returns=find_returns(shop),
        categories=demand_by_category(shop),
        products=demand_by_product(shop),
        lifetime=fit_lifetime(shop),
        foresight=foresee(shop),
    )
