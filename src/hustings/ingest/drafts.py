"""What a reader hands over: blocks in reading order, each made of traced pieces.

A reader never builds the document's text itself. It gives drafts made of pieces,
and `assemble` lays the pieces end to end, so that text, blocks, pages and offset map
cannot disagree.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from hustings.model.document import Block, BlockKind, Link, Page, Problem, Span
from hustings.model.offsets import OffsetMap, OffsetRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that follow each other in the source.

    Attributes
    ----------
    page : int or None
        The page they stand on; None for characters that the reader put in, such as
        the space in place of a line end.
    first : int
        Index of the first of them among the page's characters.
    """

    text: str
    page: int | None = None
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLink:
    """A hyperlink, as a span of its draft's own text."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One block before it has its place in the document.

    Attributes
    ----------
    notes : tuple of str
        Marks of the footnotes that its words refer to. A footnote has its own mark as
        `marker`, and belongs to the nearest block above it that has that mark.
    """

    kind: BlockKind
    pieces: tuple[Piece, ...]
    level: int | None = None
    marker: str | None = None
    speaker: str | None = None
    links: tuple[DraftLink, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words of the block."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSize:
    """Width and height of a page as shown, in PDF points; None without pages."""

    number: int
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageCharacters:
    """Where each character of a page stands.

    Attributes
    ----------
    boxes : array of float32, shape (n_characters, 4)
        x0, y0, x1, y1 in points of the page as shown, origin top left, y downward,
        indexed like `Piece.first`. Characters without a box have NaN.
    """

    page: int
    boxes: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Extraction:
    """All that a reader found in one file.

    Attributes
    ----------
    title, author, date, language : str or None
        What the file's own properties say; hints, not facts.
    """

    media_type: str
    drafts: tuple[Draft, ...]
    pages: tuple[PageSize, ...] = (PageSize(number=1),)
    characters: tuple[PageCharacters, ...] = ()
    title: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """Drafts laid end to end."""

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...]
    links: tuple[Link, ...]
    offsets: OffsetMap


def assemble(drafts: Iterable[Draft], pages: Sequence[PageSize]) -> Assembly:
    """Lay drafts end to end: one text, with the spans of blocks, pages and links."""
    drafts = [draft for draft in drafts if draft.text.strip()]
    starts, text = _lay_out(drafts)
    offsets = OffsetMap(tuple(_trace(drafts, starts)))
    page_spans = _page_spans(offsets, pages, len(text))
    homes = _homes(drafts)
    return Assembly(
        text=text,
        blocks=tuple(
            _block(i, draft, start, offsets, homes.get(i))
            for i, (draft, start) in enumerate(zip(drafts, starts, strict=True))
        ),
        pages=tuple(
            Page(number=page.number, span=span, width=page.width, height=page.height)
            for page, span in zip(pages, page_spans, strict=True)
        ),
        links=tuple(
            Link(span=Span(start + link.start, start + link.end), url=link.url)
            for draft, start in zip(drafts, starts, strict=True)
            for link in draft.links
        ),
        offsets=offsets,
    )


def _lay_out(drafts: Sequence[Draft]) -> tuple[list[int], str]:
    """Return where each draft begins, and the joined text."""
    starts: list[int] = []
    parts: list[str] = []
    position = 0
    for i, draft in enumerate(drafts):
        if i:
            gap = _gap(drafts[i - 1], draft)
            parts.append(gap)
            position += len(gap)
        starts.append(position)
        parts.append(draft.text)
        position += len(parts[-1])
    return starts, "".join(parts)


def _gap(before: Draft, after: Draft) -> str:
    """Items and slogans of one list stand on successive lines, all else apart."""
    together = before.kind == after.kind and before.kind in {"item", "slogan"}
    return "\n" if together else "\n\n"


def _trace(drafts: Sequence[Draft], starts: Sequence[int]) -> Iterable[OffsetRun]:
    """Yield one run a traced piece, neighbours on the page joined."""
    run: OffsetRun | None = None
    for draft, start in zip(drafts, starts, strict=True):
        position = start
        for piece in draft.pieces:
            if piece.page is not None and piece.text:
                new = OffsetRun(position, len(piece.text), piece.page, piece.first)
                if run is not None and _follows(run, new):
                    run = OffsetRun(
                        run.start, run.length + new.length, run.page, run.first
                    )
                else:
                    if run is not None:
                        yield run
                    run = new
            position += len(piece.text)
    if run is not None:
        yield run


def _follows(run: OffsetRun, new: OffsetRun) -> bool:
    """Say whether `new` goes on where `run` ends, in the text and on the page."""
    return (
        new.page == run.page
        and new.start == run.start + run.length
        and new.first == run.first + run.length
    )


def _page_spans(
    offsets: OffsetMap, pages: Sequence[PageSize], length: int
) -> list[Span]:
    """Give each page the stretch from its first character to the next page's."""
    first: dict[int, int] = {}
    for run in offsets.runs:
        first.setdefault(run.page, run.start)
    if len(pages) == 1:
        return [Span(0, length)]
    bounds = [length]
    for page in reversed(pages):
        bounds.append(min(first.get(page.number, bounds[-1]), bounds[-1]))
    bounds.reverse()
    if bounds:
        bounds[0] = 0
    return [Span(start, end) for start, end in pairwise(bounds)]


def _homes(drafts: Sequence[Draft]) -> dict[int, int]:
    """Give the place of each footnote that of the block it belongs to."""
    noted: dict[str, list[int]] = {}
    for i, draft in enumerate(drafts):
        for mark in draft.notes:
            noted.setdefault(mark, []).append(i)
    homes = {}
    for i, draft in enumerate(drafts):
        if draft.kind == "footnote" and draft.marker in noted:
            places = noted[draft.marker]
            above, below = bisect_left(places, i), bisect_right(places, i)
            if above or below < len(places):
                homes[i] = places[above - 1] if above else places[below]
    return homes


def _block(
    i: int, draft: Draft, start: int, offsets: OffsetMap, home: int | None
) -> Block:
    """Give a draft its span, trimmed of white space, and its page."""
    text = draft.text
    low = start + len(text) - len(text.lstrip())
    high = start + len(text.rstrip())
    run = next(offsets.runs_between(low, high), None)
    return Block(
        block_id=f"b{i + 1}",
        kind=draft.kind,
        span=Span(low, high),
        level=draft.level,
        marker=draft.marker,
        page=run.page if run else 1,
        speaker=draft.speaker,
        refers_to=None if home is None else f"b{home + 1}",
    )
