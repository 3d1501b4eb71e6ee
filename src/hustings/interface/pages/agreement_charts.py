"""Agreement as a picture: a row a code, then a row a pair of coders."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import altair as alt
import vl_convert
from markupsafe import escape

from hustings.errors import OutputFileError
from hustings.interface.pages.agreement_words import full_name
from hustings.interface.pages.charts import GREY, HAIRLINE, INK, PAPER
from hustings.interface.pages.layered_charts import THEME
from hustings.outside.saving import check_file
from hustings.store.sources import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    Row = Mapping[str, Any]
    Drawing = alt.LayerChart | alt.FacetChart

MOST_ROWS = 60
"""More codes or pairs than this are not drawn: the lowest are, and a note says so."""

_WIDTH = 420
_ROW = 24
_SCALE = 2.0


def check_picture(path: Path, *, replace: bool = False) -> None:
    """Refuse a file that cannot be drawn into, before anything is computed.

    Raises
    ------
    OutputFileError
        If the name says no form, or its folder is not there.
    ExportTargetError
        If something is there and may not be written over.
    """
    if path.suffix.lower() not in _FORMS:
        raise OutputFileError(
            name=str(path), reason="a picture is an .svg, .png or .html file."
        )
    check_file(path, replace=replace)


def write_picture(rows: Sequence[Row], path: Path, *, replace: bool = False) -> None:
    """Draw agreement into a file whose name says the form: .svg, .png or .html.

    Raises
    ------
    OutputFileError, ExportTargetError
        As `check_picture`, or if the file cannot be written.
    """
    check_picture(path, replace=replace)
    content = _FORMS[path.suffix.lower()](draw_agreement(rows))
    try:
        write_whole(path, content)
    except OSError as error:
        raise OutputFileError(
            name=str(path), reason=f"it cannot be written ({error.strerror})."
        ) from None


def draw_agreement(rows: Sequence[Row]) -> dict[str, Any]:
    """Draw one statistic, overall, by code and by pair, as a Vega-Lite figure.

    Krippendorff's alpha is drawn where it is among the rows, otherwise the first.
    Of several variables each has its own part.
    """
    statistic = _statistic_of(rows)
    chosen = [row for row in rows if row["statistic"] in {statistic, "ku_alpha"}]
    variables = list(dict.fromkeys(row.get("variable") for row in chosen))
    parts = [
        part
        for variable in variables
        for part in _draw_variable(
            [row for row in chosen if row.get("variable") == variable],
            variable if len(variables) > 1 else None,
        )
    ]
    title = alt.TitleParams(
        _title(chosen, statistic),
        anchor="start",
        frame="group",
        fontSize=15,
        color=INK,
        offset=12,
    )
    figure = alt.vconcat(*parts, spacing=20).properties(title=title)
    spec: dict[str, Any] = figure.to_dict(validate=False)
    return {**spec, "config": {**THEME, "background": PAPER, "concat": {"spacing": 20}}}


def _statistic_of(rows: Sequence[Row]) -> str:
    """Choose what to draw."""
    names = [str(row["statistic"]) for row in rows]
    for preferred in ("krippendorff_alpha", "u_alpha"):
        if preferred in names:
            return preferred
    return names[0] if names else "krippendorff_alpha"


def _title(rows: Sequence[Row], statistic: str) -> str:
    """Say what was found in the title."""
    whole = [row for row in rows if row["code"] is row["coder_a"] is None]
    name = full_name(statistic)
    if len(whole) != 1 or whole[0]["value"] is None:
        return name
    row = whole[0]
    return f"{name} is {_with_interval(row)} in {row['n_units']:,} units"


def _with_interval(row: Row) -> str:
    """Write a value and its interval."""
    interval = "" if row["low"] is None else f" [{row['low']:.2f}, {row['high']:.2f}]"
    return f"{row['value']:.2f}{interval}".replace("-", "−")


def _draw_variable(rows: Sequence[Row], variable: str | None) -> list[Drawing]:
    """Draw the codes of a variable, then its pairs of coders."""
    name = "" if variable is None else f"{variable}: "
    whole = [row for row in rows if row["code"] is row["coder_a"] is None]
    codes = [row for row in rows if row["code"] is not None and row["coder_a"] is None]
    pairs = [row for row in rows if row["coder_a"] is not None and row["n_units"]]
    pairs = [row for row in pairs if row["code"] is None]
    low = _lowest([*whole, *codes, *pairs])
    parts: list[Drawing] = []
    if whole or codes:
        labels = ["all codes"] * len(whole) + [str(row["code"]) for row in codes]
        parts.append(_draw_rows([*whole, *codes], labels, f"{name}code by code", low))
    if pairs:
        labels = [f"{row['coder_a']} and {row['coder_b']}" for row in pairs]
        parts.append(_draw_rows(pairs, labels, f"{name}coder by coder", low))
    return parts


def _draw_rows(
    rows: Sequence[Row], labels: Sequence[str], heading: str, low: float
) -> Drawing:
    """Draw a row each: interval as a thin line, value as a dot, units in grey."""
    places = sorted(range(len(rows)), key=lambda i: _place(rows[i], labels[i]))
    dropped = len(places) - MOST_ROWS
    if dropped > 0:
        heading += f" (the lowest {MOST_ROWS}; {dropped} more are in the table)"
    values = [_value(rows[i], labels[i], y) for y, i in enumerate(places[:MOST_ROWS])]
    height = len(values) * _ROW
    layers = [_zero_line(height), *_dots(values, low), *_labels(values)]
    return alt.layer(*layers).properties(
        width=_WIDTH,
        height=height,
        title=alt.TitleParams(
            heading, anchor="start", frame="group", fontSize=13, color=GREY
        ),
    )


def _dots(values: list[dict[str, Any]], low: float) -> list[alt.Chart]:
    """Draw intervals and values on an axis from `low` to 1."""
    x = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[low, 1], nice=False, zero=False),
        axis=alt.Axis(tickCount=5, grid=True, format=".1f"),
    )
    base = alt.Chart(_data(values))
    lines = base.mark_rule(color=INK, strokeWidth=1.5).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=_row(len(values))
    )
    dots = base.mark_point(filled=True, size=70, fill=INK, opacity=1).encode(
        x=x, y=_row(len(values))
    )
    return [
        lines.transform_filter("isValid(datum.low)"),
        dots.transform_filter("isValid(datum.value)"),
    ]


def _labels(values: list[dict[str, Any]]) -> list[alt.Chart]:
    """Write names left of the rows and numbers in grey right of them."""
    base = alt.Chart(_data(values))
    names = base.mark_text(align="right", limit=300, baseline="middle")
    notes = base.mark_text(align="left", fill=GREY, baseline="middle")
    y = _row(len(values))
    return [
        names.encode(x=_at(-16), y=y, text=alt.Text("label:N")),
        notes.encode(x=_at(_WIDTH + 16), y=y, text=alt.Text("note:N")),
    ]


def _row(n: int) -> alt.Y:
    """Place rows from the top."""
    scale = alt.Scale(domain=[-0.6, n - 0.4], reverse=True, nice=False)
    return alt.Y("y:Q", axis=None, scale=scale)


def _place(row: Row, label: str) -> tuple[bool, float, str]:
    """Put the whole first, then the lowest agreement, what is undefined at the end."""
    is_part = row["code"] is not None or row["coder_a"] is not None
    value = row["value"]
    return is_part, 2.0 if value is None else value, label


def _value(row: Row, label: str, y: int) -> dict[str, object]:
    """Return what is drawn of a row."""
    told = "undefined" if row["value"] is None else f"{row['value']:.2f}"
    told = told.replace("-", "−")
    low = row["low"]
    return {
        "label": label,
        "note": f"{told} · {row['n_units']:,} units",
        "value": row["value"],
        "low": None if low is None else max(low, -1),
        "high": row["high"],
        "y": y,
    }


def _lowest(rows: Sequence[Row]) -> float:
    """Begin the axis at chance, or lower where agreement is."""
    found = [row[name] for row in rows for name in ("low", "value")]
    known = [float(one) for one in found if one is not None]
    return max(min([0.0, *known]), -1.0)


def _zero_line(height: int) -> alt.Chart:
    """Draw where agreement is what chance gives."""
    line: alt.Chart = (
        alt.Chart(_data([{"value": 0}]))
        .mark_rule(color=HAIRLINE, strokeWidth=2)
        .encode(
            x=alt.X("value:Q"),
            y=alt.YValue(0),  # type: ignore[no-untyped-call]  # generated by Altair
            y2=alt.Y2Value(height),  # type: ignore[no-untyped-call]  # generated
        )
    )
    return line


def _at(pixels: float) -> alt.XValue:
    """Return a fixed place across."""
    return alt.XValue(pixels)  # type: ignore[no-untyped-call]  # generated by Altair


def _data(values: list[dict[str, Any]]) -> alt.Data:
    """Rows as inline data."""
    return alt.Data(values=values)  # type: ignore[no-untyped-call]  # generated by Altair


def _svg(spec: Mapping[str, Any]) -> bytes:
    """Make an SVG file."""
    return str(vl_convert.vegalite_to_svg(json.dumps(spec))).encode()


def _png(spec: Mapping[str, Any]) -> bytes:
    """Make a picture of twice the size, for sharp prints."""
    return bytes(vl_convert.vegalite_to_png(json.dumps(spec), scale=_SCALE))


def _html(spec: Mapping[str, Any]) -> bytes:
    """Make a page that holds the drawing and needs nothing else."""
    title = escape(spec["title"]["text"])
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n"
        f'<body style="background:{PAPER};margin:40px">\n{_svg(spec).decode()}\n'
    ).encode()


_FORMS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {
    ".svg": _svg,
    ".png": _png,
    ".html": _html,
}
