"""Positions: where each actor stands on each scale, and how sure that is."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.interface.pages import addresses, charts
from hustings.interface.pages.headlines import Poles, Standing, headline
from hustings.interface.pages.wording import say_number, year_of
from hustings.workflow.actors import name_of, title_of
from hustings.workflow.lenses import is_machine, lens_of_scale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.model.run import Run
    from hustings.scaling.results import Position
    from hustings.workflow.gathered import GatheredDocument, GatheredScale
    from hustings.workflow.lenses import Lens

FORMULAS = {
    "difference": "position = 100 × (R − L) ÷ N, where R and L are the units with "
    "codes of the high and the low pole and N is all counted units; it runs from "
    "−100 to 100.",
    "logit": "position = log((R + 0.5) ÷ (L + 0.5)), where R and L are the units with "
    "codes of the high and the low pole; each step outward costs as much as the last.",
    "mean": "position = the mean of the codes read as numbers.",
}
ZEROS = {
    "difference": "0: as many units on each side",
    "logit": "0: as many units on each side",
    "mean": "0: the middle of the scale",
}
WIDE, NARROW = 640, 310
LONGEST = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRow:
    """One line of the table under a chart."""

    actor: str
    mark: int
    title: str
    document: str
    date: str | None
    position: Position
    trail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One actor's drawing over time."""

    actor: str
    chart: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleView:
    """One scale: headline, drawings, table, and how it was computed.

    Attributes
    ----------
    missing : tuple of str
        Documents of the project that have no position on this scale.
    """

    scale: GatheredScale
    anchor: str
    headline: str
    is_machine: bool
    formula: str
    confidence: float | None
    digits: int
    rows: tuple[PositionRow, ...]
    missing: tuple[str, ...]
    wide: Markup
    narrow: Markup
    panels: tuple[Panel, ...]
    csv: str
    svg: str
    run: Run | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionsView:
    """All scales with positions, those without, and the documents left out."""

    scales: tuple[ScaleView, ...]
    empty: tuple[GatheredScale, ...]


def is_salience(scale: GatheredScale) -> bool:
    """Whether a scale gives shares of codes."""
    return any(one.code is not None for one in scale.positions)


def build_positions(project: ProjectIndex) -> PositionsView:
    """Build every scale that is not a salience."""
    plain = [one for one in project.gathered.scales if not is_salience(one)]
    return PositionsView(
        scales=tuple(build_scale(project, one) for one in plain if one.positions),
        empty=tuple(one for one in plain if not one.positions),
    )


def build_scale(project: ProjectIndex, scale: GatheredScale) -> ScaleView:
    """Build one scale's view."""
    rows = _build_rows(project, scale)
    formula = scale.formula
    axis = find_axis(scale, formula)
    digits = 1 if formula == "difference" else 2
    title = headline(
        group_standings(rows), Poles(low=scale.low_pole, high=scale.high_pole)
    )
    return ScaleView(
        scale=scale,
        anchor=addresses.slug(scale.run_id),
        headline=title,
        is_machine=is_machine(scale.coder),
        formula=FORMULAS.get(formula, formula),
        confidence=rows[0].position.confidence,
        digits=digits,
        rows=rows,
        missing=_name_missing(project, scale),
        wide=draw_rows(rows, axis, title, is_wide=True),
        narrow=draw_rows(rows, axis, title, is_wide=False),
        panels=_draw_panels(rows),
        csv=addresses.data_file(scale_key(project, scale), "csv"),
        svg=addresses.data_file(scale_key(project, scale), "svg"),
        run=project.runs.get(scale.run_id),
    )


def _name_missing(project: ProjectIndex, scale: GatheredScale) -> tuple[str, ...]:
    """Return the documents without a position: none of their units counts for it."""
    placed = {one.case for one in scale.positions}
    return tuple(
        f"{name_of(one)}, “{title_of(one)}”"
        for identity, one in project.documents.items()
        if identity not in placed
    )


def scale_key(project: ProjectIndex, scale: GatheredScale) -> str:
    """Name a scale in addresses: plainly where only one run has that name."""
    same = [one for one in project.gathered.scales if one.scale == scale.scale]
    return scale.scale if len(same) == 1 else f"{scale.scale}-{scale.run_id}"


def lens_through(project: ProjectIndex, scale: GatheredScale) -> Lens | None:
    """Return the lens that a scale counted through, if its codings are there."""
    return lens_of_scale(scale, project.lenses)


def _build_rows(project: ProjectIndex, scale: GatheredScale) -> tuple[PositionRow, ...]:
    """Rows in the order of the documents: by actor, then date."""
    documents, marks = project.documents, project.marks
    ranks = {identity: i for i, identity in enumerate(documents)}
    known = [one for one in scale.positions if one.case in documents]
    return tuple(
        _build_row(documents[one.case], marks, one, scale_key(project, scale))
        for one in sorted(
            known,
            key=lambda one: (
                marks[name_of(documents[one.case])],
                documents[one.case].document.date or "",
                ranks[one.case],
            ),
        )
    )


def _build_row(
    document: GatheredDocument, marks: Mapping[str, int], position: Position, key: str
) -> PositionRow:
    """One document's position."""
    return PositionRow(
        actor=name_of(document),
        mark=marks[name_of(document)],
        title=title_of(document),
        document=addresses.document_page(position.case),
        date=document.document.date,
        position=position,
        trail=addresses.position_page(key, position.case),
    )


