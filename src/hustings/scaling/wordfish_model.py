r"""The Poisson model of Wordfish: its parameters, its two halves, its information.

.. math:: y_{ij} \sim \mathrm{Poisson}(e^{\alpha_i + \psi_j + \beta_j \theta_i})

Given the cases, every word is fitted on its own, and given the words, every case. The
psi and the alpha carry no prior, so that they follow from the margins; what is left of
each half is one root of one falling function for each word or case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.special import gammaln

from hustings.scaling.directions import identical_cases
from hustings.scaling.exponential_sums import exponential_sum, solve_slopes

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray
    from hustings.scaling.exponential_sums import ExponentialSum

_CELLS_AT_ONCE = 2_000_000
_FINE = 8
"""Of cases there are few and of words many: a fine lattice over them is cheap."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordCounts:
    """Counts as the model needs them: every case and every word has some.

    Attributes
    ----------
    by_case : sparse array of shape (n_cases, n_words)
    by_word : sparse array of shape (n_words, n_cases)
    case_totals : array of shape (n_cases,)
    word_totals : array of shape (n_words,)
    """

    by_case: sparse.csr_array
    by_word: sparse.csr_array
    case_totals: FloatArray
    word_totals: FloatArray

    @property
    def total(self) -> float:
        """All counts together."""
        return float(self.case_totals.sum())


