r"""Likely coding errors: codings that a machine which has not seen them doubts.

Confident learning. Let :math:`\hat p_j(x)` be the probability of code j for unit x by a
machine that has not learned from x's own coding. Of the units that were given code j,

.. math:: t_j = \frac{1}{n_j} \sum_{x:\, y = j} \hat p_j(x)

is how sure it usually is. A unit that was given i counts as a likely j where
:math:`\hat p_j(x) \ge t_j`; of several such codes, the most probable. So a code that
the machine is never sure of asks for less than one that it knows well, and neither a
machine that is too sure of itself nor one that is too timid fills the list. Units that
were given one code and are likely another stand first, those with the smallest margin

.. math:: \hat p_i(x) - \max_{j \ne i} \hat p_j(x)

before all others.

References
----------
Northcutt, C. G., Jiang, L., & Chuang, I. L. (2021). Confident learning: estimating
uncertainty in dataset labels. Journal of Artificial Intelligence Research, 70,
1373-1411. https://doi.org/10.1613/jair.1.12125
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from hustings.errors import InvalidObservationsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray

LikelyError: TypeAlias = Literal["coding", "machine", "unclear"]
"""Which of two that differ is likely wrong: what a person coded, or the machine."""

_ORDER: dict[LikelyError, int] = {"coding": 0, "unclear": 1, "machine": 2}
_SMOOTHING = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One coding with which the machine differs.

    Attributes
    ----------
    unit : int
        Index of the coding among those looked at.
    code : str
        What was coded.
    likely : str
        What the machine finds most probable among codes it is as sure of as usual; of
        a coding that is in no such doubt, the most probable code.
    probability, probability_of_code : float
        Of `likely`, and of what was coded.
    margin : float
        Probability of the code less that of the most probable other code, in [-1, 1];
        below 0 the machine prefers another.
    likely_error : {"coding", "machine", "unclear"}
        ``"coding"`` where the machine is as sure of another code as it usually is where
        that is right, and less sure than usual of what was coded; ``"machine"`` where
        it is the other way round.
    """

    unit: int
    code: str
    likely: str
    probability: float
    probability_of_code: float
    margin: float
    likely_error: LikelyError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DoubtResult:
    """Codings in doubt, the likely errors first.

    Attributes
    ----------
    doubts : tuple of Doubt
        All codings with which the machine differs.
    codes : tuple of str
    thresholds : array of shape (n_codes,)
        How sure the machine usually is of each code where it was coded; NaN for codes
        that were not.
    joint : array of shape (n_codes, n_codes)
        Estimated share of units by what was coded (rows) and what is likely (columns);
        adds up to 1.
    """

    doubts: tuple[Doubt, ...]
    codes: tuple[str, ...]
    thresholds: FloatArray
    joint: FloatArray

    @property
    def error_share(self) -> float:
        """Share of codings that are likely wrong, estimated by the joint."""
        return float(1 - np.trace(self.joint))

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a coding in doubt, in order."""
        return [asdict(one) for one in self.doubts]

    def summary(self) -> str:
        """Return one line for a person to read."""
        n = sum(one.likely_error == "coding" for one in self.doubts)
        return (
            f"{len(self.doubts):,} codings differ from the machine's; {n:,} of "
            "them are likely coding errors."
        )


def find_doubts(
    given: IntArray, probabilities: FloatArray, codes: Sequence[str]
) -> DoubtResult:
    """Find the codings that are likely wrong; see the module.

    Parameters
    ----------
    given : array of int, shape (n_units,)
        Index of the code that each unit was given.
    probabilities : array of shape (n_units, n_codes)
        By a machine that has not learned from these codings; rows add up to 1.
    codes : sequence of str

    Raises
    ------
    InvalidObservationsError
        If there is no coding, or shapes do not match.

    Examples
    --------
    Five units about taxes and five about trams; one is coded wrongly.

    >>> probabilities = np.array([[0.8, 0.2]] * 5 + [[0.1, 0.9]] * 5)
    >>> given = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    >>> found = find_doubts(given, probabilities, ("tax", "trams"))
    >>> [(one.unit, one.likely, one.likely_error) for one in found.doubts]
    [(4, 'tax', 'coding')]
    """
    _require(given, probabilities, codes)
    thresholds = _thresholds(given, probabilities)
    is_sure = probabilities >= np.where(np.isnan(thresholds), np.inf, thresholds)
    likely = np.where(is_sure, probabilities, -1).argmax(axis=1)
    likely = np.where(is_sure.any(axis=1), likely, -1)
    rows = np.arange(len(given))
    others = probabilities.copy()
    others[rows, given] = -1
    rival = others.argmax(axis=1)
    of_code, of_rival = probabilities[rows, given], others[rows, rival]
    shown = np.where((likely >= 0) & (likely != given), likely, rival)
    doubts = [
        Doubt(
            unit=i,
            code=codes[given[i]],
            likely=codes[shown[i]],
            probability=float(probabilities[i, shown[i]]),
            probability_of_code=float(of_code[i]),
            margin=float(of_code[i] - of_rival[i]),
            likely_error=_who_errs(int(given[i]), int(likely[i]), is_sure[i]),
        )
        for i in np.flatnonzero(
            (of_code < of_rival) | _is_other(likely, given)
        ).tolist()
    ]
    doubts.sort(key=lambda one: (_ORDER[one.likely_error], one.margin, one.unit))
    return DoubtResult(
        doubts=tuple(doubts),
        codes=tuple(codes),
        thresholds=thresholds,
        joint=_joint(given, likely, len(codes)),
    )


def probabilities_from_answers(
    given: IntArray, answers: IntArray, n_codes: int
) -> FloatArray:
    r"""Make probabilities of a machine's plain answers, from how often each was right.

    .. math:: \hat p_j(x) = \frac{n_{aj} - [y = j] + 1 / K}{n_a - 1 + 1}

    with a the machine's answer for x, and the coding y of x itself left out of the
    counts.

    Parameters
    ----------
    given, answers : array of int, shape (n_units,)
        What was coded, and what the machine says; -1 where it says nothing, which
        counts as an answer of its own.

    Returns
    -------
    array of shape (n_units, n_codes)

    Examples
    --------
    >>> given, answers = np.array([0, 0, 0, 1]), np.array([0, 0, 0, 0])
    >>> probabilities_from_answers(given, answers, 2).round(2)[[0, 3]].tolist()
    [[0.62, 0.38], [0.88, 0.12]]
    """
    counts = np.zeros((n_codes + 1, n_codes))
    np.add.at(counts, (answers, given), 1)
    found = counts[answers]
    found[np.arange(len(given)), given] -= 1
    found += _SMOOTHING / n_codes
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _require(given: IntArray, probabilities: FloatArray, codes: Sequence[str]) -> None:
    """Raise where there is nothing to doubt, or it does not fit together."""
    if not len(given):
        raise InvalidObservationsError(
            reason="There is no coding to doubt.",
            advice="Code units by hand that a machine codes, too.",
        )
    if probabilities.shape != (len(given), len(codes)) or len(codes) < 2:
        raise InvalidObservationsError(
            reason="Codings and probabilities do not fit together.",
            advice="Give a row of probabilities a unit, for two codes or more.",
        )


def _thresholds(given: IntArray, probabilities: FloatArray) -> FloatArray:
    """(n_codes,): mean probability of each code where it was given."""
    n_codes = probabilities.shape[1]
    own = probabilities[np.arange(len(given)), given]
    times = np.bincount(given, minlength=n_codes)
    sums = np.bincount(given, own, minlength=n_codes)
    nothing = np.full(n_codes, np.nan)
    means: FloatArray = np.divide(sums, times, out=nothing, where=times > 0)
    return means


def _is_other(likely: IntArray, given: IntArray) -> np.ndarray:
    return np.asarray((likely >= 0) & (likely != given))


def _who_errs(given: int, likely: int, is_sure: np.ndarray) -> LikelyError:
    """Say which of the two is likely wrong."""
    if likely >= 0 and likely != given:
        return "coding" if not is_sure[given] else "unclear"
    return "machine" if is_sure[given] else "unclear"


def _joint(given: IntArray, likely: IntArray, n_codes: int) -> FloatArray:
    """(n_codes, n_codes): confident counts, each row scaled to how often given."""
    sure = likely >= 0
    counts = np.zeros((n_codes, n_codes))
    np.add.at(counts, (given[sure], likely[sure]), 1)
    times = np.bincount(given, minlength=n_codes).astype(float)
    empty = (counts.sum(axis=1) == 0) & (times > 0)
    counts[empty, empty] = 1
    sums = counts.sum(axis=1, keepdims=True)
    scaled = np.divide(counts, sums, out=np.zeros_like(counts), where=sums > 0)
    return np.asarray(scaled * times[:, None] / len(given))
