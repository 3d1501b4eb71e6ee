"""From probabilities to one code a unit, and to what they are worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.coding.calibration import (
    cooled_down,
    fit_by_document,
    fit_isotonic,
    fit_logistic,
    fit_temperature,
    with_chosen_at,
)
from hustings.coding.validation import macro_f1_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.coding.calibration import CalibrationCurve
    from hustings.coding.units_in_context import IntArray
    from hustings.estimates.resampling import FloatArray

FEWEST_TO_BEND = 1000
"""Units below which a curve that bends anywhere would follow chance."""

FEWEST_DOCUMENTS = 6
"""Documents below which it would follow what is odd about one of them."""

FEWEST_FOR_A_CURVE = 50
"""Units below which any curve would."""

_PREFERENCES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_AS_GOOD = 0.005
_FEWEST = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    r"""How probabilities become one code.

    The code with the highest adjusted probability

    .. math:: q_c = \frac{p_c / s_c^{\,t}}{\sum_j p_j / s_j^{\,t}}

    is chosen, where :math:`s_c` is its share of the training and t is `preference`: 0
    is the most probable code; the nearer to 1, the more rare codes are chosen where
    they are nearly as probable. The probability of the chosen code is then read from
    `curve` at :math:`q_c`, which depends less than :math:`p_c` on how often documents
    use a code, and the others keep their proportions.

    Attributes
    ----------
    shares : tuple of float
        In the order of the codes.
    preference : float
    temperature : float
    curve : CalibrationCurve or None
        From the adjusted probability of the chosen code to how often it is right.
    """

    shares: tuple[float, ...]
    preference: float
    temperature: float = 1.0
    curve: CalibrationCurve | None = None

    def choose(self, log_probabilities: FloatArray) -> tuple[IntArray, FloatArray]:
        """Give the index of the code of each unit, and all calibrated probabilities."""
        probabilities = cooled_down(log_probabilities, self.temperature)
        adjusted = self.adjust(probabilities)
        chosen = np.argmax(adjusted, axis=1)
        if self.curve is None:
            return chosen, probabilities
        after = self.curve.at(adjusted[np.arange(len(chosen)), chosen])
        return chosen, with_chosen_at(probabilities, chosen, after)

    def adjust(self, probabilities: FloatArray) -> FloatArray:
        """Move probabilities towards rare codes, as far as these are preferred."""
        shares = np.maximum(self.shares, _FEWEST)
        moved = probabilities / shares**self.preference
        return np.asarray(moved / moved.sum(axis=1, keepdims=True))


def fit_decisions(
    log_probabilities: FloatArray,
    codes: IntArray,
    *,
    documents: IntArray,
    preference: float | None,
    is_bent: bool,
) -> Decisions:
    """Fit temperature, preference and curve on units that the coder has not seen.

    With six or more documents, the curve is isotonic, or logistic with fewer than
    1,000 units. With fewer documents there is no temperature, and the curve is the one
    in the middle of those of the documents. With fewer than 50 units there is a
    temperature, and no curve.

    Parameters
    ----------
    log_probabilities : array, shape (n_units, n_codes)
    codes, documents : array of int, shape (n_units,)
    preference : float or None
        None takes, of 0, .2, .4, .6, .8 and 1, the one with the highest macro-F1;
        where a temperature is fitted, the largest that comes within .005 of it.
    is_bent : bool
        Fit a curve, if there are units enough; else a temperature whatever there is.
    """
    is_broad = _is_broad(documents)
    has_curve = is_bent and len(codes) >= FEWEST_FOR_A_CURVE
    is_cooled = is_broad or not has_curve
    shares = np.bincount(codes, minlength=log_probabilities.shape[1]) / len(codes)
    decisions = Decisions(
        shares=tuple(shares.tolist()),
        preference=preference or 0.0,
        temperature=fit_temperature(log_probabilities, codes) if is_cooled else 1.0,
    )
    if preference is None:
        within = _AS_GOOD if is_cooled else 0.0
        decisions = _prefer(decisions, log_probabilities, codes, within)
    if not has_curve:
        return decisions
    adjusted = decisions.adjust(cooled_down(log_probabilities, decisions.temperature))
    is_right = np.argmax(adjusted, axis=1) == codes
    curve = _fit_curve(adjusted.max(axis=1), is_right, documents)
    return replace(decisions, curve=curve)


def _is_broad(documents: IntArray) -> bool:
    """Tell whether there are documents enough to speak for others."""
    return len(np.unique(documents[documents >= 0])) >= FEWEST_DOCUMENTS


def _fit_curve(
    probabilities: FloatArray, is_right: NDArray[np.bool_], documents: IntArray
) -> CalibrationCurve:
    """Fit a curve that units and documents can carry."""
    if not _is_broad(documents):
        # Documents too small for a curve of their own count as one document.
        _, places, sizes = np.unique(documents, return_inverse=True, return_counts=True)
        groups = np.where(sizes[places] >= FEWEST_FOR_A_CURVE, places, len(sizes))
        return fit_by_document(probabilities, is_right, groups)
    fit = fit_isotonic if len(is_right) >= FEWEST_TO_BEND else fit_logistic
    return fit(probabilities, is_right)


def _prefer(
    decisions: Decisions, log_probabilities: FloatArray, codes: IntArray, within: float
) -> Decisions:
    """Take the preference that finds codes best.

    Of several that are as good, the largest: it rests least on how often the documents
    of the training use a code.
    """
    candidates = [replace(decisions, preference=p) for p in _PREFERENCES]
    found = [macro_f1_of(codes, one.choose(log_probabilities)[0]) for one in candidates]
    as_good = np.flatnonzero(np.array(found) >= max(found) - within)
    return candidates[int(as_good[-1])]
