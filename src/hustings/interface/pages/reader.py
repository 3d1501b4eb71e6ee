"""The Reader: a document as readable text, its units marked with their codes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.interface.pages import addresses
from hustings.interface.pages.code_bars import Bar, Tally, build_bars, build_tallies
from hustings.interface.pages.margin_notes import build_notes
from hustings.interface.pages.overview import find_guesses
from hustings.interface.pages.wording import say_coder
from hustings.model.document import Span
from hustings.workflow.actors import name_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.model.coding import Coding
    from hustings.model.document import Block, Unit
    from hustings.workflow.gathered import GatheredDocument
    from hustings.workflow.lenses import Lens

BLOCKS_PER_SECTION = 40
MAX_CONTENTS = 400
NEARBY = 40
"""Characters after a quotation within which its speaker may be named."""

PieceKind: TypeAlias = Literal["text", "evidence", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of words, plain or evidence; or the mark where a page begins."""

    kind: PieceKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Pieces that belong to one unit, or to none.

    Attributes
    ----------
    number : int or None
        The unit's number in the document, from 1; None outside units.
    hint : str
        The unit's codes in a few words, for those who read without scripts.
    """

    pieces: tuple[Piece, ...]
    number: int | None = None
    anchor: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """One block of the text, ready to be written."""

    kind: str
    anchor: str
    level: int
    marker: str
    speaker: str
    stretches: tuple[Stretch, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Neighbouring blocks that are written together, such as the items of a list."""

    kind: str
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the contents."""

    words: str
    anchor: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderView:
    """All that the Reader shows.

    Attributes
    ----------
    sections : tuple of tuple of Group
        In portions, so that a browser lays out only what is in sight.
    notes : mapping
        What the script needs for margin notes, as plain values.
    pictures : mapping of str to str
        By the words of a page mark, the address of the page's picture.
    picture_prefix : str
        What the addresses of all pictures begin with, up to the number.
    """

    gathered: GatheredDocument
    actor: str
    mark: int
    title: str
    guessed: frozenset[str]
    contents: tuple[Entry, ...]
    sections: tuple[tuple[Group, ...], ...]
    tallies: tuple[Tally, ...]
    notes: Mapping[str, object]
    trail: str | None
    demands: str | None
    pictures: Mapping[str, str]
    picture_prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What is looked up again and again while a document is laid out."""

    gathered: GatheredDocument
    lenses: Sequence[Lens]
    units: Mapping[str, Sequence[tuple[int, Unit]]]
    page_starts: Mapping[int, str]
    page_edges: Sequence[int]


def build_reader(project: ProjectIndex, document: GatheredDocument) -> ReaderView:
    """Lay out one document."""
    lenses = project.lenses
    desk = _set_desk(document, lenses)
    blocks = [_build_block(desk, block) for block in document.document.blocks]
    identity = document.document.document_id
    return ReaderView(
        gathered=document,
        actor=name_of(document),
        mark=project.marks[name_of(document)],
        title=title_of(document),
        guessed=find_guesses(document),
        contents=_build_contents(document),
        sections=_portion(blocks),
        tallies=build_tallies(project, document),
        notes=build_notes(document, lenses, project.gathered.check_of, project.claims),
        trail=addresses.counts_page(identity, lenses[0].key) if lenses else None,
        demands=addresses.demands_page(identity) if project.claims else None,
        pictures=_find_pictures(document, desk.page_starts),
        picture_prefix=addresses.page_picture(identity),
    )


def _find_pictures(
    document: GatheredDocument, page_starts: Mapping[int, str]
) -> dict[str, str]:
    """Return the picture behind each page mark; of empty pages together, the first."""
    if document.facsimile is None:
        return {}
    identity = document.document.document_id
    return {
        words: addresses.page_picture(identity, int(words.split("\N{EN DASH}")[0]))
        for words in page_starts.values()
    }


