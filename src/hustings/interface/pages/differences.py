"""Differences between actors and changes over time, each with its own interval."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from hustings.estimates.contrasts import paired_difference
from hustings.interface.pages import charts
from hustings.interface.pages.figures import Figure, write_rows
from hustings.interface.pages.picture_files import Part
from hustings.interface.pages.position_drawings import NARROW, WIDE, as_year, shorten
from hustings.interface.pages.row_charts import draw_positions, lay_rows
from hustings.interface.pages.scale_facts import caption_of
from hustings.interface.pages.wording import say_number, year_of
from hustings.scaling.position_contrasts import difference_of_positions, has_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from hustings.estimates.differences import Difference
    from hustings.interface.pages.positions import PositionRow
    from hustings.scaling.results import Position
    from hustings.workflow.gathered import GatheredScale

UNCLEAR = "no clear difference"
MOST_PAIRS = 15
"""Up to so many pairs of actors are drawn; of more, only neighbours on the scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """One difference: the second position less the first.

    Attributes
    ----------
    label : str
        What is compared.
    verdict : str
        Toward which pole the second lies, or that there is no clear difference.
    """

    label: str
    first: PositionRow
    second: PositionRow
    difference: Difference
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceGroup:
    """Differences of one kind, drawn."""

    title: str
    rows: tuple[DifferenceRow, ...]
    wide: Markup
    narrow: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferencesView:
    """All differences of a scale.

    Attributes
    ----------
    n_left_out : int
        Pairs of actors that are in the file and not in the drawing.
    is_paired : bool
        Whether intervals come from paired draws.
    """

    groups: tuple[DifferenceGroup, ...]
    n_clear: int
    n_rows: int
    n_left_out: int
    is_paired: bool
    digits: int
    figure: Figure


def compare(
    scale: GatheredScale, first: Position, second: Position
) -> Difference | None:
    """Compare two positions, second less first; None where an interval is missing.

    By the draws where the run kept them, otherwise as `difference_of_positions` says.
    """
    is_drawn = first.case in scale.draws and second.case in scale.draws
    if is_drawn and has_errors(first, second) and first.confidence is not None:
        return paired_difference(
            second.position - first.position,
            scale.draws[first.case],
            scale.draws[second.case],
            confidence=first.confidence,
        )
    return difference_of_positions(first, second)


def is_clear(scale: GatheredScale, first: Position, second: Position) -> bool | None:
    """Whether two positions clearly differ; None where an interval is missing."""
    found = compare(scale, first, second)
    return None if found is None else found.is_clear


def build_differences(
    scale: GatheredScale, rows: Sequence[PositionRow], key: str
) -> DifferencesView | None:
    """Build all differences of a scale; None where there is nothing to compare."""
    changes, pairs = _changes(scale, rows), _pairs(scale, rows)
    shown = _drawn_pairs(pairs, rows)
    if not changes and not shown:
        return None
    axis = _axis(scale, [*changes, *shown])
    titled = (
        ("From one document to the next", changes),
        ("Between actors, in their latest documents", shown),
    )
    return DifferencesView(
        groups=tuple(
            _group(title, group, axis, rows[0].digits)
            for title, group in titled
            if group
        ),
        n_clear=sum(one.difference.is_clear for one in (*changes, *shown)),
        n_rows=len(changes) + len(shown),
        n_left_out=len(pairs) - len(shown),
        is_paired=bool(scale.draws),
        digits=rows[0].digits,
        figure=_figure(scale, titled, pairs, key),
    )


def list_differences(
    scale: GatheredScale, rows: Sequence[PositionRow], key: str
) -> list[Figure]:
    """Return the files of a scale's differences, if it has any."""
    changes, pairs = _changes(scale, rows), _pairs(scale, rows)
    shown = _drawn_pairs(pairs, rows)
    if not changes and not shown:
        return []
    titled = (
        ("From one document to the next", changes),
        ("Between actors, in their latest documents", shown),
    )
    return [_figure(scale, titled, pairs, key)]


def _changes(
    scale: GatheredScale, rows: Sequence[PositionRow]
) -> tuple[DifferenceRow, ...]:
    """Compare each document with the next one of its actor."""
    dated = [row for row in rows if as_year(row.date) is not None]
    found = (
        _row(scale, a, b, f"{shorten(b.actor)}, {year_of(a.date)} → {year_of(b.date)}")
        for a, b in pairwise(dated)
        if a.actor == b.actor and a.date != b.date
    )
    return tuple(one for one in found if one)


def _pairs(
    scale: GatheredScale, rows: Sequence[PositionRow]
) -> tuple[DifferenceRow, ...]:
    """Compare all actors' latest documents, each actor with those above it."""
    found = (
        _row(scale, a, b, f"{_short(b.actor)} less {_short(a.actor)}")
        for a, b in combinations(_latest(rows), 2)
    )
    return tuple(one for one in found if one)


def _short(name: str) -> str:
    """Return a name of which two fit beside a row."""
    return name if len(name) <= 18 else f"{name[:17].rstrip()}…"


