"""Correspondence analysis: a map of cases and words, its first axis as a scale."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, Unpack, get_args

import numpy as np

from hustings.errors import InvalidOptionError
from hustings.estimates.resampling import random_stream, require_confidence
from hustings.model.document import Problem
from hustings.scaling.correspondence_results import (
    NAME,
    CorrespondenceResult,
    project_rows,
    turned_axes,
    with_second_axis,
)
from hustings.scaling.directions import (
    identical_cases,
    is_turned,
    rows_of_direction,
    undirected,
    usable_counts,
)
from hustings.scaling.residual_axes import (
    Axes,
    principal_rows,
    residual_axes,
    row_axes,
    turned_onto,
)
from hustings.scaling.word_positions import WordEstimates, place_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scipy import sparse

    from hustings.estimates.resampling import FloatArray
    from hustings.words.matrices import DocumentFeatureMatrix

Interval: TypeAlias = Literal["projection", "multinomial"]
"""Where errors come from: words drawn anew on the axes as they are, or axes and all."""

MOST_DRAWS = 10_000
_SAME_WORDS = 1e-7
_CLOSE_AXES = 0.1


class CorrespondenceOptions(TypedDict, total=False):
    """The options of `correspondence`; see there for their meaning."""

    direction: tuple[str, str] | None
    n_axes: int
    interval: Interval
    confidence: float
    n_draws: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    """The options of `correspondence`, checked."""

    direction: tuple[str, str] | None = None
    n_axes: int = 2
    interval: Interval = "projection"
    confidence: float = 0.95
    n_draws: int = 200
    seed: int = 0

    def __post_init__(self) -> None:
        require_confidence(self.confidence)
        if self.interval not in get_args(Interval):
            raise InvalidOptionError(
                option="interval",
                value=self.interval,
                advice="Choose projection or multinomial.",
            )
        for option, low, high in (
            ("n_axes", 1, 1000),
            ("n_draws", 2, MOST_DRAWS),
            ("seed", 0, np.inf),
        ):
            value = getattr(self, option)
            if not low <= value <= high:
                raise InvalidOptionError(
                    option=option, value=value, advice=f"From {low} to {high:,}."
                )


def correspondence(
    matrix: DocumentFeatureMatrix, **options: Unpack[CorrespondenceOptions]
) -> CorrespondenceResult:
    r"""Map cases and words by what each has more of than its share.

    .. math:: S = D_r^{-1/2} (P - r c^\top) D_c^{-1/2} = U \Sigma V^\top, \qquad
        \Gamma_{rows} = D_r^{-1/2} U, \quad F_{rows} = \Gamma_{rows} \Sigma

    with :math:`P` the counts as shares of all, :math:`r` and :math:`c` its margins. The
    position is the **standard** coordinate on the first axis: weighted by how much the
    cases say, its mean is 0 and its variance 1. The squared singular values are the
    inertias; their sum is Pearson's chi-square of the table divided by its total.

    The axes are those of **these** cases, and are about whatever sets them apart most:
    language, genre and length before politics.

    Parameters
    ----------
    matrix : DocumentFeatureMatrix
        Empty cases and unused words are left out, with a `Problem`.
    direction : tuple of two str, optional
        The case to stand lower and the case to stand higher on the first axis; the
        first two cases unless named.
    n_axes : int, default=2
        Axes to keep; as many as the table has, if that is fewer.
    interval : {"projection", "multinomial"}, default="projection"
        ``projection`` is the error of a case whose words are drawn anew and projected
        on the axes as they are, by its formula. ``multinomial`` draws the words of all
        cases, decomposes again, and turns each draw onto the map (Procrustes): it
        holds the uncertainty of the axes, too.
    confidence : float, default=0.95
        In (0, 1).
    n_draws, seed : int, default=200 and 0
        For ``multinomial``. The same seed gives the same errors.

    Returns
    -------
    CorrespondenceResult

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
    Greenacre, M. (2007). Correspondence analysis in practice (2nd ed.). Chapman & Hall.
    https://doi.org/10.1201/9781420011234

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
    >>> result = correspondence(DocumentFeatureMatrix.from_rows(rows))
    >>> for position in result.positions:
    ...     print(f"{position.case} {position.position:+.4f}")
    Harbour -1.2247
    Orchard +1.2247
    Quay +0.0000
    >>> f"{result.axes.total_inertia:.4f}"
    '0.0667'
    """
    settings = _Settings(**options)
    kept, problems = usable_counts(matrix)
    rows = rows_of_direction(settings.direction, kept.cases, given=matrix.cases)
    axes = _axes(kept.matrix, settings.n_axes)
    axes = _directed(axes, rows)
    errors = _ERRORS[settings.interval](kept.matrix, axes, settings)
    problems += undirected(axes.rows[:, 0] / np.sqrt(axes.row_masses), rows, kept.cases)
    problems += _close_axes(axes)
    direction = (kept.cases[rows[0]], kept.cases[rows[1]])
    return _result(_Map(kept, axes, errors, direction, settings), problems)


@dataclass(frozen=True, slots=True, eq=False)
class _Map:
    """A finished map and all it was made with."""

    matrix: DocumentFeatureMatrix
    axes: Axes
    errors: FloatArray
    direction: tuple[str, str]
    settings: _Settings


def _axes(counts: sparse.csr_array, n_axes: int) -> Axes:
    """Decompose counts into the axes that they have, `n_axes` at most."""
    axes = residual_axes(counts, min(n_axes, min(counts.shape) - 1))
    if axes.singular_values[0] < _SAME_WORDS:
        raise identical_cases()
    n = int((axes.singular_values >= _SAME_WORDS).sum())
    return _first(axes, n)


def _first(axes: Axes, n: int) -> Axes:
    """Keep the first axes."""
    return Axes(
        row_masses=axes.row_masses,
        column_masses=axes.column_masses,
        rows=axes.rows[:, :n],
        columns=axes.columns[:, :n],
        singular_values=axes.singular_values[:n],
        total_inertia=axes.total_inertia,
    )


def _directed(axes: Axes, rows: tuple[int, int]) -> Axes:
    """Turn the first axis as asked; the others so that the largest case is above 0."""
    largest = np.abs(axes.rows).argmax(axis=0)
    turned = axes.rows[largest, np.arange(axes.rows.shape[1])] < 0
    turned[0] = is_turned(axes.rows[:, 0] / np.sqrt(axes.row_masses), rows)
    return turned_axes(axes, turned)


def _projection_errors(
    counts: sparse.csr_array, axes: Axes, _settings: _Settings
) -> FloatArray:
    """Give the errors (n_cases, n_axes) of cases projected on fixed axes."""
    return project_rows(counts, axes)[1]


def _multinomial_errors(
    counts: sparse.csr_array, axes: Axes, settings: _Settings
) -> FloatArray:
    """Draw all words anew and decompose again: errors (n_cases, n_axes)."""
    target = principal_rows(axes)
    drawn = np.array(
        [
            turned_onto(target, axes.row_masses, _drawn_places(counts, axes, stream))
            for stream in (
                random_stream(seed=settings.seed, name=f"correspondence draw {draw}")
                for draw in range(settings.n_draws)
            )
        ]
    )
    errors: FloatArray = drawn.std(axis=0, ddof=1) / axes.singular_values
    return errors


_ERRORS: Mapping[
    Interval, Callable[[sparse.csr_array, Axes, _Settings], FloatArray]
] = {"projection": _projection_errors, "multinomial": _multinomial_errors}


def _drawn_places(
    counts: sparse.csr_array, axes: Axes, stream: np.random.Generator
) -> FloatArray:
    """Draw each case's words anew: principal coordinates (n_cases, n_axes)."""
    drawn = _drawn_counts(counts, stream)
    drawn = drawn[:, np.flatnonzero(drawn.sum(axis=0) > 0)]
    rows, values = row_axes(drawn, axes.rows.shape[1])
    return rows / np.sqrt(axes.row_masses)[:, None] * values