def cut_pieces(
    text: str, span: Span, evidence: Iterable[Span], page_starts: Mapping[int, str]
) -> tuple[Piece, ...]:
    """Cut a stretch at the edges of all evidence and where pages begin.

    Evidence of two codings that touches or overlaps stays two, cut at every edge.

    Examples
    --------
    >>> from hustings.model.document import Span
    >>> pieces = cut_pieces("More boats now", Span(0, 14), [Span(5, 10)], {11: "2"})
    >>> [(piece.kind, piece.words) for piece in pieces][:3]
    [('text', 'More '), ('evidence', 'boats'), ('text', ' ')]
    >>> [(piece.kind, piece.words) for piece in pieces][3:]
    [('page', '2'), ('text', 'now')]
    """
    spans = sorted(set(evidence))
    edges = {edge for one in spans for edge in (one.start, one.end)} | set(page_starts)
    inside = sorted(edge for edge in edges if span.start < edge < span.end)
    bounds = [span.start, *inside, span.end]
    pieces: list[Piece] = []
    for start, end in pairwise(bounds):
        if start in page_starts:
            pieces.append(Piece(kind="page", words=page_starts[start]))
        is_evidence = any(one.start <= start and end <= one.end for one in spans)
        kind: PieceKind = "evidence" if is_evidence else "text"
        pieces.append(Piece(kind=kind, words=text[start:end]))
    return tuple(pieces)


def _set_desk(document: GatheredDocument, lenses: Sequence[Lens]) -> _Desk:
    """Count off the units, and find where pages begin."""
    numbered = list(enumerate(document.units, start=1))
    units: dict[str, list[tuple[int, Unit]]] = {}
    for number, unit in numbered:
        units.setdefault(unit.block_id, []).append((number, unit))
    page_starts = _find_page_starts(document)
    return _Desk(
        gathered=document,
        lenses=lenses,
        units=units,
        page_starts=page_starts,
        page_edges=sorted(page_starts),
    )


def _find_page_starts(document: GatheredDocument) -> dict[int, str]:
    """Character at which each page begins, moved to the next word that is shown."""
    pages = document.document.pages
    if len(pages) < 2:
        return {}
    text = document.document.text
    starts: dict[int, list[int]] = {}
    for page in pages:
        at = page.span.start
        while at < len(text) and text[at].isspace():
            at += 1
        starts.setdefault(at, []).append(page.number)
    return {at: _say_pages(numbers) for at, numbers in starts.items()}


def _pages_between(desk: _Desk, start: int, end: int) -> dict[int, str]:
    """Return the pages that begin in a stretch."""
    edges = desk.page_edges[bisect_left(desk.page_edges, start) :]
    return {at: desk.page_starts[at] for at in takewhile(lambda at: at < end, edges)}


def _say_pages(numbers: Sequence[int]) -> str:
    """One page number, or the first and last of empty pages that fall together."""
    if len(numbers) == 1:
        return str(numbers[0])
    return f"{numbers[0]}\N{EN DASH}{numbers[-1]}"


def _build_block(desk: _Desk, block: Block) -> BlockView:
    """Stretches, marker and bar of one block."""
    marker = _printed_marker(desk, block)
    start = block.span.start + len(marker)
    return BlockView(
        kind=block.kind,
        anchor=f"b-{block.span.start}",
        level=min(max(block.level or 1, 1), 6),
        marker=block.marker or "",
        speaker=_unsaid_speaker(desk, block),
        stretches=_cut_stretches(desk, block, start),
        bars=_bars_of(desk, block),
    )


def _bars_of(desk: _Desk, block: Block) -> tuple[Bar, ...]:
    """Return a block's bar by the first lens; headings and uncoded texts have none."""
    if not desk.lenses or block.kind == "heading":
        return ()
    units = [unit for _, unit in desk.units.get(block.block_id, ())]
    return build_bars(desk.gathered, block, units, desk.lenses[0])


