r"""Drawing the words of texts anew: the source *sampling* for scales from words.

Two ways to draw a text of :math:`N` words, :math:`B` blocks:

.. math:: y_i^* \sim \mathrm{Multinomial}(N_i, y_i / N_i), \qquad
    y_i^* = \sum_b w_b y_{ib}, \quad w \sim \mathrm{Multinomial}(B, 1 / B)

Words of one paragraph come together, so blocks are the nearer to the truth.

What becomes of what a scale learned of the words (word scores, Wordfish's psi and
beta, coordinates of words, classes' shares, polarities) is a choice. **Held fixed**,
each text drawn anew is placed as a new text would be, so that the interval holds what
chance does to the text that is placed, and nothing of the error in what was learned.
**Refitted**, all texts are drawn together, references among them, and the scale learns
the words again in every draw; the interval then holds that error, too. Neither holds
the choice of reference texts, seeds or cases.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hustings.errors import (
    InvalidOptionError,
    UnscalableMatrixError,
    UnusableReferencesError,
)
from hustings.estimates.estimating import estimate
from hustings.estimates.sources import Sampling, Sources
from hustings.estimates.sparse_observations import SparseObservations
from hustings.estimates.statistics import Statistic
from hustings.scaling.position_problems import few_defined, no_interval, same_place
from hustings.scaling.word_statistics import SECOND_AXIS, SHORT_TEXTS, LearnsAgain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.estimates.resampling import FloatArray, Resampling
    from hustings.estimates.results import Estimates
    from hustings.estimates.sources import SampledBy
    from hustings.model.document import Problem
    from hustings.scaling.results import Position
    from hustings.scaling.word_statistics import PlacedByWords, WordStatistic
    from hustings.words.matrices import DocumentFeatureMatrix

DRAWN = ("block", "multinomial")
"""The intervals that draw texts anew."""

_LEAST_DEFINED = 0.75
"""Of the draws of a case: so many of any two cases are defined together."""
_FEWEST_BLOCKS = 2
_REFITTED = "refitted"
_SAMPLED_BY: Mapping[str, SampledBy] = {"block": "blocks", "multinomial": "units"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordBlocks:
    """How often each block uses each word of a matrix.

    Attributes
    ----------
    cases : sequence of str
        The case of each block. A block without any word is a block as well.
    matrix : scipy.sparse.csr_array of shape (n_blocks, n_features)
        Columns in the order of the matrix's.
    """

    cases: Sequence[str]
    matrix: sparse.csr_array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnPositions:
    """Positions with the intervals of their draws.

    Attributes
    ----------
    positions : tuple of Position
        ``sources`` is ``{"sampling": 1.0}`` wherever there is an interval.
    problems : tuple of Problem
    draws : mapping of str to array of shape (n_draws,)
        By case, where a case has one position; NaN in a draw without any word that
        tells. Those of one number and one seed belong together.
    estimates : Estimates
        The same as the engine gives it, for `hustings.estimates.contrasts`.
    refit : bool
        Whether the words were learned again in every draw.
    """

    positions: tuple[Position, ...]
    problems: tuple[Problem, ...]
    draws: Mapping[str, FloatArray]
    estimates: Estimates
    refit: bool = False


def draw_words_again(
    placed: PlacedByWords,
    matrix: DocumentFeatureMatrix,
    resampling: Resampling,
    blocks: WordBlocks | None = None,
    *,
    refit: bool = False,
) -> DrawnPositions:
    """Give positions the intervals of texts drawn anew.

    Parameters
    ----------
    placed : PlacedByWords
        The positions, from the same matrix.
    matrix : DocumentFeatureMatrix
    resampling : Resampling
        ``interval`` is ``"multinomial"`` or ``"block"``.
    blocks : WordBlocks, optional
        What is drawn by ``"block"``: paragraphs, for instance.
    refit : bool, default=False
        Whether the scale learns the words again from the texts of each draw. Otherwise
        what it learned is held fixed.

    Raises
    ------
    InvalidOptionError
        If blocks are to be drawn and there are none, nothing is to be drawn, or the
        scale cannot learn again.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1994). An introduction to the bootstrap.
    Chapman & Hall. https://doi.org/10.1201/9780429246593

    Lowe, W., & Benoit, K. (2013). Validating estimates of latent traits from textual
    data using human judgment as a benchmark. Political Analysis, 21(3), 298-313.
    https://doi.org/10.1093/pan/mpt002

    Examples
    --------
    >>> from hustings.estimates.resampling import Resampling
    >>> from hustings.scaling.wordscores import wordscores
    >>> from hustings.words.matrices import DocumentFeatureMatrix
    >>> rows = [{"case": "Quay", "tram": 90, "car": 10}]
    >>> rows += [{"case": "Park", "tram": 10, "car": 90}]
    >>> matrix = DocumentFeatureMatrix.from_rows(rows)
    >>> placed = wordscores(matrix, {"Quay": -1.0, "Park": 1.0})
    >>> found = draw_words_again(placed, matrix, Resampling(seed=1))
    >>> round(found.positions[0].standard_error, 2), found.positions[0].sources
    (0.05, {'sampling': 1.0})
    >>> round(placed.positions[0].standard_error, 2)
    0.05
    >>> refitted = draw_words_again(placed, matrix, Resampling(seed=1), refit=True)
    >>> round(refitted.positions[0].standard_error, 2)
    0.07
    """
    _check(placed, resampling, blocks, refit=refit)
    used = blocks if resampling.interval == "block" else None
    observed = _observations(matrix, used)
    if refit:
        statistic = _refitted(placed, matrix)
    else:
        own = placed.statistic()
        statistic = _held_fixed(placed.scale, own)
        observed = replace(observed, amounts=_columns_of(own, matrix.features))
    by = _SAMPLED_BY[resampling.interval]
    sources = Sources(sampling=Sampling(by=by))
    found = estimate(statistic, observed, sources, resampling)
    method = _REFITTED if refit else resampling.interval
    drawn = _with_intervals(placed, found, _unvaried(observed), method)
    met = {SHORT_TEXTS} if refit else set()
    kept = tuple(one for one in drawn.problems if one.kind not in met)
    return replace(drawn, problems=kept, refit=refit)


def without_intervals(positions: Sequence[Position]) -> tuple[Position, ...]:
    """Take the intervals off positions."""
    nothing = dict.fromkeys(
        ("low", "high", "confidence", "standard_error", "axis_2_error"), None
    )
    return tuple(replace(one, **nothing) for one in positions)  # type: ignore[arg-type]  # all of them may be None


def _check(
    placed: PlacedByWords,
    resampling: Resampling,
    blocks: WordBlocks | None,
    *,
    refit: bool,
) -> None:
    """Raise unless there is what is to be drawn, and what is to learn from it."""
    if resampling.interval not in DRAWN:
        raise InvalidOptionError(
            option="interval",
            value=resampling.interval,
            advice="Words are drawn by multinomial or block.",
        )
    if resampling.interval == "block" and blocks is None:
        raise InvalidOptionError(
            option="interval",
            value="block",
            advice="Counts of whole texts have no blocks: choose multinomial.",
        )
    if refit and not isinstance(placed, LearnsAgain):
        raise InvalidOptionError(
            option="refit",
            value="yes",
            advice=f"What {placed.scale!r} learned of the words is always held fixed.",
        )


def _observations(
    matrix: DocumentFeatureMatrix, blocks: WordBlocks | None
) -> SparseObservations:
    """Give the engine the words of each case, or of each block."""
    row = {case: i for i, case in enumerate(matrix.cases)}
    if blocks is None:
        return SparseObservations(
            cases=matrix.cases,
            counts=matrix.matrix,
            case_of_row=np.arange(matrix.n_cases),
        )
    known = [i for i, case in enumerate(blocks.cases) if case in row]
    return SparseObservations(
        cases=matrix.cases,
        counts=blocks.matrix[known],
        case_of_row=np.array([row[blocks.cases[i]] for i in known], np.int64),
        is_by_block=True,
    )


def _unvaried(observed: SparseObservations) -> frozenset[str]:
    """Name the cases of one block, which drawing blocks anew leaves as they are."""
    if not observed.is_by_block:
        return frozenset()
    n_blocks = np.bincount(observed.case_of_row, minlength=len(observed.cases))
    few = np.flatnonzero(n_blocks < _FEWEST_BLOCKS).tolist()
    return frozenset(observed.cases[i] for i in few)


def _held_fixed(scale: str, own: WordStatistic) -> Statistic:
    """Place the sums over each text's words as those of a new text."""

    def formula(sums: FloatArray, _n_words: FloatArray) -> FloatArray:
        n_draws, n_cases, k = sums.shape
        found = np.full((n_draws * n_cases, len(own.names)), np.nan)
        flat = sums.reshape(-1, k)
        known = np.isfinite(flat).all(axis=1)
        if known.any():
            found[known] = own.outcomes(flat[known])
        return found.reshape(n_draws, n_cases, -1)

    return Statistic(
        name=scale, formula=formula, outcomes=own.names, is_biased=True, span=own.span
    )


