"""Side by side: what the actors say on each topic, in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from hustings.comparison.matrix import (
    RANKING_RULE,
    compare_voices,
    latest_of_each,
)
from hustings.interface.pages import addresses
from hustings.interface.pages.wording import say_coder, year_of
from hustings.workflow.actors import has_pages, title_of
from hustings.workflow.comparing import hear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.comparison.matrix import Cell, Matrix, Quotation, Row
    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.workflow.gathered import GatheredDocument
    from hustings.workflow.lenses import Lens

SHOWN = 3
OPENED = 25
LONGEST = 22
"""Characters of a title in a link to another choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The head of a column: an actor's document, with its place in each order."""

    document: GatheredDocument
    actor: str
    mark: int
    title: str
    address: str
    n_units: int
    positions: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One quotation with its address in the Reader."""

    words: str
    page: int | None
    address: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """A cell: the quotations shown at once, those that open, and what is left."""

    n_units: int
    share: float
    trail: str
    shown: tuple[Quoted, ...]
    opened: tuple[Quoted, ...]
    n_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A row of the matrix."""

    code: str
    title: str
    instruction: str
    colour: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainRows:
    """The rows of one domain."""

    title: str
    anchor: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A link to the same page for another year or lens.

    Attributes
    ----------
    full : str
        All of it, where the words are short.
    """

    words: str
    address: str
    full: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """All that a side-by-side page shows."""

    lens: Lens
    year: str | None
    columns: tuple[Column, ...]
    domains: tuple[DomainRows, ...]
    silent: tuple[str, ...]
    n_topics: int
    scales: tuple[tuple[str, str], ...]
    years: tuple[Choice, ...]
    lenses: tuple[Choice, ...]
    rule: str = RANKING_RULE


def list_years(project: ProjectIndex) -> tuple[str, ...]:
    """Return the years of the documents, latest first."""
    years = {year_of(one.document.date) for one in project.gathered.documents}
    return tuple(sorted(filter(None, years), reverse=True))


def build_comparison(
    project: ProjectIndex, lens: Lens, year: str | None
) -> ComparisonView:
    """Set the latest documents side by side, of all years or of one."""
    documents = _choose_documents(project, year)
    topics = [topic.code for topic in lens.topics]
    voices = [
        hear(
            one,
            lens.coder,
            project.group_units(
                one, lens.coder, lens.variable.name, lens.codebook.name
            ),
        )
        for one in documents
    ]
    matrix = compare_voices(voices, topics)
    return ComparisonView(
        lens=lens,
        year=year,
        columns=_build_columns(project, matrix),
        domains=_build_domains(project, lens, matrix),
        silent=tuple(lens.title_of(code) for code in matrix.silent),
        n_topics=len(topics),
        scales=_list_scales(project),
        years=_list_year_choices(project, lens),
        lenses=_list_lens_choices(project, year),
    )


def _choose_documents(
    project: ProjectIndex, year: str | None
) -> list[GatheredDocument]:
    """Each actor's latest document, of one year if asked."""
    documents = project.documents
    chosen = latest_of_each(
        one.document
        for one in project.gathered.documents
        if year is None or year_of(one.document.date) == year
    )
    return [documents[one.document_id] for one in chosen]


def _build_columns(project: ProjectIndex, matrix: Matrix) -> tuple[Column, ...]:
    """Heads of the columns, in the order of the matrix."""
    documents, marks = project.documents, project.marks
    positions = _positions_by_document(project)
    return tuple(
        Column(
            document=documents[voice.document_id],
            actor=voice.actor,
            mark=marks[voice.actor],
            title=title_of(documents[voice.document_id]),
            address=addresses.document_page(voice.document_id),
            n_units=voice.n_units,
            positions=positions.get(voice.document_id, {}),
        )
        for voice in matrix.voices
    )


def _positions_by_document(project: ProjectIndex) -> dict[str, dict[str, float]]:
    """Positions on each scale, by document and run of the scale."""
    positions: dict[str, dict[str, float]] = {}
    for scale in project.gathered.scales:
        for one in scale.positions:
            if one.code is None:
                positions.setdefault(one.case, {})[scale.run_id] = one.position
    return positions


def _list_scales(project: ProjectIndex) -> tuple[tuple[str, str], ...]:
    """Scales that columns can be ordered by: run and title."""
    return tuple(
        (scale.run_id, scale.title)
        for scale in project.gathered.scales
        if any(one.code is None for one in scale.positions)
    )


