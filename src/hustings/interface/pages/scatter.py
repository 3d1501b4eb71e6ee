"""What drawings with two axes share: frames, zero lines, poles and labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.interface.pages.charts import GREY, INK
from hustings.interface.pages.drawings import lay_axis_below, lay_axis_left
from hustings.interface.pages.label_places import text_width
from hustings.interface.pages.shapes import DOTTED, Hand, Pen, Shape, line, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hustings.interface.pages.charts import Axis
    from hustings.interface.pages.label_places import Label, Side

_BELOW = 32
_LEFT = -46
_APART = 24
_ZERO = Pen(stroke=GREY, dashes=DOTTED)
_LEAD = Pen(stroke=GREY, width=0.75)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The two axes of a drawing and its size in pixels.

    Attributes
    ----------
    y_ticks : tuple of (float, str)
        Where the vertical axis has ticks, and what is written beside them; round
        numbers if empty.
    """

    x: Axis
    y: Axis
    width: int
    height: int
    x_title: str = ""
    y_title: str = ""
    y_ticks: tuple[tuple[float, str], ...] = ()

    def across(self, value: float) -> float:
        """Return how far right a value lies, in pixels."""
        return self.width * (value - self.x.low) / (self.x.high - self.x.low)

    def down(self, value: float) -> float:
        """Return how far down a value lies, in pixels."""
        return self.height * (self.y.high - value) / (self.y.high - self.y.low)


def draw_axes(frame: Frame) -> list[Shape]:
    """Draw both axes, and where either scale is at zero."""
    wide, high = frame.width, frame.height
    shapes = [
        *lay_axis_below(frame.x, width=wide, height=high),
        *lay_axis_left(frame.y, width=wide, height=high, said=frame.y_ticks),
    ]
    if frame.x.has_zero:
        shapes.append(line(frame.across(0), 0, frame.across(0), high, _ZERO))
    if frame.y.has_zero:
        shapes.append(line(0, frame.down(0), wide, frame.down(0), _ZERO))
    return shapes


def draw_ends(frame: Frame) -> list[Shape]:
    """Write what the ends of both axes mean, and what each axis is."""
    wide, high = frame.width, frame.height
    return [
        *_write_ends(
            frame.x, frame.x_title, wide, lambda at: (at, high + _BELOW), upward=False
        ),
        *_write_ends(
            frame.y, frame.y_title, high, lambda at: (_LEFT, high - at), upward=True
        ),
    ]


def _write_ends(
    axis: Axis,
    title: str,
    length: int,
    place: Callable[[float], tuple[float, float]],
    *,
    upward: bool,
) -> Iterator[Shape]:
    """Write the low pole, the name and the high pole along one axis."""
    said: tuple[tuple[float, Side, str], ...] = (
        (0, "left", f"← {axis.low_pole}" if axis.low_pole else ""),
        (length / 2, "center", title),
        (length, "right", f"{axis.high_pole} →" if axis.high_pole else ""),
    )
    needed = sum(1.07 * text_width(words) + _APART for _, _, words in said)
    for at, side, words in said:
        is_pole = side != "center"
        room = length // (4 if title and is_pole else 2) - 6
        hand = Hand(
            side=side,
            colour=INK if is_pole else GREY,
            is_bold=is_pole,
            limit=room if needed > length else 0,
            is_upward=upward,
        )
        if words:
            yield write(words, *place(at), hand)


def draw_labels(labels: Sequence[Label]) -> list[Shape]:
    """Write words beside their dots, with a line where they stand farther off."""
    leads = [
        line(one.dot.x, one.dot.y, one.x, one.y, _LEAD) for one in labels if one.leads
    ]
    words = [
        write(one.words, one.x, one.y, Hand(side=one.side, has_halo=True))
        for one in labels
    ]
    return [*leads, *words]
