"""The dominant dimension of all codes, by a factor analysis: the vanilla scale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidCountsError
from hustings.estimates.resampling import Resampling
from hustings.model.document import Problem
from hustings.scaling.code_lists import coded_columns, fold_for
from hustings.scaling.marpor import RILE, is_main_code
from hustings.scaling.positions import scale_cases
from hustings.scaling.recipes import Recipe, divide, group_codes, is_in
from hustings.scaling.replicates import totals_of
from hustings.scaling.sourced_counts import SourcedCounts

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Unpack

    from hustings.estimates.resampling import FloatArray, IntervalOptions
    from hustings.scaling.counts import AnyCounts, Counts
    from hustings.scaling.results import ScaleResult

MOST_SWEEPS = 5_000
TOLERANCE = 1e-9
_LARGEST = 0.9975
"""Largest loading: 0.5 % of a code's variance at least are its own."""
_LEAST = 3
"""Cases, and codes that vary, below which one factor is not identified."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Factor:
    """One factor and how cases are scored on it.

    Attributes
    ----------
    loadings : array of shape (n_codes,)
        Correlation of each code's shares with the factor.
    means, spreads : array of shape (n_codes,)
        What shares are standardised with.
    weights : array of shape (n_codes,)
        Regression weights of standardised shares.
    n_sweeps : int
        Steps until no loading moved by `TOLERANCE`.
    converged : bool
    """

    loadings: FloatArray
    means: FloatArray
    spreads: FloatArray
    weights: FloatArray
    n_sweeps: int
    converged: bool


def vanilla(
    counts: AnyCounts,
    *,
    left: Collection[str] = RILE.left,
    right: Collection[str] = RILE.right,
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute scores on the one factor behind the shares of all codes.

    .. math:: \min_\lambda \sum_{i \neq j} (r_{ij} - \lambda_i \lambda_j)^2, \qquad
        f_p = \lambda' R^{-1} z_p

    r are the correlations of the codes' shares among the cases, z standardised shares:
    a one-factor analysis by minimum residuals with regression scores. The dimension is
    whatever divides these cases most; it need not be left and right.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Three cases at least. Sub-codes are folded into main codes, and where there are
        main codes no others are variables. Uncoded units count into the shares and are
        no variable; nor are codes that do not vary.
    left, right : collection of str, default=those of RILE
        A factor has no direction of its own: its high end is where the loadings of
        `right` add up to more than those of `left`. If none of these codes is there, a
        problem says that the direction is arbitrary.
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    ScaleResult
        About -3 to 3: 0 is the mean of these cases. Scores depend on which cases are
        there. Intervals hold the factor fast; they are too narrow where cases are few.
        ``parameters`` hold the loadings and whether the analysis converged.

    Raises
    ------
    InvalidCountsError
        If fewer than three cases have a coded unit, or fewer than three codes vary.
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Gabel, M. J., & Huber, J. D. (2000). Putting parties in their place: inferring party
    left-right ideological positions from party manifestos data. American Journal of
    Political Science, 44(1), 94-103. https://doi.org/10.2307/2669295

    Harman, H. H., & Jones, W. H. (1966). Factor analysis by minimizing residuals
    (minres). Psychometrika, 31(3), 351-368. https://doi.org/10.1007/BF02289468

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> counts = Counts.from_rows(
    ...     [
    ...         {"case": "Harbour", "401": 30, "402": 28, "504": 5, "000": 37},
    ...         {"case": "Orchard", "401": 8, "402": 12, "504": 33, "000": 47},
    ...         {"case": "Quay", "401": 19, "402": 15, "504": 21, "000": 45},
    ...         {"case": "Weir", "401": 12, "402": 14, "504": 25, "000": 49},
    ...     ]
    ... )
    >>> print(vanilla(counts, interval="none").summary())
    Harbour: vanilla 1.36 (100 units)
    Orchard: vanilla -1.01 (100 units)
    Quay: vanilla 0.00 (100 units)
    Weir: vanilla -0.35 (100 units)
    """
    counts = fold_for(counts, [*left, *right])
    shares, codes = _varying_shares(counts)
    factor = _directed(find_factor(shares), codes, left, right)
    recipe = Recipe(
        scale="vanilla",
        groups=group_codes(counts.codes, [[code] for code in codes]),
        formula=partial(_scores, factor),
        is_coded=is_in(counts.codes, coded_columns(counts)),
        parameters={
            "loadings": dict(zip(codes, factor.loadings.tolist(), strict=True)),
            "converged": factor.converged,
            "iterations": factor.n_sweeps,
        },
    )
    result = scale_cases(counts, recipe, Resampling(**options))
    doubts = (*_doubts(factor, codes, {*left, *right}), *_by_machine(counts))
    return replace(result, problems=(*doubts, *result.problems))


