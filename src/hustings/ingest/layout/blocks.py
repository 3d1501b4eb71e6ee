"""Groups of lines become drafts: kinds and levels given, line ends joined."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.ingest.drafts import Draft, Piece
from hustings.ingest.layout.bare_headings import find_bare_headings
from hustings.ingest.layout.hyphens import (
    HYPHENS,
    build_lexicon,
    decide_join,
    find_stray_breaks,
)
from hustings.ingest.layout.leads import find_leads
from hustings.ingest.layout.notes import cut_pieces, strip_marks, strip_opening
from hustings.ingest.layout.outline import adjust_levels, match_outline
from hustings.ingest.layout.printed_tables import draft_table
from hustings.ingest.layout.pullquotes import find_pullquotes
from hustings.ingest.layout.styles import (
    BodyType,
    heading_style,
    is_heading,
    rank_styles,
)
from hustings.ingest.structure.marks import find_weak_marker

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from hustings.ingest.layout.line_groups import Group
    from hustings.ingest.layout.lines import Line
    from hustings.ingest.layout.outline import OutlineEntry

_SOFT_HYPHEN = "\u00ad"
_UNSPACED = re.compile(
    r"[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
"""What is written without spaces between words: Han, kana and their punctuation."""


def build_drafts(
    groups: Sequence[Group],
    lines: Sequence[Line],
    body: BodyType,
    outline: Sequence[OutlineEntry] = (),
) -> tuple[Draft, ...]:
    """Turn groups of lines into blocks.

    Parameters
    ----------
    groups : sequence of Group
    lines : sequence of Line
        All of the document's lines: the lexicon for broken words.
    body : BodyType
    outline : sequence of OutlineEntry
        What the file itself says of its headings.
    """
    lexicon = build_lexicon(lines)
    pulled = find_pullquotes(groups, body)
    named = match_outline(outline, groups)
    headings = {
        i
        for i, group in enumerate(groups)
        if i in named or (i not in pulled and _is_heading(group, body))
    }
    headings |= find_leads(groups, headings | set(pulled), body)
    headings |= find_bare_headings(groups, headings | set(pulled), body)
    levels = rank_styles([groups[i].lines for i in sorted(headings)])
    if named:
        levels = adjust_levels(levels, groups, named)
    drafts = (
        _heading(group, named.get(i), levels, lexicon)
        if i in headings
        else _text(group, lexicon, is_pulled=i in pulled)
        for i, group in enumerate(groups)
    )
    known = _known_notes(groups)
    return tuple(_without_marks(draft, known) for draft in drafts)


def _known_notes(groups: Sequence[Group]) -> dict[int, set[str]]:
    """Return the marks of the footnotes on each page."""
    known: dict[int, set[str]] = defaultdict(set)
    for group in groups:
        if group.note:
            known[group.lines[0].page].add(group.note)
    return known


def _without_marks(draft: Draft, known: Mapping[int, set[str]]) -> Draft:
    """Take the marks of footnotes out of the words and note them."""
    if not known or draft.kind in {"footnote", "contents"}:
        return draft
    pieces, notes = strip_marks(draft.pieces, known)
    return replace(draft, pieces=pieces, notes=notes) if notes else draft


def _is_heading(group: Group, body: BodyType) -> bool:
    is_plain = not (group.marker or group.note or group.is_contents)
    return is_plain and group.table is None and is_heading(group.lines, body)


def _heading(
    group: Group,
    level: int | None,
    levels: Mapping[tuple[float, bool], int],
    lexicon: Counter[str],
) -> Draft:
    marker = find_weak_marker(group.lines[0].text)
    return Draft(
        kind="heading",
        pieces=join_lines(group.lines, lexicon),
        level=level or levels[heading_style(group.lines)],
        marker=marker if marker and any(c.isalnum() for c in marker) else None,
    )


def _text(group: Group, lexicon: Counter[str], *, is_pulled: bool) -> Draft:
    if group.table is not None:
        return draft_table(group.lines)
    pieces = join_lines(group.lines, lexicon)
    if group.note:
        return Draft(kind="footnote", pieces=strip_opening(pieces), marker=group.note)
    if is_pulled:
        return Draft(kind="pullquote", pieces=pieces)
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
        elif join == "space" and not _is_unspaced(before[-1], line.text[:1]):
            pieces.append(Piece(" "))
        pieces += line.pieces
        before = line.text
    if before[-1] == _SOFT_HYPHEN:
        _drop_last(pieces)
    text = "".join(piece.text for piece in pieces)
    return cut_pieces(pieces, find_stray_breaks(text, lexicon))


def _is_unspaced(last: str, first: str) -> bool:
    return bool(_UNSPACED.match(last) or _UNSPACED.match(first))


def _drop_last(pieces: list[Piece]) -> None:
    """Take the last character off."""
    last = pieces.pop()
    if len(last.text) > 1:
        pieces.append(Piece(last.text[:-1], last.page, last.first))