def word_counts(matrix: sparse.csr_array) -> WordCounts:
    """Add up the margins of counts of shape (n_cases, n_words)."""
    return WordCounts(
        by_case=matrix,
        by_word=matrix.T.tocsr(),
        case_totals=np.asarray(matrix.sum(axis=1), np.float64),
        word_totals=np.asarray(matrix.sum(axis=0), np.float64),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parameters:
    """What the model estimates.

    Attributes
    ----------
    alpha, theta : arrays of shape (n_cases,)
        How much a case says, and where it stands.
    psi, beta : arrays of shape (n_words,)
        How frequent a word is, and how it tells positions apart.
    """

    alpha: FloatArray
    theta: FloatArray
    psi: FloatArray
    beta: FloatArray

    def turned(self) -> Parameters:
        """Swap the ends of the scale."""
        return replace(self, theta=-self.theta, beta=-self.beta)


def standardised(theta: FloatArray) -> FloatArray:
    """Give positions the mean 0 and the standard deviation 1, with n - 1.

    Raises
    ------
    UnscalableMatrixError
        If they are all the same.
    """
    centred = theta - theta.mean()
    squares = float(centred @ centred)
    if not squares > 0:
        raise identical_cases()
    scaled: FloatArray = centred / np.sqrt(squares / (len(theta) - 1))
    return scaled


def update_words(
    counts: WordCounts, now: Parameters, *, precision: float
) -> Parameters:
    """Maximise over all psi and beta, given alpha and theta."""
    beta, level, _ = solve_slopes(
        exponential_sum(points=now.theta, log_weights=now.alpha, fineness=_FINE),
        sums=counts.by_word @ now.theta,
        weights=counts.word_totals,
        precision=precision,
        start=now.beta,
    )
    return replace(now, psi=np.log(counts.word_totals) - level, beta=beta)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseStep:
    """All alpha and theta at their best, and what they were found with.

    Attributes
    ----------
    parameters : Parameters
    word_sum : ExponentialSum
        The log of what the words expect of a case of alpha 0, by its theta.
    scores : array of shape (n_cases,)
        Sums of the betas of each case's words.
    """

    parameters: Parameters
    word_sum: ExponentialSum
    scores: FloatArray


def update_cases(counts: WordCounts, now: Parameters, *, precision: float) -> CaseStep:
    """Maximise over all alpha and theta, given psi and beta."""
    scores = counts.by_case @ now.beta
    theta, level, word_sum = solve_slopes(
        exponential_sum(points=now.beta, log_weights=now.psi),
        sums=scores,
        weights=counts.case_totals,
        precision=max(precision, 1e-12),
        start=now.theta,
    )
    found = replace(now, alpha=np.log(counts.case_totals) - level, theta=theta)
    return CaseStep(parameters=found, word_sum=word_sum, scores=scores)


def linear_part(
    counts: WordCounts, now: Parameters, *, scores: FloatArray | None = None
) -> float:
    """Sum counts times log expectations."""
    sums = counts.by_case @ now.beta if scores is None else scores
    return float(
        now.alpha @ counts.case_totals + now.psi @ counts.word_totals + now.theta @ sums
    )


def expected_totals(
    now: Parameters, *, word_sum: ExponentialSum | None = None
) -> FloatArray:
    """Give what the model expects of each case in all, shape (n_cases,)."""
    total = word_sum or exponential_sum(points=now.beta, log_weights=now.psi)
    _, at = total.at(now.theta)
    expected: FloatArray = np.exp(now.alpha + at.value)
    return expected


def log_posterior(
    counts: WordCounts,
    now: Parameters,
    *,
    precision: float,
    step: CaseStep | None = None,
) -> float:
    r"""Compute the log posterior without the terms that no parameter changes.

    .. math:: \sum_{ij} (y_{ij} \eta_{ij} - e^{\eta_{ij}})
        - \tfrac{\lambda}{2} \sum_j \beta_j^2 - \tfrac12 \sum_i \theta_i^2

    `step` saves sums that the same psi and beta were used for before.
    """
    penalty = float(precision * now.beta @ now.beta + now.theta @ now.theta)
    linear = linear_part(counts, now, scores=step.scores if step else None)
    expected = expected_totals(now, word_sum=step.word_sum if step else None)
    return linear - float(expected.sum()) - penalty / 2


def log_likelihood(counts: WordCounts, now: Parameters) -> float:
    """Compute the log of the probability of the counts."""
    constants = gammaln(counts.by_case.data + 1).sum()
    return float(linear_part(counts, now) - expected_totals(now).sum() - constants)


def dispersion(counts: WordCounts, now: Parameters) -> float:
    r"""Compute Pearson's dispersion: how much wider counts spread than Poisson's.

    .. math:: \hat\phi = \frac{1}{nm - 2n - 2m + 4}
        \sum_{ij} \frac{(y_{ij} - \mu_{ij})^2}{\mu_{ij}}

    Cells without a count add their expectation, so that only the others are visited.
    """
    rows, columns = counts.by_case.nonzero()
    y = counts.by_case.data
    log_mu = now.alpha[rows] + now.psi[columns] + now.beta[columns] * now.theta[rows]
    pearson = (y**2 * np.exp(-log_mu)).sum() - 2 * y.sum() + expected_totals(now).sum()
    n, m = counts.by_case.shape
    return float(pearson / max((n - 2) * (m - 2), 1))


def case_errors(now: Parameters, *, precision: float) -> tuple[FloatArray, FloatArray]:
    """Give standard errors of alpha and theta, each (n_cases,), words held fixed."""
    _, at = exponential_sum(points=now.beta, log_weights=now.psi).at(now.theta)
    return _errors(np.exp(now.alpha + at.value), at.slope, at.curvature, precision)


def word_errors(now: Parameters, *, precision: float) -> tuple[FloatArray, FloatArray]:
    """Give standard errors of psi and beta, each (n_words,), cases held fixed."""
    _, at = exponential_sum(points=now.theta, log_weights=now.alpha).at(now.beta)
    return _errors(np.exp(now.psi + at.value), at.slope, at.curvature, precision)


def _errors(
    expected: FloatArray, slope: FloatArray, curvature: FloatArray, precision: float
) -> tuple[FloatArray, FloatArray]:
    """Invert the 2 x 2 information of a level and a slope, for each row."""
    of_slope = expected * np.maximum(curvature, 0) + precision
    of_level = (of_slope + expected * slope**2) / (expected * of_slope)
    return np.sqrt(of_level), 1 / np.sqrt(of_slope)


def draw_counts(now: Parameters, generator: np.random.Generator) -> sparse.csr_array:
    """Draw counts of shape (n_cases, n_words) from the model, some rows at a time."""
    at_once = max(_CELLS_AT_ONCE // len(now.psi), 1)
    parts = [
        _draw_rows(now, slice(first, first + at_once), generator)
        for first in range(0, len(now.theta), at_once)
    ]
    return sparse.csr_array(sparse.vstack(parts, format="csr"))


def _draw_rows(
    now: Parameters, rows: slice, generator: np.random.Generator
) -> sparse.csr_array:
    """Draw the counts of some cases."""
    log_mu = np.multiply.outer(now.theta[rows], now.beta)
    log_mu += now.psi
    log_mu += now.alpha[rows, None]
    return sparse.csr_array(generator.poisson(np.exp(log_mu)).astype(np.float64))
