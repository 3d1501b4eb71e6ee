"""One picture of positions, from positions alone: what a command writes into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.interface.pages import charts
from hustings.interface.pages.picture_files import (
    Caption,
    Part,
    draw_picture,
    make_file,
)
from hustings.interface.pages.position_drawings import (
    WIDE,
    reach_of,
    shares_of,
)
from hustings.interface.pages.row_charts import lay_rows
from hustings.interface.pages.scale_facts import sources_of
from hustings.interface.pages.wording import say_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.interface.pages.picture_files import Form
    from hustings.scaling.results import Position

MOST_ROWS = 60
"""More positions than this are not drawn: of shares the largest are, of others the
first, and a line says so."""


def draw_positions(  # noqa: PLR0913 - all that a picture says, each by its name
    positions: Sequence[Position],
    *,
    form: Form,
    title: str = "",
    subtitle: str = "",
    names: Mapping[str, str] | None = None,
    low_pole: str = "",
    high_pole: str = "",
    zero: str = "",
    caution: str = "",
) -> bytes:
    """Draw positions with their intervals, a row each, as a file.

    Parameters
    ----------
    positions : sequence of Position
        At least one. Drawn in this order; shares of codes by size.
    form : {"svg", "png", "pdf"}
        A PNG has twice the size in pixels.
    title, subtitle : str
        Written above the drawing: the claim, and how the numbers were made.
    names : mapping of str to str, optional
        What people call each case.
    low_pole, high_pole : str
        What the ends of the scale mean; written only if both are given.
    zero : str
        What zero means, such as "0: as many units on each side". The axis then has
        zero in its middle.
    caution : str
        What a reader must know, such as "uncorrected machine coding".

    Returns
    -------
    bytes
        The content of the file, the same for the same positions.
    """
    shown = _shown(positions)
    dropped = len(positions) - len(shown)
    lines = [subtitle, _say_sources(shown)]
    if dropped:
        lines.append(f"{len(shown)} of {len(positions)} positions are drawn.")
    marks = tuple(_mark(one, names or {}) for one in shown)
    axis = _axis(shown, low_pole, high_pole, zero)
    drawing = lay_rows(marks, axis, width=WIDE, beside=True)
    caption = Caption(
        title=title,
        lines=tuple(line for line in lines if line),
        caution=_as_sentence(caution),
    )
    return make_file(draw_picture([Part(drawing=drawing)], caption), form, title=title)


def _as_sentence(words: str) -> str:
    """Begin with a capital letter and end with a full stop."""
    said = words[:1].upper() + words[1:]
    return said if not said or said.endswith(".") else f"{said}."


def _shown(positions: Sequence[Position]) -> list[Position]:
    """Choose what is drawn."""
    if any(one.code is not None for one in positions):
        positions = sorted(positions, key=lambda one: -one.position)
    return list(positions[:MOST_ROWS])


def _mark(position: Position, names: Mapping[str, str]) -> charts.Mark:
    """Return a row."""
    name = names.get(position.case, position.case)
    return charts.Mark(
        label=name if position.code is None else f"{name}: {position.code}",
        note=f"n = {say_number(position.n_units)}",
        position=position.position,
        low=position.low,
        high=position.high,
        sources=shares_of(position),
    )


def _axis(
    positions: Sequence[Position], low_pole: str, high_pole: str, zero: str
) -> charts.Axis:
    """Return an axis that holds all intervals."""
    low, high = reach_of(positions)
    if zero:
        most = (max(abs(low), abs(high)) or 0.1) * 1.08
        low, high = -most, most
    else:
        room = (high - low or 0.1) * 0.08
        low, high = low - room, high + room
    return charts.Axis(
        low=low, high=high, low_pole=low_pole, high_pole=high_pole, zero=zero
    )


def _say_sources(positions: Sequence[Position]) -> str:
    """Say what the bars are, in the order of their parts."""
    if not any(shares_of(one) for one in positions):
        return ""
    parts = ", ".join(sources_of(positions))
    return f"Bars: where the variance comes from, from dark to light: {parts}."
