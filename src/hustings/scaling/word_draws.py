r"""Drawing the words of texts anew: the source *sampling* for scales from words.

What a scale learned of the words (word scores, Wordfish's psi and beta, coordinates of
words, classes' shares, polarities) is **held fixed**; each text is drawn anew and
placed by it as a new text would be. So the interval holds what chance does to the text
that is placed. It holds neither the error of what was learned of the words, nor the
choice of reference texts, seeds or cases, nor, where positions were rescaled, that of
the rescaling. The bootstraps of Wordfish and of correspondence analysis learn the words
again.

Two ways to draw a text of :math:`N` words, :math:`B` blocks:

.. math:: y_i^* \sim \mathrm{Multinomial}(N_i, y_i / N_i), \qquad
    y_i^* = \sum_b w_b y_{ib}, \quad w \sim \mathrm{Multinomial}(B, 1 / B)

Words of one paragraph come together, so blocks are the nearer to the truth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy import sparse

from hustings.errors import InvalidOptionError
from hustings.estimates.biased_intervals import biased_interval
from hustings.estimates.resampling import random_stream
from hustings.estimates.sampling import drawn_weights
from hustings.scaling.position_problems import few_defined, no_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hustings.estimates.resampling import FloatArray, Resampling
    from hustings.model.document import Problem
    from hustings.scaling.results import Position
    from hustings.words.matrices import DocumentFeatureMatrix

DRAWN = ("block", "multinomial")
"""The intervals that draw texts anew."""

_CELLS_AT_ONCE = 4_000_000
_LEAST_SPREAD = 1e-12
_LEAST_DEFINED = 0.75
"""Of the draws of a case: so many of any two cases are defined together."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordStatistic:
    """How a scale places a text by its words, all it knows of words held fixed.

    Attributes
    ----------
    features : tuple of str
        The words it knows.
    columns : array of shape (n_features, k)
        What each word adds to the sums that a position rests on.
    outcomes : callable
        Sums (n_texts, k) to outcomes (n_texts, m): one a class, or one an axis; NaN
        where a text has none of the words.
    span : tuple of float
        What positions cannot pass.
    """

    features: tuple[str, ...]
    columns: FloatArray | sparse.csr_array
    outcomes: Callable[[FloatArray], FloatArray]
    span: tuple[float, float] = (-inf, inf)


