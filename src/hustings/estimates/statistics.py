"""What is estimated: a function from sums over units to outcomes.

Most scales need no more of a text than a few sums over its units: how many units are
on either side, the sum of their values, the scores of their words. So an engine that
draws sums anew serves them all, whether codes or words stand behind them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.estimates.outcome_rows import OutcomeRow
    from hustings.estimates.resampling import FloatArray

Formula: TypeAlias = "Callable[[FloatArray, FloatArray], FloatArray]"
"""Sums (n_draws, n_cases, k) and units (n_draws, n_cases) to outcomes.

Outcomes have the shape (n_draws, n_cases, m); NaN where undefined. A formula may look
at all cases of a draw together, as a rescaling does, and have other rows than cases.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Statistic:
    r"""A function from sums to outcomes.

    .. math:: \theta = f\Bigl(\sum_i w_i x_i,\ \sum_i w_i\Bigr)

    with one row :math:`x_i` a unit, of shape (k,): which groups of codes it is in, its
    value, or whatever else adds up.

    Attributes
    ----------
    name : str
        Such as ``"rile"``.
    formula : callable
        See `Formula`.
    groups : array of shape (n_columns, k) or None
        Adds up columns of the observations, such as codes, to the k sums; None where
        the columns are the sums.
    outcomes : tuple of (str or None)
        One name for each of the m outcomes; None where there is just one.
    is_share : bool
        Whether outcomes are shares, in [0, 1].
    error_at_zero : callable or None
        From the k sums of the units coded by hand to a standard error, for cases in
        which a sum is 0 and no draw would show that it might not have been.
    rows : tuple of OutcomeRow or None
        What rows of outcomes are about, where they are not the cases.
    is_biased : bool
        Whether sampling moves outcomes to one side, as it does distances; intervals
        then make good for it (see `hustings.estimates.biased_intervals`).
    span : tuple of float
        What such an outcome cannot pass.

    Examples
    --------
    >>> import numpy as np
    >>> rile = Statistic(
    ...     name="rile",
    ...     formula=lambda s, n: 100 * (s[..., :1] - s[..., 1:]) / n[..., None],
    ... )
    >>> rile.of(np.array([[[30.0, 10.0]]]), np.array([[100.0]])).tolist()
    [[[20.0]]]
    """

    name: str
    formula: Formula
    groups: FloatArray | None = None
    outcomes: tuple[str | None, ...] = (None,)
    is_share: bool = False
    error_at_zero: Callable[[FloatArray], float] | None = None
    rows: tuple[OutcomeRow, ...] | None = None
    is_biased: bool = False
    span: tuple[float, float] = (-inf, inf)

    def of(self, columns: FloatArray, n_units: FloatArray) -> FloatArray:
        """Compute outcomes of shape (n_draws, n_cases, m) of sums by column."""
        sums = columns if self.groups is None else columns @ self.groups
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.formula(sums, n_units), dtype=np.float64)

    @property
    def is_by_case(self) -> bool:
        """Whether a case's outcomes are functions of its own sums alone.

        What looks at several cases measures how far they are apart, and that is what
        sampling moves to one side.
        """
        return self.rows is None and not self.is_biased

    @property
    def n_outcomes(self) -> int:
        """The m of the shapes."""
        return len(self.outcomes)


def share_statistic(codes: tuple[str, ...]) -> Statistic:
    r"""Make every column an outcome: its share of the units, :math:`n_c / N`.

    Examples
    --------
    >>> import numpy as np
    >>> shares = share_statistic(("trams", "cars"))
    >>> shares.of(np.array([[[3.0, 1.0]]]), np.array([[8.0]])).tolist()
    [[[0.375, 0.125]]]
    """
    return Statistic(
        name="share",
        formula=lambda sums, n_units: sums / n_units[..., None],
        outcomes=codes,
        is_share=True,
    )


def mean_statistic(name: str = "mean") -> Statistic:
    r"""Make the mean of values the outcome: :math:`\sum_i v_i / \sum_i b_i`.

    The observations have two columns: 1 where a unit has a value (:math:`b_i`), and the
    value itself, 0 where there is none.

    Examples
    --------
    >>> import numpy as np
    >>> mean_statistic().of(np.array([[[4.0, -2.0]]]), np.array([[8.0]])).tolist()
    [[[-0.5]]]
    """
    return Statistic(name=name, formula=lambda sums, _: sums[..., 1:] / sums[..., :1])
