"""Drawings of the manager's pages: agreement as it grows, by code, and over time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import altair as alt

from hustings.coding.agreement_results import RELIABLE, TENTATIVE
from hustings.interface.pages.charts import (
    GREY,
    HAIRLINE,
    INK,
    KEPT,
    Axis,
    Mark,
)
from hustings.interface.pages.layered_charts import draw_layers
from hustings.interface.pages.row_charts import draw_positions
from hustings.interface.pages.wording import say_count, say_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from hustings.coding.agreement_results import AgreementEstimate
    from hustings.interface.pages.layered_charts import Layer
    from hustings.workflow.room_manage_agreement import Stretch

WIDE, NARROW = 640, 290
_HEIGHT = 230
_YARDSTICKS = ((RELIABLE, ".8 reliable"), (TENTATIVE, ".667 tentative"))


@lru_cache(maxsize=KEPT)
def draw_growth(stretches: tuple[Stretch, ...], *, width: int, alt_text: str) -> Markup:
    """Draw alpha with its interval over the number of units coded twice."""
    rows = [
        {"n": one.last, **_value(one.alpha)}
        for one in stretches
        if one.alpha.value is not None
    ]
    if not rows:
        return draw_layers(
            [_nothing(width)], width=width, height=_HEIGHT, alt_text=alt_text
        )
    chart = alt.Chart(_data(rows))
    x = alt.X(
        "n:Q",
        scale=alt.Scale(domain=[rows[0]["n"], rows[-1]["n"]], nice=False, zero=False),
        axis=alt.Axis(tickCount=5, format=",d", grid=False, tickMinStep=1),
    )
    y = _scale(rows)
    layers: list[Layer] = [
        chart.mark_area(fill=HAIRLINE, opacity=1)
        .encode(x=x, y=_scale(rows, "low:Q"), y2="high:Q")
        .transform_filter("isValid(datum.low)"),
        *_yardsticks(width),
        chart.mark_line(color=INK, strokeWidth=1.5).encode(x=x, y=y),
        *_last_point(rows[-1], x, y),
    ]
    return draw_layers(layers, width=width, height=_HEIGHT, alt_text=alt_text)


@lru_cache(maxsize=KEPT)
def draw_drift(
    stretches: tuple[Stretch, ...],
    labels: tuple[str, ...],
    *,
    width: int,
    alt_text: str,
) -> Markup:
    """Draw alpha of successive stretches of the coding, each with its interval."""
    rows = [
        {"i": i, "label": label, **_value(one.alpha)}
        for i, (one, label) in enumerate(zip(stretches, labels, strict=True))
    ]
    shown = max(1, round(len(rows) / max(width // 90, 1)))
    ticks = list(range(0, len(rows), shown))
    told = {str(i): labels[i] for i in ticks}
    x = alt.X(
        "i:Q",
        scale=alt.Scale(domain=[-0.5, len(rows) - 0.5], nice=False),
        axis=alt.Axis(
            values=ticks, grid=False, labelExpr=f"({told})[toString(datum.value)]"
        ),
    )
    y = _scale(rows)
    chart = alt.Chart(_data(rows))
    layers: list[Layer] = [
        *_yardsticks(width),
        chart.mark_rule(color=INK, strokeWidth=1.5)
        .encode(x=x, y=_scale(rows, "low:Q"), y2="high:Q")
        .transform_filter("isValid(datum.low)"),
        chart.mark_point(filled=True, size=70, fill=INK, opacity=1)
        .encode(x=x, y=y)
        .transform_filter("isValid(datum.value)"),
    ]
    return draw_layers(layers, width=width, height=_HEIGHT - 50, alt_text=alt_text)


def draw_rows(
    labelled: Sequence[tuple[str, int, AgreementEstimate]],
    *,
    wide: bool,
    alt_text: str,
) -> Markup:
    """Draw a row a code or pair: the value as a dot, its interval as a thin line.

    Parameters
    ----------
    labelled : sequence of (str, int, AgreementEstimate)
        With the number of units that is told beside the value.
    """
    marks = tuple(_mark(*one) for one in labelled)
    lows = [one.low for one in marks if one.low is not None]
    lowest = min([0.0, *lows, *(one.position for one in marks)])
    axis = Axis(
        low=max(lowest, -1.0),
        high=1.0,
        zero="no better than chance",
        number_format=".1f",
    )
    width = 380 if wide else NARROW
    return draw_positions(marks, axis, width=width, alt_text=alt_text, beside=wide)


def say_alpha(value: float | None) -> str:
    """Write alpha with two decimals.

    Examples
    --------
    >>> say_alpha(0.7249), say_alpha(-0.05), say_alpha(None)
    ('0.72', '−0.05', 'undefined')
    """
    return "undefined" if value is None else say_number(value, digits=2)


def _mark(label: str, n_units: int, one: AgreementEstimate) -> Mark:
    units = say_count(n_units, "unit")
    return Mark(
        label=label,
        note=f"{say_alpha(one.value)} · {units}",
        position=max(one.value or 0.0, -1.0),
        low=None if one.low is None else max(one.low, -1.0),
        high=one.high,
    )


def _value(one: AgreementEstimate) -> dict[str, Any]:
    low = None if one.low is None else max(one.low, -1.0)
    return {"value": one.value, "low": low, "high": one.high}


def _scale(rows: Sequence[dict[str, Any]], name: str = "value:Q") -> alt.Y:
    """Begin the axis at chance, or lower where agreement is."""
    known = [
        float(row[name])
        for row in rows
        for name in ("low", "value")
        if row[name] is not None
    ]
    lowest = max(min([0.0, *known]), -1.0)
    return alt.Y(
        name,
        scale=alt.Scale(domain=[lowest, 1.0], nice=False, zero=False),
        axis=alt.Axis(tickCount=5, format=".1f", grid=True),
    )


def _yardsticks(width: int) -> list[Layer]:
    """Name the two values that Krippendorff asks for."""
    layers: list[Layer] = []
    for value, words in _YARDSTICKS:
        chart = alt.Chart(_data([{"value": value, "words": words}]))
        layers += [
            chart.mark_rule(color=GREY, strokeWidth=1, strokeDash=[2, 3]).encode(
                y=alt.Y("value:Q")
            ),
            chart.mark_text(fill=GREY, align="left", baseline="middle", dx=12).encode(
                x=_at(width), y=alt.Y("value:Q"), text=alt.Text("words:N")
            ),
        ]
    return layers


def _last_point(row: dict[str, Any], x: alt.X, y: alt.Y) -> list[Layer]:
    chart = alt.Chart(_data([{**row, "words": say_alpha(row["value"])}]))
    return [
        chart.mark_point(filled=True, size=80, fill=INK, opacity=1).encode(x=x, y=y),
        chart.mark_text(align="right", baseline="bottom", dx=-4, dy=-8).encode(
            x=x, y=y, text=alt.Text("words:N")
        ),
    ]


def _nothing(width: int) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(_data([{"words": "All codings are the same so far."}]))
        .mark_text(fill=GREY)
        .encode(x=_at(width / 2), text=alt.Text("words:N"))
    )
    return chart


def _at(pixels: float) -> alt.XValue:
    """Return a fixed place across."""
    return alt.XValue(pixels)  # type: ignore[no-untyped-call]  # generated by Altair


def _data(values: list[dict[str, Any]]) -> alt.Data:
    """Rows as inline data."""
    return alt.Data(values=values)  # type: ignore[no-untyped-call]  # generated by Altair
