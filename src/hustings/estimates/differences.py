"""Differences between two estimates, to say whether a position moved.

`hustings.estimates.contrasts` compares estimates draw by draw; what is here needs their
standard errors alone and takes them as independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from hustings.errors import InvalidOptionError
from hustings.estimates.intervals import normal_quantile


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
    standard_error : float
    """

    estimate: float
    low: float
    high: float
    confidence: float
    standard_error: float

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
