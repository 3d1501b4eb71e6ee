"""Rows of dots with their intervals: positions, shares, differences, methods."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import altair as alt

from hustings.interface.pages.charts import (
    GREY,
    HALOS,
    INK,
    KEPT,
    PAPER,
    Axis,
    Drawing,
    Layer,
    Mark,
    draw_dots,
    format_of,
    mark_values,
    scale_to,
    show,
    values_of,
    x_at,
    y2_at,
    y_at,
)
from hustings.interface.pages.label_places import text_width
from hustings.interface.pages.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

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
    rows = [_row_values(mark, i, beside=beside) for i, mark in enumerate(marks)]
    x = _scale_x(axis, grid=beside)
    label = _draw_labels_beside if beside else _draw_labels_above
    layers = [
        *_draw_zero(axis, height, x),
        *_draw_intervals(rows, x),
        *label(rows, width),
        *_draw_poles(axis, width),
        *_draw_sources(marks, rows, width, beside=beside),
    ]
    spots = tuple(
        _spot(mark, axis, width, i * row, row) for i, mark in enumerate(marks)
    )
    return Drawing(
        layers=layers,
        width=width,
        height=height,
        spots=tuple(one for one, mark in zip(spots, marks, strict=True) if mark.said),
    )


def _spot(mark: Mark, axis: Axis, width: int, top: float, height: float) -> Spot:
    """Let a whole row answer."""
    share = (mark.position - axis.low) / (axis.high - axis.low)
    return Spot(
        x=width * min(max(share, 0), 1),
        y=top + height * (0.5 if height == ROW_HEIGHT else 0.72),
        left=0,
        top=top,
        width=width,
        height=height,
        lines=mark.said or (mark.label,),
        link=mark.link,
    )


def _draw_intervals(rows: list[dict[str, object]], x: alt.X) -> list[Layer]:
    """Intervals and dots, row by row."""
    chart = alt.Chart(values_of(rows))
    y = alt.Y("y:Q", axis=None, scale=_scale_rows(rows))
    lines = chart.mark_rule(color=INK, strokeWidth=1.5).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y
    )
    return [lines.transform_filter("isValid(datum.low)"), draw_dots(chart, x, y)]


def _draw_labels_beside(rows: list[dict[str, object]], width: int) -> list[Layer]:
    """Names left of the plot, notes in grey right of it."""
    chart = alt.Chart(values_of(rows))
    y = alt.Y("y:Q", axis=None)
    names = chart.mark_text(align="right", limit=260, baseline="middle")
    notes = chart.mark_text(align="left", fill=GREY, baseline="middle")
    return [
        names.encode(x=x_at(-16), y=y, text=alt.Text("label:N")),
        notes.encode(x=x_at(width + 16), y=y, text=alt.Text("note:N")),
    ]


def _draw_labels_above(rows: list[dict[str, object]], width: int) -> list[Layer]:
    """Names and notes on a line of their own above each row's line."""
    chart = alt.Chart(values_of([{**row, "words": _both(row)} for row in rows]))
    return [
        chart.mark_text(
            align="left", dy=-22, limit=width, baseline="middle", **halo
        ).encode(x=x_at(0), y=alt.Y("y:Q", axis=None), text=alt.Text("words:N"))
        for halo in HALOS
    ]


def _draw_sources(
    marks: Sequence[Mark],
    rows: Sequence[dict[str, object]],
    width: int,
    *,
    beside: bool,
) -> list[Layer]:
    """Draw a small bar a row: which share of the variance comes from where."""
    if not any(mark.sources for mark in marks) or not beside:
        return []
    left = width + 34 + max(text_width(mark.note) for mark in marks)
    parts = [
        {**part, "y": row["y"]}
        for mark, row in zip(marks, rows, strict=True)
        for part in _parts(mark.sources, left)
    ]
    bars = alt.Chart(values_of(parts)).mark_bar(
        height=_BAR_HEIGHT, stroke=INK, strokeWidth=0.75
    )
    return [
        bars.encode(
            x=alt.X("left:Q", scale=None, axis=None),
            x2=alt.X2("right:Q"),
            y=alt.Y("y:Q", axis=None),
            fill=alt.Fill("tone:N", scale=None),
        )
    ]


def _parts(sources: Sequence[tuple[str, float]], left: float) -> list[dict[str, Any]]:
    """Lay the parts of a bar end to end, in pixels."""
    parts, at = [], left
    for name, share in sources:
        right = at + BAR * share
        if share > 0:
            parts.append({"left": at, "right": right, "tone": SOURCES[name]})
        at = right
    return parts


def _draw_zero(axis: Axis, height: int, x: alt.X) -> list[Layer]:
    """Return the zero line with its name, where zero is on the axis."""
    if not axis.has_zero:
        return []
    chart = alt.Chart(values_of([{"position": 0, "words": axis.zero}]))
    line = chart.mark_rule(color=GREY, strokeWidth=1, strokeDash=[2, 3])
    words = chart.mark_text(fill=GREY, baseline="top", align=_side_of_zero(axis))
    return [
        line.encode(x=x, y=y_at(0), y2=y2_at(height)),
        words.encode(x=x, y=y_at(height + 28), text=alt.Text("words:N")),
    ]


def _side_of_zero(axis: Axis) -> Literal["left", "center", "right"]:
    """Return how the name of zero is set, so that it stays inside the drawing."""
    share = -axis.low / (axis.high - axis.low)
    if share < EDGE:
        return "left"
    return "right" if share > 1 - EDGE else "center"


def _draw_poles(axis: Axis, width: int) -> list[Layer]:
    """Return what the ends of the axis mean, above them."""
    ends = [(0, "left", f"← {axis.low_pole}"), (width, "right", f"{axis.high_pole} →")]
    return [
        alt.Chart(values_of([{"words": words}]))
        .mark_text(align=side, baseline="bottom", limit=width // 2 - 4, fontWeight=600)  # type: ignore[arg-type]  # two literals of one type
        .encode(x=x_at(at), y=y_at(-8), text=alt.Text("words:N"))
        for at, side, words in ends
        if axis.low_pole and axis.high_pole
    ]


def _scale_x(axis: Axis, *, grid: bool) -> alt.X:
    """Return the horizontal axis of rows."""
    return alt.X(
        "position:Q",
        scale=scale_to(axis.low, axis.high),
        axis=alt.Axis(tickCount=5, format=format_of(axis), grid=grid),
    )


def _scale_rows(rows: Sequence[object]) -> alt.Scale:
    """Rows from the top, in pixels of their own."""
    return alt.Scale(domain=[0, len(rows)], reverse=True, nice=False)


def _row_values(mark: Mark, i: int, *, beside: bool) -> dict[str, object]:
    """One row of data; labels above push the dot to the lower half."""
    return {**mark_values(mark), "y": i + (0.5 if beside else 0.72)}


def _both(row: dict[str, object]) -> str:
    """Label and note on one line."""
    return ", ".join(str(row[key]) for key in ("label", "note") if row[key])
