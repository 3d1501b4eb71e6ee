"""Differences between two estimates, to say whether a position moved.

`hustings.estimates.contrasts` compares estimates draw by draw; what is here needs their
standard errors alone and takes them as independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from hustings.errors import InvalidOptionError
from hustings.estimates.intervals import normal_quantile
from hustings.estimates.resampling import require_confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Second estimate minus first, with its interval.

    Attributes
    ----------
    estimate : float
        In the units of the two estimates; above 0 where the second is higher.
    low, high : float
        Ends of the interval.
    confidence : float
        Share of intervals made this way that cover the true difference, in (0, 1).
    standard_error : float or None
        None where the interval is made of two intervals and not of errors.
    """

    estimate: float
    low: float
    high: float
    confidence: float
    standard_error: float | None

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0

    @property
    def verdict(self) -> str:
        """``"higher"``, ``"lower"`` or ``"no clear difference"``: second to first."""
        if not self.is_clear:
            return "no clear difference"
        return "higher" if self.estimate > 0 else "lower"

    def summary(self) -> str:
        """Return a line for a person to read."""
        ends = f"[{self.low:+.2f}, {self.high:+.2f}]"
        return f"{self.estimate:+.2f} {ends}: {self.verdict}"


def independent_difference(
    first: float,
    second: float,
    *,
    first_error: float,
    second_error: float,
    confidence: float = 0.95,
) -> Difference:
    r"""Compare two estimates that share no units.

    .. math:: d = b - a, \qquad d \pm z_{1-\alpha/2} \sqrt{s_a^2 + s_b^2}

    Two intervals that overlap may still hold a clear difference: look at this
    interval and not at the overlap.

    Parameters
    ----------
    first, second : float
        The two estimates, a and b.
    first_error, second_error : float
        Their standard errors, not negative.
    confidence : float, default=0.95
        In (0, 1).

    Returns
    -------
    Difference

    Raises
    ------
    InvalidOptionError
        If a standard error is negative or `confidence` is outside (0, 1).

    References
    ----------
    Schenker, N., & Gentleman, J. F. (2001). On judging the significance of
    differences by examining the overlap between confidence intervals. The American
    Statistician, 55(3), 182-186. https://doi.org/10.1198/000313001317097960

    Examples
    --------
    >>> moved = independent_difference(-10, 5, first_error=3, second_error=4)
    >>> f"{moved.estimate:.1f} [{moved.low:.1f}, {moved.high:.1f}] {moved.is_clear}"
    '15.0 [5.2, 24.8] True'
    """
    for option, error in (("first_error", first_error), ("second_error", second_error)):
        if not error >= 0:
            raise InvalidOptionError(
                option=option, value=error, advice="A standard error is 0 or more."
            )
    standard_error = hypot(first_error, second_error)
    reach = normal_quantile(confidence) * standard_error
    return Difference(
        estimate=second - first,
        low=second - first - reach,
        high=second - first + reach,
        confidence=confidence,
        standard_error=standard_error,
    )


def score_difference(
    first: tuple[float, float, float],
    second: tuple[float, float, float],
    *,
    confidence: float = 0.95,
) -> Difference:
    r"""Compare two estimates by their intervals, where one has no standard error.

    A share of 0 or 1 is such: no draw of its units shows anything else, and Wilson's
    interval says how large or small it may be all the same.

    .. math:: d = b - a, \qquad
        d - \sqrt{(b - l_b)^2 + (u_a - a)^2}, \qquad
        d + \sqrt{(u_b - b)^2 + (a - l_a)^2}

    with the intervals :math:`[l, u]` of the two, which are taken as independent. For
    two shares with Wilson's intervals this is Newcombe's hybrid score interval.

    Parameters
    ----------
    first, second : tuple of float
        The estimate, and the low and the high end of its interval: a and b.
    confidence : float, default=0.95
        That of both intervals, in (0, 1).

    Returns
    -------
    Difference
        Without a standard error.

    Raises
    ------
    InvalidOptionError
        If `confidence` lies outside (0, 1).

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent
    proportions: comparison of eleven methods. Statistics in Medicine, 17(8), 873-890.
    https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C873::AID-SIM779%3E3.0.CO;2-I

    Zou, G. Y., & Donner, A. (2008). Construction of confidence limits about effect
    measures: a general approach. Statistics in Medicine, 27(10), 1693-1702.
    https://doi.org/10.1002/sim.3095

    Examples
    --------
    Of 10 units none has a code, of 20 none in the other text.

    >>> from hustings.estimates.intervals import share_interval
    >>> ends = [share_interval(0, n) for n in (10, 20)]
    >>> found = score_difference(*((0.0, one.low, one.high) for one in ends))
    >>> f"{found.low:.4f} {found.high:.4f} {found.verdict}"
    '-0.2775 0.1611 no clear difference'
    """
    require_confidence(confidence)
    (a, low_a, high_a), (b, low_b, high_b) = first, second
    # an end that rounding, or a correction, put on the wrong side reaches nowhere
    down = (max(b - low_b, 0.0), max(high_a - a, 0.0))
    up = (max(high_b - b, 0.0), max(a - low_a, 0.0))
    return Difference(
        estimate=b - a,
        low=b - a - hypot(*down),
        high=b - a + hypot(*up),
        confidence=confidence,
        standard_error=None,
    )
