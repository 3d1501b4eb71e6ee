"""The step `compare`: actors side by side, in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.comparison.matrix import (
    Quotation,
    Voice,
    compare_voices,
    latest_of_each,
)
from hustings.errors import NothingCodedError
from hustings.estimates.frames import frame_from_rows
from hustings.workflow.actors import has_pages, name_of
from hustings.workflow.gathering import gather
from hustings.workflow.lenses import count_judged, find_lenses, group_units
from hustings.workflow.wording import count

if TYPE_CHECKING:
    import polars as pl

    from hustings.comparison.matrix import Matrix
    from hustings.store.project import Store
    from hustings.workflow.gathered import Gathered, GatheredDocument
    from hustings.workflow.lenses import Groups, Lens


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareResult:
    """Topics by actors, each cell with quotations or an explicit silence.

    Attributes
    ----------
    lens : Lens
        Whose codings of which variable are the topics.
    matrix : Matrix
        Rows are codes, columns the latest document of each actor, alphabetically.
    with_pages : frozenset of str
        Documents whose format has pages.
    """

    lens: Lens
    matrix: Matrix
    with_pages: frozenset[str] = frozenset()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a topic and actor; no quotations where one is silent."""
        actors = {voice.document_id: voice.actor for voice in self.matrix.voices}
        return [
            {
                "code": row.code,
                "title": self.lens.title_of(row.code),
                "actor": actors[cell.document_id],
                "document": cell.document_id,
                "n_units": len(cell.quotations),
                "share": cell.share,
                "quotations": [
                    {"words": one.words, "unit": one.unit_id, "page": one.page}
                    for one in cell.quotations
                ],
            }
            for row in self.matrix.rows
            for cell in row.cells
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        silent = len(self.matrix.silent)
        others = f"{silent} {'other' if silent == 1 else 'others'}"
        return (
            f"{count(len(self.matrix.voices), 'actor')} on "
            f"{count(len(self.matrix.rows), 'topic')}, as coded by {self.lens.coder}"
            + (f"; none speaks about {others}." if silent else ".")
        )


def compare_actors(
    store: Store, *, codebook: str | None = None, coder: str | None = None
) -> CompareResult:
    """Put the latest document of each actor side by side on every code.

    Parameters
    ----------
    codebook : str, optional
        Whose codes are the topics; that with the most codings otherwise.
    coder : str, optional
        Whose codings; the coder with the most otherwise.

    Raises
    ------
    NothingCodedError
        If no codings fit.
    """
    gathered = gather(store)
    lenses = [
        lens
        for lens in find_lenses(gathered)
        if codebook in {None, lens.codebook.name} and coder in {None, lens.coder}
    ]
    if not lenses:
        by = f"codebook {codebook}" if codebook else "any topic"
        raise NothingCodedError(wanted=f"{by} by coder {coder}" if coder else by)
    lens, documents = lenses[0], _latest(gathered)
    voices = [
        hear(
            one,
            lens.coder,
            group_units(one, lens.coder, lens.variable.name, lens.codebook.name),
        )
        for one in documents
    ]
    return CompareResult(
        lens=lens,
        matrix=compare_voices(voices, [topic.code for topic in lens.topics]),
        with_pages=frozenset(
            one.document.document_id for one in documents if has_pages(one)
        ),
    )


def hear(document: GatheredDocument, coder: str, groups: Groups) -> Voice:
    """Collect what one document says, by the value a coder gave its units."""
    text = document.document.text
    said = {
        code: [
            Quotation(
                unit_id=unit.unit_id,
                span=unit.span,
                page=unit.page,
                words=" ".join(unit.span.of(text).split()),
                n_evidence=len(coding.evidence),
            )
            for unit, coding in members
        ]
        for code, members in groups.items()
    }
    return Voice(
        document_id=document.document.document_id,
        actor=name_of(document),
        n_units=count_judged(document, coder, groups),
        said=said,
    )


def _latest(gathered: Gathered) -> list[GatheredDocument]:
    """Return each actor's latest document."""
    by_id = {one.document.document_id: one for one in gathered.documents}
    chosen = latest_of_each(one.document for one in gathered.documents)
    return [by_id[one.document_id] for one in chosen]
