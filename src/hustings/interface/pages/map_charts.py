"""Maps: actors on two scales at once, with the region in which each may lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import altair as alt

from hustings.interface.pages.charts import (
    GREY,
    INK,
    KEPT,
    Drawing,
    Layer,
    colour_of,
    draw_dots,
    shape_of,
    show,
    values_of,
)
from hustings.interface.pages.label_places import Dot, place_labels
from hustings.interface.pages.scatter import (
    Frame,
    draw_ends,
    draw_labels,
    draw_zeros,
    scale_across,
    scale_up,
)
from hustings.interface.pages.spots import around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from hustings.interface.pages.label_places import Box

MOST_NAMED = 30
"""Of more places, those are named whose names cover no others."""

_FILLED = 0.16
_LINE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One document on two scales.

    Attributes
    ----------
    x_ends, y_ends : tuple of float, or None
        The intervals.
    outline : tuple of (float, float)
        The ellipse; without one, the two intervals are drawn as a cross.
    track : str
        Places of one track are joined in their order.
    """

    label: str
    x: float
    y: float
    x_ends: tuple[float, float] | None = None
    y_ends: tuple[float, float] | None = None
    outline: tuple[tuple[float, float], ...] = ()
    actor: int | None = None
    track: str = ""
    said: tuple[str, ...] = ()
    link: str = ""


@lru_cache(maxsize=KEPT)
def draw_map(places: tuple[Place, ...], frame: Frame, *, alt_text: str) -> Markup:
    """Draw a map for a page; see `lay_map`."""
    return show(lay_map(places, frame), alt_text)


def lay_map(places: tuple[Place, ...], frame: Frame) -> Drawing:
    """Lay out a map: regions below, then tracks, then dots, then words."""
    layers: list[Layer] = [
        *draw_zeros(frame),
        *_draw_regions(places, frame),
        *_draw_crosses(places, frame),
        *_draw_tracks(places, frame),
        _draw_places(places, frame),
        *draw_ends(frame),
        *draw_labels(
            place_labels(
                [_dot(one, frame) for one in places],
                width=frame.width,
                height=frame.height,
                lines=[box for one in places for box in _lines(one, frame)],
                may_drop=len(places) > MOST_NAMED,
            )
        ),
    ]
    spots = tuple(
        around(frame.across(one.x), frame.down(one.y), one.said, one.link)
        for one in places
        if one.said
    )
    return Drawing(layers=layers, width=frame.width, height=frame.height, spots=spots)


def _dot(place: Place, frame: Frame) -> Dot:
    return Dot(x=frame.across(place.x), y=frame.down(place.y), words=place.label)


def _lines(place: Place, frame: Frame) -> list[Box]:
    """Return the boxes around the two lines of a cross."""
    if place.outline:
        return []
    x, y, half = frame.across(place.x), frame.down(place.y), _LINE / 2
    boxes = []
    if place.x_ends:
        left, right = map(frame.across, place.x_ends)
        boxes.append((left, y - half, right, y + half))
    if place.y_ends:
        bottom, top = map(frame.down, place.y_ends)
        boxes.append((x - half, top, x + half, bottom))
    return boxes


def _draw_regions(places: Sequence[Place], frame: Frame) -> list[Layer]:
    """Draw the ellipses."""
    rows = [
        {"x": x, "y": y, "i": i, "of": n, "colour": colour_of(one.actor)}
        for n, one in enumerate(places)
        for i, (x, y) in enumerate(one.outline)
    ]
    if not rows:
        return []
    lines = alt.Chart(values_of(rows)).mark_line(
        interpolate="linear-closed",
        fillOpacity=_FILLED,
        stroke=GREY,
        strokeWidth=1,
    )
    return [
        lines.encode(
            x=scale_across(frame),
            y=scale_up(frame),
            order=alt.Order("i:Q"),
            detail=alt.Detail("of:N"),
            fill=alt.Fill("colour:N", scale=None),
        )
    ]


def _draw_crosses(places: Sequence[Place], frame: Frame) -> list[Layer]:
    """Draw the two intervals of places without an ellipse."""
    rows = [_values(one) for one in places if not one.outline]
    if not rows:
        return []
    rule = alt.Chart(values_of(rows)).mark_rule(color=INK, strokeWidth=1.25)
    x, y = scale_across(frame), scale_up(frame)
    across = rule.encode(x=scale_across(frame, "x_low"), x2=alt.X2("x_high:Q"), y=y)
    down = rule.encode(y=scale_up(frame, "y_low"), y2=alt.Y2("y_high:Q"), x=x)
    return [
        across.transform_filter("isValid(datum.x_low)"),
        down.transform_filter("isValid(datum.y_low)"),
    ]


def _draw_tracks(places: Sequence[Place], frame: Frame) -> list[Layer]:
    """Join the documents of one actor in their order."""
    steps = [
        {"x": a.x, "y": a.y, "x_to": b.x, "y_to": b.y}
        for a, b in pairwise(places)
        if a.track and a.track == b.track
    ]
    if not steps:
        return []
    lines = alt.Chart(values_of(steps)).mark_rule(color=INK, strokeWidth=1)
    return [
        lines.encode(
            x=scale_across(frame),
            y=scale_up(frame),
            x2=alt.X2("x_to:Q"),
            y2=alt.Y2("y_to:Q"),
        )
    ]


def _draw_places(places: Sequence[Place], frame: Frame) -> Layer:
    """Draw the dots."""
    chart = alt.Chart(values_of([_values(one) for one in places]))
    return draw_dots(chart, scale_across(frame), scale_up(frame))


def _values(place: Place) -> dict[str, Any]:
    """Return one row of data."""
    x_low, x_high = place.x_ends or (None, None)
    y_low, y_high = place.y_ends or (None, None)
    return {
        "x": place.x,
        "y": place.y,
        "x_low": x_low,
        "x_high": x_high,
        "y_low": y_low,
        "y_high": y_high,
        "colour": colour_of(place.actor),
        "shape": shape_of(place.actor),
    }