def _refitted(placed: PlacedByWords, matrix: DocumentFeatureMatrix) -> Statistic:
    """Learn the words from all texts of a draw, and place the texts by them."""
    own = placed.statistic()

    def formula(counts: FloatArray, _n_words: FloatArray) -> FloatArray:
        return np.stack([_learned(placed, matrix, one, own.names) for one in counts])

    return Statistic(
        name=placed.scale,
        formula=formula,
        outcomes=own.names,
        is_biased=True,
        span=own.span,
    )


def _learned(
    placed: PlacedByWords,
    matrix: DocumentFeatureMatrix,
    counts: FloatArray,
    names: Sequence[str | None],
) -> FloatArray:
    """Learn from one draw: outcomes (n_cases, m), NaN where that is impossible."""
    nothing = np.full((matrix.n_cases, len(names)), np.nan)
    if np.isnan(counts).any() or not isinstance(placed, LearnsAgain):
        return nothing
    drawn = replace(matrix, matrix=sparse.csr_array(counts))
    try:
        return placed.learn_again(drawn)
    except (UnscalableMatrixError, UnusableReferencesError):
        # A draw may leave a reference without a word, or all texts alike.
        return nothing


def _columns_of(statistic: WordStatistic, features: Sequence[str]) -> sparse.csr_array:
    """Give the statistic's columns for the words of a matrix, 0 for those unknown."""
    place = {feature: j for j, feature in enumerate(features)}
    known = [
        (place[word], j) for j, word in enumerate(statistic.features) if word in place
    ]
    rows, columns = np.array(known, np.int64).reshape(-1, 2).T
    selection = sparse.coo_array(
        (np.ones(len(rows)), (rows, columns)),
        shape=(len(features), len(statistic.features)),
    )
    return sparse.csr_array(selection.tocsr() @ sparse.csr_array(statistic.columns))


