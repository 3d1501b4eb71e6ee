"""Positions over time: a line an actor, with the band of its intervals."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from hustings.interface.pages.charts import (
    HAIRLINE,
    INK,
    KEPT,
    colour_of,
    shape_of,
)
from hustings.interface.pages.drawings import (
    Drawing,
    lay_axis_left,
    lay_dates,
    show,
)
from hustings.interface.pages.shapes import Pen, Shape, dot, line, trace
from hustings.interface.pages.spots import around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from hustings.interface.pages.charts import Axis, Mark
    from hustings.interface.pages.spots import Spot

WIDTH, HEIGHT = 230, 150
_BAND = 0.22
"""How much of its colour a band has."""

_FAINT = Pen(stroke=HAIRLINE, width=1.5)
_INTERVAL = Pen(stroke=INK, width=1.5)


@lru_cache(maxsize=KEPT)
def draw_over_time(
    own: tuple[Mark, ...],
    others: tuple[tuple[Mark, ...], ...],
    axis: Axis,
    *,
    years: tuple[float, float],
    alt_text: str,
) -> Markup:
    """Draw one actor's positions by year for a page; see `lay_over_time`."""
    return show(lay_over_time(own, others, axis, years=years), alt_text)


def lay_over_time(
    own: tuple[Mark, ...],
    others: tuple[tuple[Mark, ...], ...],
    axis: Axis,
    *,
    years: tuple[float, float],
) -> Drawing:
    """Lay out one actor's positions by year, other actors' as faint lines behind."""
    ends = _ends(years)
    dates = [mark.when for mark in own if mark.when is not None]
    shapes = [
        *lay_axis_left(axis, width=WIDTH, height=HEIGHT, n=4),
        *lay_dates(dates, ends, width=WIDTH, height=HEIGHT),
        *(
            trace([_place(mark, axis, ends) for mark in one], _FAINT)
            for one in others
            if len(one) > 1
        ),
        *_draw_line(own, axis, ends),
    ]
    spots = tuple(_spot(mark, axis, ends) for mark in own if mark.said)
    return Drawing(shapes=tuple(shapes), width=WIDTH, height=HEIGHT, spots=spots)


def _place(
    mark: Mark, axis: Axis, ends: tuple[float, float], value: float | None = None
) -> tuple[float, float]:
    """Return where a mark, or another value at its date, lies in the plot."""
    across = ((mark.when or 0) - ends[0]) / (ends[1] - ends[0])
    value = mark.position if value is None else value
    return WIDTH * across, HEIGHT * (axis.high - value) / (axis.high - axis.low)


def _draw_line(
    own: Sequence[Mark], axis: Axis, ends: tuple[float, float]
) -> list[Shape]:
    """Draw band, line, intervals and dots of the actor in focus."""
    lows = [
        (mark, _place(mark, axis, ends, mark.low)) for mark in own if _is_known(mark)
    ]
    highs = [_place(mark, axis, ends, mark.high) for mark, _ in lows]
    bottoms = [place for _, place in lows]
    shapes = [trace([_place(mark, axis, ends) for mark in own], Pen(stroke=INK))]
    if len(lows) > 1:
        band = Pen(fill=colour_of(own[0].actor), fill_opacity=_BAND)
        shapes.insert(0, trace([*bottoms, *highs[::-1]], band, is_closed=True))
    shapes += [
        line(*low, *high, _INTERVAL) for low, high in zip(bottoms, highs, strict=True)
    ]
    return [
        *shapes,
        *(
            dot(
                *_place(mark, axis, ends),
                look=shape_of(mark.actor),
                fill=colour_of(mark.actor),
            )
            for mark in own
        ),
    ]


def _is_known(mark: Mark) -> bool:
    """Whether a mark has an interval."""
    return mark.low is not None and mark.high is not None


def _spot(mark: Mark, axis: Axis, ends: tuple[float, float]) -> Spot:
    """Let a dot answer."""
    return around(*_place(mark, axis, ends), mark.said, mark.link)


def _ends(years: tuple[float, float]) -> tuple[float, float]:
    """Return the years with room on both sides."""
    room = max((years[1] - years[0]) * 0.12, 0.5)
    return years[0] - room, years[1] + room
