"""Reading one file with no project: what `inspect` prints and `hustings.read` gives."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hustings.errors import UnreadableFileError
from hustings.ingest.layout.boxes import unit_boxes
from hustings.ingest.tables import (
    SOURCES,
    batch_from_rows,
    characters_from_array,
    document_from_row,
    problem_from_row,
    unit_from_row,
)
from hustings.outside.files import read_file
from hustings.outside.limits import MEGABYTES, SECONDS, Death, Limits
from hustings.outside.ocr import find_tesseract
from hustings.outside.orders import Named
from hustings.outside.sandbox import run_confined
from hustings.workflow.claim_lexicons import claim_lexicons
from hustings.workflow.claiming import no_lexicon
from hustings.workflow.claims_of_documents import claims_in
from hustings.workflow.cutters import load_cutter
from hustings.workflow.metadata import describe
from hustings.workflow.unpacking import readable_name
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    import pyarrow as pa

    from hustings.ingest.drafts import PageCharacters
    from hustings.model.claim import Claim
    from hustings.model.document import (
        Block,
        DateMention,
        Document,
        Page,
        Problem,
        Span,
        Unit,
        UnitKind,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inspection:
    """One file, read and split.

    Attributes
    ----------
    characters : tuple of PageCharacters
        Where each character of each page stands; empty without pages.
    problems : tuple of Problem
        Those of reading, of splitting, and of looking for claims.
    claims : tuple of Claim
        With spans in the document's text.
    """

    document: Document
    units: tuple[Unit, ...]
    characters: tuple[PageCharacters, ...]
    problems: tuple[Problem, ...]
    claims: tuple[Claim, ...] = ()

    def to_contract(self) -> dict[str, Any]:
        """Return the object that ``hustings inspect --json`` prints."""
        document = self.document
        return {
            "document": _document(document),
            "pages": [_page(page) for page in document.pages],
            "blocks": [_block(block) for block in document.blocks],
            "units": self._units(),
            "dates": [_date(date) for date in document.dates],
            "links": [
                {"start": link.span.start, "end": link.span.end, "url": link.url}
                for link in document.links
            ],
            "claims": [_claim(claim) for claim in self.claims],
            "problems": [asdict(problem) for problem in self.problems],
        }

    def summary(self) -> str:
        """Return a line for a person to read."""
        document = self.document
        parts = (
            count(len(document.pages), "page"),
            count(len(document.blocks), "block"),
            count(len(self.units), "unit"),
            count(len(self.claims), "claim"),
            f"language {document.language or 'unknown'}",
        )
        return f"{document.title or 'Untitled'}: {', '.join(parts)}."

    def _units(self) -> list[dict[str, Any]]:
        by_page = {one.page: one for one in self.characters}
        return [
            {
                "id": unit.unit_id,
                "block": unit.block_id,
                "start": unit.span.start,
                "end": unit.span.end,
                "page": unit.page,
                "boxes": unit_boxes(unit.span, self.document.offsets, by_page),
            }
            for unit in self.units
        ]


def inspect_file(
    path: Path,
    *,
    said: dict[str, str | None] | None = None,
    into: UnitKind = "quasi-sentence",
    limits: Limits | None = None,
) -> Inspection:
    """Read and split one file, in a process that can be killed.

    Parameters
    ----------
    said : dict, optional
        The user's actor, date, title and language; what is missing is guessed.
    limits : Limits, optional
        What reading it may cost, if not as much as is usual.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read, or costs more than it may.
    BadDateError
        If the date is no ISO day, month or year.
    """
    name = readable_name(path)
    description = describe(said or {}, where=name)
    limits = limits or Limits()
    row = {
        "name": name,
        "content": read_file(path, largest=limits.largest_file),
        "actor": description.actor,
        "date": description.date,
        "title": description.title,
        "language": description.language,
    }
    kernel = Named(
        module="hustings.ingest.kernels",
        function="inspect_batch",
        options={
            "recognise": find_tesseract(),
            "into": into,
            "cutter": load_cutter().cutter,
        },
    )
    found = run_confined(kernel, batch_from_rows([row], SOURCES), limits=limits)
    if isinstance(found, Death):
        raise UnreadableFileError(name=name, reason=found.reason, advice=found.advice)
    return _inspection(found, name)


def _inspection(found: pa.RecordBatch, name: str) -> Inspection:
    """Turn a row of `tables.INSPECTIONS` into records.

    Raises
    ------
    UnreadableFileError
        If it is the row of an error.
    """
    row = found.drop_columns("characters").to_pylist()[0]
    if row["error"] is not None:
        raise UnreadableFileError(
            name=name, reason=row["error"].removeprefix(f"{name}: ")
        )
    document = document_from_row(row)
    split = tuple(map(problem_from_row, row["unit_problems"]))
    units = tuple(map(unit_from_row, row["units"]))
    return Inspection(
        document=document,
        units=units,
        characters=tuple(characters_from_array(found["characters"])),
        problems=(*document.problems, *split, *_without_lexicon(document)),
        claims=claims_in(document, units),
    )


def _without_lexicon(document: Document) -> Iterator[Problem]:
    """Say where no claims could be looked for."""
    if document.text and document.language not in claim_lexicons():
        yield no_lexicon(document.language, f"“{document.title or 'This document'}”")


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.document_id,
        "title": document.title,
        "actor": document.actor,
        "date": document.date,
        "language": document.language,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "n_pages": len(document.pages),
        "text": document.text,
        "guessed": {
            "title": _span(document.guessed.title),
            "actor": _span(document.guessed.actor),
            "date": _span(document.guessed.date),
        },
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _page(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "start": page.span.start,
        "end": page.span.end,
        "width": page.width,
        "height": page.height,
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "id": block.block_id,
        "kind": block.kind,
        "level": block.level,
        "marker": block.marker,
        "start": block.span.start,
        "end": block.span.end,
        "page": block.page,
        "speaker": block.speaker,
        "refers_to": block.refers_to,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "unit": claim.unit,
        "actor": claim.actor,
        "stance": claim.stance,
        "target": claim.target,
        "head": claim.head,
        "modality": claim.modality.value,
        "start": claim.span.start,
        "end": claim.span.end,
        "confidence": claim.confidence,
    }


def _date(date: DateMention) -> dict[str, Any]:
    return {
        "start": date.span.start,
        "end": date.span.end,
        "text": date.text,
        "from": date.first,
        "to": date.last,
    }


def read(  # noqa: PLR0913  # what is known of a document, and what it may cost
    path: str | PathLike[str],
    *,
    actor: str | None = None,
    date: str | None = None,
    title: str | None = None,
    language: str | None = None,
    max_seconds: int = SECONDS,
    max_megabytes: int = MEGABYTES,
) -> Document:
    """Read one file with no project.

    Parameters
    ----------
    path : path
        PDF, DOCX, ODT, RTF, HTML, EPUB, Markdown, TEI XML, plain text or a picture
        of a page. Content decides, not the name.
    actor, date, title, language : str, optional
        What you know; the rest is guessed from the words, and marked as guessed.
    max_seconds, max_megabytes : int
        What reading it may cost in computing and memory.

    Returns
    -------
    Document

    Raises
    ------
    UnreadableFileError
        If the file cannot be read, or costs too much; the message says why and what
        to do.
    BadDateError
        If the date is no ISO day, month or year.
    """
    said = {"actor": actor, "date": date, "title": title, "language": language}
    limits = Limits(seconds=max_seconds, megabytes=max_megabytes)
    return inspect_file(Path(path), said=said, limits=limits).document