def _with_intervals(
    placed: PlacedByWords, found: Estimates, unvaried: frozenset[str], method: str
) -> DrawnPositions:
    """Give the scale's own positions the intervals that the engine found."""
    row = {(one.case, one.code): i for i, one in enumerate(found.estimates)}
    positions: list[Position] = []
    problems = [one for one in placed.problems if one.kind != "no interval"]
    draws: dict[str, FloatArray] = {}
    for case, group in groupby(placed.positions, lambda one: one.case):
        own = list(group)
        rows = [row.get((case, one.code)) for one in own]
        spanned = [
            _spanned(one, found, None if case in unvaried else i)
            for one, i in zip(own, rows, strict=True)
        ]
        positions += [_with_second_axis(one, found, row) for one in spanned]
        first = np.zeros(0) if rows[0] is None else found.draws[:, rows[0]]
        problems += _problems(spanned[0], first, method)
        if len(own) == 1 and _can_be_paired(spanned[0], first):
            draws[case] = first
    return DrawnPositions(
        positions=tuple(positions),
        problems=tuple(problems),
        draws=draws,
        estimates=found,
    )


def _spanned(one: Position, found: Estimates, i: int | None) -> Position:
    """Give a position the interval of an estimate, if this has one."""
    bare = without_intervals([one])[0]
    if i is None:
        return bare
    own = found.estimates[i]
    if own.low is None or own.high is None:
        return bare
    return replace(
        one,
        low=min(own.low, one.position),
        high=max(own.high, one.position),
        confidence=own.confidence,
        standard_error=own.standard_error,
        sources=own.sources,
    )


def _with_second_axis(
    one: Position, found: Estimates, row: Mapping[tuple[str, str | None], int]
) -> Position:
    """Give the place on the second axis the error of its draws, if there is one."""
    second = row.get((one.case, SECOND_AXIS))
    if one.axis_2 is None or one.low is None or second is None:
        return one
    return replace(one, axis_2_error=found.estimates[second].standard_error)


def _problems(one: Position, draws: FloatArray, method: str) -> Iterator[Problem]:
    """Say what is wrong with the draws of a case."""
    n_defined = int(np.isfinite(draws).sum())
    yield from few_defined(one.case, one.scale, n_defined, len(draws))
    if one.low is None and method == _REFITTED:
        yield same_place(one.case, one.scale)
    elif one.low is None:
        yield no_interval(one.case, one.scale, method)


def _can_be_paired(one: Position, draws: FloatArray) -> bool:
    """Whether a position has an interval, and most draws have a position."""
    share = float(np.isfinite(draws).mean()) if len(draws) else 0.0
    return one.low is not None and share >= _LEAST_DEFINED
