"""Positions between two elections, on the straight line from one to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.errors import InvalidOptionError
from hustings.estimates.intervals import normal_quantile
from hustings.scaling.results import ScaleResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hustings.scaling.results import Position


def interpolate_positions(
    result: ScaleResult,
    *,
    actors: Mapping[str, str],
    dates: Mapping[str, date],
    at: Sequence[date],
    confidence: float = 0.95,
) -> ScaleResult:
    r"""Place actors at dates between their elections.

    .. math:: \theta_t = (1 - u) \, \theta_a + u \, \theta_b, \quad
        u = \frac{t - t_a}{t_b - t_a}, \quad
        s_t = \sqrt{(1 - u)^2 s_a^2 + u^2 s_b^2}

    Parameters
    ----------
    result : ScaleResult
        Positions of cases; saliences are interpolated code by code.
    actors, dates : mapping of case
        Whose case it is, and when. Cases that one of them lacks are left out.
    at : sequence of date
        When positions are wanted. Nothing is said of dates before an actor's first
        election or after the last.
    confidence : float, default=.95
        In (0, 1).

    Returns
    -------
    ScaleResult
        ``case`` is the actor and the date, such as ``Harbour 2033-05-01``; ``n_units``
        the smaller of both. The interval is the normal one of both standard errors,
        where both are known. It takes the straight line for true: what the actor did
        between the elections no interval can hold.

    Raises
    ------
    InvalidOptionError
        If `confidence` is outside (0, 1), or an actor has two cases at one date.

    Examples
    --------
    >>> from datetime import date
    >>> from hustings.scaling.counts import Counts
    >>> from hustings.scaling.from_codes import rile
    >>> result = rile(
    ...     Counts.from_rows(
    ...         [
    ...             {"case": "d1", "401": 30, "202": 10, "000": 60},
    ...             {"case": "d2", "401": 10, "202": 30, "000": 60},
    ...         ]
    ...     )
    ... )
    >>> between = interpolate_positions(
    ...     result,
    ...     actors={"d1": "Harbour", "d2": "Harbour"},
    ...     dates={"d1": date(2031, 1, 1), "d2": date(2035, 1, 1)},
    ...     at=[date(2032, 1, 1)],
    ... )
    >>> between.positions[0].case, round(between.positions[0].position, 1)
    ('Harbour 2032-01-01', 10.0)
    """
    reach = normal_quantile(confidence)
    found: list[Position] = []
    for series in _series(result, actors, dates).values():
        for when in at:
            placed = _at(series, when, dates)
            if placed is not None:
                name = f"{actors[series[0].case]} {when.isoformat()}"
                found.append(_named(placed, name, reach, confidence))
    return ScaleResult(
        scale=result.scale,
        positions=tuple(found),
        method="interpolated",
        parameters={**result.parameters, "at": [when.isoformat() for when in at]},
        problems=result.problems,
    )


def _series(
    result: ScaleResult, actors: Mapping[str, str], dates: Mapping[str, date]
) -> dict[tuple[str, str | None], list[Position]]:
    """Put each actor's positions in order of time, code by code."""
    found: dict[tuple[str, str | None], list[Position]] = {}
    for one in result.positions:
        if one.case in actors and one.case in dates:
            found.setdefault((actors[one.case], one.code), []).append(one)
    for (actor, _), series in found.items():
        series.sort(key=lambda one: dates[one.case])
        when = [dates[one.case] for one in series]
        if len(set(when)) < len(when):
            raise InvalidOptionError(
                option="dates",
                value=actor,
                advice="This actor has two cases at one date: leave one of them out.",
            )
    return found


def _at(
    series: Sequence[Position], when: date, dates: Mapping[str, date]
) -> Position | None:
    """Interpolate at one date; None outside the series."""
    for one in series:
        if dates[one.case] == when:
            return one
    earlier = [one for one in series if dates[one.case] < when]
    later = [one for one in series if dates[one.case] > when]
    if not earlier or not later:
        return None
    a, b = earlier[-1], later[0]
    share = (when - dates[a.case]) / (dates[b.case] - dates[a.case])
    return replace(
        a,
        position=(1 - share) * a.position + share * b.position,
        standard_error=_error(a, b, share),
        n_units=min(a.n_units, b.n_units),
    )


def _error(a: Position, b: Position, share: float) -> float | None:
    """Join two standard errors, if both are known."""
    if a.standard_error is None or b.standard_error is None:
        return None
    joined = ((1 - share) * a.standard_error) ** 2 + (share * b.standard_error) ** 2
    return float(joined**0.5)


def _named(placed: Position, name: str, reach: float, confidence: float) -> Position:
    """Name a position by actor and date, and give it its interval."""
    error = placed.standard_error
    return replace(
        placed,
        case=name,
        low=None if error is None else placed.position - reach * error,
        high=None if error is None else placed.position + reach * error,
        confidence=None if error is None else confidence,
    )
