"""Wordfish: positions from words alone, by a Poisson model."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Unpack

import numpy as np

from hustings.estimates.intervals import normal_quantile
from hustings.model.document import Problem
from hustings.scaling.directions import (
    is_turned,
    rows_of_direction,
    undirected,
    usable_counts,
)
from hustings.scaling.word_positions import WordEstimates, place_cases
from hustings.scaling.word_statistics import SHORT_TEXTS
from hustings.scaling.wordfish_errors import ERRORS, Model
from hustings.scaling.wordfish_fitting import (
    Fit,
    fit_as,
    fit_mode,
    start_parameters,
)
from hustings.scaling.wordfish_model import (
    log_likelihood,
    log_posterior,
    word_counts,
)
from hustings.scaling.wordfish_options import Settings, WordfishOptions
from hustings.scaling.wordfish_results import NAME, WordfishResult

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray
    from hustings.words.matrices import DocumentFeatureMatrix


LONG_ENOUGH = 1000
"""Words of a text from which intervals with the words held fixed hold the truth."""


def wordfish(
    matrix: DocumentFeatureMatrix, **options: Unpack[WordfishOptions]
) -> WordfishResult:
    r"""Estimate positions from the words alone.

    .. math:: y_{ij} \sim \mathrm{Poisson}(e^{\alpha_i + \psi_j + \beta_j \theta_i}),
        \qquad \beta_j \sim N(0, 3^2), \qquad \textstyle\sum_i \theta_i = 0, \quad
        \frac{1}{n - 1} \sum_i \theta_i^2 = 1, \quad \sum_i \alpha_i = 0

    :math:`\theta_i` is the position of a case, :math:`\alpha_i` how much it says,
    :math:`\psi_j` how frequent a word is and :math:`\beta_j` which way it points.
    Positions are standard deviations from the mean of **these** cases; what the axis is
    about, only its words can say (`WordfishResult.words`).

    Two fits, which can differ by much more than their standard errors; the report of
    the first names the distance to the second:

    * ``published`` repeats what users of the standard implementation have published:
      its alternation, its prior on theta, its rule to stop as soon as the log
      posterior gains less than the tolerance **or falls**. It stops near the top of
      the log posterior, not at it. (One rule is added, for large tables: it also stops
      when no position moves by the tolerance any more.)
    * ``mode`` climbs to the top itself.

    Three kinds of standard errors, each as if the model held: ``poisson`` inverts the
    information of each case, or word, alone, as if all else were known, and is **too
    small**; ``quasi-poisson`` multiplies it by the root of Pearson's dispersion (by 1
    if that is smaller); ``bootstrap`` draws counts from the fitted model and fits them
    again, words and all: the root mean square distance of these from the positions.
    Bootstrapped errors are those of the positions; alphas and words keep theirs. Where
    texts have few words none of them holds the truth often enough, and a `Problem`
    says so: draw the texts anew, then (`hustings.scaling.word_draws.draw_words_again`
    with ``refit=True``).

    Parameters
    ----------
    matrix : DocumentFeatureMatrix
        Empty cases and unused words are left out, with a `Problem`.
    direction : tuple of two str, optional
        The case to stand lower and the case to stand higher; the first two cases
        unless named. It turns the axis and moves nothing else.
    optimum : {"published", "mode"}, default="published"
    errors : {"poisson", "quasi-poisson", "bootstrap"}, default="poisson"
    confidence : float, default=0.95
        In (0, 1). Intervals are normal ones around the position.
    tolerance : float, default=1e-6
        Of the gain in log posterior (published) and of the change of positions.
    max_iterations : int, default=5000
        A fit that has not ended by then comes with a `Problem` ``not converged``.
    beta_spread : float, default=3.0
        Standard deviation of the prior on beta.
    n_draws, seed : int, default=200 and 0
        For the bootstrap. The same seed gives the same errors.

    Returns
    -------
    WordfishResult

    Raises
    ------
    UnscalableMatrixError
        If fewer than two cases or words can be used, or all cases have the same words
        in the same shares.
    DirectionError
        If `direction` is not two different cases that can be used.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Slapin, J. B., & Proksch, S.-O. (2008). A scaling model for estimating time-series
    party positions from texts. American Journal of Political Science, 52(3), 705-722.
    https://doi.org/10.1111/j.1540-5907.2008.00338.x

    Lowe, W., & Benoit, K. (2013). Validating estimates of latent traits from textual
    data using human judgment as a benchmark. Political Analysis, 21(3), 298-313.
    https://doi.org/10.1093/pan/mpt002

    Examples
    --------
    >>> from hustings.words.matrices import DocumentFeatureMatrix
    >>> rows = [
    ...     {"case": "Harbour", "tram": 30, "car": 10, "and": 60},
    ...     {"case": "Orchard", "tram": 10, "car": 30, "and": 60},
    ...     {"case": "Quay", "tram": 20, "car": 20, "and": 60},
    ... ]
    >>> matrix = DocumentFeatureMatrix.from_rows(rows)
    >>> result = wordfish(matrix, direction=("Harbour", "Orchard"))
    >>> for position in result.positions:
    ...     print(f"{position.case} {position.position:+.2f}")
    Harbour -1.00
    Orchard +1.00
    Quay +0.00
    """
    settings = Settings(**options)
    kept, problems = usable_counts(matrix)
    rows = rows_of_direction(settings.direction, kept.cases, given=matrix.cases)
    counts = word_counts(kept.matrix)
    start = start_parameters(counts)
    fit = fit_as(
        settings.optimum,
        counts,
        start,
        precision=settings.precision,
        stopping=settings.stopping,
    )
    fit = fit.turned() if is_turned(fit.parameters.theta, rows) else fit
    model = Model(matrix=kept, counts=counts, start=start, fit=fit, settings=settings)
    direction = (kept.cases[rows[0]], kept.cases[rows[1]])
    problems += undirected(fit.parameters.theta, rows, kept.cases)
    return _result(model, direction, problems)


def _result(
    model: Model, direction: tuple[str, str], problems: tuple[Problem, ...]
) -> WordfishResult:
    """Put positions, parameters and reports together."""
    now, settings = model.fit.parameters, model.settings
    spread = ERRORS[settings.errors](model)
    found = WordEstimates(
        scale=NAME,
        cases=model.matrix.cases,
        estimates=now.theta,
        standard_errors=spread.errors.theta,
        n_tokens=model.counts.case_totals,
    )
    positions, without = place_cases(found, confidence=settings.confidence)
    mode_report, mode_problems = _distance_to_mode(model, spread.errors.theta)
    return WordfishResult(
        scale=NAME,
        positions=positions,
        method=settings.errors,
        parameters={**asdict(settings), "direction": direction},
        problems=(
            *problems,
            *_unconverged(model),
            *_short_texts(model),
            *mode_problems,
            *without,
        ),
        cases=model.matrix.cases,
        features=model.matrix.features,
        fit=model.fit,
        errors=spread.errors,
        word_shares=model.counts.word_totals / model.counts.total,
        inflation=spread.inflation,
        direction=direction,
        report={
            **_ending(model),
            "direction": list(direction),
            **spread.report,
            **mode_report,
        },
    )


def _ending(model: Model) -> dict[str, object]:
    """Report how the fit ended."""
    fit, settings = model.fit, model.settings
    return {
        "optimum": settings.optimum,
        "converged": fit.is_converged,
        "stopped": _how_it_stopped(fit, settings),
        "iterations": fit.n_iterations,
        "tolerance": settings.tolerance,
        "last_change": fit.last_change,
        "log_likelihood": log_likelihood(model.counts, fit.parameters),
        "log_posterior": log_posterior(
            model.counts, fit.parameters, precision=settings.precision
        ),
        "trace": list(fit.trace),
        "n_cases": model.matrix.n_cases,
        "n_words": model.matrix.n_features,
    }


def _how_it_stopped(fit: Fit, settings: Settings) -> str:
    """Say in words why the fit ended."""
    if not fit.is_converged:
        return "stopped unfinished"
    if settings.optimum == "mode":
        return "converged"
    if fit.last_change < 0:
        return "stopped as the log posterior fell"
    if fit.last_change < settings.tolerance:
        return "stopped as the log posterior no longer rose"
    return "stopped as no position moved any more"


def _distance_to_mode(
    model: Model, errors: FloatArray
) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """Say how far the published stop is from the top of the log posterior."""
    settings, theta = model.settings, model.fit.parameters.theta
    if settings.optimum == "mode":
        return {}, ()
    mode = fit_mode(
        model.counts,
        model.start,
        precision=settings.precision,
        stopping=settings.stopping,
    )
    other = mode.parameters.theta
    distances = np.abs(theta - (other if other @ theta >= 0 else -other))
    report: dict[str, object] = {
        "mode_log_posterior": mode.trace[-1],
        "mode_distance": float(distances.max()),
    }
    if not (distances > normal_quantile(settings.confidence) * errors).any():
        return report, ()
    furthest = int(distances.argmax())
    return report, (
        Problem(
            kind="not the mode",
            message="The published alternation stopped beside the top of its log "
            f"posterior: {model.matrix.cases[furthest]!r} is {distances[furthest]:.2f} "
            "from where it is there, and not all intervals reach so far. To climb "
            "there: optimum=mode (--set optimum=mode).",
        ),
    )


def _short_texts(model: Model) -> tuple[Problem, ...]:
    """Say so if texts have too few words for intervals with the words held fixed."""
    median = float(np.median(model.counts.case_totals))
    if median >= LONG_ENOUGH:
        return ()
    return (
        Problem(
            kind=SHORT_TEXTS,
            message=f"Half of the cases have no more than {median:,.0f} words, and of "
            "short texts such intervals hold the truth too rarely. Draw the texts anew "
            "and learn the words again: --uncertainty sampling --set refit=yes.",
        ),
    )


def _unconverged(model: Model) -> tuple[Problem, ...]:
    """Say so if the fit was cut short."""
    fit = model.fit
    if fit.is_converged:
        return ()
    return (
        Problem(
            kind="not converged",
            message=f"The fit was still changing by {fit.last_change:.3g} after "
            f"{fit.n_iterations} iterations. Allow more with max_iterations, or look "
            "for cases with very few words.",
        ),
    )
