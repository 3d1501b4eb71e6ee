"""Rows of dots with their intervals: positions, shares, differences, methods."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from hustings.interface.pages.charts import (
    GREY,
    INK,
    KEPT,
    PAPER,
    colour_of,
    shape_of,
)
from hustings.interface.pages.drawings import Drawing, lay_axis_below, show
from hustings.interface.pages.label_places import text_width
from hustings.interface.pages.shapes import (
    DOTTED,
    NAME,
    NOTE,
    Hand,
    Pen,
    Shape,
    bar,
    dot,
    line,
    write,
)
from hustings.interface.pages.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from hustings.interface.pages.charts import Axis, Mark
    from hustings.interface.pages.label_places import Side

ROW_HEIGHT = 30
TALLER = 20
"""What a row takes more whose words stand above it."""

EDGE = 0.3
"""Share of the axis at either end where words in the middle would leave it."""

SOURCES = {
    "sampling": INK,
    "coders": "#807d75",
    "unitising": "#bdb9ae",
    "machine": PAPER,
}
"""Tones of the parts of a variance bar, from ink to paper, in this order."""

BAR = 90
"""How long a variance bar is, in pixels."""

_BAR_HEIGHT = 9
_LOWER = 0.72
"""Where the line of a row is whose words stand above it."""

_LONGEST = 260
_INTERVAL = Pen(stroke=INK, width=1.5)


@lru_cache(maxsize=KEPT)
def draw_positions(
    marks: tuple[Mark, ...], axis: Axis, *, width: int, alt_text: str, beside: bool
) -> Markup:
    """Draw a row a mark for a page; see `lay_rows`."""
    return show(lay_rows(marks, axis, width=width, beside=beside), alt_text)


def lay_rows(
    marks: tuple[Mark, ...], axis: Axis, *, width: int, beside: bool
) -> Drawing:
    """Lay out a row a mark: interval as a thin line, estimate as a dot.

    Parameters
    ----------
    width : int
        Of the plotting area, in pixels.
    beside : bool
        Whether labels stand left of the rows; if not, above them.
    """
    row = ROW_HEIGHT if beside else ROW_HEIGHT + TALLER
    height = len(marks) * row
    downs = [(i + (0.5 if beside else _LOWER)) * row for i in range(len(marks))]
    rows = list(zip(marks, downs, strict=True))
    label = _label_beside if beside else _label_above
    shapes = [
        *lay_axis_below(axis, width=width, height=height, has_grid=beside),
        *_draw_zero(axis, width, height),
        *(one for mark, y in rows for one in _draw_interval(mark, y, axis, width)),
        *(one for mark, y in rows for one in label(mark, y, width)),
        *_draw_poles(axis, width),
        *(_draw_sources(rows, width) if beside else ()),
    ]
    spots = tuple(
        _spot(mark, axis, width, i * row, row)
        for i, mark in enumerate(marks)
        if mark.said
    )
    return Drawing(shapes=tuple(shapes), width=width, height=height, spots=spots)


def _spot(mark: Mark, axis: Axis, width: int, top: float, height: float) -> Spot:
    """Let a whole row answer."""
    return Spot(
        x=min(max(_across(mark.position, axis, width), 0), width),
        y=top + height * (0.5 if height == ROW_HEIGHT else _LOWER),
        left=0,
        top=top,
        width=width,
        height=height,
        lines=mark.said or (mark.label,),
        link=mark.link,
    )


def _across(value: float, axis: Axis, width: int) -> float:
    """Return how far right a value lies, in pixels."""
    return width * (value - axis.low) / (axis.high - axis.low)


def _draw_interval(mark: Mark, y: float, axis: Axis, width: int) -> list[Shape]:
    """Draw the interval and the dot of a row."""
    x = _across(mark.position, axis, width)
    fill = PAPER if mark.is_hollow else colour_of(mark.actor)
    shapes = [dot(x, y, look=shape_of(mark.actor), fill=fill)]
    if mark.low is not None and mark.high is not None:
        left, right = (_across(end, axis, width) for end in (mark.low, mark.high))
        shapes.insert(0, line(left, y, right, y, _INTERVAL))
    return shapes


def _label_beside(mark: Mark, y: float, width: int) -> list[Shape]:
    """Write the name left of the plot, the note in grey right of it."""
    shapes = [write(mark.label, -16, y, replace(NAME, limit=_LONGEST))]
    return [*shapes, write(mark.note, width + 16, y, NOTE)] if mark.note else shapes


def _label_above(mark: Mark, y: float, width: int) -> list[Shape]:
    """Write name and note on a line of their own above a row's line."""
    both = ", ".join(one for one in (mark.label, mark.note) if one)
    return [write(both, 0, y - 22, Hand(limit=width, has_halo=True))]


def _draw_sources(rows: Sequence[tuple[Mark, float]], width: int) -> list[Shape]:
    """Draw a small bar a row: which share of the variance comes from where."""
    if not any(mark.sources for mark, _ in rows):
        return []
    left = width + 34 + max(text_width(mark.note) for mark, _ in rows)
    return [
        bar(
            left + start,
            y - _BAR_HEIGHT / 2,
            length,
            _BAR_HEIGHT,
            Pen(stroke=INK, width=0.75, fill=SOURCES[name]),
        )
        for mark, y in rows
        for name, start, length in parts_of(mark.sources)
    ]


def parts_of(
    sources: Sequence[tuple[str, float]],
) -> list[tuple[str, float, float]]:
    """Lay the parts of a bar end to end: name, start and length in pixels.

    Examples
    --------
    >>> parts_of([("sampling", 0.5), ("coders", 0.5)])
    [('sampling', 0.0, 45.0), ('coders', 45.0, 45.0)]
    """
    parts, at = [], 0.0
    for name, share in sources:
        if share > 0:
            parts.append((name, at, BAR * share))
        at += BAR * share
    return parts


def _draw_zero(axis: Axis, width: int, height: int) -> list[Shape]:
    """Return the zero line with its name, where zero is on the axis."""
    if not axis.has_zero:
        return []
    x = _across(0, axis, width)
    hand = Hand(side=_side_of_zero(axis), stand="top", colour=GREY)
    return [
        line(x, 0, x, height, Pen(stroke=GREY, dashes=DOTTED)),
        write(axis.zero, x, height + 28, hand),
    ]


def _side_of_zero(axis: Axis) -> Side:
    """Return how the name of zero is set, so that it stays inside the drawing."""
    share = -axis.low / (axis.high - axis.low)
    if share < EDGE:
        return "left"
    return "right" if share > 1 - EDGE else "center"


def _draw_poles(axis: Axis, width: int) -> list[Shape]:
    """Return what the ends of the axis mean, above them."""
    if not (axis.low_pole and axis.high_pole):
        return []
    low = Hand(stand="bottom", is_bold=True, limit=width // 2 - 4)
    return [
        write(f"← {axis.low_pole}", 0, -8, low),
        write(f"{axis.high_pole} →", width, -8, replace(low, side="right")),
    ]