class PlacedByWords(Protocol):
    """What a scale from words gives back, as far as drawing needs it."""

    @property
    def scale(self) -> str:
        """Its name."""
        ...

    @property
    def positions(self) -> tuple[Position, ...]:
        """Case after case; of class affinity several a case."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What else one should know."""
        ...

    def statistic(self) -> WordStatistic:
        """How it places a text."""
        ...


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

    def rows_by_case(self) -> dict[str, list[int]]:
        """Give the rows of each case."""
        found: dict[str, list[int]] = {}
        for row, case in enumerate(self.cases):
            found.setdefault(case, []).append(row)
        return found


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
    """

    positions: tuple[Position, ...]
    problems: tuple[Problem, ...]
    draws: Mapping[str, FloatArray]


def mean_of_words(
    scores: FloatArray, *, multiplier: float = 1.0, shift: float = 0.0
) -> tuple[FloatArray, Callable[[FloatArray], FloatArray]]:
    """Give columns and outcomes of a mean of scores, ``multiplier * mean + shift``.

    Parameters
    ----------
    scores : array of shape (n_features,) or (n_features, m)

    Examples
    --------
    >>> import numpy as np
    >>> columns, outcomes = mean_of_words(np.array([-1.0, 1.0]))
    >>> outcomes(np.array([[3.0, 1.0]]) @ columns).tolist()
    [[-0.5]]
    """
    wide = scores.reshape(len(scores), -1)
    columns = np.column_stack([wide, np.ones(len(wide))])

    def outcomes(sums: FloatArray) -> FloatArray:
        with np.errstate(invalid="ignore", divide="ignore"):  # a text without words
            means: FloatArray = sums[:, :-1] / sums[:, -1:]
        return multiplier * means + shift

    return columns, outcomes


def draw_words_again(
    placed: PlacedByWords,
    matrix: DocumentFeatureMatrix,
    resampling: Resampling,
    blocks: WordBlocks | None = None,
) -> DrawnPositions:
    """Give positions the intervals of texts drawn anew, the words held fixed.

    Parameters
    ----------
    placed : PlacedByWords
        The positions, from the same matrix.
    matrix : DocumentFeatureMatrix
    resampling : Resampling
        ``interval`` is ``"multinomial"`` or ``"block"``.
    blocks : WordBlocks, optional
        What is drawn by ``"block"``: paragraphs, for instance.

    Raises
    ------
    InvalidOptionError
        If blocks are to be drawn and there are none, or nothing is to be drawn.

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
    """
    _check(resampling, blocks)
    drawing = _Drawing(placed.statistic(), matrix, resampling, blocks)
    positions: list[Position] = []
    problems = [one for one in placed.problems if one.kind != "no interval"]
    draws: dict[str, FloatArray] = {}
    for case, group in groupby(placed.positions, lambda one: one.case):
        own = list(group)
        outcomes = drawing.of(case)
        spanned = [_spanned(one, outcomes[:, j], drawing) for j, one in enumerate(own)]
        problems += _problems(spanned[0], outcomes[:, 0], resampling)
        positions += [_with_second_axis(one, outcomes) for one in spanned]
        if len(own) == 1 and _can_be_paired(spanned[0], outcomes):
            draws[case] = outcomes[:, 0]
    return DrawnPositions(
        positions=tuple(positions), problems=tuple(problems), draws=draws
    )


def without_intervals(positions: Sequence[Position]) -> tuple[Position, ...]:
    """Take the intervals off positions."""
    nothing = dict.fromkeys(
        ("low", "high", "confidence", "standard_error", "axis_2_error"), None
    )
    return tuple(replace(one, **nothing) for one in positions)  # type: ignore[arg-type]  # all of them may be None


def _check(resampling: Resampling, blocks: WordBlocks | None) -> None:
    """Raise unless there is what is to be drawn."""
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


class _Drawing:
    """Draws of one statistic: what each word adds, in the order of the matrix."""

    def __init__(
        self,
        statistic: WordStatistic,
        matrix: DocumentFeatureMatrix,
        resampling: Resampling,
        blocks: WordBlocks | None,
    ) -> None:
        self.statistic = statistic
        self.resampling = resampling
        self._matrix = matrix
        self._blocks = blocks if resampling.interval == "block" else None
        self._rows_of = {} if self._blocks is None else self._blocks.rows_by_case()
        self._row = {case: i for i, case in enumerate(matrix.cases)}
        self._columns = _columns_of(statistic, matrix.features)

    def of(self, case: str) -> FloatArray:
        """Draw a case: outcomes (n_draws, m)."""
        stream = random_stream(seed=self.resampling.seed, name=case)
        n_draws = self.resampling.n_draws
        sums = (
            _multinomial_sums(self._matrix.matrix[[self._row[case]]], self._columns)
            if self._blocks is None
            else _block_sums(self._blocks.matrix[self._rows_of[case]], self._columns)
        )
        return np.concatenate(
            [self.statistic.outcomes(part) for part in sums(n_draws, stream)]
        )


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


def _multinomial_sums(
    row: sparse.csr_array, columns: sparse.csr_array
) -> Callable[[int, np.random.Generator], Iterator[FloatArray]]:
    """Draw as many words as a text has, from its words; sum up what they add."""
    # All words are drawn, those unknown to the statistic too, so that every scale on
    # the same words sees the same texts.
    own = columns[row.indices]
    shares = row.data / row.data.sum()
    n_words = max(round(float(row.data.sum())), 1)

    def sums(n_draws: int, stream: np.random.Generator) -> Iterator[FloatArray]:
        for n in _portions(n_draws, max(own.shape)):
            yield stream.multinomial(n_words, shares, size=n) @ own

    return sums


def _block_sums(
    blocks: sparse.csr_array, columns: sparse.csr_array
) -> Callable[[int, np.random.Generator], Iterator[FloatArray]]:
    """Draw as many blocks as a text has; sum up what they add."""
    added = blocks @ columns

    def sums(n_draws: int, stream: np.random.Generator) -> Iterator[FloatArray]:
        for n in _portions(n_draws, max(added.shape)):
            yield drawn_weights(added.shape[0], n_draws=n, generator=stream) @ added

    return sums


def _portions(n_draws: int, n_columns: int) -> Iterator[int]:
    """Cut draws into numbers that fit into memory."""
    at_once = max(_CELLS_AT_ONCE // n_columns, 1)
    for first in range(0, n_draws, at_once):
        yield min(at_once, n_draws - first)


def _spanned(one: Position, draws: FloatArray, drawing: _Drawing) -> Position:
    """Give a position the interval of its draws, if these differ."""
    defined = draws[np.isfinite(draws)]
    if len(defined) < 2 or np.ptp(defined) < _LEAST_SPREAD:
        return without_intervals([one])[0]
    confidence = drawing.resampling.confidence
    ends = biased_interval(
        defined[:, None],
        np.array([one.position]),
        confidence=confidence,
        span=drawing.statistic.span,
    )
    return replace(
        one,
        low=float(ends[0, 0]) + 0.0,
        high=float(ends[1, 0]) + 0.0,
        confidence=confidence,
        standard_error=float(defined.std(ddof=1)),
        sources={"sampling": 1.0},
    )


def _with_second_axis(one: Position, outcomes: FloatArray) -> Position:
    """Give the place on the second axis the error of its draws, if there is one."""
    if one.axis_2 is None or one.low is None:
        return one
    second = outcomes[:, 1][np.isfinite(outcomes[:, 1])]
    return replace(one, axis_2_error=float(second.std(ddof=1)))


def _problems(
    one: Position, draws: FloatArray, resampling: Resampling
) -> Iterator[Problem]:
    """Say what is wrong with the draws of a case."""
    n_defined = int(np.isfinite(draws).sum())
    yield from few_defined(one.case, one.scale, n_defined, len(draws))
    if one.low is None:
        yield no_interval(one.case, one.scale, resampling.interval)


def _can_be_paired(one: Position, outcomes: FloatArray) -> bool:
    """Whether a position has an interval, and most draws have a position."""
    share = float(np.isfinite(outcomes[:, 0]).mean())
    return one.low is not None and share >= _LEAST_DEFINED
