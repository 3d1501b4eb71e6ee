"""Three kinds of standard errors of Wordfish, from one fitted model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hustings.scaling.wordfish_bootstrap import bootstrap_fits
from hustings.scaling.wordfish_fitting import Fit, fit_as, start_parameters
from hustings.scaling.wordfish_model import (
    Parameters,
    WordCounts,
    case_errors,
    dispersion,
    word_errors,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hustings.estimates.resampling import FloatArray
    from hustings.scaling.wordfish_options import Errors, Settings
    from hustings.words.matrices import DocumentFeatureMatrix


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """A fitted model and all it was fitted with."""

    matrix: DocumentFeatureMatrix
    counts: WordCounts
    start: Parameters
    fit: Fit
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """Standard errors, and what the report says of them."""

    errors: Parameters
    inflation: float
    report: Mapping[str, object]


def _poisson_errors(model: Model) -> Spread:
    """Take the errors of the model as they are."""
    errors = _scaled_errors(model, 1.0)
    return Spread(
        errors=errors,
        inflation=1.0,
        report={"dispersion": dispersion(model.counts, model.fit.parameters)},
    )


def _quasi_poisson_errors(model: Model) -> Spread:
    """Widen the errors by the root of the dispersion."""
    found = dispersion(model.counts, model.fit.parameters)
    inflation = float(np.sqrt(max(found, 1.0)))
    return Spread(
        errors=_scaled_errors(model, inflation),
        inflation=inflation,
        report={"dispersion": found},
    )


def _bootstrap_errors(model: Model) -> Spread:
    """Fit draws from the model: errors of theta with those of the words in them."""
    settings, now = model.settings, model.fit.parameters
    drawn, n_unconverged = bootstrap_fits(
        now,
        partial(fitted_again, settings=settings),
        n_draws=settings.n_draws,
        seed=settings.seed,
    )
    spread = _poisson_errors(model)
    theta = _distances(drawn, now.theta)
    ratios = (theta / spread.errors.theta)[np.isfinite(theta)]
    return Spread(
        errors=replace(spread.errors, theta=theta),
        inflation=max(float(np.median(ratios)), 1.0) if len(ratios) else 1.0,
        report={
            **spread.report,
            "draws": settings.n_draws,
            "draws_not_converged": n_unconverged,
            "draws_without_fit": int(np.isnan(drawn).all(axis=1).sum()),
            "bootstrap_bias": _largest_bias(drawn, now.theta),
        },
    )


ERRORS: Mapping[Errors, Callable[[Model], Spread]] = {
    "poisson": _poisson_errors,
    "quasi-poisson": _quasi_poisson_errors,
    "bootstrap": _bootstrap_errors,
}


def fitted_again(counts: WordCounts, drawn_from: Parameters, settings: Settings) -> Fit:
    """Fit a draw: from where it was drawn, or as published from a fresh start."""
    # Where the published alternation stops depends on where it began.
    fresh = settings.optimum == "published"
    return fit_as(
        settings.optimum,
        counts,
        start_parameters(counts) if fresh else drawn_from,
        precision=settings.precision,
        stopping=settings.stopping,
    )


def _scaled_errors(model: Model, inflation: float) -> Parameters:
    """Give the standard errors of all parameters, multiplied."""
    now, settings = model.fit.parameters, model.settings
    alpha, theta = case_errors(now, precision=model.fit.theta_precision)
    psi, beta = word_errors(now, precision=settings.precision)
    return Parameters(
        alpha=alpha * inflation,
        theta=theta * inflation,
        psi=psi * inflation,
        beta=beta * inflation,
    )


def _distances(drawn: FloatArray, theta: FloatArray) -> FloatArray:
    """Give the root mean square of draws around each theta; NaN under 2 draws.

    Around theta and not around their mean: where words are rare, the prior pulls all
    draws to one side, as it has pulled theta.
    """
    n = np.isfinite(drawn).sum(axis=0)
    squares = np.nansum((drawn - theta) ** 2, axis=0) / np.maximum(n, 1)
    return np.where(n > 1, np.sqrt(squares), np.nan)


def _largest_bias(drawn: FloatArray, theta: FloatArray) -> float:
    """Say how far the mean of the draws is from a position at most."""
    n = np.maximum(np.isfinite(drawn).sum(axis=0), 1)
    return float(np.abs(np.nansum(drawn - theta, axis=0) / n).max())
