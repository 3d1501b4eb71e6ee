"""Groups of lines become drafts: kinds and levels given, line ends joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ingest.drafts import Draft, Piece
from hustings.ingest.hyphens import HYPHENS, build_lexicon, decide_join
from hustings.ingest.markers import find_weak_marker
from hustings.ingest.styles import BodyType, heading_style, is_heading, rank_styles

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from hustings.ingest.lines import Line
    from hustings.ingest.paragraphs import Group

_SOFT_HYPHEN = "\u00ad"


def build_drafts(
    groups: Sequence[Group], lines: Sequence[Line], body: BodyType
) -> tuple[Draft, ...]:
    """Turn groups of lines into blocks.

    Parameters
    ----------
    groups : sequence of Group
    lines : sequence of Line
        All of the document's lines: the lexicon for broken words.
    body : BodyType
    """
    lexicon = build_lexicon(lines)
    headings = {
        i
        for i, group in enumerate(groups)
        if group.marker is None
        and not group.is_contents
        and is_heading(group.lines, body)
    }
    levels = rank_styles([groups[i].lines for i in sorted(headings)])
    return tuple(
        _heading(group, levels, lexicon) if i in headings else _text(group, lexicon)
        for i, group in enumerate(groups)
    )


def _heading(
    group: Group, levels: Mapping[tuple[float, bool], int], lexicon: Counter[str]
) -> Draft:
    marker = find_weak_marker(group.lines[0].text)
    return Draft(
        kind="heading",
        pieces=join_lines(group.lines, lexicon),
        level=levels[heading_style(group.lines)],
        marker=marker if marker and any(c.isalnum() for c in marker) else None,
    )


def _text(group: Group, lexicon: Counter[str]) -> Draft:
    pieces = join_lines(group.lines, lexicon)
    if group.is_contents:
        return Draft(kind="contents", pieces=pieces)
    if group.marker:
        return Draft(kind="item", pieces=pieces, marker=group.marker)
    return Draft(kind="paragraph", pieces=pieces)


def join_lines(lines: Sequence[Line], lexicon: Counter[str]) -> tuple[Piece, ...]:
    """Lay lines end to end: a space for each line end, broken words made whole."""
    pieces = list(lines[0].pieces)
    before = lines[0].text
    for line in lines[1:]:
        join = "space"
        if before[-1] in HYPHENS:
            join = decide_join(before, line.text, lexicon)
        if join == "drop":
            _drop_last(pieces)
        elif join == "space":
            pieces.append(Piece(" "))
        pieces += line.pieces
        before = line.text
    if before[-1] == _SOFT_HYPHEN:
        _drop_last(pieces)
    return tuple(pieces)


def _drop_last(pieces: list[Piece]) -> None:
    """Take the last character off."""
    last = pieces.pop()
    if len(last.text) > 1:
        pieces.append(Piece(last.text[:-1], last.page, last.first))
