"""A lost customer orders again, and everything about them follows within one run of the jobs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.forms.models import model_to_dict

from tests import personas
from tests.personas import Buyer
from tests.stories.browsing import figures, text
from tests.stories.conftest import Shop, import_by_page
from tuanke.care.models import Attention
from tuanke.classes.models import ClassChange, CustomerClass
from tuanke.facts.models import CustomerScore, ScoringRun
from tuanke.facts.services import dirty

NAME = "周八"


@pytest.fixture
def ordered_again(shop: Shop) -> Shop:
    """周八, silent for more than a month, orders twice as much as usual."""
    before = next(buyer for buyer in personas.BUYERS if buyer.name == NAME)
    new = Buyer(before.name, before.phone, [0], 560)
    path = personas.write_youzan(shop.folder / "今天.csv", personas.order_rows([new], shop.today))
    import_by_page(shop.sign_in("zhaolei"), path, shop.run_jobs)
    return shop


def score_of(shop: Shop) -> dict[str, Any]:
    return model_to_dict(CustomerScore.objects.get(customer_id=shop.customer(NAME).pk), exclude=["run"])


def classes_of(shop: Shop) -> dict[str, Any]:
    return model_to_dict(CustomerClass.objects.get(customer=shop.customer(NAME)), exclude=["run", "score"])


def test_the_customer_came_back(ordered_again: Shop, say: Callable[..., str]) -> None:
    page = ordered_again.sign_in("chen").get(ordered_again.page(NAME))

    assert figures(page)[say("Orders")] == "11"
    assert figures(page)[say("Net revenue")] == "¥3,360.00"
    assert CustomerClass.objects.get(customer=ordered_again.customer(NAME)).lifecycle == "returned"
    change = ClassChange.objects.get(customer=ordered_again.customer(NAME), dimension="lifecycle")
    assert (change.before, change.after, change.cause) == ("lost", "returned", "behaviour")


def test_todays_list_stops_worrying_and_says_thank_you(ordered_again: Shop, say: Callable[..., str]) -> None:
    lines = Attention.objects.filter(customer=ordered_again.customer(NAME)).order_by("pk")

    assert [(line.reason, line.state) for line in lines] == [("just_lost", "passed"), ("returned", "open")]
    assert say("Came back") in text(ordered_again.sign_in("chen").get("/today/?reason=returned"))


def test_only_this_customer_was_scored(ordered_again: Shop) -> None:
    full, partial = ScoringRun.objects.order_by("pk")

    assert (full.kind, partial.kind) == ("full", "partial")
    assert partial.customers == 1
    assert partial.parameters == full.parameters, "with the frozen numbers of the full run"
    moved = CustomerScore.objects.filter(run=partial).values_list("customer_id", flat=True)
    assert list(moved) == [ordered_again.customer(NAME).pk]


def test_scored_alone_is_scored_as_in_the_full_run(ordered_again: Shop) -> None:
    alone = score_of(ordered_again), classes_of(ordered_again)

    dirty.request_scoring_of_everybody()
    ordered_again.run_jobs()

    newest = ScoringRun.objects.order_by("-pk")[0]
    assert newest.kind == "full"
    assert (score_of(ordered_again), classes_of(ordered_again)) == alone
