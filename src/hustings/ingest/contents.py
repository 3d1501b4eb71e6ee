"""Tables of contents and indexes: lines that end in a page number, many on one page."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.ingest.lines import Line

_LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}|_{4,}\s*\d{1,3}$")
_INDEX_ENTRY = re.compile(r"^\W*[^\W\d].*\s\d{1,3}(?:\s?ff?\.)?,?\s*$")
_SEVERAL_PAGES = re.compile(r"\d{1,3}(?:\s?ff?\.)?,\s*\d{1,3}")
_ENDS_IN_PAGE = re.compile(r"[^\d\s.,/–-]\S*\s+\d{1,3}\s*$")
_PAGED = re.compile(r"\s*(\d{1,3})\s+[^\W\d]")
_MIN_ENTRIES = 5
_MIN_SHARE = 0.4


def find_contents(lines: Sequence[Line]) -> set[int]:
    """Return the places of lines that belong to a table of contents.

    A page counts as contents where at least five lines and two in five end in a page
    number and the numbers do not fall; on such a page everything from the first to the
    last entry belongs to it, with the title above.
    """
    pages: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        pages[line.page].append(i)
    found: set[int] = set()
    for members in pages.values():
        found.update(_contents_of_page(lines, members))
    return found


def _contents_of_page(lines: Sequence[Line], members: Sequence[int]) -> list[int]:
    paged = [k for k, i in enumerate(members) if _PAGED.match(lines[i].text)]
    if _pages_lead([lines[members[k]] for k in paged], len(members)):
        return list(members[paged[0] :]) if paged[0] > 2 else list(members)
    if _is_index([lines[i].text for i in members]):
        return list(members)
    entries = [k for k, i in enumerate(members) if _is_entry(lines[i].text)]
    has_leaders = sum(bool(_LEADERS.search(lines[i].text)) for i in members)
    if has_leaders < 2 and not _numbers_rise([lines[members[k]] for k in entries]):
        return []
    if len(entries) < _MIN_ENTRIES or len(entries) < _MIN_SHARE * len(members):
        return []
    start = 0 if entries[0] <= 4 else entries[0]
    return list(members[start : entries[-1] + 1])


def _pages_lead(entries: Sequence[Line], n_lines: int) -> bool:
    """Say whether page numbers stand before the entries: they rise, not one by one."""
    if len(entries) < max(_MIN_ENTRIES, _MIN_SHARE * n_lines):
        return False
    numbers = [int(line.text.split()[0]) for line in entries]
    steps = [b - a for a, b in pairwise(numbers)]
    return min(steps) >= 0 and sum(step > 1 for step in steps) > 0.5 * len(steps)


def _is_entry(text: str) -> bool:
    return bool(_LEADERS.search(text) or _ENDS_IN_PAGE.search(text))


def _is_index(texts: Sequence[str]) -> bool:
    """Say whether a page is an index: words from A to Z, several pages for some."""
    entries = [text for text in texts if _INDEX_ENTRY.match(text)]
    if len(entries) < max(2 * _MIN_ENTRIES, _MIN_SHARE * len(texts)):
        return False
    falls = sum(b[0].upper() < a[0].upper() for a, b in pairwise(entries))
    several = sum(bool(_SEVERAL_PAGES.search(text)) for text in entries)
    return falls <= 0.1 * len(entries) and several >= 0.2 * len(entries)


def _numbers_rise(entries: Sequence[Line]) -> bool:
    """Say whether the page numbers that end the entries hardly ever fall."""
    numbers = [
        int(found[0])
        for line in entries
        if (found := re.findall(r"\d+", line.text)[-1:])
    ]
    falls = sum(b < a for a, b in pairwise(numbers))
    return len(numbers) >= _MIN_ENTRIES and falls <= 0.1 * len(numbers)
