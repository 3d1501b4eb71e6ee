"""Citing words of the project's documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from hustings.errors import (
    RepeatedWordsError,
    SpanOutsideTextError,
    UnclearCitationError,
    UnknownUnitError,
    WordsNotFoundError,
)
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.anchors.anchoring import AnchorFinder, find_words, reanchor
from hustings.ingest.tables import DOCUMENTS, document_from_row
from hustings.model.citation import Anchor, Citation, anchor_of, pages_of
from hustings.model.document import Problem, Span
from hustings.workflow.renewals import (
    document_row,
    find_document,
    latest_of,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from hustings.model.document import Document
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument

_COLUMNS = [name for name in DOCUMENTS.names if name != "characters"]
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteResult:
    """A citation, and where its words stand now if the document was replaced.

    Attributes
    ----------
    citation : Citation
        In the document that was asked for.
    latest : Citation or None
        The same words in the document that counts now; None where they are not found.
    problems : tuple of Problem
        Told where the document was replaced.
    """

    citation: Citation
    latest: Citation | None
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row."""
        return [row_of_citation(self.citation)]

    def to_polars(self) -> pl.DataFrame:
        """Return the row as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        return f"“{self.citation.words}” ({self.citation.document_id})"


def cite_words(
    store: Store,
    *,
    unit: str | None = None,
    document: str | None = None,
    span: tuple[int, int] | None = None,
    words: str | None = None,
) -> CiteResult:
    """Cite a unit, a span of a document, or words that stand just once.

    Parameters
    ----------
    unit : str, optional
        The unit's id.
    document : str, optional
        A document's id or file name; with `span`, or with `words` to look only there.
    span : pair of int, optional
        Start and end in characters of the document's text.
    words : str, optional
        Words as they stand; how they are set makes no difference.

    Raises
    ------
    UnclearCitationError
        If none or several of unit, span and words are given.
    UnknownUnitError, UnknownDocumentError, AmbiguousDocumentError
        If what is named is not in the project.
    SpanOutsideTextError
        If the span is empty or leaves the text.
    WordsNotFoundError, RepeatedWordsError
        If the words stand nowhere, or in several places.
    """
    if [unit is None, span is None, words is None].count(False) != 1 or (
        span is not None and document is None
    ):
        raise UnclearCitationError
    if unit is not None:
        found = _find_unit(store, unit)
    elif words is not None:
        found = _find_words(store, words, document)
    else:
        found = find_document(store, str(document)), Span(*(span or (0, 0)))
    return _cite(store, *found, unit)


def row_of_citation(citation: Citation) -> dict[str, object]:
    """Return a citation as one flat row."""
    anchor = citation.anchor
    return {
        "document": citation.document_id,
        "sha256": citation.sha256,
        "actor": citation.actor,
        "title": citation.title,
        "date": citation.date,
        "first_page": citation.first_page,
        "last_page": citation.last_page,
        "start": anchor.span.start,
        "end": anchor.span.end,
        "words": anchor.words,
        "before": anchor.before,
        "after": anchor.after,
        "unit": citation.unit_id,
    }


def _cite(
    store: Store, document: StoredDocument, span: Span, unit: str | None
) -> CiteResult:
    """Make the citation, and find its words in what took the document's place."""
    read = _read(store, document)
    is_inside = 0 <= span.start < span.end <= len(read.text)
    if not is_inside or not span.of(read.text).strip():
        raise SpanOutsideTextError(
            document=document.document_id,
            start=span.start,
            end=span.end,
            length=len(read.text),
        )
    citation = _citation(document, read, span, unit)
    if document.replaced_by is None:
        return CiteResult(citation=citation, latest=citation)
    return _cite_replaced(store, citation, document, read)


def _cite_replaced(
    store: Store, citation: Citation, document: StoredDocument, read: Document
) -> CiteResult:
    """Say where words of a replaced document stand in the one that counts now."""
    now = latest_of(store, document)
    text = _read(store, now)
    (place,) = reanchor(read.text, text.text, [citation.anchor.span])
    latest = None if place.span is None else _citation(now, text, place.span, None)
    problem = Problem(
        kind="replaced document",
        message=f"{document.document_id} was replaced by {now.document_id}; there the "
        f"words are {place.fate}"
        + (f", “{latest.words}”." if latest and place.fate == "moved" else "."),
    )
    return CiteResult(citation=citation, latest=latest, problems=(problem,))


def _citation(
    stored: StoredDocument, document: Document, span: Span, unit: str | None
) -> Citation:
    """Put a citation together; what a person said goes before what was read."""
    said = stored.description
    pages = pages_of(document, span)
    return Citation(
        document_id=stored.document_id,
        sha256=stored.sha256,
        media_type=document.media_type,
        anchor=anchor_of(document.text, span),
        name=stored.name,
        actor=said.actor or document.actor,
        title=said.title or document.title,
        date=said.date or document.date,
        language=said.language or document.language,
        first_page=pages[0] if pages else None,
        last_page=pages[1] if pages else None,
        unit_id=unit,
    )


def _read(store: Store, document: StoredDocument) -> Document:
    (row,) = document_row(store, document, _COLUMNS).to_pylist()
    return document_from_row(row)


def _find_unit(store: Store, unit: str) -> tuple[StoredDocument, Span]:
    """Find a unit in the latest split that has it, and in earlier ones."""
    columns = ["document", "unit", "start", "end"]
    for run in reversed(store.runs()):
        for output in run.outputs if run.step in {"split", "code"} else ():
            if output.table != "units":
                continue
            table = store.table(output, columns)
            for row in table.filter(pc.equal(table["unit"], unit)).to_pylist():
                document = find_document(store, row["document"])
                return document, Span(row["start"], row["end"])
    raise UnknownUnitError(unit=unit)


def _find_words(
    store: Store, words: str, document: str | None
) -> tuple[StoredDocument, Span]:
    """Find the one place where some words stand."""
    chosen = [find_document(store, document)] if document else store.documents()
    found = [
        (one, span) for one in chosen for span in find_words(words, text_of(store, one))
    ]
    if len(found) > 1:
        places = [_say_place(store, *place) for place in found]
        raise RepeatedWordsError(words=_short(words), places=places)
    if not found:
        raise WordsNotFoundError(
            words=_short(words),
            where=chosen[0].document_id if document else "any document of this project",
            nearest=_nearest(store, words, chosen),
        )
    return found[0]


def _say_place(store: Store, stored: StoredDocument, span: Span) -> str:
    """Name a place so that it can be cited next."""
    pages = pages_of(_read(store, stored), span)
    page = f", page {pages[0]}" if pages else ""
    return f"{stored.document_id} ({stored.name}{page}), {span.start} {span.end}"


def _nearest(store: Store, words: str, chosen: Iterable[StoredDocument]) -> str:
    """Return the words most like those that stand nowhere; nothing if none are."""
    anchor = Anchor(span=Span(0, len(words)), words=words)
    best, similarity = "", 0.0
    for one in chosen:
        text = text_of(store, one)
        place = AnchorFinder(text).find(anchor)
        if place.span is not None and place.similarity > similarity:
            best, similarity = place.span.of(text), place.similarity
    return _short(best)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1].rstrip()}…"
