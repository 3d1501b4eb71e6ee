"""Shapes: what drawings are made of, each with the room that it takes.

Places are pixels from the upper left corner of the plot, downward.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING, Literal, TypeAlias

from markupsafe import Markup, escape

from hustings.interface.pages.charts import FONT_SIZE, GREY, INK, PAPER
from hustings.interface.pages.label_places import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.interface.pages.label_places import Box, Side

Stand: TypeAlias = Literal["top", "middle", "bottom"]

DOTTED = "2,3"
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_SHIFTS = {"left": 0.0, "center": 0.5, "right": 1.0}
_DROPS = {"top": 0.79, "middle": 0.3, "bottom": -0.21}
"""How far below its place the line of letters stands, by the size of letters."""

_BOLD = 1.07
"""How much wider bold letters are."""

_HALO = 5.0
_SLIM = sqrt(3) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A piece of SVG and the box around it."""

    svg: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """How lines and areas are drawn; an empty colour draws nothing."""

    stroke: str = ""
    width: float = 1.0
    dashes: str = ""
    fill: str = ""
    fill_opacity: float = 1.0

    @property
    def attributes(self) -> str:
        """The pen as attributes of SVG."""
        said = [f' fill="{self.fill}"'] if self.fill else []
        if self.fill and self.fill_opacity < 1:
            said.append(f' fill-opacity="{self.fill_opacity:g}"')
        if self.stroke:
            said.append(f' stroke="{self.stroke}" stroke-width="{self.width:g}"')
        if self.stroke and self.dashes:
            said.append(f' stroke-dasharray="{self.dashes}"')
        return "".join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How words are written.

    Attributes
    ----------
    side : {"left", "center", "right"}
        Which part of the words stands at the place.
    limit : float
        Longer words are cut, and end in three dots; 0 for no limit.
    has_halo : bool
        Whether the words have an edge of paper, to be read over lines.
    is_upward : bool
        Whether they are turned, to be read from below.
    """

    side: Side = "left"
    stand: Stand = "middle"
    colour: str = INK
    size: float = FONT_SIZE
    is_bold: bool = False
    limit: float = 0.0
    has_halo: bool = False
    is_upward: bool = False


NAME = Hand(side="right")
NOTE = Hand(colour=GREY)


def line(x: float, y: float, x2: float, y2: float, pen: Pen) -> Shape:
    """Draw a straight line.

    Examples
    --------
    >>> line(0, 1, 9, 1, Pen(stroke="#000000")).svg
    '<path d="M0,1L9,1" stroke="#000000" stroke-width="1"/>'
    """
    return trace([(x, y), (x2, y2)], pen)


def trace(
    points: Sequence[tuple[float, float]], pen: Pen, *, is_closed: bool = False
) -> Shape:
    """Draw straight lines from point to point."""
    steps = "L".join(f"{_number(x)},{_number(y)}" for x, y in points)
    end = "Z" if is_closed else ""
    across, down = [x for x, _ in points], [y for _, y in points]
    half = pen.width / 2 if pen.stroke else 0.0
    return Shape(
        svg=f'<path d="M{steps}{end}"{pen.attributes}/>',
        box=(
            min(across) - half,
            min(down) - half,
            max(across) + half,
            max(down) + half,
        ),
    )


def bar(x: float, y: float, width: float, height: float, pen: Pen) -> Shape:
    """Draw a rectangle."""
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return trace(corners, pen, is_closed=True)


def dot(x: float, y: float, *, look: str, fill: str, size: float = 110) -> Shape:
    """Draw a filled mark with an ink outline; `look` is one of `charts.SHAPES`."""
    return _dot(x, y, look, size, Pen(stroke=INK, width=1.25, fill=fill))


def speck(x: float, y: float, *, fill: str, size: float) -> Shape:
    """Draw a small dot without an outline."""
    return _dot(x, y, "circle", size, Pen(fill=fill))


def _dot(x: float, y: float, look: str, size: float, pen: Pen) -> Shape:
    """Draw a mark of an area of about `size` square pixels."""
    r = sqrt(size) / 2
    if look != "circle":
        corners = [(x + r * across, y + r * down) for across, down in _CORNERS[look]]
        return trace(corners, pen, is_closed=True)
    half = r + pen.width / 2
    at = f'cx="{_number(x)}" cy="{_number(y)}" r="{r:.2f}"'
    return Shape(
        svg=f"<circle {at}{pen.attributes}/>",
        box=(x - half, y - half, x + half, y + half),
    )


_CORNERS = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
    "triangle-up": ((0, -_SLIM), (1, _SLIM), (-1, _SLIM)),
    "triangle-down": ((0, _SLIM), (1, -_SLIM), (-1, -_SLIM)),
    "cross": tuple(
        (across, down)
        for across, down in (
            (-1, -0.4),
            (-0.4, -0.4),
            (-0.4, -1),
            (0.4, -1),
            (0.4, -0.4),
            (1, -0.4),
            (1, 0.4),
            (0.4, 0.4),
            (0.4, 1),
            (-0.4, 1),
            (-0.4, 0.4),
            (-1, 0.4),
        )
    ),
}


def write(words: str, x: float, y: float, hand: Hand) -> Shape:
    """Write words at a place.

    Examples
    --------
    >>> write("a < b", 3, 4, Hand(stand="bottom")).svg
    '<text x="3" y="1.27" font-size="13px" fill="#1b1b1a">a &lt; b</text>'
    """
    shown = _cut(words, hand) if hand.limit else words
    spread = _width(shown, hand)
    left = x - spread * _SHIFTS[hand.side]
    top = y - hand.size * {"top": 0.1, "middle": 0.6, "bottom": 1.1}[hand.stand]
    box = (left, top, left + spread, top + hand.size * 1.2)
    return Shape(
        svg=_written(shown, x, y, hand),
        box=_turned(box, x, y) if hand.is_upward else box,
    )


def _written(words: str, x: float, y: float, hand: Hand) -> str:
    """Write words as SVG, with their edge below them."""
    down = hand.size * _DROPS[hand.stand]
    if hand.is_upward:
        turn = f"translate({_number(x)},{_number(y)})rotate(-90)"
        place = f'transform="{turn}" y="{_number(down)}"'
    else:
        place = f'x="{_number(x)}" y="{_number(y + down)}"'
    anchor = f' text-anchor="{_ANCHORS[hand.side]}"' if hand.side != "left" else ""
    weight = ' font-weight="600"' if hand.is_bold else ""
    head = f'<text {place}{anchor} font-size="{hand.size:g}px"{weight}'
    text = f'{head} fill="{hand.colour}">{escape(words)}</text>'
    if not hand.has_halo:
        return text
    edge = Pen(stroke=PAPER, width=_HALO).attributes
    return f'{head}{edge} stroke-linejoin="round">{escape(words)}</text>{text}'


def _width(words: str, hand: Hand) -> float:
    return text_width(words, hand.size) * (_BOLD if hand.is_bold else 1.0)


def _cut(words: str, hand: Hand) -> str:
    """Cut words that are longer than their limit."""
    if _width(words, hand) <= hand.limit:
        return words
    kept = words
    while kept and _width(f"{kept}…", hand) > hand.limit:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _turned(box: Box, x: float, y: float) -> Box:
    """Turn a box around a place, so that its right side is above."""
    left, top, right, bottom = box
    return (x + top - y, y - (right - x), x + bottom - y, y - (left - x))


def _number(value: float) -> str:
    """Write pixels with at most two decimals.

    Examples
    --------
    >>> _number(3.0), _number(-0.001), _number(1.27)
    ('3', '0', '1.27')
    """
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def moved(shapes: Iterable[Shape], x: float, y: float) -> Shape:
    """Move shapes together."""
    whole = around(shapes := list(shapes))
    inside = "".join(one.svg for one in shapes)
    return Shape(
        svg=f'<g transform="translate({_number(x)},{_number(y)})">{inside}</g>',
        box=(whole[0] + x, whole[1] + y, whole[2] + x, whole[3] + y),
    )


def around(shapes: Sequence[Shape]) -> Box:
    """Return the box around shapes."""
    boxes = [one.box for one in shapes]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def canvas(shapes: str, *, width: float, height: float, attributes: str = "") -> Markup:
    """Put shapes on a canvas: an SVG of its own."""
    width, height = ceil(width), ceil(height)
    size = f'width="{width}" height="{height}"'
    return Markup(  # noqa: S704 - words are escaped where they are written
        f'<svg{attributes} xmlns="http://www.w3.org/2000/svg" {size}'
        f' viewBox="0 0 {width} {height}">{shapes}</svg>'
    )
