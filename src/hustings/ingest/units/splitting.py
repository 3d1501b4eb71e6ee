"""Units: the stretches of a document that receive codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from hustings.errors import UnknownUnitKindError
from hustings.ingest.structure.marks import match_marker
from hustings.ingest.structure.pagebreaks import clear_pages
from hustings.ingest.structure.textlines import group_lines, split_lines
from hustings.ingest.units.cutting import Piece, cut_sentences, no_cutter
from hustings.ingest.units.sentences import find_sentences
from hustings.model.document import (
    KINDS_WITHOUT_UNITS,
    Problem,
    Span,
    Unit,
    UnitKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.ingest.units.cutting import Cutter
    from hustings.ingest.units.sentences import Bounds
    from hustings.model.document import Block, Document

UNIT_KINDS: tuple[UnitKind, ...] = get_args(UnitKind)
_WHOLE = frozenset({"heading", "slogan", "signature", "imprint"})
_UNCUT = _WHOLE | {"table"}
_PARTED = frozenset({"item", "quotation"})
"""Blocks that hold several paragraphs, each from a line of its own on."""
_LONGEST_TITLE = 60  # characters of a line without a final mark that is left whole


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitResult:
    """The units of one document, in reading order.

    Attributes
    ----------
    units : tuple of Unit
        They do not overlap, lie inside their block, and have no white space at either
        end. An item's first unit begins after its printed marker.
    problems : tuple of Problem
        ``"no units"`` for a document without any, ``"no cutter"`` for one whose
        quasi-sentences are whole sentences, since no cutter knows its language.
    """

    units: tuple[Unit, ...]
    problems: tuple[Problem, ...] = ()


def split_units(
    document: Document,
    *,
    into: UnitKind = "quasi-sentence",
    cutter: Cutter | None = None,
) -> SplitResult:
    """Cut a document into units.

    Headings, slogans, signatures, imprints and rows of tables are units of their own;
    an item is one unit or, where it holds several sentences, several. Contents and
    pull-quotes have none.

    Parameters
    ----------
    into : {"quasi-sentence", "sentence", "paragraph"}
    cutter : Cutter, optional
        What cuts sentences into quasi-sentences; without one for the document's
        language they stay whole.

    Raises
    ------
    UnknownUnitKindError
        If `into` is none of the three.

    Examples
    --------
    >>> from hustings.model.document import Block, Document, Span
    >>> block = Block(block_id="b1", kind="item", span=Span(0, 24), marker="1.")
    >>> document = Document(
    ...     document_id="d1",
    ...     sha256="",
    ...     media_type="text/plain",
    ...     text="1. Lower fares. Now too.",
    ...     language="en",
    ...     blocks=(block,),
    ... )
    >>> [unit.span.of(document.text) for unit in split_units(document).units]
    ['Lower fares.', 'Now too.']
    """
    _check_sort(into)
    found = [
        (block, bounds)
        for block in document.blocks
        for bounds in _block_bounds(document, block, into)
        if any(map(str.isalnum, document.text[slice(*bounds)]))
    ]
    pieces = _cut_pieces(
        document.text,
        [(*bounds, block.kind not in _UNCUT) for block, bounds in found],
        document.language,
        cutter if into == "quasi-sentence" else None,
    )
    units = tuple(
        _unit(document, block, piece)
        for (block, _), made in zip(found, pieces, strict=True)
        for piece in made
    )
    return SplitResult(
        units=units, problems=tuple(_problems(document, units, into, cutter))
    )


def _problems(
    document: Document,
    units: Sequence[Unit],
    into: UnitKind,
    cutter: Cutter | None,
) -> Iterator[Problem]:
    """Say what is odd about the units of a document."""
    if not units:
        yield Problem(kind="no units", message="No block of the document holds a unit.")
    elif into == "quasi-sentence" and not knows_language(cutter, document.language):
        yield no_cutter(document.language)


def knows_language(cutter: Cutter | None, language: str | None) -> bool:
    """Say whether a cutter cuts sentences of a language."""
    return cutter is not None and cutter.for_language(language) is not None


def _unit(document: Document, block: Block, piece: Piece) -> Unit:
    return Unit(
        unit_id=f"{document.document_id}/{piece.start}-{piece.end}",
        document_id=document.document_id,
        block_id=block.block_id,
        span=Span(piece.start, piece.end),
        page=_page_at(document, block, piece.start),
        probability=piece.probability,
        uncut=piece.uncut,
    )


def _cut_pieces(
    text: str,
    stretches: Sequence[tuple[int, int, bool]],
    language: str | None,
    cutter: Cutter | None,
) -> list[list[Piece]]:
    """Cut the stretches that are sentences, all at once; leave the others whole."""
    part = cutter.for_language(language) if cutter else None
    if part is None:
        return [[Piece(start, end)] for start, end, _ in stretches]
    sentences = [(start, end) for start, end, is_open in stretches if is_open]
    cut = iter(cut_sentences(text, sentences, part))
    return [
        next(cut) if is_open else [Piece(start, end)]
        for start, end, is_open in stretches
    ]


def _check_sort(into: str) -> None:
    if into not in UNIT_KINDS:
        raise UnknownUnitKindError(kind=into, known=UNIT_KINDS)


def _page_at(document: Document, block: Block, start: int) -> int:
    """Tell the page a unit begins on; a block may run over several."""
    place = document.offsets.locate(start)
    return block.page if place is None else place[0]


def _block_bounds(document: Document, block: Block, into: UnitKind) -> Iterator[Bounds]:
    """Yield the units of one block as bounds in the document's text."""
    if block.kind in KINDS_WITHOUT_UNITS:
        return
    text = block.span.of(document.text)
    if block.kind == "table":
        yield from _rows(text, block.span.start)
        return
    lead = _after_marker(text, block.marker) if block.kind == "item" else 0
    sort = "paragraph" if block.kind in _WHOLE else into
    parts = _parts(text, lead) if block.kind in _PARTED else [(lead, len(text))]
    for first, last in parts:
        for start, end in _cut(text[first:last], document.language, sort):
            yield block.span.start + first + start, block.span.start + first + end


