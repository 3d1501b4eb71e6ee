"""Footnotes of Markdown: ``[^1]`` in the text, ``[^1]: words`` below it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.ingest.layout.notes import cut_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.ingest.drafts import Draft, DraftLink

_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
_OPENING = re.compile(r"(?:^|(?<=\s))\[\^([^\]\s]{1,40})\]:\s*")


def settle_notes(drafts: Sequence[Draft]) -> list[Draft]:
    """Make blocks of footnotes, and take their marks out of the words.

    A mark without a footnote stays as it is written.

    Examples
    --------
    >>> from hustings.ingest.drafts import Draft, Piece
    >>> text = Draft(kind="paragraph", pieces=(Piece("We act[^1]."),))
    >>> note = Draft(kind="paragraph", pieces=(Piece("[^1]: By law."),))
    >>> [(draft.kind, draft.text) for draft in settle_notes([text, note])]
    [('paragraph', 'We act.'), ('footnote', 'By law.')]
    """
    known = {
        match[1]
        for draft in drafts
        if _opens(draft)
        for match in _OPENING.finditer(draft.text)
    }
    if not known:
        return list(drafts)
    settled: list[Draft] = []
    for draft in drafts:
        parts = _split(draft) if _opens(draft) else [draft]
        settled += [_without_marks(part, known) for part in parts]
    return settled


def _opens(draft: Draft) -> bool:
    """Say whether a paragraph begins with a footnote's own mark."""
    return draft.kind == "paragraph" and bool(_OPENING.match(draft.text))


def _split(draft: Draft) -> Iterator[Draft]:
    """Yield the footnotes that stand in one paragraph."""
    text = draft.text
    found = list(_OPENING.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        low, high = match.end(), len(text[:end].rstrip())
        spans = [(0, low), (high, len(text))]
        cut = _cut(draft, [span for span in spans if span[0] < span[1]])
        yield replace(cut, kind="footnote", marker=match[1])


def _without_marks(draft: Draft, known: set[str]) -> Draft:
    found = [match for match in _MARK.finditer(draft.text) if match[1] in known]
    if not found:
        return draft
    cut = _cut(draft, [match.span() for match in found])
    return replace(cut, notes=tuple(match[1] for match in found))


def _cut(draft: Draft, spans: list[tuple[int, int]]) -> Draft:
    """Take stretches out of a block; links move with their words."""
    links = (_moved(link, spans) for link in draft.links)
    return replace(
        draft,
        pieces=cut_pieces(draft.pieces, spans),
        links=tuple(link for link in links if link.start < link.end),
    )


def _moved(link: DraftLink, spans: list[tuple[int, int]]) -> DraftLink:
    def move(place: int) -> int:
        return place - sum(min(max(place - low, 0), high - low) for low, high in spans)

    return replace(link, start=move(link.start), end=move(link.end))
