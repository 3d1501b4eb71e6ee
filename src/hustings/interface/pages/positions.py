"""Positions: where each actor stands on each scale, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from hustings.interface.pages import addresses
from hustings.interface.pages.differences import build_differences, is_clear
from hustings.interface.pages.driving_words import build_words
from hustings.interface.pages.figures import Figure, write_rows
from hustings.interface.pages.headlines import Poles, Standing, headline
from hustings.interface.pages.position_drawings import (
    draw_panels,
    draw_rows,
    find_axis,
    has_movement,
    part_of_rows,
    parts_over_time,
)
from hustings.interface.pages.scale_facts import (
    caption_of,
    digits_of,
    formula_of,
    name_in,
    noun_of,
    say_bars,
    say_interval,
    say_maker,
    sources_of,
)
from hustings.interface.pages.wording import year_of
from hustings.workflow.actors import name_of, title_of
from hustings.workflow.lenses import is_uncorrected, lens_of_scale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from hustings.interface.pages.differences import DifferencesView
    from hustings.interface.pages.driving_words import WordsView
    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.model.run import Run
    from hustings.scaling.results import Position
    from hustings.workflow.gathered import GatheredDocument, GatheredScale
    from hustings.workflow.lenses import Lens


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRow:
    """One line of the table under a chart.

    Attributes
    ----------
    digits : int
        Of the position and its interval.
    noun : str
        What the position rests on: ``"unit"`` or ``"word"``.
    """

    actor: str
    mark: int
    title: str
    document: str
    date: str | None
    position: Position
    trail: str
    digits: int
    noun: str


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
    direction : str
        Which two documents decide which end is low, where two do.
    sources : tuple of str
        Where the variance of the intervals comes from, if that is known.
    over_time : Figure or None
        The files of the drawings over time, if there are any.
    missing : tuple of str
        Documents of the project that have no position on this scale.
    """

    scale: GatheredScale
    name: str
    anchor: str
    headline: str
    is_machine: bool
    formula: str
    intervals: str
    maker: str
    digits: int
    noun: str
    sources: tuple[str, ...]
    rows: tuple[PositionRow, ...]
    missing: tuple[str, ...]
    wide: Markup
    narrow: Markup
    panels: tuple[Panel, ...]
    figure: Figure
    over_time: Figure | None
    differences: DifferencesView | None
    words: WordsView | None
    direction: str
    run: Run | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionsView:
    """All scales with positions, those without, and the documents left out."""

    scales: tuple[ScaleView, ...]
    empty: tuple[GatheredScale, ...]


def is_salience(scale: GatheredScale) -> bool:
    """Whether a scale gives shares of codes."""
    return scale.formula == "share" and any(
        one.code is not None for one in scale.positions
    )


def plain_scales(project: ProjectIndex) -> list[GatheredScale]:
    """Return the scales on which documents have one position each.

    Shares of codes are others, and so are numbers of elections or of pairs of cases.
    """
    return [one for one in project.gathered.scales if _places_documents(project, one)]


def _places_documents(project: ProjectIndex, scale: GatheredScale) -> bool:
    """Whether some document of the project has one position on a scale."""
    places = scale.positions
    return not any(one.code is not None for one in places) and any(
        one.case in project.documents for one in places
    )


def build_positions(project: ProjectIndex) -> PositionsView:
    """Build every scale that is not a salience."""
    return PositionsView(
        scales=tuple(build_scale(project, one) for one in plain_scales(project)),
        empty=tuple(one for one in project.gathered.scales if not one.positions),
    )


def build_scale(project: ProjectIndex, scale: GatheredScale) -> ScaleView:
    """Build one scale's view."""
    rows = build_rows(project, scale)
    axis = find_axis(scale, scale.formula)
    figure, *others = list_figures(project, scale)
    title = figure.caption.title
    key = scale_key(project, scale)
    return ScaleView(
        scale=scale,
        name=name_in(project.gathered.scales, scale),
        anchor=addresses.slug(key),
        headline=title,
        is_machine=is_uncorrected(scale),
        formula=formula_of(scale),
        intervals=say_interval(scale),
        maker=say_maker(scale),
        digits=digits_of(scale),
        noun=noun_of(scale),
        sources=sources_of(scale.positions),
        rows=rows,
        missing=_name_missing(project, scale),
        wide=draw_rows(rows, axis, title, is_wide=True),
        narrow=draw_rows(rows, axis, title, is_wide=False),
        panels=tuple(Panel(actor=who, chart=chart) for who, chart in draw_panels(rows)),
        figure=figure,
        over_time=others[0] if others else None,
        differences=build_differences(scale, rows, key),
        words=build_words(scale, key),
        direction=_say_direction(project, scale),
        run=project.runs.get(scale.run_id),
    )


