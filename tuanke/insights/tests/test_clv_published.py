"""Published fits, reproduced from the raw files: likelihoods to 1e-3, parameters to the printed digits."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tuanke.insights import clv
from tuanke.insights.tests import public

END = date(1997, 9, 30)


@pytest.fixture(scope="module")
def sample(shared_data: Path) -> public.Summary:
    return public.summarised(public.cdnow(shared_data, sample=True), END)


@pytest.fixture(scope="module")
def full(shared_data: Path) -> public.Summary:
    return public.summarised(public.cdnow(shared_data), END)


@pytest.fixture(scope="module")
def retail(shared_data: Path) -> public.Summary:
    return public.summarised(public.online_retail(shared_data), date(2011, 8, 31))


def test_the_recipe_gives_the_published_sums(sample: public.Summary) -> None:
    sums = [column.sum() for column in sample[:3]]
    assert sums == pytest.approx([2457, 16135.57, 77111.29], abs=0.005)


SAMPLE = {
    "bgnbd": ((0.24259, 4.41360, 0.79292, 2.42591), -9582.42921),
    "mbgnbd": ((0.52484, 6.18308, 0.89136, 1.61400), -9582.136),
    "paretonbd": ((0.55328, 10.57768, 0.60624, 11.66874), -9594.97618),
}
FULL = {
    "bgnbd": ((0.25163, 4.78900, 0.72343, 2.16108), -95368.44393),
    "mbgnbd": ((0.6371, 7.3101, 0.8075, 1.2285), -95336.958),
    "paretonbd": ((0.59742, 11.58566, 0.52219, 8.82776), -95415.11862),
}


@pytest.mark.parametrize("model", SAMPLE)
def test_cdnow_sample(sample: public.Summary, model: str) -> None:
    """Fader, Hardie & Lee 2005, table 2, and the peers' digits behind theirs."""
    fitted = clv.fit(*sample[:3], model=model)
    params, likelihood = SAMPLE[model]
    assert fitted.log_likelihood == pytest.approx(likelihood, abs=1e-3)
    assert list(fitted.params.values()) == pytest.approx(params, abs=1e-3)
    assert fitted.boundary is None


@pytest.mark.parametrize("model", FULL)
def test_cdnow_full(full: public.Summary, model: str) -> None:
    fitted = clv.fit(*full[:3], model=model)
    params, likelihood = FULL[model]
    assert fitted.log_likelihood == pytest.approx(likelihood, abs=2e-3)
    assert list(fitted.params.values()) == pytest.approx(params, abs=1e-3)


def test_spend_of_the_repeaters(sample: public.Summary, full: public.Summary) -> None:
    for summary, n, params, likelihood in (
        (sample, 946, (6.2496, 3.7442, 15.4435), -4055.9177),
        (full, 9450, (6.2754, 3.6245, 14.9837), -40763.4763),
    ):
        spent = summary.mean_spend > 0
        assert spent.sum() == n
        fitted = clv.fit_spend(summary.frequency[spent], summary.mean_spend[spent])
        assert list(fitted.params.values()) == pytest.approx(params, abs=1e-3)
        assert fitted.log_likelihood == pytest.approx(likelihood, abs=1e-3)


def test_online_retail_regular_gaps_beat_the_limit_that_the_others_reach(retail: public.Summary) -> None:
    """Where `lifetimes` does not converge at all."""
    assert len(retail.frequency) == 3317
    for model in ("bgnbd", "mbgnbd", "paretonbd"):
        fitted = clv.fit(*retail[:3], model=model)
        assert fitted.boundary == "no_dropout"
        assert fitted.log_likelihood == pytest.approx(-21755.35, abs=0.01)
        assert np.isfinite(list(fitted.params.values())).all()
    regular = clv.fit_erlang(*retail[:4], model="bgcnbd-2")
    assert regular.boundary is None
    assert regular.log_likelihood == pytest.approx(-21204.80, abs=0.01)
    assert list(regular.params.values()) == pytest.approx((0.7391, 3.9743, 0.0913, 1.1474), abs=1e-3)
