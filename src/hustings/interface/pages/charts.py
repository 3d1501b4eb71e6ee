"""Charts: one Altair theme, and what all drawings of the pages are made of.

Colours are written as the light ones; the style sheet exchanges them for the dark
ones by attribute (``svg [fill="#1b1b1a"]``), so one drawing serves both.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import altair as alt
import vl_convert
from markupsafe import Markup, escape

from hustings.interface.pages.spots import add_spots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.interface.pages.spots import Spot

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
KEPT = 512
"""Drawings that are kept: one takes about 0.1 s, and pages ask for them again."""
HALOS: tuple[dict[str, Any], ...] = (
    {"stroke": PAPER, "strokeWidth": 5, "strokeJoin": "round"},
    {},
)
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

_SPARED = re.compile(
    r' (?:style|class|role|aria-[a-z]+|pointer-events|font-family)="[^"]*"'
    r'| (?:fill-|stroke-)?opacity="1"'
)
"""Attributes that a page does without: its style sheet, or its default, has them."""


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
    said : tuple of str
        What is said when the mark is pointed at, the name first.
    link : str
        Where the mark leads; without it the mark does not answer.
    is_hollow : bool
        Whether the mark is not filled: for what is not clear.
    sources : tuple of (str, float)
        Shares of the interval's variance, drawn as a bar beside the row.
    """

    label: str
    note: str = ""
    position: float
    low: float | None = None
    high: float | None = None
    actor: int | None = None
    when: float | None = None
    said: tuple[str, ...] = ()
    link: str = ""
    is_hollow: bool = False
    sources: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawing:
    """Layers of one plot with its size and the spots over it.

    Attributes
    ----------
    width, height : int
        Of the plotting area, in pixels.
    """

    layers: Sequence[Layer]
    width: int
    height: int
    spots: tuple[Spot, ...] = ()

    @property
    def chart(self) -> Any:  # noqa: ANN401 - one of Altair's many kinds of charts
        """The drawing as a chart of Altair."""
        return alt.layer(*self.layers).properties(width=self.width, height=self.height)


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


def show(drawing: Drawing, alt_text: str) -> Markup:
    """Make a drawing SVG for a page, with its spots."""
    svg = draw_layers(
        list(drawing.layers),
        width=drawing.width,
        height=drawing.height,
        alt_text=alt_text,
    )
    return Markup(add_spots(str(svg), drawing.spots))  # noqa: S704 - escaped where it is made


def draw_dots(chart: alt.Chart, x: alt.X, y: alt.Y, *, size: int = 110) -> alt.Chart:
    """Return filled marks with an ink outline."""
    dots: alt.Chart = chart.mark_point(
        filled=True, size=size, stroke=INK, strokeWidth=1.25, opacity=1
    )
    return dots.encode(
        x=x,
        y=y,
        fill=alt.Fill("colour:N", scale=None),
        shape=alt.Shape("shape:N", scale=None),
    )


def scale_to(low: float, high: float) -> alt.Scale:
    """Return a scale with just these ends."""
    return alt.Scale(domain=[low, high], nice=False, zero=False)


def format_of(axis: Axis) -> Any:  # noqa: ANN401 - Altair's own way to say nothing
    """Return how the axis writes its numbers."""
    return axis.number_format or alt.Undefined


def mark_values(mark: Mark) -> dict[str, object]:
    """Return what every drawing needs of a mark."""
    return {
        "label": mark.label,
        "note": mark.note,
        "position": mark.position,
        "low": mark.low,
        "high": mark.high,
        "colour": PAPER if mark.is_hollow else colour_of(mark.actor),
        "shape": shape_of(mark.actor),
    }


def x_at(pixels: float) -> alt.XValue:
    """Return a fixed place across."""
    return alt.XValue(pixels)  # type: ignore[no-untyped-call]  # generated by Altair


def x2_at(pixels: float) -> alt.X2Value:
    """Return a fixed second place across."""
    return alt.X2Value(pixels)  # type: ignore[no-untyped-call]  # generated by Altair


def y_at(pixels: float) -> alt.YValue:
    """Return a fixed place down."""
    return alt.YValue(pixels)  # type: ignore[no-untyped-call]  # generated by Altair


def y2_at(pixels: float) -> alt.Y2Value:
    """Return a fixed second place down."""
    return alt.Y2Value(pixels)  # type: ignore[no-untyped-call]  # generated by Altair


def values_of(rows: Sequence[dict[str, Any]]) -> alt.NamedData:
    """Rows as data, written as one string; see `spec_of`.

    Altair copies every value of every row each time that charts are put together.
    """
    return alt.NamedData(name=json.dumps(list(rows)))


def spec_of(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Return a chart as Vega-Lite, with the rows of `values_of` in their places."""
    spec: dict[str, Any] = _with_rows(chart.to_dict(validate=False))
    return spec


def _with_rows(part: Any) -> Any:  # noqa: ANN401 - any part of a specification
    """Turn names of data back into rows, wherever they stand."""
    if isinstance(part, list):
        return [_with_rows(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: {"values": json.loads(value["name"])}
        if key == "data" and "name" in value
        else _with_rows(value)
        for key, value in part.items()
    }


def draw_layers(
    layers: list[Layer], *, width: int, height: int, alt_text: str
) -> Markup:
    """Put layers together and make them SVG with the theme."""
    chart = alt.layer(*layers).properties(width=width, height=height)
    spec = {**spec_of(chart), "config": THEME}
    return _finish(str(vl_convert.vegalite_to_svg(json.dumps(spec))), alt_text)


def _finish(svg: str, alt_text: str) -> Markup:
    """Make the drawing one image with alt text, without style attributes."""
    plain = _SPARED.sub("", svg)
    head = f'<svg role="img" aria-label="{escape(alt_text)}"'
    return Markup(plain.replace("<svg", head, 1))  # noqa: S704 - our own drawing