def find_factor(shares: FloatArray) -> Factor:
    """Find one factor by minimum residuals: shares of shape (n_cases, n_codes).

    Every loading in turn is set to what fits its correlations with the others best,
    which never makes the fit worse. Weights come by the pseudo-inverse, for shares
    that add up to a constant or codes that are more than the cases.
    """
    means, spreads = shares.mean(axis=0), shares.std(axis=0, ddof=1)
    standard = (shares - means) / spreads
    correlations = standard.T @ standard / (len(shares) - 1)
    loadings, n_sweeps, converged = _minres(correlations)
    return Factor(
        loadings=loadings,
        means=means,
        spreads=spreads,
        weights=np.linalg.pinv(correlations, rcond=1e-9, hermitian=True) @ loadings,
        n_sweeps=n_sweeps,
        converged=converged,
    )


def _minres(correlations: FloatArray) -> tuple[FloatArray, int, bool]:
    """Fit loadings to correlations off the diagonal, one loading at a time."""
    values, vectors = np.linalg.eigh(correlations)
    loadings = vectors[:, -1] * np.sqrt(values[-1])
    loadings = np.clip(loadings, -_LARGEST, _LARGEST)
    others = correlations - np.diag(np.diag(correlations))
    for n_sweeps in range(1, MOST_SWEEPS + 1):
        before = loadings.copy()
        squares = float(loadings @ loadings)
        for i, row in enumerate(others):
            squares -= loadings[i] ** 2
            best = float(row @ loadings) / squares if squares > 0 else 0.0
            loadings[i] = min(max(best, -_LARGEST), _LARGEST)
            squares += loadings[i] ** 2
        if np.abs(loadings - before).max() < TOLERANCE:
            return loadings, n_sweeps, True
    return loadings, MOST_SWEEPS, False


def _varying_shares(counts: AnyCounts) -> tuple[FloatArray, list[str]]:
    """Give the shares of codes that vary among the cases with a coded unit."""
    totals = totals_of(counts)
    coded = is_in(totals.codes, _variables(totals))
    used = totals.matrix[:, coded].any(axis=1) & (totals.n_units > 0)
    shares = shares_of(totals)[used]
    varies = np.zeros(len(totals.codes), dtype=np.bool_)
    if used.any():
        varies = coded & (np.ptp(shares, axis=0) > 0)
    if used.sum() < _LEAST or varies.sum() < _LEAST:
        raise InvalidCountsError(
            reason=f"A factor of {int(used.sum())} cases with a coded unit and "
            f"{int(varies.sum())} codes that vary is not identified.",
            advice="Give three of either at least, better dozens of cases.",
        )
    names = [code for code, one in zip(totals.codes, varies, strict=True) if one]
    return shares[:, varies], names


def shares_of(counts: Counts) -> FloatArray:
    """Give the shares of codes: shape (n_cases, n_codes); NaN without units."""
    if isinstance(counts, SourcedCounts):
        return counts.shares()
    return divide(counts.matrix, counts.n_units[:, None])


def _variables(counts: Counts) -> list[str]:
    """Name the codes that are variables: main codes only, where there are any."""
    coded = coded_columns(counts)
    return [code for code in coded if is_main_code(code)] or list(coded)


def _directed(
    factor: Factor, codes: list[str], left: Collection[str], right: Collection[str]
) -> Factor:
    """Turn a factor so that the right is high; else the strongest loading."""
    sides = np.array([(code in right) - (code in left) for code in codes], np.float64)
    lean = float(sides @ factor.loadings)
    if lean == 0:
        lean = float(factor.loadings[np.abs(factor.loadings).argmax()])
    sign = -1.0 if lean < 0 else 1.0
    return replace(
        factor, loadings=sign * factor.loadings, weights=sign * factor.weights
    )


def _scores(factor: Factor, sums: FloatArray, n_units: FloatArray) -> FloatArray:
    """Score shares by regression: (..., k) to (..., 1)."""
    shares = divide(sums, np.asarray(n_units)[..., None])
    standard = (shares - factor.means) / factor.spreads
    return np.asarray(standard @ factor.weights)[..., None]


def _by_machine(counts: AnyCounts) -> tuple[Problem, ...]:
    """Say that the dimension is the machine's, whatever corrects the positions."""
    if not isinstance(counts, SourcedCounts) or counts.units.machine is None:
        return ()
    message = (
        "The dimension of 'vanilla' was found in the machine's codings as they are; "
        "hand codings correct where cases stand on it."
    )
    return (Problem(kind="the machine's dimension", message=message),)


def _doubts(
    factor: Factor, codes: list[str], sides: Collection[str]
) -> tuple[Problem, ...]:
    """Say what is doubtful about a factor."""
    problems = []
    if not factor.converged:
        message = (
            f"The factor analysis had not converged after {factor.n_sweeps} steps. "
            "Leave out rare codes, or give more cases."
        )
        problems.append(Problem(kind="not converged", message=message))
    if not set(codes) & set(sides):
        message = (
            "No code of either side varies, so the direction of the factor is "
            "arbitrary. Name codes for both sides."
        )
        problems.append(Problem(kind="arbitrary direction", message=message))
    if np.abs(factor.loadings).max() >= _LARGEST:
        strongest = codes[int(np.abs(factor.loadings).argmax())]
        message = (
            f"Code {strongest!r} alone makes up the factor of 'vanilla'. Leave it out, "
            "or give more cases."
        )
        problems.append(Problem(kind="one-code factor", message=message))
    return tuple(problems)
