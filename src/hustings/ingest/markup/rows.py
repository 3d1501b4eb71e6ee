"""Tables of marked-up formats: one block, a row a line, as printed tables are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.ingest.drafts import Draft, Piece
from hustings.ingest.structure.marks import BULLETS, DASHES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DASHED = re.compile(rf"([{BULLETS}{re.escape(DASHES)}])\s+\S")
LONGEST_CELL = 400
"""Characters; a longer cell is prose in a frame."""
_LONGEST_ALONE = 80
_MARKER = re.compile(
    rf"[{BULLETS}{re.escape(DASHES)}·\ue000-\uf8ff]|\(?(?:\d{{1,3}}|[a-z])[.)]"
)


def is_frame(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a table only lays out text: one column, or prose in its cells.

    Examples
    --------
    >>> is_frame([["Line", "Fare"], ["One", "2"]]), is_frame([["We act."], ["Now."]])
    (False, True)
    """
    columns = max((sum(map(bool, row)) for row in rows), default=0)
    longest = max((len(cell) for row in rows for cell in row), default=0)
    n_rows = sum(any(row) for row in rows)
    return (
        columns < 2
        or longest > LONGEST_CELL
        or (n_rows < 2 and longest > _LONGEST_ALONE)
    )


def draft_rows(rows: Iterable[Sequence[Draft | None]]) -> tuple[Draft, ...]:
    r"""Make one block of a table, or items where it only sets marks beside words.

    Parameters
    ----------
    rows : iterable of sequences of Draft or None
        The words of each cell, without line ends; None for an empty cell. Links and
        marks of notes are kept.

    Examples
    --------
    >>> cells = [Draft(kind="table", pieces=(Piece(word),)) for word in "abcd"]
    >>> [draft.text for draft in draft_rows([cells[:2], cells[2:]])]
    ['a | b\nc | d']
    """
    filled = [[cell for cell in row if cell is not None] for row in rows]
    filled = [row for row in filled if row]
    if not filled:
        return ()
    if all(len(row) == 2 and _MARKER.fullmatch(row[0].text) for row in filled):
        return tuple(_as_item(*row) for row in filled)
    return (_join(filled),)


def _as_item(marker: Draft, words: Draft) -> Draft:
    printed = re.sub("[·\ue000-\uf8ff]", "•", marker.text)
    return replace(words, kind="item", level=1, marker=printed)


def _join(rows: Sequence[Sequence[Draft]]) -> Draft:
    """Lay rows below each other, " | " between the cells of one."""
    pieces: list[Piece] = []
    links = []
    notes: list[str] = []
    length = 0
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            gap = " | " if j else "\n" if i else ""
            pieces += [Piece(gap), *cell.pieces] if gap else cell.pieces
            length += len(gap)
            links += [
                replace(link, start=link.start + length, end=link.end + length)
                for link in cell.links
            ]
            notes += cell.notes
            length += len(cell.text)
    return Draft(
        kind="table", pieces=tuple(pieces), links=tuple(links), notes=tuple(notes)
    )


def mark_dashed(drafts: Sequence[Draft]) -> list[Draft]:
    """Read successive paragraphs that begin with the same dash as items."""
    dashes = [_dash_of(draft) for draft in drafts]
    return [
        replace(draft, kind="item", level=1, marker=dash)
        if dash and dash in {*dashes[max(i - 1, 0) : i], *dashes[i + 1 : i + 2]}
        else draft
        for i, (draft, dash) in enumerate(zip(drafts, dashes, strict=True))
    ]


def _dash_of(draft: Draft) -> str | None:
    """Give the dash or bullet that a paragraph begins with."""
    if draft.kind not in {"paragraph", "heading"} or draft.marker:
        return None
    found = _DASHED.match(draft.text)
    return found[1] if found else None