def _parts(text: str, lead: int) -> Iterator[Bounds]:
    """Yield the paragraphs of a block that has several: an item, a quotation."""
    first = lead
    for end in re.finditer(r"\n(?=\S)", text):
        if end.start() >= first and not text[end.end()].islower():
            yield first, end.start()
            first = end.end()
    yield first, len(text)


def _rows(text: str, first: int) -> Iterator[Bounds]:
    """Yield the bounds of a table's rows."""
    for row in re.finditer(r"\S[^\n]*", text):
        yield first + row.start(), first + row.start() + len(row[0].rstrip())


def _after_marker(text: str, marker: str | None) -> int:
    """Find where an item's words begin, behind a marker that is printed."""
    if not marker or not text.startswith(marker):
        return 0
    rest = text[len(marker) :]
    return len(text) - len(rest.lstrip())


def _cut(text: str, language: str | None, into: UnitKind) -> Iterator[Bounds]:
    """Yield trimmed bounds of the sentences of a text, or of all of it."""
    if into == "paragraph":
        lead = len(text) - len(text.lstrip())
        found = [(lead, len(text.rstrip()))]
    else:
        found = find_sentences(text, language)
    for bounds in found:
        if bounds[0] < bounds[1]:
            yield bounds


def split_text(
    text: str,
    language: str | None,
    into: UnitKind = "quasi-sentence",
    *,
    cutter: Cutter | None = None,
) -> tuple[Span, ...]:
    r"""Cut a text that is in no project; the spans index it exactly as given.

    Lines are told apart as in a plain text file: wrapped lines are read together,
    headings and lines of a list are units, and page numbers are none. Without a cutter
    for the language, quasi-sentences are whole sentences.

    Raises
    ------
    UnknownUnitKindError
        If `into` is none of the three.

    Examples
    --------
    >>> text = "Our aims:\n- clean water\n- safe streets. Soon."
    >>> [span.of(text) for span in split_text(text, "en")]
    ['Our aims:', 'clean water', 'safe streets.', 'Soon.']
    """
    _check_sort(into)
    found = [
        (low + start, low + end, is_open)
        for low, high, is_open in _paragraphs(text)
        for start, end in _cut(text[low:high], language, into)
        if any(map(str.isalnum, text[low + start : low + end]))
    ]
    chosen = cutter if into == "quasi-sentence" else None
    return tuple(
        Span(piece.start, piece.end)
        for made in _cut_pieces(text, found, language, chosen)
        for piece in made
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the bounds of paragraphs, without bullets, and whether they may be cut."""
    for paragraph in group_lines(clear_pages(text, split_lines(text)).lines):
        first, last = paragraph.lines[0], paragraph.lines[-1]
        marker = match_marker(first.text)
        lead = marker.end if marker and marker.style == "bullet" else 0
        is_title = len(paragraph.text) <= _LONGEST_TITLE and not last.is_final
        bounds = first.first + lead, last.first + len(last.text)
        yield *bounds, bool(marker) or not is_title
