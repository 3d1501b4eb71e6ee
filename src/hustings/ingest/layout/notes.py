"""Footnotes: small type that begins with a mark, and the same mark in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from hustings.ingest.drafts import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.ingest.layout.line_groups import Group
    from hustings.ingest.layout.lines import Line

_FIGURES = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_FIGURES, "0123456789")
_RAISED = re.compile(
    rf"(?<=\S)(?:[{_FIGURES}]{{1,3}}|[*†‡]{{1,3}}(?!\w))(?:\s(?=[)\].,;:]))?"
)
_OPENING = re.compile(
    rf"\s*(?:([{_FIGURES}]{{1,3}}|[*†‡]{{1,3}})|(\d{{1,3}})[.)]?\s)\s*"
)
_FINAL = re.compile(r"[.!?…:][\"'”“»)\]]*$")
_SAME = 0.3
_SMALL = 0.96
"""A note is set in type this much smaller than the text."""


def find_marks(lines: Iterable[Line]) -> dict[int, set[str]]:
    """Return the marks of footnotes that stand inside the lines of each page."""
    marks: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        for found in _RAISED.finditer(line.text):
            marks[line.page].add(found[0].strip().translate(_PLAIN))
    return marks


def opening_mark(
    line: Line, marks: Mapping[int, set[str]], body_size: float
) -> str | None:
    """Return the mark of the footnote that begins with a line, if one does.

    Parameters
    ----------
    line : Line
    marks : mapping of page number to set of str
        What `find_marks` found.
    body_size : float
        Type size of the running text.
    """
    if line.size > _SMALL * body_size:
        return None
    found = _OPENING.match(line.text)
    if found is None:
        return None
    mark = (found[1] or found[2]).translate(_PLAIN)
    return mark if mark in marks.get(line.page, ()) else None


def strip_opening(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Take the mark off the beginning of a footnote."""
    found = _OPENING.match("".join(piece.text for piece in pieces))
    return cut_pieces(pieces, [(0, found.end())] if found else [])


def strip_marks(
    pieces: Sequence[Piece], known: Mapping[int, set[str]]
) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """Take the marks of known footnotes out of a block.

    Parameters
    ----------
    pieces : sequence of Piece
    known : mapping of page number to set of str
        The marks of the footnotes on each page.

    Returns
    -------
    pieces : tuple of Piece
    marks : tuple of str
        Those that were taken out.
    """
    pages = {piece.page for piece in pieces if piece.page in known}
    if not pages:
        return tuple(pieces), ()
    here = set().union(*(known[page] for page in pages if page is not None))
    found = [
        match
        for match in _RAISED.finditer("".join(piece.text for piece in pieces))
        if match[0].strip().translate(_PLAIN) in here
    ]
    marks = tuple(match[0].strip().translate(_PLAIN) for match in found)
    return cut_pieces(pieces, [match.span() for match in found]), marks


def cut_pieces(
    pieces: Sequence[Piece], spans: Sequence[tuple[int, int]]
) -> tuple[Piece, ...]:
    """Take stretches out of a block's characters; the others keep their places.

    Examples
    --------
    >>> cut_pieces([Piece("rain¹ and", 1, 5)], [(4, 5)])
    (Piece(text='rain', page=1, first=5), Piece(text=' and', page=1, first=10))
    """
    if not spans:
        return tuple(pieces)
    kept: list[Piece] = []
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        at = start
        for low, high in (*spans, (end, end)):
            if low > at and at < end:
                kept.append(_part(piece, at - start, min(low, end) - start))
            at = max(at, min(high, end))
        start = end
    return tuple(piece for piece in kept if piece.text)


def _part(piece: Piece, start: int, end: int) -> Piece:
    return Piece(piece.text[start:end], piece.page, piece.first + start)


def join_broken_notes(groups: Sequence[Group], body_size: float) -> list[Group]:
    """Join footnotes with their rest at the foot of the next page.

    The last note of a page goes on where it stops inside a sentence and the next page
    has, below all of its text, lines of the note's size that begin no note.

    Parameters
    ----------
    groups : sequence of Group
        In reading order; notes that go on are lengthened.
    body_size : float
        Type size of the running text.
    """
    last_notes: dict[int, Group] = {}
    kept: list[Group] = []
    foots = _first_small_at_foot(groups, body_size)
    for group in groups:
        page = group.lines[0].page
        note = last_notes.get(page - 1)
        if note is not None and foots.get(page) is group and _goes_on(note, group):
            note.lines += group.lines
            last_notes[page] = note
            continue
        last_notes.pop(page, None)
        if group.note:
            last_notes[page] = group
        kept.append(group)
    return kept


def _first_small_at_foot(groups: Sequence[Group], body_size: float) -> dict[int, Group]:
    """Return the first block in small type below all other type of each page."""
    first: dict[int, Group] = {}
    for group in groups:
        line = group.lines[0]
        is_plain = group.table is None and not group.is_contents
        if not is_plain or group.last.size > _SMALL * body_size:
            first.pop(group.last.page, None)
        elif line.page == group.last.page:
            first.setdefault(line.page, group)
    return first


def _goes_on(note: Group, rest: Group) -> bool:
    """Say whether a block is the rest of a note of the page before."""
    if rest.note or rest.marker or abs(rest.lines[0].size - note.last.size) > _SAME:
        return False
    is_open = not _FINAL.search(note.last.text.rstrip())
    return is_open and note.last.page == rest.lines[0].page - 1
