"""Charts: one Altair theme, and the drawings that the pages use, as SVG.

Colours are written as the light ones; the style sheet exchanges them for the dark
ones by attribute (``svg [fill="#1b1b1a"]``), so one drawing serves both.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import altair as alt
import vl_convert
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

INK = "#1b1b1a"
GREY = "#6b6963"
HAIRLINE = "#dddad2"
PAPER = "#fbfaf7"
# Okabe and Ito's eight, black last.
COLOURS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#f0e442",
    "#000000",
)
SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
FONT_SIZE = 13
ROW_HEIGHT = 30
EDGE = 0.3
"""Share of the axis at either end where words in the middle would leave it."""
KEPT = 512
"""Drawings that are kept: one takes about 0.1 s, and pages ask for them again."""
HALOS: tuple[dict[str, Any], ...] = ({"stroke": PAPER, "strokeWidth": 6}, {})
"""Words over a grid are drawn twice: a paper-coloured edge first."""
THEME = {
    "background": None,
    "font": "sans-serif",
    "padding": 6,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "gridColor": HAIRLINE,
        "labelColor": GREY,
        "labelFontSize": FONT_SIZE,
        "labelPadding": 6,
        "ticks": False,
        "title": None,
    },
    "text": {"fontSize": FONT_SIZE, "fill": INK},
}

Layer: TypeAlias = alt.Chart | alt.LayerChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One dot with its interval.

    Attributes
    ----------
    label, note : str
        Written beside it in ink, and in grey.
    actor : int or None
        Number of the actor; decides colour and shape. None is plain ink.
    when : float or None
        The date as a year with its fraction, for drawings over time.
    """

    label: str
    note: str = ""
    position: float
    low: float | None = None
    high: float | None = None
    actor: int | None = None
    when: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The scale of a drawing, with its poles and what its zero means."""

    low: float
    high: float
    low_pole: str = ""
    high_pole: str = ""
    zero: str = ""
    number_format: str = ""

    @property
    def has_zero(self) -> bool:
        """Whether zero lies on the axis."""
        return bool(self.zero) and self.low <= 0 <= self.high


def colour_of(actor: int | None) -> str:
    """Return the fill of an actor's mark."""
    return INK if actor is None else COLOURS[actor % len(COLOURS)]


def shape_of(actor: int | None) -> str:
    """Return the shape of an actor's mark: another one for every round of colours."""
    if actor is None:
        return "circle"
    return SHAPES[(actor % len(COLOURS) + actor // len(COLOURS)) % len(SHAPES)]


@lru_cache(maxsize=KEPT)
def draw_positions(
    marks: tuple[Mark, ...], axis: Axis, *, width: int, alt_text: str, beside: bool
) -> Markup:
    """Draw a row a mark: interval as a thin line, estimate as a dot.

    Parameters
    ----------
    width : int
        Of the plotting area, in pixels.
    beside : bool
        Whether labels stand left of the rows; if not, above them.
    """
    height = len(marks) * (ROW_HEIGHT if beside else ROW_HEIGHT + 20)
    rows = [_row_values(mark, i, beside=beside) for i, mark in enumerate(marks)]
    x = _scale_x(axis, grid=beside)
    layers = [
        *_draw_zero(axis, height, x),
        *_draw_intervals(rows, x),
        *(
            _draw_labels_beside(rows, width)
            if beside
            else _draw_labels_above(rows, width)
        ),
        *_draw_poles(axis, width),
    ]
    return draw_layers(layers, width=width, height=height, alt_text=alt_text)


@lru_cache(maxsize=KEPT)
def draw_over_time(
    own: tuple[Mark, ...],
    others: tuple[tuple[Mark, ...], ...],
    axis: Axis,
    *,
    years: tuple[float, float],
    alt_text: str,
) -> Markup:
    """Draw one actor's positions by year, the other actors' as faint lines behind."""
    x = _scale_years(years, [mark.when for mark in own if mark.when is not None])
    y = alt.Y(
        "position:Q",
        scale=alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False),
        axis=alt.Axis(
            tickCount=4, grid=True, format=axis.number_format or alt.Undefined
        ),
    )
    layers: list[Layer] = [
        alt.Chart(_values(_time_values(line)))
        .mark_line(color=HAIRLINE, strokeWidth=1.5)
        .encode(x=x, y=y)
        for line in others
        if len(line) > 1
    ]
    layers += _draw_time_line(_time_values(own), x, y)
    return draw_layers(layers, width=230, height=150, alt_text=alt_text)


def _draw_time_line(rows: list[dict[str, object]], x: alt.X, y: alt.Y) -> list[Layer]:
    """Line, intervals and dots of the actor in focus."""
    chart = alt.Chart(_values(rows))
    return [
        chart.mark_line(color=INK, strokeWidth=1).encode(x=x, y=y),
        chart.mark_rule(color=INK, strokeWidth=1.5)
        .encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"))
        .transform_filter("isValid(datum.low)"),
        _draw_dots(chart, x, y),
    ]


def _draw_dots(chart: alt.Chart, x: alt.X, y: alt.Y) -> alt.Chart:
    """Return filled marks with an ink outline."""
    dots: alt.Chart = chart.mark_point(
        filled=True, size=110, stroke=INK, strokeWidth=1.25, opacity=1
    )
    return dots.encode(
        x=x,
        y=y,
        fill=alt.Fill("colour:N", scale=None),
        shape=alt.Shape("shape:N", scale=None),
    )


def _draw_intervals(rows: list[dict[str, object]], x: alt.X) -> list[Layer]:
    """Intervals and dots, row by row."""
    chart = alt.Chart(_values(rows))
    y = alt.Y("y:Q", axis=None, scale=_scale_rows(rows))
    lines = chart.mark_rule(color=INK, strokeWidth=1.5).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y
    )
    return [lines.transform_filter("isValid(datum.low)"), _draw_dots(chart, x, y)]


