"""Drawings: shapes on a plot, with its axes, made SVG for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from hustings.interface.pages.charts import GREY, HAIRLINE
from hustings.interface.pages.label_places import text_width
from hustings.interface.pages.shapes import (
    Hand,
    Pen,
    Shape,
    around,
    canvas,
    line,
    moved,
    write,
)
from hustings.interface.pages.spots import add_spots
from hustings.interface.pages.ticks import place_ticks, write_number, write_tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.interface.pages.charts import Axis
    from hustings.interface.pages.spots import Spot

PADDING = 6
GRID = Pen(stroke=HAIRLINE)
BELOW = Hand(side="center", stand="top", colour=GREY)
LEFT = Hand(side="right", colour=GREY)
_APART = 6.0
"""Pixels between the plot and its numbers, and between two numbers at least."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawing:
    """Shapes of one plot with its size and the spots over it.

    Attributes
    ----------
    width, height : int
        Of the plotting area, in pixels.
    """

    shapes: tuple[Shape, ...]
    width: int
    height: int
    spots: tuple[Spot, ...] = ()

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box around plot and shapes."""
        plot = Shape(svg="", box=(0, 0, self.width, self.height))
        return around([plot, *self.shapes])


def show(drawing: Drawing, alt_text: str) -> Markup:
    """Make a drawing SVG for a page: one image with alt text, under its spots."""
    left, top, right, bottom = drawing.box
    inside = moved(drawing.shapes, PADDING - left, PADDING - top)
    svg = canvas(
        inside.svg,
        width=right - left + 2 * PADDING,
        height=bottom - top + 2 * PADDING,
        attributes=f' role="img" aria-label="{escape(alt_text)}"',
    )
    return Markup(add_spots(str(svg), drawing.spots))  # noqa: S704 - escaped where it is made


def lay_axis_below(
    axis: Axis, *, width: float, height: float, n: int = 5, has_grid: bool = True
) -> list[Shape]:
    """Draw the horizontal axis: lines up through the plot, and numbers below."""
    shapes = []
    for value in place_ticks(axis.low, axis.high, n):
        x = width * (value - axis.low) / (axis.high - axis.low)
        shapes.append(write(_say(axis, value, n), x, height + _APART, BELOW))
        if has_grid:
            shapes.insert(0, line(x, 0, x, height, GRID))
    return shapes


def lay_axis_left(
    axis: Axis,
    *,
    width: float,
    height: float,
    n: int = 5,
    said: Sequence[tuple[float, str]] = (),
) -> list[Shape]:
    """Draw the vertical axis: lines across the plot, and numbers left of it.

    Parameters
    ----------
    said : sequence of (float, str)
        Ticks and what is written beside them; round numbers if empty.
    """
    shapes = []
    ticks = said or [
        (value, _say(axis, value, n)) for value in place_ticks(axis.low, axis.high, n)
    ]
    for value, words in ticks:
        y = height * (axis.high - value) / (axis.high - axis.low)
        shapes.append(write(words, -_APART, y, LEFT))
        shapes.insert(0, line(0, y, width, y, GRID))
    return shapes


def lay_dates(
    dates: Sequence[float], ends: tuple[float, float], *, width: float, height: float
) -> list[Shape]:
    """Write the years of dates below the plot, those that have room."""
    shapes: list[Shape] = []
    for date in sorted(set(dates)):
        x = width * (date - ends[0]) / (ends[1] - ends[0])
        words = str(int(date))
        reach = x - text_width(words) / 2
        if not shapes or reach > shapes[-1].box[2] + _APART:
            shapes.append(write(words, x, height + _APART, BELOW))
    return shapes


def _say(axis: Axis, value: float, n: int) -> str:
    """Write a tick as the axis says."""
    if axis.number_format:
        return write_number(value, axis.number_format)
    return write_tick(value, axis.low, axis.high, n)