def group_standings(rows: Sequence[PositionRow]) -> dict[str, list[Standing]]:
    """Each actor's positions by date."""
    groups: dict[str, list[Standing]] = {}
    for row in rows:
        when = year_of(row.date) or ""
        standing = Standing(actor=row.actor, when=when, position=row.position)
        groups.setdefault(row.actor, []).append(standing)
    return groups


def find_axis(scale: GatheredScale, formula: str) -> charts.Axis:
    """Return an axis that holds all intervals, with zero in its middle if it has one.

    Symmetry keeps a picture from leaning only because the documents do.
    """
    low, high = _reach(scale.positions)
    if formula in {"difference", "logit"}:
        most = max(abs(low), abs(high), 0.1) * 1.08
        low, high = -most, most
    else:
        room = max(high - low, 0.1) * 0.08
        low, high = low - room, high + room
    return charts.Axis(
        low=low,
        high=high,
        low_pole=scale.low_pole,
        high_pole=scale.high_pole,
        zero=ZEROS.get(formula, "0"),
    )


def _reach(positions: Sequence[Position]) -> tuple[float, float]:
    """Lowest and highest end of all intervals."""
    lows = [one.position if one.low is None else one.low for one in positions]
    highs = [one.position if one.high is None else one.high for one in positions]
    return (min(lows), max(highs))


def draw_rows(
    rows: Sequence[PositionRow], axis: charts.Axis, title: str, *, is_wide: bool
) -> Markup:
    """Draw all rows, in the wide or the narrow form."""
    width = WIDE if is_wide else NARROW
    return charts.draw_positions(
        tuple(
            _mark(row, is_first=not is_wide or _is_first(rows, i))
            for i, row in enumerate(rows)
        ),
        axis,
        width=width,
        alt_text=f"{title}. The numbers are in the table below.",
        beside=is_wide,
    )


def _is_first(rows: Sequence[PositionRow], i: int) -> bool:
    """Whether a row is the first of its actor."""
    return i == 0 or rows[i].actor != rows[i - 1].actor


def _mark(row: PositionRow, *, is_first: bool) -> charts.Mark:
    """Return a mark with its label: later rows of an actor only say the year."""
    when = year_of(row.date) or "no date"
    return charts.Mark(
        label=f"{_shorten(row.actor)}, {when}" if is_first else when,
        note=f"n = {say_number(row.position.n_units)}",
        position=row.position.position,
        low=row.position.low,
        high=row.position.high,
        actor=row.mark,
        when=_as_year(row.date),
    )


def _shorten(name: str) -> str:
    """Return a name that fits beside a row; the table has it in full."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def _as_year(date: str | None) -> float | None:
    """Return a date as a year with its fraction, by months."""
    year = year_of(date)
    if year is None or date is None:
        return None
    month = int(date[5:7]) if date[5:7].isdigit() else 1
    return int(year) + (month - 1) / 12


def _draw_panels(rows: Sequence[PositionRow]) -> tuple[Panel, ...]:
    """Return a drawing over time for each actor that has two dates or more."""
    lines: dict[str, list[charts.Mark]] = {}
    for row in rows:
        if _as_year(row.date) is not None:
            lines.setdefault(row.actor, []).append(_mark(row, is_first=True))
    years = sorted({mark.when or 0.0 for line in lines.values() for mark in line})
    moving = {who: line for who, line in lines.items() if _n_dates(line) > 1}
    axis = _panel_axis([row.position for row in rows])
    return tuple(
        Panel(
            actor=who,
            chart=charts.draw_over_time(
                tuple(line),
                tuple(tuple(other) for one, other in lines.items() if one != who),
                axis,
                years=(years[0], years[-1]),
                alt_text=_say_line(who, line),
            ),
        )
        for who, line in moving.items()
    )


def _n_dates(line: Sequence[charts.Mark]) -> int:
    """Dates that differ."""
    return len({mark.when for mark in line})


def _panel_axis(positions: Sequence[Position]) -> charts.Axis:
    """Just as high as the intervals need."""
    low, high = _reach(positions)
    room = max(high - low, 0.1) * 0.06
    return charts.Axis(low=low - room, high=high + room)


def _say_line(who: str, line: Sequence[charts.Mark]) -> str:
    """Return the drawing in words."""
    steps = ", ".join(
        f"{say_number(mark.position, digits=1)} in {int(mark.when or 0)}"
        for mark in line
    )
    return f"{who}: {steps}"


def write_csv(project: ProjectIndex, scale: GatheredScale) -> str:
    """Write a scale's numbers with actor, date and title, ISO dates, as CSV."""
    documents = project.documents
    head = ("document", "actor", "date", "title", "scale", "code", "position")
    ends = ("low", "high", "confidence", "standard_error", "n_units")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*head, *ends, "run"))
    for one in scale.positions:
        writer.writerow(
            (
                one.case,
                *_describe_case(documents.get(one.case)),
                one.scale,
                one.code or "",
                *(one.position, one.low, one.high, one.confidence),
                *(one.standard_error, one.n_units, scale.run_id),
            )
        )
    return out.getvalue()


def _describe_case(document: GatheredDocument | None) -> tuple[str, str, str]:
    """Actor, date and title, empty where unknown."""
    if document is None:
        return ("", "", "")
    return (name_of(document), document.document.date or "", title_of(document))
