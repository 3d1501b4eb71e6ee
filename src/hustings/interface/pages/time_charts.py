"""Positions over time: a line an actor, with the band of its intervals."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from hustings.interface.pages.charts import (
    HAIRLINE,
    INK,
    KEPT,
    Axis,
    Drawing,
    Layer,
    Mark,
    colour_of,
    draw_dots,
    format_of,
    mark_values,
    scale_to,
    show,
    values_of,
)
from hustings.interface.pages.spots import around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from hustings.interface.pages.spots import Spot

WIDTH, HEIGHT = 230, 150
_BAND = 0.22
"""How much of its colour a band has."""


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
    x = _scale_years(ends, [mark.when for mark in own if mark.when is not None])
    y = alt.Y(
        "position:Q",
        scale=scale_to(axis.low, axis.high),
        axis=alt.Axis(tickCount=4, grid=True, format=format_of(axis)),
    )
    layers: list[Layer] = [
        alt.Chart(values_of(_time_values(line)))
        .mark_line(color=HAIRLINE, strokeWidth=1.5)
        .encode(x=x, y=y)
        for line in others
        if len(line) > 1
    ]
    layers += _draw_line(own, x, y)
    spots = tuple(_spot(mark, axis, ends) for mark in own if mark.said)
    return Drawing(layers=layers, width=WIDTH, height=HEIGHT, spots=spots)


def _draw_line(own: Sequence[Mark], x: alt.X, y: alt.Y) -> list[Layer]:
    """Band, line, intervals and dots of the actor in focus."""
    chart = alt.Chart(values_of(_time_values(own)))
    known = chart.transform_filter("isValid(datum.low)")
    low, high = alt.Y("low:Q"), alt.Y2("high:Q")
    return [
        known.mark_area(fill=colour_of(own[0].actor), opacity=_BAND).encode(
            x=x, y=low, y2=high
        ),
        chart.mark_line(color=INK, strokeWidth=1).encode(x=x, y=y),
        known.mark_rule(color=INK, strokeWidth=1.5).encode(x=x, y=low, y2=high),
        draw_dots(chart, x, y),
    ]


def _spot(mark: Mark, axis: Axis, ends: tuple[float, float]) -> Spot:
    """Let a dot answer."""
    across = ((mark.when or 0) - ends[0]) / (ends[1] - ends[0])
    down = (axis.high - mark.position) / (axis.high - axis.low)
    return around(WIDTH * across, HEIGHT * down, mark.said, mark.link)


def _ends(years: tuple[float, float]) -> tuple[float, float]:
    """Return the years with room on both sides."""
    room = max((years[1] - years[0]) * 0.12, 0.5)
    return years[0] - room, years[1] + room


def _scale_years(ends: tuple[float, float], ticks: Sequence[float]) -> alt.X:
    """Return the horizontal axis of years, with a tick for each date."""
    return alt.X(
        "when:Q",
        scale=scale_to(*ends),
        axis=alt.Axis(
            values=sorted(ticks),
            labelExpr="floor(datum.value)",
            grid=False,
            labelOverlap="greedy",
        ),
    )


def _time_values(marks: Sequence[Mark]) -> list[dict[str, object]]:
    """Rows of data with their dates."""
    return [{**mark_values(mark), "when": mark.when} for mark in marks]
