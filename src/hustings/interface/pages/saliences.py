"""Saliences: how much of each document is about what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.comparison.matrix import latest_of_each
from hustings.interface.pages import addresses, charts
from hustings.interface.pages.figures import Figure
from hustings.interface.pages.picture_files import Part
from hustings.interface.pages.positions import (
    is_salience,
    lens_through,
    scale_key,
    write_csv,
)
from hustings.interface.pages.row_charts import draw_positions, lay_rows
from hustings.interface.pages.scale_facts import caption_of
from hustings.interface.pages.wording import (
    join_words,
    say_count,
    say_share,
    year_of,
)
from hustings.workflow.actors import name_of, title_of
from hustings.workflow.lenses import is_uncorrected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.scaling.results import Position
    from hustings.workflow.gathered import GatheredDocument, GatheredScale
    from hustings.workflow.lenses import Lens

TOP = 6
_WIDTH = 300
MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SaliencePanel:
    """The topics that fill most of one document."""

    actor: str
    title: str
    address: str
    date: str | None
    n_units: int
    chart: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class SalienceHead:
    """A column of the table: one document."""

    actor: str
    mark: int
    when: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SalienceCell:
    """One share, with the way down to its units."""

    share: float
    low: float | None
    high: float | None
    trail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SalienceRow:
    """One code in all documents; None where a document has no share."""

    code: str
    title: str
    colour: str
    cells: tuple[SalienceCell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SalienceView:
    """One run of saliences."""

    scale: GatheredScale
    anchor: str
    headline: str
    is_machine: bool
    panels: tuple[SaliencePanel, ...]
    heads: tuple[SalienceHead, ...]
    rows: tuple[SalienceRow, ...]
    figure: Figure


def build_saliences(project: ProjectIndex) -> tuple[SalienceView, ...]:
    """Build a view for each run of saliences."""
    return tuple(
        _build_view(project, one) for one in project.gathered.scales if is_salience(one)
    )


def _build_view(project: ProjectIndex, scale: GatheredScale) -> SalienceView:
    """Panels for the latest documents, a table for all."""
    lens = lens_through(project, scale)
    shares = _shares_by_document(scale, lens)
    documents = [
        one for one in project.gathered.documents if one.document.document_id in shares
    ]
    return SalienceView(
        scale=scale,
        anchor=addresses.slug(scale_key(project, scale)),
        headline=_say_largest(project, shares, lens),
        is_machine=is_uncorrected(scale),
        panels=_build_panels(project, shares, lens),
        heads=tuple(_build_head(project, one) for one in documents),
        rows=_build_rows(documents, shares, lens),
        figure=_figure(project, scale),
    )


def list_salience_figures(project: ProjectIndex) -> list[Figure]:
    """Return the files of all saliences."""
    return [
        _figure(project, one) for one in project.gathered.scales if is_salience(one)
    ]


def _figure(project: ProjectIndex, scale: GatheredScale) -> Figure:
    """Return the largest topics of each actor as files, with all shares."""
    lens = lens_through(project, scale)
    shares = _shares_by_document(scale, lens)

    def draw() -> list[Part]:
        chosen = _chosen(project, shares)
        axis = _share_axis([one for _, tops in chosen for one in tops])
        return [
            Part(
                drawing=lay_rows(
                    _marks(project, document, tops, lens),
                    axis,
                    width=_WIDTH,
                    beside=False,
                ),
                heading=name_of(document),
            )
            for document, tops in chosen
            if tops
        ]

    return Figure(
        key=scale_key(project, scale),
        caption=caption_of(scale, _say_largest(project, shares, lens)),
        draw=draw,
        write=lambda: write_csv(project, scale),
    )


def _shares_by_document(
    scale: GatheredScale, lens: Lens | None
) -> dict[str, dict[str, Position]]:
    """Shares by document and code, without the code for "none of these"."""
    uncoded = lens.variable.uncoded if lens else None
    shares: dict[str, dict[str, Position]] = {}
    for one in scale.positions:
        if one.code is not None and one.code != uncoded:
            shares.setdefault(one.case, {})[one.code] = one
    return shares


def _latest(
    project: ProjectIndex, shares: Mapping[str, object]
) -> list[GatheredDocument]:
    """Each actor's latest document that has shares."""
    documents = project.documents
    kept = (documents[one].document for one in documents if one in shares)
    return [documents[one.document_id] for one in latest_of_each(kept)]


def _top(shares: Mapping[str, Position]) -> list[Position]:
    """Return the largest shares of one document, ties in codebook order."""
    ranked = sorted(shares.values(), key=lambda one: -one.position)
    return [one for one in ranked[:TOP] if one.position > 0]


