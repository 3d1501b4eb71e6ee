"""Maps: actors on two scales at once, with the region in which each may lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from hustings.interface.pages.charts import GREY, INK, KEPT, colour_of, shape_of
from hustings.interface.pages.drawings import Drawing, show
from hustings.interface.pages.label_places import Dot, place_labels
from hustings.interface.pages.scatter import draw_axes, draw_ends, draw_labels
from hustings.interface.pages.shapes import Pen, Shape, dot, line, trace
from hustings.interface.pages.spots import around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from hustings.interface.pages.label_places import Box
    from hustings.interface.pages.scatter import Frame

MOST_NAMED = 30
"""Of more places, those are named whose names cover no others."""

_FILLED = 0.16
_LINE = 3.0
_CROSS = Pen(stroke=INK, width=1.25)


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
    shapes = [
        *draw_axes(frame),
        *_draw_regions(places, frame),
        *_draw_crosses(places, frame),
        *_draw_tracks(places, frame),
        *(_draw_place(one, frame) for one in places),
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
    return Drawing(
        shapes=tuple(shapes), width=frame.width, height=frame.height, spots=spots
    )


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


def _draw_regions(places: Sequence[Place], frame: Frame) -> list[Shape]:
    """Draw the ellipses."""
    return [
        trace(
            [(frame.across(x), frame.down(y)) for x, y in one.outline],
            Pen(stroke=GREY, fill=colour_of(one.actor), fill_opacity=_FILLED),
            is_closed=True,
        )
        for one in places
        if one.outline
    ]


def _draw_crosses(places: Sequence[Place], frame: Frame) -> list[Shape]:
    """Draw the two intervals of places without an ellipse."""
    shapes = []
    for one in places:
        x, y = frame.across(one.x), frame.down(one.y)
        if one.x_ends and not one.outline:
            left, right = map(frame.across, one.x_ends)
            shapes.append(line(left, y, right, y, _CROSS))
        if one.y_ends and not one.outline:
            bottom, top = map(frame.down, one.y_ends)
            shapes.append(line(x, bottom, x, top, _CROSS))
    return shapes


def _draw_tracks(places: Sequence[Place], frame: Frame) -> list[Shape]:
    """Join the documents of one actor in their order."""
    return [
        line(
            frame.across(a.x),
            frame.down(a.y),
            frame.across(b.x),
            frame.down(b.y),
            Pen(stroke=INK),
        )
        for a, b in pairwise(places)
        if a.track and a.track == b.track
    ]


def _draw_place(place: Place, frame: Frame) -> Shape:
    """Draw the dot."""
    return dot(
        frame.across(place.x),
        frame.down(place.y),
        look=shape_of(place.actor),
        fill=colour_of(place.actor),
    )
