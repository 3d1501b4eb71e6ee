"""What stands before and after a unit: enough to judge it, not the whole document."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.document import KINDS_WITHOUT_UNITS, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.model.document import Block, BlockKind, Document

N_BLOCKS = 3
LONGEST_SIDE = 1500
_LONGEST_PIECE = 700
_CUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextPiece:
    """A stretch of one kind before or after a unit.

    Attributes
    ----------
    is_joined : bool
        Whether it stands in the same block as what is next to it toward the unit.
    """

    text: str
    kind: BlockKind
    is_joined: bool


def context_before(document: Document, unit: Span) -> tuple[ContextPiece, ...]:
    """Return what stands before a unit, in reading order.

    The rest of the unit's own block, up to `N_BLOCKS` blocks before it, and the nearest
    heading above, at most `LONGEST_SIDE` characters.
    """
    blocks = _shown(document)
    i = _place(blocks, unit.start)
    own = blocks[i] if 0 <= i < len(blocks) else None
    pieces: list[ContextPiece] = []
    if own is not None and own.span.start < unit.start < own.span.end:
        rest = Span(own.span.start, unit.start)
        pieces += _piece(document, own, rest, is_joined=True, is_before=True)
        above = blocks[:i]
    else:
        above = [one for one in blocks if one.span.end <= unit.start]
    near = above[-N_BLOCKS:]
    for one in reversed(near):
        pieces += _piece(document, one, one.span, is_joined=False, is_before=True)
    if not any(one.kind == "heading" for one in near):
        pieces += _heading(document, above)
    return tuple(reversed(_within(pieces)))


def context_after(document: Document, unit: Span) -> tuple[ContextPiece, ...]:
    """Return what stands after a unit, in reading order."""
    blocks = _shown(document)
    i = _place(blocks, unit.end - 1)
    own = blocks[i] if 0 <= i < len(blocks) else None
    pieces: list[ContextPiece] = []
    if own is not None and unit.end < own.span.end:
        rest = Span(unit.end, own.span.end)
        pieces += _piece(document, own, rest, is_joined=True, is_before=False)
    below = [one for one in blocks[max(i, 0) :] if one.span.start >= unit.end]
    for one in below[:N_BLOCKS]:
        pieces += _piece(document, one, one.span, is_joined=False, is_before=False)
    return tuple(_within(pieces))


def _shown(document: Document) -> list[Block]:
    """Return the blocks that a reader reads one after the other."""
    return [one for one in document.blocks if one.kind not in KINDS_WITHOUT_UNITS]


def _place(blocks: Sequence[Block], position: int) -> int:
    """Return the index of the last block that begins at or before a position."""
    return bisect_right(blocks, position, key=lambda one: one.span.start) - 1


def _piece(
    document: Document, block: Block, span: Span, *, is_joined: bool, is_before: bool
) -> list[ContextPiece]:
    """Return a stretch of a block, shortened on its far side; nothing if blank."""
    text = span.of(document.text).strip()
    if not text:
        return []
    if len(text) > _LONGEST_PIECE:
        text = _end_of(text) if is_before else _start_of(text)
    return [ContextPiece(text=text, kind=block.kind, is_joined=is_joined)]


def _heading(document: Document, above: Sequence[Block]) -> list[ContextPiece]:
    """Return the nearest heading above."""
    for one in reversed(above):
        if one.kind == "heading":
            return _piece(document, one, one.span, is_joined=False, is_before=False)
    return []


def _within(pieces: Iterable[ContextPiece]) -> list[ContextPiece]:
    """Keep pieces, the nearest first, as long as they are not too much."""
    kept: list[ContextPiece] = []
    n = 0
    for one in pieces:
        n += len(one.text)
        if n > LONGEST_SIDE and kept and one.kind != "heading":
            break
        kept.append(one)
    return kept


def _start_of(text: str) -> str:
    return f"{text[:_LONGEST_PIECE].rpartition(' ')[0] or text[:_LONGEST_PIECE]} {_CUT}"


def _end_of(text: str) -> str:
    tail = text[-_LONGEST_PIECE:]
    return f"{_CUT} {tail.partition(' ')[2] or tail}"
