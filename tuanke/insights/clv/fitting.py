"""Fitting the models by maximum likelihood, and making them from known parameters."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from tuanke.insights.clv import beta_geometric, pareto_nbd
from tuanke.insights.clv.beta_geometric_model import BetaGeometric
from tuanke.insights.clv.limits import NO_ORDERS, limit_reached
from tuanke.insights.clv.newton import LOWEST, Likelihood, maximise, start_of_many
from tuanke.insights.clv.observations import DAYS_PER_WEEK, Triples, refuse, triples
from tuanke.insights.clv.pareto_nbd_model import ParetoNBD
from tuanke.insights.clv.results import Model

PARETO = "paretonbd"
BETA_GEOMETRIC = {"bgnbd": (0, 1), "mbgnbd": (1, 1)}  # to m and k
ERLANG = {f"{name}-{k}": (m, k) for m, name in enumerate(("bgcnbd", "mbgcnbd")) for k in (1, 2, 3)}
MODELS = (*BETA_GEOMETRIC, PARETO)


def fit(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, *, model: str = "bgnbd") -> Model:
    """The model with its unpenalised maximum likelihood parameters.

    `frequency` is purchase days minus one, `recency` and `age` are weeks that are whole days; arrays of one
    length. Models: "bgnbd" (Fader, Hardie & Lee 2005), "mbgnbd" (Batislam et al. 2007), "paretonbd"
    (Schmittlein et al. 1987). An optimum at zero or infinity does not raise: the parameters stay finite and
    `.boundary` names the limit. Raises ValueError naming the argument and the first bad index.
    """
    if model not in MODELS:
        raise ValueError(f"model = {model!r} is none of {', '.join(MODELS)}")
    seen = triples(frequency, recency, age)
    if model == PARETO:
        return _fitted(model, seen, pareto_nbd.Likelihood)
    m, _ = BETA_GEOMETRIC[model]
    return _fitted(model, seen, partial(beta_geometric.Likelihood, m=m))


def fit_erlang(
    frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, log_gaps: ArrayLike, *, model: str
) -> Model:
    """The same for gaps more regular than exponential (Platzer & Reutterer 2016).

    Models "bgcnbd-k" and "mbgcnbd-k", k from 1 to 3. `log_gaps` is each customer's sum of the natural
    logarithms of the gaps in weeks, 0 without any. Likelihoods of all k are comparable.
    """
    if model not in ERLANG:
        raise ValueError(f"model = {model!r} is none of {', '.join(ERLANG)}")
    m, k = ERLANG[model]
    seen = triples(frequency, recency, age)
    logs = np.ravel(np.asarray(log_gaps, np.float64))
    refuse("log_gaps", logs, ~np.isfinite(logs), "is not a finite number")
    if logs.size != np.size(frequency):
        raise ValueError(f"log_gaps has {logs.size} values, frequency {np.size(frequency)}")
    # a constant of the data: it makes likelihoods of different k comparable
    return _fitted(model, seen, partial(beta_geometric.Likelihood, m=m, k=k, log_gaps=float(logs.sum())))


def frozen(model: str, params: Mapping[str, float]) -> Model:
    """The model with these parameters, as `fit` or `fit_erlang` would return it, without a likelihood.

    Raises ValueError for an unknown model, and naming a parameter that is missing, unknown or no finite
    number above 0.
    """
    if model not in {*MODELS, *ERLANG}:
        raise ValueError(f"model = {model!r} is none of {', '.join((*MODELS, *ERLANG))}")
    names = _names(model)
    if wrong := params.keys() ^ set(names):
        raise ValueError(f"params: {', '.join(sorted(wrong))} missing or unknown")
    for name in names:
        if not 0 < params[name] < np.inf:
            raise ValueError(f"params[{name!r}] = {params[name]} is not a finite number above 0")
    return _model(model, [float(params[name]) for name in names])


def _fitted(model: str, seen: Triples, make: Callable[[Triples], Likelihood]) -> Model:
    mean_age = max(float(seen.customers @ seen.age_days / seen.customers.sum()), 1.0) / DAYS_PER_WEEK
    start = np.array([0.5, 0.15 * mean_age, *((0.5, 0.3 * mean_age) if model == PARETO else (1.0, 2.0))])
    likelihood = make(seen)
    if seen.frequency[-1] == 0:
        start[0] = LOWEST
        return _model(model, start, likelihood(start).value, NO_ORDERS)
    start = start_of_many(lambda step: make(seen.thinned(step)), len(seen), start)
    theta, value = maximise(likelihood, start)
    return _model(model, theta, value, limit_reached(likelihood, theta, value))


def _names(model: str) -> tuple[str, ...]:
    return ("r", "alpha", "s", "beta") if model == PARETO else ("r", "alpha", "a", "b")


def _model(model: str, theta: Iterable[float], value: float | None = None, limit: str | None = None) -> Model:
    params = MappingProxyType(dict(zip(_names(model), map(float, theta), strict=True)))
    if model == PARETO:
        return ParetoNBD(model=model, params=params, log_likelihood=value, boundary=limit)
    m, k = (BETA_GEOMETRIC | ERLANG)[model]
    return BetaGeometric(model=model, params=params, log_likelihood=value, boundary=limit, m=m, k=k)
