"""Differences between positions that no draws belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.estimates.differences import independent_difference, score_difference

if TYPE_CHECKING:
    from hustings.estimates.differences import Difference
    from hustings.scaling.results import Position


def difference_of_positions(first: Position, second: Position) -> Difference | None:
    """Compare two positions, second less first, as those that share no units.

    By their standard errors; by their intervals where one has no error, as a share of
    0 or 1 has none.

    Returns
    -------
    Difference or None
        None where an interval is missing.

    Examples
    --------
    >>> from hustings.scaling.results import Position
    >>> about = {"scale": "salience", "code": "trams", "confidence": 0.95}
    >>> none = Position(
    ...     case="Harbour",
    ...     position=0.0,
    ...     low=0.0,
    ...     high=0.037,
    ...     standard_error=None,
    ...     n_units=100,
    ...     **about,
    ... )
    >>> some = Position(
    ...     case="Orchard",
    ...     position=0.3,
    ...     low=0.21,
    ...     high=0.39,
    ...     standard_error=0.046,
    ...     n_units=100,
    ...     **about,
    ... )
    >>> difference_of_positions(none, some).summary()
    '+0.30 [+0.20, +0.39]: higher'
    """
    if first.confidence is None or second.confidence is None:
        return None
    errors = (first.standard_error, second.standard_error)
    if errors[0] is not None and errors[1] is not None:
        return independent_difference(
            first.position,
            second.position,
            first_error=errors[0],
            second_error=errors[1],
            confidence=first.confidence,
        )
    a, b = _ends(first), _ends(second)
    if a is None or b is None:
        return None
    return score_difference(a, b, confidence=first.confidence)


def has_errors(*positions: Position) -> bool:
    """Say whether draws of positions can show what they differ by."""
    return all(one.standard_error is not None for one in positions)


def _ends(one: Position) -> tuple[float, float, float] | None:
    """Give a position with the ends of its interval, if it has one."""
    if one.low is None or one.high is None:
        return None
    return one.position, one.low, one.high