def _draw_labels_beside(rows: list[dict[str, object]], width: int) -> list[Layer]:
    """Names left of the plot, notes in grey right of it."""
    chart = alt.Chart(_values(rows))
    y = alt.Y("y:Q", axis=None)
    names = chart.mark_text(align="right", limit=260, baseline="middle")
    notes = chart.mark_text(align="left", fill=GREY, baseline="middle")
    return [
        names.encode(x=_x_at(-16), y=y, text=alt.Text("label:N")),
        notes.encode(x=_x_at(width + 16), y=y, text=alt.Text("note:N")),
    ]


def _draw_labels_above(rows: list[dict[str, object]], width: int) -> list[Layer]:
    """Names and notes on a line of their own above each row's line."""
    chart = alt.Chart(_values([{**row, "words": _both(row)} for row in rows]))
    return [
        chart.mark_text(
            align="left", dy=-22, limit=width, baseline="middle", **halo
        ).encode(x=_x_at(0), y=alt.Y("y:Q", axis=None), text=alt.Text("words:N"))
        for halo in HALOS
    ]


def _draw_zero(axis: Axis, height: int, x: alt.X) -> list[Layer]:
    """Return the zero line with its name, where zero is on the axis."""
    if not axis.has_zero:
        return []
    chart = alt.Chart(_values([{"position": 0, "words": axis.zero}]))
    line = chart.mark_rule(color=GREY, strokeWidth=1, strokeDash=[2, 3])
    words = chart.mark_text(fill=GREY, baseline="top", align=_side_of_zero(axis))
    return [
        line.encode(x=x, y=_y_at(0), y2=_y2_at(height)),
        words.encode(x=x, y=_y_at(height + 28), text=alt.Text("words:N")),
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
        alt.Chart(_values([{"words": words}]))
        .mark_text(align=side, baseline="bottom", limit=width // 2 - 4, fontWeight=600)  # type: ignore[arg-type]  # two literals of one type
        .encode(x=_x_at(at), y=_y_at(-8), text=alt.Text("words:N"))
        for at, side, words in ends
        if axis.low_pole and axis.high_pole
    ]


def _scale_x(axis: Axis, *, grid: bool) -> alt.X:
    """Return the horizontal axis of rows."""
    return alt.X(
        "position:Q",
        scale=alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False),
        axis=alt.Axis(
            tickCount=5, format=axis.number_format or alt.Undefined, grid=grid
        ),
    )


def _scale_years(years: tuple[float, float], ticks: Sequence[float]) -> alt.X:
    """Return the horizontal axis of years, with a tick for each date."""
    room = max((years[1] - years[0]) * 0.12, 0.5)
    return alt.X(
        "when:Q",
        scale=alt.Scale(domain=[years[0] - room, years[1] + room], nice=False),
        axis=alt.Axis(
            values=sorted(ticks),
            labelExpr="floor(datum.value)",
            grid=False,
            labelOverlap="greedy",
        ),
    )


def _scale_rows(rows: Sequence[object]) -> alt.Scale:
    """Rows from the top, in pixels of their own."""
    return alt.Scale(domain=[0, len(rows)], reverse=True, nice=False)


def _row_values(mark: Mark, i: int, *, beside: bool) -> dict[str, object]:
    """One row of data; labels above push the dot to the lower half."""
    return {**_mark_values(mark), "y": i + (0.5 if beside else 0.72)}


def _time_values(marks: Sequence[Mark]) -> list[dict[str, object]]:
    """Rows of data with their dates."""
    return [{**_mark_values(mark), "when": mark.when} for mark in marks]


def _mark_values(mark: Mark) -> dict[str, object]:
    """Return what every drawing needs of a mark."""
    return {
        "label": mark.label,
        "note": mark.note,
        "position": mark.position,
        "low": mark.low,
        "high": mark.high,
        "colour": colour_of(mark.actor),
        "shape": shape_of(mark.actor),
    }


def _x_at(pixels: float) -> alt.XValue:
    """Return a fixed place across."""
    return alt.XValue(pixels)  # type: ignore[no-untyped-call]  # generated by Altair


def _y_at(pixels: float) -> alt.YValue:
    """Return a fixed place down."""
    return alt.YValue(pixels)  # type: ignore[no-untyped-call]  # generated by Altair


def _y2_at(pixels: float) -> alt.Y2Value:
    """Return a fixed second place down."""
    return alt.Y2Value(pixels)  # type: ignore[no-untyped-call]  # generated by Altair


def _both(row: dict[str, object]) -> str:
    """Label and note on one line."""
    return ", ".join(str(row[key]) for key in ("label", "note") if row[key])


def _values(rows: list[dict[str, Any]]) -> alt.Data:
    """Rows as inline data."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # generated by Altair


def draw_layers(
    layers: list[Layer], *, width: int, height: int, alt_text: str
) -> Markup:
    """Put layers together and make them SVG with the theme."""
    chart = alt.layer(*layers).properties(width=width, height=height)
    spec = {**chart.to_dict(validate=False), "config": THEME}
    return _finish(str(vl_convert.vegalite_to_svg(json.dumps(spec))), alt_text)


def _finish(svg: str, alt_text: str) -> Markup:
    """Make the drawing one image with alt text, without style attributes."""
    plain = re.sub(r' (?:style|class|role|aria-[a-z]+|pointer-events)="[^"]*"', "", svg)
    head = f'<svg role="img" aria-label="{escape(alt_text)}"'
    return Markup(plain.replace("<svg", head, 1))  # noqa: S704 - our own drawing
