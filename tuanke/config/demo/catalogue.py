"""The products of the demo shop, and which of them sell when and to whom."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from tuanke.config.demo.calendar import FESTIVALS
from tuanke.config.demo.sampling import Floats, Ints, Texts, texts
from tuanke.config.demo.shelf import CODES, SHELF

CATEGORIES = tuple(SHELF)
GIFTS = CATEGORIES.index("节日礼盒")
TASTES = (
    0.46,
    0.12,
    0.16,
    0.06,
    0.09,
    0.08,
    0.03,
)  # how popular each category is, in the order of CATEGORIES
TIERS = (0.15, 0.45, 0.85)  # where in a category's price range cheap, ordinary and fine buyers look
MONTHS = 12
ALL_YEAR = np.ones(MONTHS)


@dataclass(frozen=True)
class Catalogue:
    sku: Texts
    name: Texts
    category: Ints
    price: Ints  # fen
    cost: Ints  # fen
    months: Floats  # product × month: 1 when it is sold
    festival: Ints  # index into FESTIVALS, -1 for none

    @property
    def size(self) -> int:
        return len(self.sku)


@cache
def catalogue() -> Catalogue:
    listed = [
        (f"{CODES[category]}{number:03d}", category, line.split())
        for category, block in SHELF.items()
        for number, line in enumerate(block.strip().splitlines(), start=1)
    ]
    spans = ["".join(span) for _, _, (_, _, _, *span) in listed]
    return Catalogue(
        sku=texts([sku for sku, _, _ in listed]),
        name=texts([name for _, _, (name, *_) in listed]),
        category=np.array([CATEGORIES.index(category) for _, category, _ in listed]),
        price=np.array([_fen(price) for _, _, (_, price, *_) in listed]),
        cost=np.array([_fen(cost) for _, _, (_, _, cost, *_) in listed]),
        months=np.array([_sold_in(span) for span in spans]),
        festival=np.array([FESTIVALS.index(span) if span in FESTIVALS else -1 for span in spans]),
    )


def everyday_weights() -> Floats:
    """Chances of each product, a row per (category, month, price tier); festival products have none."""
    goods = catalogue()
    popular, rank = _popularity(goods) * (goods.festival < 0), _rank(goods)
    rows = [
        popular * (goods.category == category) * goods.months[:, month] * np.exp(-3.0 * np.abs(rank - tier))
        for category in range(len(CATEGORIES))
        for month in range(MONTHS)
        for tier in TIERS
    ]
    return np.array(rows)


def everyday_row(category: Ints, month: Ints, tier: Ints) -> Ints:
    return (category * MONTHS + month) * len(TIERS) + tier


def festival_weights() -> Floats:
    """Chances of each gift, a row per (festival, price tier): its own, else boxes sold all year."""
    goods = catalogue()
    rank = _rank(goods)
    rows = [
        (goods.category == GIFTS)
        * ((goods.festival == festival) * 3.0 + (goods.festival < 0) * 0.5)
        * np.exp(-3.0 * np.abs(rank - tier))
        for festival in range(len(FESTIVALS))
        for tier in TIERS
    ]
    return np.array(rows)


def _rank(goods: Catalogue) -> Floats:
    """Each product's place in its category's prices, 0 the cheapest, 1 the dearest."""
    pairs = zip(goods.category, goods.price, strict=True)
    return np.array([(goods.price[goods.category == category] < price).mean() for category, price in pairs])


def _popularity(goods: Catalogue) -> Floats:
    """A few best sellers and a long tail, fixed once so that every demo shop has the same best sellers."""
    return np.random.default_rng(7).gamma(1.2, 1.0, goods.size) + 0.15


def _fen(yuan: str) -> int:
    whole, cents = yuan.split(".")
    return int(whole) * 100 + int(cents)


def _sold_in(span: str) -> Floats:
    if "-" not in span:
        return ALL_YEAR
    first, last = (int(month) for month in span.split("-"))
    length = (last - first) % MONTHS + 1
    return np.isin(np.arange(MONTHS), [(first - 1 + step) % MONTHS for step in range(length)]).astype(float)
