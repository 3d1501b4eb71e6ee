"""What drawings with two axes share: frames, zero lines, poles and labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt

from hustings.interface.pages.charts import (
    GREY,
    HALOS,
    INK,
    Axis,
    Layer,
    format_of,
    scale_to,
    values_of,
    x2_at,
    x_at,
    y2_at,
    y_at,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hustings.interface.pages.label_places import Label

_BELOW = 32
_LEFT = -46
_LIGHT, _BOLD = 400, 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The two axes of a drawing and its size in pixels.

    Attributes
    ----------
    y_ticks, y_labels : tuple of float, str
        Where the vertical axis has ticks, and the expression of Vega that writes them;
        Vega's own choice if empty.
    """

    x: Axis
    y: Axis
    width: int
    height: int
    x_title: str = ""
    y_title: str = ""
    y_ticks: tuple[float, ...] = ()
    y_labels: str = ""

    def across(self, value: float) -> float:
        """Return how far right a value lies, in pixels."""
        return self.width * (value - self.x.low) / (self.x.high - self.x.low)

    def down(self, value: float) -> float:
        """Return how far down a value lies, in pixels."""
        return self.height * (self.y.high - value) / (self.y.high - self.y.low)


def scale_across(frame: Frame, name: str = "x") -> alt.X:
    """Return the horizontal axis."""
    return alt.X(
        f"{name}:Q",
        scale=scale_to(frame.x.low, frame.x.high),
        axis=alt.Axis(tickCount=5, format=format_of(frame.x), grid=True),
    )


def scale_up(frame: Frame, name: str = "y") -> alt.Y:
    """Return the vertical axis."""
    return alt.Y(
        f"{name}:Q", scale=scale_to(frame.y.low, frame.y.high), axis=_axis_up(frame)
    )


def _axis_up(frame: Frame) -> alt.Axis:
    """Write the vertical axis."""
    return alt.Axis(
        tickCount=5,
        format=format_of(frame.y),
        grid=True,
        values=list(frame.y_ticks) or alt.Undefined,
        labelExpr=frame.y_labels or alt.Undefined,
    )


def draw_zeros(frame: Frame) -> list[Layer]:
    """Draw where either scale is at zero."""
    layers: list[Layer] = []
    dashed: dict[str, Any] = {"color": GREY, "strokeWidth": 1, "strokeDash": [2, 3]}
    if frame.x.has_zero:
        line = alt.Chart(values_of([{"x": 0}])).mark_rule(**dashed)
        layers.append(
            line.encode(x=scale_across(frame), y=y_at(0), y2=y2_at(frame.height))
        )
    if frame.y.has_zero:
        line = alt.Chart(values_of([{"y": 0}])).mark_rule(**dashed)
        layers.append(line.encode(y=scale_up(frame), x=x_at(0), x2=x2_at(frame.width)))
    return layers


def draw_ends(frame: Frame) -> list[Layer]:
    """Write what the ends of both axes mean, and what each axis is."""
    wide, high = frame.width, frame.height
    return [
        *_write_ends(frame.x, frame.x_title, wide, lambda at: (at, high + _BELOW), 0),
        *_write_ends(frame.y, frame.y_title, high, lambda at: (_LEFT, high - at), 270),
    ]


def _write_ends(
    axis: Axis,
    title: str,
    length: int,
    place: Callable[[float], tuple[float, float]],
    angle: int,
) -> list[Layer]:
    """Write the low pole, the name and the high pole along one axis."""
    said = (
        (0, "left", f"← {axis.low_pole}" if axis.low_pole else "", _BOLD),
        (length / 2, "center", title, _LIGHT),
        (length, "right", f"{axis.high_pole} →" if axis.high_pole else "", _BOLD),
    )
    limits = {_BOLD: length // (4 if title else 2) - 6, _LIGHT: length // 2 - 6}
    layers: list[Layer] = []
    for at, side, words, weight in said:
        look: dict[str, Any] = {"align": side, "angle": angle, "fontWeight": weight}
        text = alt.Chart(values_of([{"words": words}])).mark_text(
            baseline="middle",
            limit=limits[weight],
            fill=GREY if weight == _LIGHT else INK,
            **look,
        )
        if words:
            across, down = place(at)
            layers.append(
                text.encode(x=x_at(across), y=y_at(down), text=alt.Text("words:N"))
            )
    return layers


def draw_labels(labels: Sequence[Label]) -> list[Layer]:
    """Write words beside their dots, with a line where they stand farther off."""
    return [*_draw_leads(labels), *_draw_words(labels)]


def _draw_leads(labels: Sequence[Label]) -> list[Layer]:
    """Draw a thin line from each dot to words that stand farther off."""
    rows = [
        {"px": one.dot.x, "py": one.dot.y, "qx": one.x, "qy": one.y}
        for one in labels
        if one.leads
    ]
    if not rows:
        return []
    lines = alt.Chart(values_of(rows)).mark_rule(color=GREY, strokeWidth=0.75)
    return [
        lines.encode(
            x=alt.X("px:Q", scale=None, axis=None),
            y=alt.Y("py:Q", scale=None, axis=None),
            x2=alt.X2("qx:Q"),
            y2=alt.Y2("qy:Q"),
        )
    ]


def _draw_words(labels: Sequence[Label]) -> list[Layer]:
    """Write the words with a paper-coloured edge."""
    layers: list[Layer] = []
    for halo in HALOS:
        for side in ("left", "center", "right"):
            rows = [
                {"words": one.words, "px": one.x, "py": one.y}
                for one in labels
                if one.side == side
            ]
            if rows:
                text = alt.Chart(values_of(rows)).mark_text(
                    baseline="middle", **{"align": side, **halo}
                )
                layers.append(
                    text.encode(
                        x=alt.X("px:Q", scale=None, axis=None),
                        y=alt.Y("py:Q", scale=None, axis=None),
                        text=alt.Text("words:N"),
                    )
                )
    return layers
