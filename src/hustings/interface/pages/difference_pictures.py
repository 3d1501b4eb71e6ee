"""One picture of differences, from their rows alone, for a command's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.interface.pages import charts
from hustings.interface.pages.picture_files import (
    Caption,
    Part,
    draw_picture,
    make_file,
)
from hustings.interface.pages.position_drawings import WIDE
from hustings.interface.pages.position_pictures import MOST_ROWS
from hustings.interface.pages.row_charts import lay_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.interface.pages.picture_files import Form

    Row = Mapping[str, Any]

_FITS_BESIDE = 34
"""Characters of a label that fits beside its row."""


def draw_differences(  # noqa: PLR0913 - all that a picture says, each by its name
    rows: Sequence[Row],
    *,
    form: Form,
    title: str = "",
    subtitle: str = "",
    low_pole: str = "",
    high_pole: str = "",
    caution: str = "",
) -> bytes:
    """Draw differences with their intervals, a row each, about a line at 0.

    Dots are hollow where the interval holds 0, or there is none.

    Parameters
    ----------
    rows : sequence of mappings
        As `hustings.workflow.position_differences.difference_rows` gives them, with
        names where there are any. At least one.
    form : {"svg", "png", "pdf"}
    title, subtitle, caution : str
    low_pole, high_pole : str
        What the ends of the scale mean; written only if both are given.

    Returns
    -------
    bytes
        The content of the file, the same for the same differences.
    """
    shown = rows[:MOST_ROWS]
    marks = tuple(_mark(row) for row in shown)
    is_beside = max(len(one.label) for one in marks) <= _FITS_BESIDE
    axis = _axis(shown, low_pole, high_pole)
    drawing = lay_rows(marks, axis, width=WIDE - 60, beside=is_beside)
    lines = [subtitle, "Hollow dots: the interval of the difference holds 0."]
    if len(shown) < len(rows):
        lines.append(f"{len(shown)} of {len(rows)} differences are drawn.")
    caption = Caption(
        title=title, lines=tuple(line for line in lines if line), caution=caution
    )
    return make_file(draw_picture([Part(drawing=drawing)], caption), form, title=title)


def _mark(row: Row) -> charts.Mark:
    """Return a row, with what it says beside it."""
    return charts.Mark(
        label=_label(row),
        note=str(row["verdict"]),
        position=row["difference"],
        low=row["low"],
        high=row["high"],
        is_hollow=not row["is_clear"],
    )


def _label(row: Row) -> str:
    """Say what is compared: one actor's documents, or the second less the first.

    Examples
    --------
    >>> _label(
    ...     {
    ...         "case_a": "d1",
    ...         "case_b": "d2",
    ...         "name_a": "Quay List 2027-09-13",
    ...         "name_b": "Quay List 2031-09-08",
    ...     }
    ... )
    'Quay List, 2027 → 2031'
    >>> _label({"case_a": "quay", "case_b": "reed", "code": "504"})
    'reed less quay: 504'
    """
    first, second = (str(row.get(f"name_{one}", row[f"case_{one}"])) for one in "ab")
    actor, _, day = first.rpartition(" ")
    other, _, later = second.rpartition(" ")
    is_one = bool(actor) and actor == other and day[:4].isdigit()
    if is_one and day[:4] != later[:4]:
        day, later = day[:4], later[:4]
    told = f"{actor}, {day} → {later}" if is_one else f"{second} less {first}"
    return told if row.get("code") is None else f"{told}: {row['code']}"


def _axis(rows: Sequence[Row], low_pole: str, high_pole: str) -> charts.Axis:
    """Return an axis with no difference in its middle."""
    ends = [
        abs(row[name])
        for row in rows
        for name in ("difference", "low", "high")
        if row[name] is not None
    ]
    most = (max(ends) or 0.1) * 1.08
    has_poles = bool(low_pole and high_pole)
    return charts.Axis(
        low=-most,
        high=most,
        low_pole=f"toward {low_pole}" if has_poles else "",
        high_pole=f"toward {high_pole}" if has_poles else "",
        zero="0: no difference",
    )