def _build_domains(
    project: ProjectIndex, lens: Lens, matrix: Matrix
) -> tuple[DomainRows, ...]:
    """Rows grouped by domain, in codebook order."""
    documents = project.documents
    titles = dict(lens.domains)
    ranks = {domain: i for i, (domain, _) in enumerate(lens.domains)}

    def domain_of(row: Row) -> str | None:
        return lens.codes[row.code].domain

    rows = sorted(matrix.rows, key=lambda row: ranks[domain_of(row)])
    return tuple(
        DomainRows(
            title=titles[domain],
            anchor=f"domain-{ranks[domain]}",
            topics=tuple(_build_topic(row, lens, documents) for row in members),
        )
        for domain, members in groupby(rows, key=domain_of)
    )


def _build_topic(
    row: Row, lens: Lens, documents: Mapping[str, GatheredDocument]
) -> Topic:
    """One row."""
    return Topic(
        code=row.code,
        title=lens.title_of(row.code),
        instruction=lens.codes[row.code].instruction,
        colour=lens.colour_of(row.code),
        cells=tuple(
            _build_cell(cell, row.code, lens, documents[cell.document_id])
            for cell in row.cells
        ),
    )


def _build_cell(
    cell: Cell, code: str, lens: Lens, document: GatheredDocument
) -> CellView:
    """One cell, its quotations divided into shown, opened and left."""
    quoted = [_quote(one, document) for one in cell.quotations[: SHOWN + OPENED]]
    page = addresses.counts_page(cell.document_id, lens.key)
    return CellView(
        n_units=len(cell.quotations),
        share=cell.share,
        trail=f"{page}#{addresses.code_anchor(code)}",
        shown=tuple(quoted[:SHOWN]),
        opened=tuple(quoted[SHOWN:]),
        n_left=max(len(cell.quotations) - SHOWN - OPENED, 0),
    )


def _quote(quotation: Quotation, document: GatheredDocument) -> Quoted:
    """Return a quotation with its page, if the document has pages."""
    span = quotation.span
    return Quoted(
        words=quotation.words,
        page=quotation.page if has_pages(document) else None,
        address=addresses.unit_address(
            document.document.document_id, span.start, span.end
        ),
        language=document.document.language,
    )


def main_lens(lenses: Sequence[Lens], lens: Lens) -> str | None:
    """Return a lens's key for addresses; None for the main one."""
    return None if lens == lenses[0] else lens.key


def _list_year_choices(project: ProjectIndex, lens: Lens) -> tuple[Choice, ...]:
    """Return the latest of all, and each year."""
    key = main_lens(project.lenses, lens)
    years = [(None, "Latest of each"), *((one, one) for one in list_years(project))]
    if len(years) < 3:
        return ()
    return tuple(
        Choice(words=words, address=addresses.comparison_page(key, year))
        for year, words in years
    )


def _list_lens_choices(project: ProjectIndex, year: str | None) -> tuple[Choice, ...]:
    """Each coder and variable, where there are several."""
    lenses = project.lenses
    if len(lenses) < 2:
        return ()
    full = [_name_lens(one, lenses) for one in lenses]
    short = [_short_name(one, lenses) for one in lenses]
    return tuple(
        Choice(
            words=words if short.count(words) == 1 else whole,
            full=whole,
            address=addresses.comparison_page(main_lens(lenses, one), year),
        )
        for one, words, whole in zip(lenses, short, full, strict=True)
    )


def _short_name(lens: Lens, lenses: Sequence[Lens]) -> str:
    """Return what tells a lens from the others, and no more: the coder's name last."""
    same = [one for one in lenses if one.codebook == lens.codebook]
    if len(same) == 1:
        return _cut(lens.codebook.title)
    name = lens.coder.partition(":")[2] or say_coder(lens.coder)
    return f"{_cut(lens.title)}, {name}"


def _cut(title: str) -> str:
    """Cut a title after a whole word, where it is long.

    Examples
    --------
    >>> _cut("Policy domain of the sentence"), _cut("Topic")
    ('Policy domain of the…', 'Topic')
    """
    if len(title) <= LONGEST:
        return title
    whole = title[:LONGEST].rpartition(" ")[0] or title[:LONGEST]
    return f"{whole.rstrip(',;')}…"


def _name_lens(lens: Lens, lenses: Sequence[Lens]) -> str:
    """Return the codebook, with variable and coder where that names several."""
    same = [one for one in lenses if one.codebook == lens.codebook]
    if len(same) == 1:
        return lens.codebook.title
    return f"{lens.title}, coded by {say_coder(lens.coder)}"
