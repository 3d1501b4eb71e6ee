"""How positions are drawn: rows with intervals, and lines over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.interface.pages import charts
from hustings.interface.pages.picture_files import Part
from hustings.interface.pages.row_charts import draw_positions, lay_rows
from hustings.interface.pages.scale_facts import BALANCED, SOURCES, ZEROS
from hustings.interface.pages.time_charts import draw_over_time, lay_over_time
from hustings.interface.pages.wording import say_count, say_number, year_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from hustings.interface.pages.positions import PositionRow
    from hustings.scaling.results import Position
    from hustings.workflow.gathered import GatheredScale

    Line = tuple[charts.Mark, ...]

WIDE, NARROW = 640, 310
LONGEST = 28


def find_axis(scale: GatheredScale, formula: str) -> charts.Axis:
    """Return an axis that holds all intervals, with zero in its middle if it has one.

    Symmetry keeps a picture from leaning only because the documents do.
    """
    low, high = reach_of(scale.positions)
    if formula in BALANCED:
        most = (max(abs(low), abs(high)) or 0.1) * 1.08
        low, high = -most, most
    else:
        room = (high - low or 0.1) * 0.08
        low, high = low - room, high + room
    return charts.Axis(
        low=low,
        high=high,
        low_pole=scale.low_pole,
        high_pole=scale.high_pole,
        zero=ZEROS.get(formula, "0"),
    )


def reach_of(positions: Sequence[Position]) -> tuple[float, float]:
    """Lowest and highest end of all intervals."""
    lows = [one.position if one.low is None else one.low for one in positions]
    highs = [one.position if one.high is None else one.high for one in positions]
    return (min(lows), max(highs))


def draw_rows(
    rows: Sequence[PositionRow], axis: charts.Axis, title: str, *, is_wide: bool
) -> Markup:
    """Draw all rows, in the wide or the narrow form."""
    return draw_positions(
        mark_rows(rows, is_wide=is_wide),
        axis,
        width=WIDE if is_wide else NARROW,
        alt_text=f"{title}. The numbers are in the table below.",
        beside=is_wide,
    )


def part_of_rows(rows: Sequence[PositionRow], axis: charts.Axis) -> Part:
    """Lay out all rows for a picture."""
    marks = mark_rows(rows, is_wide=True)
    return Part(drawing=lay_rows(marks, axis, width=WIDE, beside=True))


def mark_rows(rows: Sequence[PositionRow], *, is_wide: bool) -> Line:
    """Return a mark a row."""
    return tuple(
        mark_of(row, is_first=not is_wide or is_first(rows, i))
        for i, row in enumerate(rows)
    )


def is_first(rows: Sequence[PositionRow], i: int) -> bool:
    """Whether a row is the first of its actor."""
    return i == 0 or rows[i].actor != rows[i - 1].actor


def mark_of(row: PositionRow, *, is_first: bool) -> charts.Mark:
    """Return a mark with its label: later rows of an actor only say the year."""
    when = year_of(row.date) or "no date"
    return charts.Mark(
        label=f"{shorten(row.actor)}, {when}" if is_first else when,
        note=f"n = {say_number(row.position.n_units)}",
        position=row.position.position,
        low=row.position.low,
        high=row.position.high,
        actor=row.mark,
        when=as_year(row.date),
        said=say_row(row),
        link=row.trail,
        sources=shares_of(row.position),
    )


def shares_of(position: Position) -> tuple[tuple[str, float], ...]:
    """Return the shares of the variance, where more than one source has one."""
    shares = position.sources or {}
    if len(shares) < 2:
        return ()
    return tuple((name, shares[name]) for name in SOURCES if name in shares)


def say_row(row: PositionRow) -> tuple[str, ...]:
    """Return what a mark says when it is pointed at."""
    place = row.position
    when = year_of(row.date)
    lines = [f"{row.actor}, {when}" if when else row.actor]
    lines.append(f"{say_number(place.position, digits=row.digits)}{_say_ends(row)}")
    lines.append(say_count(place.n_units, row.noun))
    shares = shares_of(place)
    if shares:
        parts = ", ".join(f"{name} {100 * share:.0f} %" for name, share in shares)
        lines.append(f"variance from {parts}")
    return (*lines, f"Open the {row.noun}s behind it")


def _say_ends(row: PositionRow) -> str:
    """Say the interval."""
    place = row.position
    if place.low is None or place.high is None:
        return ", without an interval"
    low, high = (say_number(end, digits=row.digits) for end in (place.low, place.high))
    confidence = f" ({100 * place.confidence:g} %)" if place.confidence else ""
    return f", interval {low} to {high}{confidence}"


def shorten(name: str) -> str:
    """Return a name that fits beside a row; the table has it in full."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def as_year(date: str | None) -> float | None:
    """Return a date as a year with its fraction, by months."""
    year = year_of(date)
    if year is None or date is None:
        return None
    month = int(date[5:7]) if date[5:7].isdigit() else 1
    return int(year) + (month - 1) / 12


def draw_panels(rows: Sequence[PositionRow]) -> Iterator[tuple[str, Markup]]:
    """Draw over time each actor that has two dates or more."""
    lines = _lines(rows)
    for who in _moving(lines):
        yield (
            who,
            draw_over_time(
                lines[who],
                _others(lines, who),
                _panel_axis(rows),
                years=_years(lines),
                alt_text=_say_line(who, lines[who]),
            ),
        )


def parts_over_time(rows: Sequence[PositionRow]) -> list[Part]:
    """Lay out the lines over time for a picture."""
    lines = _lines(rows)
    axis, years = _panel_axis(rows), _years(lines)
    return [
        Part(
            drawing=lay_over_time(lines[who], _others(lines, who), axis, years=years),
            heading=who,
        )
        for who in _moving(lines)
    ]


def has_movement(rows: Sequence[PositionRow]) -> bool:
    """Whether some actor has two dates or more."""
    return bool(_moving(_lines(rows)))


def _lines(rows: Sequence[PositionRow]) -> dict[str, Line]:
    """Put the dated positions of each actor together."""
    lines: dict[str, list[charts.Mark]] = {}
    for row in rows:
        if as_year(row.date) is not None:
            lines.setdefault(row.actor, []).append(mark_of(row, is_first=True))
    return {who: tuple(line) for who, line in lines.items()}


def _moving(lines: Mapping[str, Line]) -> list[str]:
    """Return the actors with dates that differ."""
    return [who for who, line in lines.items() if len({mark.when for mark in line}) > 1]


def _others(lines: Mapping[str, Line], who: str) -> tuple[Line, ...]:
    return tuple(line for one, line in lines.items() if one != who)


def _years(lines: Mapping[str, Line]) -> tuple[float, float]:
    """Return the first and the last date."""
    years = sorted({mark.when or 0.0 for line in lines.values() for mark in line})
    return (years[0], years[-1]) if years else (0.0, 0.0)


def _panel_axis(rows: Sequence[PositionRow]) -> charts.Axis:
    """Just as high as the intervals need."""
    low, high = reach_of([row.position for row in rows])
    room = (high - low or 0.1) * 0.06
    return charts.Axis(low=low - room, high=high + room)


def _say_line(who: str, line: Line) -> str:
    """Return the drawing in words."""
    steps = ", ".join(
        f"{say_number(mark.position, digits=1)} in {int(mark.when or 0)}"
        for mark in line
    )
    return f"{who}: {steps}"
