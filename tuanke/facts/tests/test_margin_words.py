"""Whoever reads a margin reads what it rests on."""

import pytest
from django.utils import translation

from tuanke.facts.selectors.margin_words import margin_basis


@pytest.mark.parametrize(
    ("known", "stated", "revenue", "words"),
    [
        (100, 0, 100, "after known cost"),
        (0, 100, 100, "by the shop's stated gross margin"),
        (0, 0, 100, "revenue, as no cost is known"),
        (25, 75, 100, "cost known for 25.0% of revenue, the stated gross margin elsewhere"),
        (25, 0, 100, "cost known for 25.0% of revenue, revenue elsewhere"),
        (0, 0, -50, "revenue, as no cost is known"),
        (100, -20, 80, "cost known for 100.0% of revenue, the stated gross margin elsewhere"),
        (100, -100, 0, "cost known for 100.0% of revenue, the stated gross margin elsewhere"),
        (0, 0, 0, ""),
        (None, None, 100, ""),
    ],
)
def test_the_basis_in_words(known: int | None, stated: int | None, revenue: int, words: str) -> None:
    with translation.override("en"):
        assert margin_basis(known=known, stated=stated, revenue=revenue) == words
