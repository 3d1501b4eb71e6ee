"""Spots: the parts of a drawing that answer to the mouse and the keyboard.

A spot is a link over a mark. Pointed at or focused, it shows what the mark says in
words; all this is in the style sheet, so it needs no script, and a printed drawing
is complete without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import escape

from hustings.interface.pages.label_places import SIZE, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE = 18
_PADDING = 9
_GAP = 12
_ORIGIN = re.compile(r'<g[^>]* transform="translate\(([-\d.]+),([-\d.]+)\)')
_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on a drawing that can be pointed at.

    Attributes
    ----------
    x, y : float
        The mark, in pixels from the upper left corner of the plot.
    left, top, width, height : float
        What answers to the mouse.
    lines : tuple of str
        What the mark says; the first line is its name.
    link : str
        Where it leads; nowhere if empty, and then it answers to the mouse alone.
    """

    x: float
    y: float
    left: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...]
    link: str


def around(x: float, y: float, lines: tuple[str, ...], link: str) -> Spot:
    """Return a spot around a dot, large enough for a finger."""
    reach = 13.0
    return Spot(
        x=x,
        y=y,
        left=x - reach,
        top=y - reach,
        width=2 * reach,
        height=2 * reach,
        lines=lines,
        link=link,
    )


def add_spots(svg: str, spots: Sequence[Spot]) -> str:
    """Lay spots over a drawing; it is one image no longer, but a group with links."""
    origin, size = _ORIGIN.search(svg), _SIZE.search(svg)
    if not spots or origin is None or size is None:
        return svg
    at = (float(origin[1]), float(origin[2]))
    whole = (float(size[1]), float(size[2]))
    links = "".join(_write_spot(one, at, whole) for one in spots)
    hidden = svg.replace("<g ", '<g aria-hidden="true" ', 1)
    grouped = hidden.replace('<svg role="img"', '<svg role="group"', 1)
    end = grouped.rindex("</svg>")
    return f"{grouped[:end]}{links}{grouped[end:]}"


def _write_spot(spot: Spot, at: tuple[float, float], whole: tuple[float, float]) -> str:
    """Write a link with its area and its hint, in pixels of the whole drawing."""
    area = (
        f'<rect x="{spot.left + at[0]:.1f}" y="{spot.top + at[1]:.1f}"'
        f' width="{spot.width:.1f}" height="{spot.height:.1f}" rx="3"'
        ' fill="transparent"/>'
    )
    inside = area + _write_hint(spot, (spot.x + at[0], spot.y + at[1]), whole)
    if not spot.link:
        return f'<g class="spot" aria-hidden="true">{inside}</g>'
    said = escape("; ".join(spot.lines))
    link = f'<a class="spot" href="{escape(spot.link)}" aria-label="{said}">'
    return f"{link}{inside}</a>"


def _write_hint(
    spot: Spot, mark: tuple[float, float], whole: tuple[float, float]
) -> str:
    """Write the box with words beside a mark, inside the drawing."""
    width = 2 * _PADDING + max(text_width(line) for line in spot.lines) * 1.06
    height = 2 * _PADDING + _LINE * len(spot.lines) - 4
    x = mark[0] + _GAP if mark[0] + _GAP + width <= whole[0] else mark[0] - _GAP - width
    x = min(max(x, 1.0), max(whole[0] - width - 1, 1.0))
    y = min(max(mark[1] - height - _GAP, 1.0), max(whole[1] - height - 1, 1.0))
    if y + height > mark[1] - 4 and mark[1] + _GAP + height <= whole[1]:
        y = mark[1] + _GAP
    lines = "".join(
        _write_line(line, x + _PADDING, y + _PADDING + 11 + i * _LINE, is_first=not i)
        for i, line in enumerate(spot.lines)
    )
    box = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        ' rx="4" fill="#1b1b1a"/>'
    )
    return f'<g class="hint" aria-hidden="true">{box}{lines}</g>'


def _write_line(words: str, x: float, y: float, *, is_first: bool) -> str:
    """Write a line of a hint."""
    weight = ' font-weight="600"' if is_first else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{SIZE}px" fill="#fbfaf7"{weight}>'
        f"{escape(words)}</text>"
    )