def _say_largest(
    project: ProjectIndex,
    shares: Mapping[str, Mapping[str, Position]],
    lens: Lens | None,
) -> str:
    """Name the topics that are the largest of some latest document."""
    tops: dict[str, list[str]] = {}
    for document in _latest(project, shares):
        for one in _top(shares[document.document.document_id])[:1]:
            tops.setdefault(_title(lens, one.code or ""), []).append(name_of(document))
    if not tops:
        return "No topic was found in any document"
    if len(tops) == 1:
        return f"“{next(iter(tops))}” takes the largest share of every actor’s units"
    if len(tops) > MOST_NAMED:
        return "The largest topic differs from actor to actor"
    parts = [f"“{title}” with {join_words(who)}" for title, who in tops.items()]
    return f"The largest topic is {join_words(parts)}"


def _chosen(
    project: ProjectIndex, shares: Mapping[str, Mapping[str, Position]]
) -> list[tuple[GatheredDocument, list[Position]]]:
    """Return each actor's latest document with its largest topics."""
    return [
        (one, _top(shares[one.document.document_id]))
        for one in _latest(project, shares)
    ]


def _build_panels(
    project: ProjectIndex,
    shares: Mapping[str, Mapping[str, Position]],
    lens: Lens | None,
) -> tuple[SaliencePanel, ...]:
    """One drawing an actor, all on one axis."""
    chosen = _chosen(project, shares)
    axis = _share_axis([one for _, tops in chosen for one in tops])
    return tuple(
        _build_panel(
            document, tops[0].n_units, _marks(project, document, tops, lens), axis
        )
        for document, tops in chosen
        if tops
    )


def _share_axis(shares: Sequence[Position]) -> charts.Axis:
    """From nothing to the largest share."""
    ends = [one.position if one.high is None else one.high for one in shares]
    return charts.Axis(low=0, high=max([*ends, 0.05]) * 1.04, number_format=".0%")


def _build_panel(
    document: GatheredDocument,
    n_units: int,
    marks: tuple[charts.Mark, ...],
    axis: charts.Axis,
) -> SaliencePanel:
    """One document's largest topics."""
    said = ", ".join(f"{one.label} {one.note}" for one in marks)
    return SaliencePanel(
        actor=name_of(document),
        title=title_of(document),
        address=addresses.document_page(document.document.document_id),
        date=document.document.date,
        n_units=n_units,
        chart=draw_positions(
            marks,
            axis,
            width=_WIDTH,
            alt_text=f"{name_of(document)}: {said}",
            beside=False,
        ),
    )


def _marks(
    project: ProjectIndex,
    document: GatheredDocument,
    tops: Sequence[Position],
    lens: Lens | None,
) -> tuple[charts.Mark, ...]:
    """Return a mark a topic."""
    actor = project.marks[name_of(document)]
    return tuple(_mark_share(one, lens, actor) for one in tops)


def _mark_share(share: Position, lens: Lens | None, actor: int) -> charts.Mark:
    """Return a topic's share as a mark."""
    title, cell = _title(lens, share.code or ""), _cell(share, lens)
    said = [title, say_share(share.position)]
    if share.low is not None and share.high is not None:
        said[1] += f", interval {say_share(share.low)} to {say_share(share.high)}"
    return charts.Mark(
        label=title,
        note=say_share(share.position),
        position=share.position,
        low=share.low,
        high=share.high,
        actor=actor,
        said=(*said, say_count(share.n_units, "unit")),
        link=(cell.trail if cell else None) or "",
    )


def _build_head(project: ProjectIndex, document: GatheredDocument) -> SalienceHead:
    """Return a column's head."""
    return SalienceHead(
        actor=name_of(document),
        mark=project.marks[name_of(document)],
        when=year_of(document.document.date) or "no date",
        address=addresses.document_page(document.document.document_id),
    )


def _build_rows(
    documents: Sequence[GatheredDocument],
    shares: Mapping[str, Mapping[str, Position]],
    lens: Lens | None,
) -> tuple[SalienceRow, ...]:
    """Codes that some document speaks about, in the order of the codebook."""
    found = {
        code for ones in shares.values() for code, one in ones.items() if one.position
    }
    order = [code for code in lens.codes if code in found] if lens else sorted(found)
    identities = [one.document.document_id for one in documents]
    return tuple(
        SalienceRow(
            code=code,
            title=_title(lens, code),
            colour=lens.colour_of(code) if lens else "dx",
            cells=tuple(_cell(shares[one].get(code), lens) for one in identities),
        )
        for code in order
    )


def _cell(share: Position | None, lens: Lens | None) -> SalienceCell | None:
    """One share."""
    if share is None:
        return None
    page = addresses.counts_page(share.case, lens.key) if lens else None
    anchor = addresses.code_anchor(share.code or "")
    return SalienceCell(
        share=share.position,
        low=share.low,
        high=share.high,
        trail=f"{page}#{anchor}" if page and share.position else None,
    )


def _title(lens: Lens | None, code: str) -> str:
    """Return a code's title."""
    return lens.title_of(code) if lens else code
