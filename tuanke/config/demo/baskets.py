"""What is in each order and how much of it: customers have tastes, favourites, a price tier and a purse."""

from dataclasses import dataclass

import numpy as np

from tuanke.config.demo import buyers
from tuanke.config.demo.buyers import Habits, Purchases
from tuanke.config.demo.calendar import Calendar
from tuanke.config.demo.catalogue import (
    CATEGORIES,
    GIFTS,
    TASTES,
    TIERS,
    catalogue,
    everyday_row,
    everyday_weights,
    festival_weights,
)
from tuanke.config.demo.sampling import Flags, Floats, Ints, Rng, chance, choose, choose_by_row

FRUIT = CATEGORIES.index("生鲜水果")
FAITHFUL = 0.45  # how often a line is the customer's favourite of its category, when that is in season
CONCENTRATION = 3.5  # small: customers differ much in what they like
MOST_LINES, MOST_PIECES = 6, 30


@dataclass(frozen=True)
class Tastes:
    category: Floats  # customer × category
    favourite: Ints  # customer × category: a product
    tier: Ints
    purse: Floats  # lognormal: how much a customer takes at a time
    thrift: Floats  # 0 pays any price, 1 buys only on offer


@dataclass(frozen=True)
class Lines:
    """Sorted by order; a product occurs once in an order."""

    order: Ints
    product: Ints
    quantity: Ints

    def total(self, per_piece: Ints, orders: int) -> Ints:
        value = self.quantity * per_piece[self.product]
        return np.bincount(self.order, weights=value, minlength=orders).astype(np.int64)


def tastes(rng: Rng, who: Habits) -> Tastes:
    alpha = np.tile(np.array(TASTES) * CONCENTRATION, (who.size, 1))
    alpha[who.kind == buyers.LOYAL, FRUIT] += 6.0
    thrift = rng.beta(2.0, 2.6, who.size)
    # Thrifty customers mostly look at cheap products; the noise keeps price and thrift from being the same.
    tier = np.searchsorted((0.33, 0.78), 1.0 - thrift + rng.normal(0.0, 0.15, who.size))
    purse = rng.lognormal(0.0, 0.5, who.size) * np.where(who.kind == buyers.COOLING, 1.5, 1.0)
    favourite = np.empty((who.size, len(CATEGORIES)), dtype=np.int64)
    weights = everyday_weights()
    for category in range(len(CATEGORIES)):
        month = rng.integers(12, size=who.size)
        favourite[:, category] = choose_by_row(
            rng, weights, everyday_row(np.full(who.size, category), month, tier)
        )
    return Tastes(
        rng.standard_gamma(alpha) + 1e-3, favourite, np.minimum(tier, len(TIERS) - 1), purse, thrift
    )


def baskets(rng: Rng, calendar: Calendar, bought: Purchases, taste: Tastes, scale: Floats) -> Lines:
    """The lines of every order; `scale` multiplies the pieces of those who order for many."""
    purse = taste.purse[bought.customer] * scale
    extra = np.minimum(rng.poisson(0.27 * np.sqrt(purse)), MOST_LINES - 1)
    order = np.repeat(np.arange(bought.size), 1 + extra)
    first_line = np.concatenate([[True], order[1:] != order[:-1]])
    product = _products(rng, calendar, bought, taste, order, first_line)
    gift = catalogue().category[product] == GIFTS
    pieces = 1 + rng.poisson(np.where(gift, 0.75, 0.30) * purse[order])
    return _merged(order, product, np.minimum(pieces, MOST_PIECES))


def _products(
    rng: Rng, calendar: Calendar, bought: Purchases, taste: Tastes, order: Ints, first_line: Flags
) -> Ints:
    customer, month = bought.customer[order], calendar.months[bought.day[order]]
    category = choose_by_row(rng, taste.category, customer)
    tier = taste.tier[customer]
    product = choose_by_row(rng, everyday_weights(), everyday_row(category, month, tier))
    liked = taste.favourite[customer, category]
    faithful = chance(rng, FAITHFUL, len(order)) & (catalogue().months[liked, month] > 0)
    product[faithful] = liked[faithful]
    # A festival order holds a present first of all; what else is in it is half presents, half everyday.
    festive = (bought.festival[order] >= 0) & (first_line | chance(rng, 0.5, len(order)))
    row = bought.festival[order][festive] * len(TIERS) + tier[festive]
    product[festive] = choose_by_row(rng, festival_weights(), row)
    return product


def _merged(order: Ints, product: Ints, quantity: Ints) -> Lines:
    key, place = np.unique(order * catalogue().size + product, return_inverse=True)
    pieces = np.bincount(place, weights=quantity).astype(np.int64)
    return Lines(key // catalogue().size, key % catalogue().size, pieces)


def leaders(rng: Rng, who: Habits, share: float) -> Ints:
    """Community leaders: a few of those who buy all the time."""
    regular = np.flatnonzero(
        (who.kind == buyers.LOYAL) | (who.kind == buyers.CASUAL) & (who.rate > buyers.RATE_MEAN)
    )
    return np.sort(rng.choice(regular, max(3, int(who.size * share)), replace=False))


def led_by(rng: Rng, who: Habits, leader: Ints, share: float) -> Ints:
    """The leader each customer came with, -1 for none; popular leaders have more followers."""
    popular = (np.arange(len(leader)) + 2.0) ** -0.8
    chosen = leader[choose(rng, popular, who.size)]
    follows = chance(rng, share, who.size)
    follows[leader] = False
    return np.where(follows, chosen, -1)
