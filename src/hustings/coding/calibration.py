r"""Whether probabilities mean what they say, and how to make them.

Of the units that a coder is 70 % sure of, 70 % should be right. Expected calibration
error is how far that fails, on average over units sorted into bins by probability:

.. math:: \mathrm{ECE} = \sum_b \frac{n_b}{N} \, |\bar p_b - a_b|

with :math:`\bar p_b` the mean probability of the chosen codes in bin b and :math:`a_b`
the share of them that are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, log_softmax

from hustings.errors import InvalidOptionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.coding.units_in_context import IntArray
    from hustings.estimates.resampling import FloatArray

N_BINS = 15
"""Bins of equal width between 0 and 1, as most published figures have them."""

FEWEST_AT_A_LEVEL = 25
"""Units that each level of a rising curve rests on."""

_COLDEST, _HOTTEST = 0.2, 5.0
_ALMOST_ONE = 1 - 1e-9
_NEVER = 0.01
_AS_IT_IS = (0.0, 1.0)
_LIGHTLY, _FIRMLY = (1.0, 1.0), (10.0, 30.0)
"""How much level and slope of a line are held back."""

_FEWEST_TO_BEND = 250
"""Units of one document below which a curve that bends would follow chance."""

_GRID = np.round(np.linspace(_NEVER, 1 - _NEVER, 50), 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """Units whose chosen code has a probability between two bounds.

    Attributes
    ----------
    low, high : float
        The bounds; the upper one belongs to the next bin.
    n_units : int
    mean_probability : float
    share_right : float
    """

    low: float
    high: float
    n_units: int
    mean_probability: float
    share_right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationResult:
    """How far probabilities are from what happens.

    Attributes
    ----------
    error : float
        Expected calibration error, from 0 for none to 1.
    bins : tuple of CalibrationBin
        Those that hold a unit.
    """

    error: float
    bins: tuple[CalibrationBin, ...]

    def to_rows(self) -> list[dict[str, float]]:
        """Give a row a bin: low, high, n, probability, share_right."""
        return [
            {
                "low": one.low,
                "high": one.high,
                "n": one.n_units,
                "probability": one.mean_probability,
                "share_right": one.share_right,
            }
            for one in self.bins
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationCurve:
    """A rising curve from probability to share right, straight between its points.

    Attributes
    ----------
    probabilities, shares : tuple of float
        Its points, both rising.
    """

    probabilities: tuple[float, ...]
    shares: tuple[float, ...]

    def at(self, probabilities: FloatArray) -> FloatArray:
        """Read the curve; outside its points it is level."""
        return np.interp(probabilities, self.probabilities, self.shares)


def measure_calibration(
    probabilities: FloatArray, is_right: NDArray[np.bool_], *, n_bins: int = N_BINS
) -> CalibrationResult:
    """Compute the expected calibration error.

    Parameters
    ----------
    probabilities : array, shape (n_units,)
        That of the chosen code, in [0, 1].
    is_right : array of bool, shape (n_units,)
    n_bins : int, default=15
        Bins of equal width.

    Raises
    ------
    InvalidOptionError
        If there is no unit or no bin.

    References
    ----------
    Guo, C., Pleiss, G., Sun, Y., Weinberger, K. Q. (2017). On calibration of modern
    neural networks. ICML. https://doi.org/10.48550/arXiv.1706.04599

    Examples
    --------
    >>> sure = np.array([0.8, 0.8, 0.8, 0.8])
    >>> right = np.array([True, True, False, False])
    >>> round(measure_calibration(sure, right).error, 3)
    0.3
    """
    if not len(probabilities) or n_bins < 1:
        raise InvalidOptionError(
            option="n_bins",
            value=n_bins,
            advice="Calibration needs at least one coded unit and one bin.",
        )
    places = np.minimum((probabilities * n_bins).astype(int), n_bins - 1)
    bins = tuple(
        CalibrationBin(
            low=i / n_bins,
            high=(i + 1) / n_bins,
            n_units=int((places == i).sum()),
            mean_probability=float(probabilities[places == i].mean()),
            share_right=float(is_right[places == i].mean()),
        )
        for i in np.unique(places).tolist()
    )
    apart = sum(b.n_units * abs(b.mean_probability - b.share_right) for b in bins)
    return CalibrationResult(error=apart / len(probabilities), bins=bins)


def fit_temperature(log_probabilities: FloatArray, codes: IntArray) -> float:
    r"""Find the temperature T at which the codes are most probable.

    Probabilities become :math:`\mathrm{softmax}(\log p / T)`: above 1 it takes
    certainty away, below 1 it adds some. The order of codes stays.

    Parameters
    ----------
    log_probabilities : array, shape (n_units, n_codes)
        Of units that the coder was not trained on.
    codes : array of int, shape (n_units,)
        Index of the right code of each.

    Returns
    -------
    float
        In [0.2, 5].

    References
    ----------
    Guo et al. (2017), as for `measure_calibration`.

    Examples
    --------
    >>> log_probabilities = np.log(np.array([[0.99, 0.01]] * 4))
    >>> temperature = fit_temperature(log_probabilities, np.array([0, 0, 0, 1]))
    >>> cooled_down(log_probabilities, temperature)[0].round(2).tolist()
    [0.75, 0.25]
    """
    from scipy.optimize import minimize_scalar  # noqa: PLC0415  # slow

    rows = np.arange(len(codes))

    def surprise(log_temperature: float) -> float:
        scaled = log_softmax(log_probabilities / np.exp(log_temperature), axis=1)
        return float(-scaled[rows, codes].mean())

    bounds = (np.log(_COLDEST), np.log(_HOTTEST))
    found = minimize_scalar(surprise, bounds=bounds, method="bounded")
    return float(np.exp(found.x))


def cooled_down(log_probabilities: FloatArray, temperature: float) -> FloatArray:
    """Give probabilities at a temperature; each row sums to 1."""
    scaled = log_softmax(log_probabilities / temperature, axis=1)
    return np.asarray(np.exp(scaled))


def fit_isotonic(
    probabilities: FloatArray, is_right: NDArray[np.bool_]
) -> CalibrationCurve:
    r"""Fit the rising curve nearest to what happened, by squares.

    Units are put, in the order of their probabilities, into groups of 25 or a few more,
    so that no level rests on fewer. With n units at a level, r of them right, its share
    is :math:`(r + 1) / (n + 2)`: neither never nor always can be told from what was
    seen.

    Parameters
    ----------
    probabilities : array, shape (n_units,)
        That of the chosen code, of units that the coder was not trained on.
    is_right : array of bool, shape (n_units,)

    References
    ----------
    Zadrozny, B., Elkan, C. (2002). Transforming classifier scores into accurate
    multiclass probability estimates. KDD. https://doi.org/10.1145/775047.775151

    Examples
    --------
    >>> sure = np.repeat([0.2, 0.9], 25)
    >>> curve = fit_isotonic(sure, sure > 0.5)
    >>> curve.at(np.array([0.1, 0.95])).round(3).tolist()
    [0.037, 0.963]
    """
    from sklearn.isotonic import isotonic_regression  # noqa: PLC0415  # slow

    order = np.argsort(probabilities, kind="stable")
    n_groups = max(1, len(order) // FEWEST_AT_A_LEVEL)
    groups = np.arange(len(order)) * n_groups // max(len(order), 1)
    sizes = np.bincount(groups)
    places = np.bincount(groups, probabilities[order]) / sizes
    shares = np.bincount(groups, is_right[order]) / sizes
    levels = isotonic_regression(shares, sample_weight=sizes)
    _, at_level = np.unique(levels, return_inverse=True)
    n = np.bincount(at_level, sizes)[at_level]
    drawn_in = np.maximum.accumulate((levels * n + 1) / (n + 2))
    return CalibrationCurve(
        probabilities=tuple(places.tolist()), shares=tuple(drawn_in.tolist())
    )


def fit_logistic(
    probabilities: FloatArray, is_right: NDArray[np.bool_]
) -> CalibrationCurve:
    r"""Fit a logistic curve that rises or is level.

    .. math:: a(p) = \frac{1}{1 + e^{-(\alpha + \beta \, \mathrm{logit}\, p)}}

    For few units: a curve of two numbers does not follow chance as `fit_isotonic` does.

    Parameters
    ----------
    probabilities : array, shape (n_units,)
        That of the chosen code, of units that the coder was not trained on.
    is_right : array of bool, shape (n_units,)

    References
    ----------
    Platt, J. (1999). Probabilistic outputs for support vector machines. In Advances in
    Large Margin Classifiers, 61-74. MIT Press.

    Examples
    --------
    >>> sure = np.array([0.6, 0.9] * 50)
    >>> curve = fit_logistic(sure, np.array([True, True, True, False] * 25))
    >>> curve.at(np.array([0.6, 0.9])).round(1).tolist()
    [0.9, 0.9]
    """
    scores = _logit(probabilities)
    line = _fit_line(scores, is_right, toward=_AS_IT_IS, strengths=_LIGHTLY)
    return _as_curve(_drawn(line))


def fit_by_document(
    probabilities: FloatArray, is_right: NDArray[np.bool_], documents: IntArray
) -> CalibrationCurve:
    r"""Fit a curve in each document, and take the median of them at each probability.

    A coder does better in one document than in another, and which, its probabilities do
    not say. Where documents are few, no curve through all units says what to expect of
    the next one. The median of their curves, and of one more that believes in p, does
    not follow the odd document. That one more is

    .. math:: \mathrm{logit}\, a = \frac{1 + \beta}{2} \, \mathrm{logit}\, p

    with the slope :math:`\beta` of all units as in `fit_logistic`. The curve of a
    document is isotonic; with fewer than 250 units it is logistic and held back toward
    that of all units, :math:`(\alpha, \beta)`, by
    :math:`5 (\alpha_d - \alpha)^2 + 15 (\beta_d - \beta)^2`.

    Parameters
    ----------
    probabilities : array, shape (n_units,)
        That of the chosen code, of units that the coder was not trained on.
    is_right : array of bool, shape (n_units,)
    documents : array of int, shape (n_units,)

    Examples
    --------
    >>> sure = np.array([0.6, 0.9] * 200)
    >>> right = np.array([True, True, True, False, False, True] * 66 + [True] * 4)
    >>> curve = fit_by_document(sure, right, np.repeat([0, 1], 200))
    >>> curve.at(np.array([0.6, 0.9])).round(1).tolist()
    [0.7, 0.7]
    """
    scores = _logit(probabilities)
    whole = _fit_line(scores, is_right, toward=_AS_IT_IS, strengths=_LIGHTLY)
    curves = [_drawn((0.0, (1 + whole[1]) / 2))]
    for document in np.unique(documents):
        here = documents == document
        if here.sum() >= _FEWEST_TO_BEND:
            curve = fit_isotonic(probabilities[here], is_right[here])
            curves.append(_logit(curve.at(_GRID)))
        else:
            line = _fit_line(
                scores[here], is_right[here], toward=whole, strengths=_FIRMLY
            )
            curves.append(_drawn(line))
    return _as_curve(np.median(curves, axis=0))


def _drawn(line: tuple[float, float]) -> FloatArray:
    """Give the log-odds of a line on the grid; it does not fall."""
    level, slope = line
    return np.asarray(level + max(slope, 0.0) * _logit(_GRID))


def _as_curve(log_odds: FloatArray) -> CalibrationCurve:
    shares = np.clip(expit(log_odds), _NEVER, 1 - _NEVER)
    return CalibrationCurve(
        probabilities=tuple(_GRID.tolist()), shares=tuple(shares.tolist())
    )


def _fit_line(
    scores: FloatArray,
    is_right: NDArray[np.bool_],
    *,
    toward: tuple[float, float],
    strengths: tuple[float, float],
) -> tuple[float, float]:
    """Fit level and slope of a logistic curve, held back toward others."""
    from scipy.optimize import minimize  # noqa: PLC0415  # slow

    held, rights = np.array(strengths), is_right.astype(np.float64)
    inputs, center = np.stack([np.ones_like(scores), scores]), np.array(toward)

    def loss(line: FloatArray) -> tuple[float, FloatArray]:
        found, away = line @ inputs, line - center
        surprise = (np.logaddexp(0, found) - rights * found).sum()
        slopes = inputs @ (expit(found) - rights) + held * away
        return float(surprise + held @ (away * away) / 2), slopes

    level, slope = minimize(loss, center, jac=True, method="L-BFGS-B").x.tolist()
    return level, slope


def _logit(probabilities: FloatArray) -> FloatArray:
    inside = np.clip(probabilities, _NEVER, 1 - _NEVER)
    return np.asarray(np.log(inside / (1 - inside)))


def with_chosen_at(
    probabilities: FloatArray, chosen: IntArray, shares: FloatArray
) -> FloatArray:
    """Set the probability of the chosen codes; the others keep their proportions.

    Examples
    --------
    >>> rows = np.array([[0.6, 0.3, 0.1]])
    >>> with_chosen_at(rows, np.array([0]), np.array([0.8])).round(2).tolist()
    [[0.8, 0.15, 0.05]]
    """
    rows = np.arange(len(chosen))
    before = np.minimum(probabilities[rows, chosen], _ALMOST_ONE)
    moved = probabilities * ((1 - shares) / (1 - before))[:, None]
    moved[rows, chosen] = shares
    return np.asarray(moved / moved.sum(axis=1, keepdims=True))