def list_figures(project: ProjectIndex, scale: GatheredScale) -> list[Figure]:
    """Return the files of a scale's own drawings: rows, and lines over time."""
    rows = build_rows(project, scale)
    key = scale_key(project, scale)
    title = headline(
        group_standings(rows),
        Poles(low=scale.low_pole, high=scale.high_pole),
        partial(is_clear, scale),
    )
    axis = find_axis(scale, scale.formula)
    write = partial(write_csv, project, scale)
    figures = [
        Figure(
            key=key,
            caption=caption_of(scale, title, say_bars(scale)),
            draw=lambda: [part_of_rows(rows, axis)],
            write=write,
        )
    ]
    if has_movement(rows):
        about = f"Higher is toward “{scale.high_pole}”. Faint lines are other actors."
        figures.append(
            Figure(
                key=f"{key}-over-time",
                caption=caption_of(scale, title, [about]),
                draw=lambda: parts_over_time(rows),
                write=write,
            )
        )
    return figures


def _say_direction(project: ProjectIndex, scale: GatheredScale) -> str:
    """Say which two documents decide which end is low; nothing where none do."""
    said = scale.report.get("direction")
    if not isinstance(said, list) or len(said) != 2:
        return ""
    low, high = (_say_case(project, str(one)) for one in said)
    return f"Which end is high is fixed by two documents: {low} stands below {high}."


def _say_case(project: ProjectIndex, case: str) -> str:
    """Name a document by actor, title and year."""
    document = project.documents.get(case)
    if document is None:
        return case
    when = year_of(document.document.date)
    name = f"{name_of(document)}, “{title_of(document)}”"
    return f"{name} ({when})" if when else name


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


def build_rows(project: ProjectIndex, scale: GatheredScale) -> tuple[PositionRow, ...]:
    """Rows in the order of the documents: by actor, then date."""
    documents, marks = project.documents, project.marks
    ranks = {identity: i for i, identity in enumerate(documents)}
    known = [one for one in scale.positions if one.case in documents]
    return tuple(
        _build_row(documents[one.case], marks, one, scale, scale_key(project, scale))
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
    document: GatheredDocument,
    marks: Mapping[str, int],
    position: Position,
    scale: GatheredScale,
    key: str,
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
        digits=digits_of(scale),
        noun=noun_of(scale),
    )


def group_standings(rows: Sequence[PositionRow]) -> dict[str, list[Standing]]:
    """Each actor's positions by date."""
    groups: dict[str, list[Standing]] = {}
    for row in rows:
        when = year_of(row.date) or ""
        standing = Standing(actor=row.actor, when=when, position=row.position)
        groups.setdefault(row.actor, []).append(standing)
    return groups


def write_csv(project: ProjectIndex, scale: GatheredScale) -> str:
    """Write a scale's numbers with actor, date and title, ISO dates, as CSV.

    Columns for the score before rescaling, and for shares of the variance by source,
    stand only where some position has them.
    """
    documents, positions = project.documents, scale.positions
    sources = sources_of(positions)
    has_raw = any(one.raw is not None for one in positions)
    head = ["document", "actor", "date", "title", "scale", "code", "position"]
    head += ["low", "high", "confidence", "standard_error", "n_units"]
    head += ["raw"] if has_raw else []
    head += [f"from_{name}" for name in sources]
    return write_rows(
        [*head, "run"],
        [
            [
                one.case,
                *_describe_case(documents.get(one.case)),
                *(one.scale, one.code or "", one.position, one.low, one.high),
                *(one.confidence, one.standard_error, one.n_units),
                *([one.raw] if has_raw else []),
                *((one.sources or {}).get(name) for name in sources),
                scale.run_id,
            ]
            for one in positions
        ],
    )


def _describe_case(document: GatheredDocument | None) -> tuple[str, str, str]:
    """Actor, date and title, empty where unknown."""
    if document is None:
        return ("", "", "")
    return (name_of(document), document.document.date or "", title_of(document))
