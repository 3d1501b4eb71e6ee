"""Tables of contents without page numbers: a list of what comes as headings later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.ingest.drafts import Draft

_TITLE = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|sommaire|table des matières|"
    r"índice|indice|sumário|inhoud(?:sopgave)?|spis treści|innehåll(?:sförteckning)?|"
    r"indhold|innhold|sisällys|içindekiler|περιεχόμενα|содержание|оглавление|зміст|obsah|"
    r"sadržaj|tartalom|cuprins|المحتويات|الفهرس|"
    r"תוכן(?: העניינים)?|विषय सूची|目录|目錄|目次|차례|"
    r"목차|สารบัญ",
    re.IGNORECASE,
)
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_KINDS = frozenset({"heading", "paragraph", "item"})
_LONGEST = 200
_FEWEST = 4
_MOST_MISSES = 2
"""Entries in a row that come nowhere later: worded otherwise, or of another part."""
_MIN_SHARE = 0.6


def is_contents_title(draft: Draft) -> bool:
    """Say whether a block is the title of a table of contents, in any language."""
    return bool(_TITLE.fullmatch(draft.text.strip().rstrip(":")))


def find_listed_contents(drafts: Sequence[Draft]) -> set[int]:
    """Return the places of tables of contents whose entries have no page numbers.

    One begins with its title. Its entries are short blocks, most of which come again
    later; it ends before the first of them comes again.

    Parameters
    ----------
    drafts : sequence of Draft
        All of a document's, in reading order.
    """
    titles = [
        i
        for i, draft in enumerate(drafts)
        if draft.kind in _KINDS and is_contents_title(draft)
    ]
    if not titles:
        return set()
    letters = [_letters(draft) for draft in drafts]
    last = {words: i for i, words in enumerate(letters) if words}
    found: set[int] = set()
    for title in titles:
        entries = _entries_after(title, drafts, letters, last)
        if entries:
            found.update(range(title, entries[-1] + 1))
    return found


def _letters(draft: Draft) -> str:
    """Keep the letters of a short block: its number may be written otherwise."""
    if draft.kind not in _KINDS or len(draft.text) > _LONGEST:
        return ""
    return _NOT_LETTERS.sub("", draft.text.casefold())


def _entries_after(
    title: int,
    drafts: Sequence[Draft],
    letters: Sequence[str],
    last: Mapping[str, int],
) -> list[int]:
    """Return the places of the entries that come again, if most of them do."""
    entries: list[int] = []
    seen: set[str] = set()
    for i in range(title + 1, len(drafts)):
        words = letters[i]
        if (
            not words
            or words in seen
            or i - (entries or [title])[-1] > _MOST_MISSES + 1
        ):
            break
        if last[words] > i:
            entries.append(i)
        seen.add(words)
    n_listed = entries[-1] - title if entries else 0
    is_list = len(entries) >= max(_FEWEST, _MIN_SHARE * n_listed)
    return entries if is_list else []