def _unsaid_speaker(desk: _Desk, block: Block) -> str:
    """Return a quotation's speaker, unless the text names them in or right after it."""
    if not block.speaker:
        return ""
    end = block.span.end + len(block.speaker) + NEARBY
    nearby = desk.gathered.document.text[block.span.start : end]
    return "" if block.speaker in nearby else block.speaker


def _printed_marker(desk: _Desk, block: Block) -> str:
    """Return the marker with the space after it, if the block's text begins with it."""
    text = block.span.of(desk.gathered.document.text)
    if not block.marker or not text.startswith(block.marker):
        return ""
    rest = text[len(block.marker) :]
    return text[: len(text) - len(rest.lstrip())]


def _cut_stretches(desk: _Desk, block: Block, start: int) -> tuple[Stretch, ...]:
    """Return the block's text in reading order: units, and what stands between them."""
    stretches: list[Stretch] = []
    at = start
    if start > block.span.start and block.span.start in desk.page_starts:
        mark = Piece(kind="page", words=desk.page_starts[block.span.start])
        stretches.append(Stretch(pieces=(mark,)))
    for number, unit in desk.units.get(block.block_id, ()):
        stretches += _plain_stretch(desk, at, unit.span.start)
        at = max(at, unit.span.start)
        stretches.append(_unit_stretch(desk, number, unit, at))
        at = unit.span.end
    return tuple(stretches + _plain_stretch(desk, at, block.span.end))


def _plain_stretch(desk: _Desk, start: int, end: int) -> list[Stretch]:
    """Text outside units, if there is any."""
    if start >= end:
        return []
    text = desk.gathered.document.text
    pages = _pages_between(desk, start, end)
    return [Stretch(pieces=cut_pieces(text, Span(start, end), (), pages))]


def _unit_stretch(desk: _Desk, number: int, unit: Unit, start: int) -> Stretch:
    """One unit, from `start` where its marker is written apart."""
    codings = desk.gathered.codings.get(unit.unit_id, ())
    evidence = [span for coding in codings for span in coding.evidence]
    text = desk.gathered.document.text
    span = Span(start, max(start, unit.span.end))
    return Stretch(
        pieces=cut_pieces(
            text, span, evidence, _pages_between(desk, span.start, span.end)
        ),
        number=number,
        anchor=addresses.unit_anchor(unit.span.start, unit.span.end),
        hint=_say_codes(desk, unit),
    )


def _say_codes(desk: _Desk, unit: Unit) -> str:
    """Return the unit's codes, for a hint that needs no script."""
    return "; ".join(
        _say_coding(desk, one) for one in desk.gathered.codings.get(unit.unit_id, ())
    )


def _say_coding(desk: _Desk, coding: Coding) -> str:
    """Return the value, its title and the coder."""
    words = (coding.value, _title_of(desk, coding), f"({say_coder(coding.coder_id)})")
    return " ".join(filter(None, words))


def _title_of(desk: _Desk, coding: Coding) -> str:
    """Return the title of the code that a coding gives, if any codebook knows it."""
    for lens in desk.lenses:
        if lens.shows(coding):
            return lens.title_of(coding.value)
    return ""


def _portion(blocks: Sequence[BlockView]) -> tuple[tuple[Group, ...], ...]:
    """Sections of some dozens of blocks, items of one list together."""
    portions = [
        blocks[i : i + BLOCKS_PER_SECTION]
        for i in range(0, len(blocks), BLOCKS_PER_SECTION)
    ]
    return tuple(
        tuple(
            Group(kind=kind, blocks=tuple(members))
            for kind, members in groupby(portion, key=lambda block: block.kind)
        )
        for portion in portions
    )


def _build_contents(document: GatheredDocument) -> tuple[Entry, ...]:
    """Return the document's headings."""
    headings = [one for one in document.document.blocks if one.kind == "heading"]
    return tuple(
        Entry(
            words=" ".join(one.span.of(document.document.text).split()),
            anchor=f"b-{one.span.start}",
            level=min(max(one.level or 1, 1), 4),
        )
        for one in headings[:MAX_CONTENTS]
    )
