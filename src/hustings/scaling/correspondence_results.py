"""What correspondence analysis gives back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.scaling.residual_axes import principal_rows, row_axes, turned_onto
from hustings.scaling.results import ScaleResult
from hustings.scaling.word_positions import METHOD, WordEstimates, place_cases
from hustings.scaling.word_statistics import SECOND_AXIS, WordStatistic, mean_of_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from hustings.estimates.resampling import FloatArray
    from hustings.scaling.residual_axes import Axes
    from hustings.scaling.results import Position
    from hustings.words.matrices import DocumentFeatureMatrix

NAME = "ca"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CorrespondenceResult(ScaleResult):
    """Positions of cases on the first axis, and the whole map of cases and words.

    Attributes
    ----------
    cases, features : tuple of str
        The cases and words in the map, in the order of the coordinates.
    axes : Axes
        Masses and singular vectors, turned so that the direction holds.
    standard_errors : array of shape (n_cases, n_axes)
        Of standard coordinates.
    direction : tuple of two str
        The cases that say which end of the first axis is low, and which is high.
    report : mapping
        ``inertias`` of the axes, their ``shares`` in ``total_inertia``, ``direction``.
    """

    cases: tuple[str, ...]
    features: tuple[str, ...]
    axes: Axes
    standard_errors: FloatArray
    direction: tuple[str, str]
    report: Mapping[str, object]

    @property
    def inertias(self) -> FloatArray:
        """Squared singular values, shape (n_axes,)."""
        return self.axes.singular_values**2

    @property
    def row_standard(self) -> FloatArray:
        """Standard coordinates of the cases, shape (n_cases, n_axes)."""
        return self.axes.rows / np.sqrt(self.axes.row_masses)[:, None]

    @property
    def row_principal(self) -> FloatArray:
        """Principal coordinates of the cases: standard times singular value."""
        return self.row_standard * self.axes.singular_values

    @property
    def column_standard(self) -> FloatArray:
        """Standard coordinates of the words, shape (n_words, n_axes)."""
        return self.axes.columns / np.sqrt(self.axes.column_masses)[:, None]

    @property
    def column_principal(self) -> FloatArray:
        """Principal coordinates of the words."""
        return self.column_standard * self.axes.singular_values

    @property
    def row_contributions(self) -> FloatArray:
        """Share of each case in the inertia of each axis; every axis adds up to 1."""
        return self.axes.rows**2

    @property
    def column_contributions(self) -> FloatArray:
        """Share of each word in the inertia of each axis; every axis adds up to 1."""
        return self.axes.columns**2

    @property
    def words(self) -> list[dict[str, object]]:
        """A row a word on the first axis, those that contribute most first.

        The score is the standard coordinate, the pull its score times its mass;
        ``score_2`` and ``contribution_2`` are those of the second axis, if there is
        one.
        """
        scores = self.column_standard
        contributions = self.column_contributions
        has_second = scores.shape[1] > 1
        return [
            {
                "word": self.features[j],
                "score": float(scores[j, 0]),
                "pull": float(scores[j, 0] * self.axes.column_masses[j]),
                "contribution": float(contributions[j, 0]),
                "score_2": float(scores[j, 1]) if has_second else None,
                "contribution_2": float(contributions[j, 1]) if has_second else None,
            }
            for j in np.argsort(-contributions[:, 0], kind="stable").tolist()
        ]

    def summary(self) -> str:
        """Return what the first axis holds, and a line a case."""
        share = self.inertias[0] / self.axes.total_inertia
        axis = (
            f"Correspondence analysis: the first axis has inertia "
            f"{self.inertias[0]:.4f}, {share:.1%} of {self.axes.total_inertia:.4f}."
        )
        direction = "Direction: {} below {}.".format(*self.direction)
        # By name: a class with slots is made anew, and super() would mean the old one.
        return "\n".join([axis, direction, ScaleResult.summary(self)])

    def project(self, matrix: DocumentFeatureMatrix) -> tuple[FloatArray, FloatArray]:
        r"""Put other texts into the map as supplementary rows.

        .. math:: g_{ik} = \frac{1}{\sigma_k} \sum_j \frac{y_{ij}}{N_i} \gamma_{jk},
            \qquad \mathrm{SE}(g_{ik}) = \frac{1}{\sigma_k \sqrt{N_i}} \sqrt{\sum_j
            \frac{y_{ij}}{N_i} \gamma_{jk}^2 - \Bigl(\sum_j \frac{y_{ij}}{N_i}
            \gamma_{jk}\Bigr)^2}

        with the standard coordinates :math:`\gamma` of the words as they are. Texts
        that took part come out where they are.

        Returns
        -------
        two arrays of shape (n_cases, n_axes)
            Standard coordinates and their standard errors, if words are drawn
            independently; NaN for a text without a word of the map.
        """
        known = matrix.select(self.features)
        return project_rows(known.matrix, self.axes)

    def statistic(self) -> WordStatistic:
        """Give how a text is placed: on the axes as they are; see `project`."""
        columns, outcomes = mean_of_words(
            self.column_standard / self.axes.singular_values
        )
        n_axes = len(self.axes.singular_values)
        others = (SECOND_AXIS, *(f"axis {k + 1}" for k in range(2, n_axes)))
        return WordStatistic(
            features=self.features,
            columns=columns,
            outcomes=outcomes,
            names=(None, *others[: n_axes - 1]),
        )

    def learn_again(self, matrix: DocumentFeatureMatrix) -> FloatArray:
        """Decompose other counts of the same texts, and turn them onto this map."""
        axes = self.axes
        n_axes = len(axes.singular_values)
        places = np.full((matrix.n_cases, n_axes), np.nan)
        counts = matrix.keep(self.cases).select(self.features).matrix
        used = np.flatnonzero(counts.sum(axis=1) > 0)
        counts = counts[used][:, np.flatnonzero(counts.sum(axis=0) > 0)]
        if min(counts.shape) <= n_axes:
            return places
        rows, values = row_axes(counts, n_axes)
        masses = np.asarray(counts.sum(axis=1), np.float64) / counts.sum()
        turned = turned_onto(
            principal_rows(axes)[used],
            axes.row_masses[used],
            rows / np.sqrt(masses)[:, None] * values,
        )
        places[matrix.rows_of(self.cases)[used]] = turned / axes.singular_values
        return places

    def place(
        self, matrix: DocumentFeatureMatrix, *, confidence: float = 0.95
    ) -> ScaleResult:
        """Place other texts on the first axis; see `project`.

        Words that are not in the map count into nothing; a case that has no others
        gets no position, and a `Problem` says so.

        Raises
        ------
        InvalidOptionError
            If `confidence` does not lie between 0 and 1.
        """
        places, errors = self.project(matrix)
        found = WordEstimates(
            scale=self.scale,
            cases=matrix.cases,
            estimates=places[:, 0],
            standard_errors=errors[:, 0],
            n_tokens=matrix.select(self.features).case_totals(),
        )
        placed = placed_cases(found, confidence=confidence)
        on_both = with_second_axis(placed.positions, matrix.cases, places, errors)
        return replace(placed, positions=on_both)


def with_second_axis(
    positions: Sequence[Position],
    cases: Sequence[str],
    places: FloatArray,
    errors: FloatArray,
) -> tuple[Position, ...]:
    """Add the place on the second axis, where there is one.

    Parameters
    ----------
    places, errors : array of shape (n_cases, n_axes)
    """
    if places.shape[1] < 2:
        return tuple(positions)
    row = {case: i for i, case in enumerate(cases)}
    return tuple(
        replace(
            one,
            axis_2=float(places[row[one.case], 1]) + 0.0,
            axis_2_error=float(errors[row[one.case], 1]) + 0.0,
        )
        for one in positions
    )


def placed_cases(found: WordEstimates, *, confidence: float) -> ScaleResult:
    """Make a plain result of places on the axis."""
    positions, problems = place_cases(found, confidence=confidence)
    return ScaleResult(
        scale=found.scale,
        positions=positions,
        method=METHOD,
        parameters={"confidence": confidence},
        problems=problems,
    )


def project_rows(counts: sparse.csr_array, axes: Axes) -> tuple[FloatArray, FloatArray]:
    """Project sparse counts (n_rows, n_words): coordinates, errors (n_rows, n_axes)."""
    scores = axes.columns / np.sqrt(axes.column_masses)[:, None]
    totals = np.asarray(counts.sum(axis=1), np.float64)[:, None]
    totals[totals == 0] = np.nan
    means = (counts @ scores) / totals
    variances = np.maximum((counts @ scores**2) / totals - means**2, 0)
    return means / axes.singular_values, np.sqrt(
        variances / totals
    ) / axes.singular_values


def turned_axes(axes: Axes, is_turned: NDArray[np.bool_]) -> Axes:
    """Swap the ends of some axes; `is_turned` has shape (n_axes,)."""
    signs = np.where(is_turned, -1.0, 1.0)
    return replace(axes, rows=axes.rows * signs, columns=axes.columns * signs)
