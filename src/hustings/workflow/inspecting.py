"""Reading one file with no project: what `inspect` prints and `hustings.read` gives."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hustings.ingest.boxes import unit_boxes
from hustings.ingest.reading import Described, read_document
from hustings.ingest.units import split_units
from hustings.outside.files import read_file
from hustings.outside.ocr import find_tesseract
from hustings.workflow.metadata import describe
from hustings.workflow.unpacking import readable_name
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from os import PathLike

    from hustings.ingest.drafts import PageCharacters
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
        Those of reading and those of splitting.
    """

    document: Document
    units: tuple[Unit, ...]
    characters: tuple[PageCharacters, ...]
    problems: tuple[Problem, ...]

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
            "claims": [],  # the step `claim` is not built yet; its docs page says so
            "problems": [asdict(problem) for problem in self.problems],
        }

    def summary(self) -> str:
        """Return a line for a person to read."""
        document = self.document
        parts = (
            count(len(document.pages), "page"),
            count(len(document.blocks), "block"),
            count(len(self.units), "unit"),
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
) -> Inspection:
    """Read and split one file.

    Parameters
    ----------
    said : dict, optional
        The user's actor, date, title and language; what is missing is guessed.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read.
    BadDateError
        If the date is no ISO day, month or year.
    """
    description = describe(said or {}, where=readable_name(path))
    reading = read_document(
        read_file(path),
        name=readable_name(path),
        described=Described(
            actor=description.actor,
            date=description.date,
            title=description.title,
            language=description.language,
        ),
        recognise=find_tesseract(),
    )
    split = split_units(reading.document, into=into)
    return Inspection(
        document=reading.document,
        units=split.units,
        characters=reading.characters,
        problems=(*reading.document.problems, *split.problems),
    )


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


def _date(date: DateMention) -> dict[str, Any]:
    return {
        "start": date.span.start,
        "end": date.span.end,
        "text": date.text,
        "from": date.first,
        "to": date.last,
    }


def read(
    path: str | PathLike[str],
    *,
    actor: str | None = None,
    date: str | None = None,
    title: str | None = None,
    language: str | None = None,
) -> Document:
    """Read one file with no project.

    Parameters
    ----------
    path : path
        PDF, DOCX, ODT, RTF, HTML, EPUB, Markdown, TEI XML, plain text or a picture
        of a page. Content decides, not the name.
    actor, date, title, language : str, optional
        What you know; the rest is guessed from the words, and marked as guessed.

    Returns
    -------
    Document

    Raises
    ------
    UnreadableFileError
        If the file cannot be read; the message says why and what to do.
    BadDateError
        If the date is no ISO day, month or year.
    """
    said = {"actor": actor, "date": date, "title": title, "language": language}
    return inspect_file(Path(path), said=said).document
