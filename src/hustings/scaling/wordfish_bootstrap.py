"""The parametric bootstrap of Wordfish: fit again what the model might have drawn."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import UnscalableMatrixError
from hustings.estimates.resampling import random_stream
from hustings.scaling.wordfish_model import draw_counts, word_counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from scipy import sparse

    from hustings.estimates.resampling import FloatArray
    from hustings.scaling.wordfish_fitting import Fit
    from hustings.scaling.wordfish_model import Parameters, WordCounts

    Refit = Callable[[WordCounts, Parameters], Fit]

_FEWEST = 2


def bootstrap_fits(
    now: Parameters, refit: Refit, *, n_draws: int, seed: int
) -> tuple[FloatArray, int]:
    r"""Draw counts from the fitted model and fit each of them.

    .. math:: y^*_{ij} \sim \mathrm{Poisson}(e^{\hat\alpha_i + \hat\psi_j
        + \hat\beta_j \hat\theta_i})

    The words are estimated anew in every draw, so that their uncertainty reaches the
    positions. Each draw has its own stream of random numbers, and is turned to agree
    with the positions it was drawn from.

    Parameters
    ----------
    now : Parameters
    refit : callable
        Counts and the parameters that they were drawn from, to a fit.

    Returns
    -------
    array of shape (n_draws, n_cases)
        Thetas; NaN for a case that a draw left without a word, and for all cases of a
        draw that left nothing to compare.
    int
        Draws whose fit did not converge.
    """
    drawn = np.full((n_draws, len(now.theta)), np.nan)
    n_unconverged = 0
    for draw in range(n_draws):
        stream = random_stream(seed=seed, name=f"wordfish draw {draw}")
        with suppress(UnscalableMatrixError):
            counts = draw_counts(now, stream)
            drawn[draw], is_converged = refitted_theta(counts, now, refit)
            n_unconverged += not is_converged
    return drawn, n_unconverged


def refitted_theta(
    counts: sparse.csr_array, now: Parameters, refit: Refit
) -> tuple[FloatArray, bool]:
    """Fit other counts of the same cases and words, and turn the fit to agree.

    Returns
    -------
    array of shape (n_cases,)
        NaN for a case without a word, and for all if nothing is left to compare.
    bool
        Whether the fit converged.

    Raises
    ------
    UnscalableMatrixError
        If all cases have the same words in the same shares.
    """
    theta = np.full(len(now.theta), np.nan)
    cases, words = _used(counts)
    if min(len(cases), len(words)) < _FEWEST:
        return theta, True
    fit = refit(word_counts(counts[cases][:, words]), _part(now, cases, words))
    theta[cases] = _alike(fit.parameters.theta, now.theta[cases])
    return theta, fit.is_converged


def _alike(theta: FloatArray, original: FloatArray) -> FloatArray:
    """Turn positions to agree with those they were drawn from."""
    return theta if theta @ original >= 0 else -theta


def _used(counts: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Find the rows and the columns that have any count."""
    return (
        np.flatnonzero(counts.sum(axis=1) > 0),
        np.flatnonzero(counts.sum(axis=0) > 0),
    )


def _part(now: Parameters, cases: np.ndarray, words: np.ndarray) -> Parameters:
    """Keep the parameters of some cases and words."""
    return replace(
        now,
        alpha=now.alpha[cases],
        theta=now.theta[cases],
        psi=now.psi[words],
        beta=now.beta[words],
    )