def _latest(rows: Sequence[PositionRow]) -> list[PositionRow]:
    """Return each actor's latest document, from the low pole to the high."""
    latest = {row.actor: row for row in rows}
    return sorted(latest.values(), key=lambda row: row.position.position)


def _drawn_pairs(
    pairs: tuple[DifferenceRow, ...], rows: Sequence[PositionRow]
) -> tuple[DifferenceRow, ...]:
    """Choose the pairs to be drawn: all, or neighbours on the scale alone."""
    if len(pairs) <= MOST_PAIRS:
        return pairs
    order = [row.actor for row in _latest(rows)]
    neighbours = set(pairwise(order))
    return tuple(
        one for one in pairs if (one.first.actor, one.second.actor) in neighbours
    )


def _row(
    scale: GatheredScale, first: PositionRow, second: PositionRow, label: str
) -> DifferenceRow | None:
    """Compare two rows of the table."""
    found = compare(scale, first.position, second.position)
    if found is None:
        return None
    pole = scale.high_pole if found.estimate > 0 else scale.low_pole
    return DifferenceRow(
        label=label,
        first=first,
        second=second,
        difference=found,
        verdict=f"toward “{pole}”" if found.is_clear else UNCLEAR,
    )


def _axis(scale: GatheredScale, rows: Sequence[DifferenceRow]) -> charts.Axis:
    """Return an axis with no difference in its middle."""
    ends = [
        abs(end) for one in rows for end in (one.difference.low, one.difference.high)
    ]
    most = (max(ends) or 0.1) * 1.08
    return charts.Axis(
        low=-most,
        high=most,
        low_pole=f"toward {scale.low_pole}",
        high_pole=f"toward {scale.high_pole}",
        zero="0: no difference",
    )


def _group(
    title: str, rows: tuple[DifferenceRow, ...], axis: charts.Axis, digits: int
) -> DifferenceGroup:
    """Draw one kind of differences."""
    told = f"{title}. The numbers are in the table below."
    wide, narrow = (
        tuple(_mark(one, digits, is_wide=is_wide) for one in rows)
        for is_wide in (True, False)
    )
    return DifferenceGroup(
        title=title,
        rows=rows,
        wide=draw_positions(wide, axis, width=WIDE - 60, alt_text=told, beside=True),
        narrow=draw_positions(narrow, axis, width=NARROW, alt_text=told, beside=False),
    )


def _mark(row: DifferenceRow, digits: int, *, is_wide: bool = True) -> charts.Mark:
    """Return a mark: filled where the difference is clear."""
    found = row.difference
    number, low, high = (
        say_number(one, digits=digits)
        for one in (found.estimate, found.low, found.high)
    )
    return charts.Mark(
        label=row.label,
        note=row.verdict if is_wide else _say_short(row),
        position=found.estimate,
        low=found.low,
        high=found.high,
        is_hollow=not found.is_clear,
        said=(
            row.label,
            f"{number}, interval {low} to {high} ({100 * found.confidence:g} %)",
            row.verdict,
        ),
        link=row.second.trail,
    )


def _say_short(row: DifferenceRow) -> str:
    """Name the pole, where there is little room; a hollow dot says the rest."""
    return row.verdict.removeprefix("toward ") if row.difference.is_clear else ""


def _figure(
    scale: GatheredScale,
    titled: Sequence[tuple[str, tuple[DifferenceRow, ...]]],
    pairs: Sequence[DifferenceRow],
    key: str,
) -> Figure:
    """Return the files of the differences."""
    groups = [(title, rows) for title, rows in titled if rows]
    axis = _axis(scale, [one for _, rows in groups for one in rows])
    changes = titled[0][1]

    def draw() -> list[Part]:
        return [
            Part(
                drawing=lay_rows(
                    tuple(_mark(one, one.first.digits) for one in rows),
                    axis,
                    width=WIDE - 60,
                    beside=True,
                ),
                heading=title,
            )
            for title, rows in groups
        ]

    about = "Hollow dots: the interval of the difference holds 0."
    return Figure(
        key=f"{key}-differences",
        caption=caption_of(scale, f"Differences on {scale.title}", [about]),
        draw=draw,
        write=lambda: _write([*changes, *pairs], scale),
        columns=1,
    )


def _write(rows: Sequence[DifferenceRow], scale: GatheredScale) -> str:
    """Write all differences as CSV."""
    head = ("first", "second", "first_actor", "first_date", "second_actor")
    ends = ("second_date", "scale", "difference", "low", "high", "confidence")
    return write_rows(
        (*head, *ends, "standard_error", "is_clear", "run"),
        [
            (
                *(one.first.position.case, one.second.position.case),
                *(one.first.actor, one.first.date, one.second.actor, one.second.date),
                *(scale.scale, one.difference.estimate, one.difference.low),
                *(one.difference.high, one.difference.confidence),
                one.difference.standard_error,
                "true" if one.difference.is_clear else "false",
                scale.run_id,
            )
            for one in rows
        ],
    )
