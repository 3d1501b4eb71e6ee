"""The Arrow tables of reading and splitting, and records to rows and back.

One row a document, nested where a document has many of something, so that a kernel
gives one batch and a killed run can lose whole documents only.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.ingest.drafts import PageCharacters
from hustings.model.document import (
    Block,
    Boundary,
    DateMention,
    Document,
    Guesses,
    Link,
    Page,
    Problem,
    Span,
    Unit,
)
from hustings.model.offsets import OffsetMap, OffsetRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SOURCES = pa.schema(
    [
        ("name", pa.string()),
        ("content", pa.large_binary()),
        ("actor", pa.string()),
        ("date", pa.string()),
        ("title", pa.string()),
        ("language", pa.string()),
    ]
)
"""What the reading kernel takes: a file's bytes and what its user says of it."""

_SPAN = pa.struct([("start", pa.int64()), ("end", pa.int64())])
_PROBLEM = pa.struct(
    [("kind", pa.string()), ("message", pa.string()), ("page", pa.int32())]
)
_PAGE = pa.struct(
    [
        ("number", pa.int32()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("width", pa.float64()),
        ("height", pa.float64()),
    ]
)
_BLOCK = pa.struct(
    [
        ("block", pa.string()),
        ("kind", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("level", pa.int32()),
        ("marker", pa.string()),
        ("page", pa.int32()),
        ("speaker", pa.string()),
        ("refers_to", pa.string()),
    ]
)
_RUN = pa.struct(
    [
        ("start", pa.int64()),
        ("length", pa.int64()),
        ("page", pa.int32()),
        ("first", pa.int64()),
    ]
)
_DATE = pa.struct(
    [
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("text", pa.string()),
        ("first", pa.string()),
        ("last", pa.string()),
    ]
)
_LINK = pa.struct([("start", pa.int64()), ("end", pa.int64()), ("url", pa.string())])
_CHARACTERS = pa.struct([("page", pa.int32()), ("boxes", pa.list_(pa.float32()))])

DOCUMENTS = pa.schema(
    [
        ("name", pa.string()),
        ("error", pa.string()),
        ("document", pa.string()),
        ("sha256", pa.string()),
        ("media_type", pa.string()),
        ("title", pa.string()),
        ("actor", pa.string()),
        ("date", pa.string()),
        ("language", pa.string()),
        ("text", pa.large_string()),
        ("guessed_title", _SPAN),
        ("guessed_actor", _SPAN),
        ("guessed_date", _SPAN),
        ("pages", pa.list_(_PAGE)),
        ("blocks", pa.list_(_BLOCK)),
        ("dates", pa.list_(_DATE)),
        ("links", pa.list_(_LINK)),
        ("offsets", pa.list_(_RUN)),
        ("problems", pa.list_(_PROBLEM)),
        ("characters", pa.list_(_CHARACTERS)),
    ]
)
"""What the reading kernel gives. `error` is set and `document` is null where a file
could not be read; `boxes` holds x0, y0, x1, y1 of one character after the other."""

_BOUNDARY = pa.struct([("position", pa.int64()), ("probability", pa.float64())])
UNITS = pa.schema(
    [
        ("document", pa.string()),
        ("unit", pa.string()),
        ("block", pa.string()),
        ("kind", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("page", pa.int32()),
        ("language", pa.string()),
        ("text", pa.large_string()),
        ("probability", pa.float64()),
        ("uncut", pa.list_(_BOUNDARY)),
    ]
)
"""What the splitting kernel gives and coders take: one row a unit, in reading order.
`kind` is the kind of its block: scales leave headings out by it. `probability` is that
of the boundary which opens the unit, null where a sentence begins; `uncut` holds the
places inside it where its sentence might have been cut."""

_UNIT = pa.struct([field for field in UNITS if field.name not in {"text", "language"}])
INSPECTIONS = DOCUMENTS.append(pa.field("units", pa.list_(_UNIT))).append(
    pa.field("unit_problems", pa.list_(_PROBLEM))
)
"""What the kernel gives that reads and splits at once."""

DRAWN = ("application/pdf", "image/png", "image/tiff", "image/jpeg")
"""Media types whose pages can be drawn."""

WANTED = pa.schema(
    [
        ("content", pa.large_binary()),
        ("media_type", pa.string()),
        ("first", pa.int32()),
        ("last", pa.int32()),
    ]
)
"""What drawing takes: a document's bytes and the pages to draw, from 1."""

PICTURES = pa.schema([("page", pa.int32()), ("picture", pa.large_binary())])
"""What drawing gives: one WebP a page; a page that cannot be drawn is left out."""


def row_from_document(document: Document, *, name: str) -> dict[str, Any]:
    """Turn a document into a row of `DOCUMENTS`, without its characters."""
    return {
        "name": name,
        "error": None,
        "document": document.document_id,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "title": document.title,
        "actor": document.actor,
        "date": document.date,
        "language": document.language,
        "text": document.text,
        "guessed_title": _span_row(document.guessed.title),
        "guessed_actor": _span_row(document.guessed.actor),
        "guessed_date": _span_row(document.guessed.date),
        "pages": [_page_row(page) for page in document.pages],
        "blocks": [_block_row(block) for block in document.blocks],
        "dates": [_date_row(date) for date in document.dates],
        "links": [_link_row(link) for link in document.links],
        "offsets": [_run_row(run) for run in document.offsets.runs],
        "problems": [row_from_problem(problem) for problem in document.problems],
        "characters": [],
    }


def rows_from_characters(characters: Iterable[PageCharacters]) -> list[dict[str, Any]]:
    """Turn the boxes of pages into rows of the column `characters`."""
    return [
        {"page": page.page, "boxes": page.boxes.astype("float32").ravel()}
        for page in characters
    ]


def characters_from_array(column: pa.ListArray) -> Iterator[PageCharacters]:
    """Turn some of the column `characters` back into the boxes of pages."""
    pages = column.flatten()
    boxes = pages.field("boxes")
    numbers = pages.field("page").to_pylist()
    for number, page in zip(numbers, boxes, strict=True):
        values = page.values.to_numpy().astype("float32", copy=False)
        yield PageCharacters(page=number, boxes=values.reshape(-1, 4))


def row_from_error(message: str, *, name: str, content: bytes) -> dict[str, Any]:
    """Make the row of a file that could not be read."""
    nothing = dict.fromkeys(DOCUMENTS.names)
    sha256 = hashlib.sha256(content).hexdigest()
    return {**nothing, "name": name, "error": message, "sha256": sha256}


def document_from_row(row: Mapping[str, Any]) -> Document:
    """Turn a row of `DOCUMENTS` back into the document it was made from."""
    return Document(
        document_id=row["document"],
        sha256=row["sha256"],
        media_type=row["media_type"],
        text=row["text"],
        title=row["title"],
        actor=row["actor"],
        date=row["date"],
        language=row["language"],
        pages=tuple(_page(page) for page in row["pages"]),
        blocks=tuple(_block(block) for block in row["blocks"]),
        dates=tuple(_date(date) for date in row["dates"]),
        links=tuple(
            Link(span=Span(link["start"], link["end"]), url=link["url"])
            for link in row["links"]
        ),
        guessed=Guesses(
            title=_span(row["guessed_title"]),
            actor=_span(row["guessed_actor"]),
            date=_span(row["guessed_date"]),
        ),
        offsets=OffsetMap(tuple(OffsetRun(**run) for run in row["offsets"])),
        problems=tuple(problem_from_row(problem) for problem in row["problems"]),
    )


def row_from_unit(unit: Unit, document: Document, kind: str) -> dict[str, Any]:
    """Turn a unit into a row of `UNITS`."""
    return {
        "document": unit.document_id,
        "unit": unit.unit_id,
        "block": unit.block_id,
        "kind": kind,
        "start": unit.span.start,
        "end": unit.span.end,
        "page": unit.page,
        "language": document.language,
        "text": unit.span.of(document.text),
        "probability": unit.probability,
        "uncut": [
            {"position": place.position, "probability": place.probability}
            for place in unit.uncut
        ],
    }


def unit_from_row(row: Mapping[str, Any]) -> Unit:
    """Turn a row of `UNITS` back into the unit."""
    return Unit(
        unit_id=row["unit"],
        document_id=row["document"],
        block_id=row["block"],
        span=Span(row["start"], row["end"]),
        page=row["page"],
        probability=row.get("probability"),
        uncut=tuple(Boundary(**place) for place in row.get("uncut") or ()),
    )


def batch_from_rows(
    rows: Iterable[Mapping[str, Any]], schema: pa.Schema
) -> pa.RecordBatch:
    """Turn rows into one batch of the schema."""
    return pa.RecordBatch.from_pylist(list(rows), schema=schema)


def _span_row(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span.start, "end": span.end}


def _span(row: Mapping[str, int] | None) -> Span | None:
    return None if row is None else Span(row["start"], row["end"])


def _page_row(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "start": page.span.start,
        "end": page.span.end,
        "width": page.width,
        "height": page.height,
    }


def _page(row: Mapping[str, Any]) -> Page:
    return Page(
        number=row["number"],
        span=Span(row["start"], row["end"]),
        width=row["width"],
        height=row["height"],
    )


def _block_row(block: Block) -> dict[str, Any]:
    return {
        "block": block.block_id,
        "kind": block.kind,
        "start": block.span.start,
        "end": block.span.end,
        "level": block.level,
        "marker": block.marker,
        "page": block.page,
        "speaker": block.speaker,
        "refers_to": block.refers_to,
    }


def _block(row: Mapping[str, Any]) -> Block:
    return Block(
        block_id=row["block"],
        kind=row["kind"],
        span=Span(row["start"], row["end"]),
        level=row["level"],
        marker=row["marker"],
        page=row["page"],
        speaker=row["speaker"],
        refers_to=row["refers_to"],
    )


def _date_row(date: DateMention) -> dict[str, Any]:
    return {
        "start": date.span.start,
        "end": date.span.end,
        "text": date.text,
        "first": date.first,
        "last": date.last,
    }


def _date(row: Mapping[str, Any]) -> DateMention:
    return DateMention(
        span=Span(row["start"], row["end"]),
        text=row["text"],
        first=row["first"],
        last=row["last"],
    )


def _link_row(link: Link) -> dict[str, Any]:
    return {"start": link.span.start, "end": link.span.end, "url": link.url}


def _run_row(run: OffsetRun) -> dict[str, Any]:
    return {
        "start": run.start,
        "length": run.length,
        "page": run.page,
        "first": run.first,
    }


def problem_from_row(row: Mapping[str, Any]) -> Problem:
    """Turn a problem's row back into the problem."""
    return Problem(**row)


def row_from_problem(problem: Problem) -> dict[str, Any]:
    """Return a problem as the tables hold it."""
    return {
        "kind": problem.kind,
        "message": problem.message,
        "page": problem.page,
    }