def _drawn_counts(
    counts: sparse.csr_array, stream: np.random.Generator
) -> sparse.csr_array:
    """Draw as many words as each case has, from the words it has."""
    drawn = counts.copy()
    for first, last in zip(counts.indptr[:-1], counts.indptr[1:], strict=True):
        own = counts.data[first:last]
        drawn.data[first:last] = stream.multinomial(
            max(round(own.sum()), 1), own / own.sum()
        )
    drawn.eliminate_zeros()
    return drawn


def _close_axes(axes: Axes) -> tuple[Problem, ...]:
    """Say so if the first two axes hardly differ in inertia, and may swap."""
    values = axes.singular_values**2
    if len(values) < 2 or values[1] < (1 - _CLOSE_AXES) * values[0]:
        return ()
    return (
        Problem(
            kind="close axes",
            message=f"The first two axes have nearly the same inertia ({values[0]:.4f} "
            f"and {values[1]:.4f}), so that which is first is nearly chance. Look at "
            "both.",
        ),
    )


def _result(found: _Map, problems: tuple[Problem, ...]) -> CorrespondenceResult:
    """Put positions, map and report together."""
    axes, settings = found.axes, found.settings
    places = axes.rows / np.sqrt(axes.row_masses)[:, None]
    estimates = WordEstimates(
        scale=NAME,
        cases=found.matrix.cases,
        estimates=places[:, 0],
        standard_errors=found.errors[:, 0],
        n_tokens=found.matrix.case_totals(),
    )
    positions, without = place_cases(estimates, confidence=settings.confidence)
    inertias = axes.singular_values**2
    return CorrespondenceResult(
        scale=NAME,
        positions=with_second_axis(positions, found.matrix.cases, places, found.errors),
        method=settings.interval,
        parameters={**asdict(settings), "direction": found.direction},
        problems=(*problems, *without),
        cases=found.matrix.cases,
        features=found.matrix.features,
        axes=axes,
        standard_errors=found.errors,
        direction=found.direction,
        report={
            "inertias": inertias.tolist(),
            "shares": (inertias / axes.total_inertia).tolist(),
            "total_inertia": axes.total_inertia,
            "direction": list(found.direction),
            "n_cases": found.matrix.n_cases,
            "n_words": found.matrix.n_features,
        },
    )
