"""Tables of contents and indexes: lines that end in a page number, many on one page."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.ingest.layout.lines import Line

_LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}|_{4,}\s*\d{1,3}$")
_DOTS = ("..", ". .", "…", "__")
_INDEX_ENTRY = re.compile(r"^\W*[^\W\d].*\s\d{1,3}(?:\s?ff?\.)?,?\s*$")
_SEVERAL_PAGES = re.compile(r"\d{1,3}(?:\s?ff?\.)?,\s*\d{1,3}")
_ENDS_IN_PAGE = re.compile(
    r"[^\d\s.,/–-]\S*\s+\d{1,3}\s*$|…\s*(?:[pP]\.?\s?)?\d{1,3}\s*$"
)
_PAGED = re.compile(r"\s*(\d{1,3})(?:\s*[/|]\s*|\s+)[^\W\d]")
_DOTTED = re.compile(r"(?:\.\s?){5,}\s*(?:[^\W\d_]{1,6}\.?\s*)?\d{1,3}\s*$")
_MIN_ENTRIES = 5
_MIN_SHARE = 0.4
_MIN_LEADERS = 2
_MIN_DOTTED = 3
_MOST_BETWEEN = 3
"""Lines between two rows of dots: entries of several lines, the titles of parts."""
_MOST_ABOVE = 4
_MOST_FURTHER = 2
_NEAR = 1.6
_SPARE_PAGES = 20


def find_contents(lines: Sequence[Line]) -> set[int]:
    """Return the places of lines that belong to a table of contents.

    A page counts as contents where at least five lines and two in five end in a page
    number and the numbers do not fall; on such a page everything from the first to the
    last entry belongs to it, with the title above. Where a page holds text as well, a
    single column may be contents, or a few rows of dots that end in page numbers.
    """
    pages: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        pages[line.page].append(i)
    last_page = max(pages, default=0)
    found: set[int] = set()
    for members in pages.values():
        found.update(
            _contents_of(lines, members, last_page)
            or _contents_of_columns(lines, members, last_page)
        )
    return found


def _contents_of_columns(
    lines: Sequence[Line], members: Sequence[int], last_page: int
) -> set[int]:
    """Return what is contents in the columns of a page that is not as a whole."""
    columns: dict[int, list[int]] = defaultdict(list)
    for i in members:
        columns[lines[i].column].append(i)
    found: set[int] = set()
    for column in columns.values():
        if len(column) < len(members):
            found.update(_contents_of(lines, column, last_page))
        found.update(_dotted_rows(lines, column))
    return found


def _dotted_rows(lines: Sequence[Line], members: Sequence[int]) -> set[int]:
    """Return runs of rows of dots that end in page numbers, with lines between them."""
    rows = [
        k
        for k, i in enumerate(members)
        if _has_leaders(lines[i].text) and _DOTTED.search(lines[i].text)
    ]
    found: set[int] = set()
    run: list[int] = []
    for k in [*rows, len(members) + _MOST_BETWEEN + 1]:
        if run and k - run[-1] > _MOST_BETWEEN + 1:
            if len(run) >= _MIN_DOTTED:
                start = run[0] - _hangs(lines, members, run[0])
                found.update(members[start : run[-1] + 1])
            run = []
        run.append(k)
    return found


def _contents_of(
    lines: Sequence[Line], members: Sequence[int], last_page: int
) -> list[int]:
    """Return what is contents among lines that stand together."""
    paged = [k for k, i in enumerate(members) if _PAGED.match(lines[i].text)]
    if _pages_lead([lines[members[k]] for k in paged], len(members)):
        start = 0 if paged[0] <= _MOST_ABOVE else paged[0]
        return list(members[start : _end_of_entry(lines, members, paged[-1])])
    if _is_index([lines[i].text for i in members]):
        return list(members)
    entries = [k for k, i in enumerate(members) if _is_entry(lines[i].text)]
    if len(entries) < _MIN_ENTRIES or len(entries) < _MIN_SHARE * len(members):
        return []
    has_leaders = sum(_has_leaders(lines[i].text) for i in members)
    numbered = [lines[members[k]] for k in entries]
    if has_leaders < _MIN_LEADERS and not _are_pages(numbered, last_page):
        return []
    start = 0 if entries[0] <= _MOST_ABOVE else entries[0]
    return list(members[start : entries[-1] + 1])


def _end_of_entry(lines: Sequence[Line], members: Sequence[int], k: int) -> int:
    """Return the place after an entry that began with its page number."""
    end = k + 1
    while end < len(members) and end - k <= _MOST_FURTHER:
        if not _is_set_below(lines[members[end - 1]], lines[members[end]]):
            break
        end += 1
    return end


def _hangs(lines: Sequence[Line], members: Sequence[int], k: int) -> bool:
    """Say whether a row is the indented second line of the entry above it."""
    if k == 0:
        return False
    first, line = lines[members[k - 1]], lines[members[k]]
    return first.left < line.left - 1 and _is_set_below(first, line)


def _is_set_below(last: Line, line: Line) -> bool:
    is_near = 0 < line.baseline - last.baseline < _NEAR * line.size
    return is_near and line.font == last.font and abs(line.size - last.size) < 0.5


def _pages_lead(entries: Sequence[Line], n_lines: int) -> bool:
    """Say whether page numbers stand before the entries: they rise, not one by one."""
    if len(entries) < max(_MIN_ENTRIES, _MIN_SHARE * n_lines):
        return False
    numbers = [int(found[1]) for line in entries if (found := _PAGED.match(line.text))]
    steps = [b - a for a, b in pairwise(numbers)]
    return min(steps) >= 0 and sum(step > 1 for step in steps) > 0.5 * len(steps)


def _is_entry(text: str) -> bool:
    if _has_leaders(text):
        return True
    # most lines end in a letter: asked first, for speed
    return text.rstrip()[-1:].isdigit() and bool(_ENDS_IN_PAGE.search(text))


def _has_leaders(text: str) -> bool:
    may_have = any(dots in text for dots in _DOTS)
    return may_have and bool(_LEADERS.search(text))


def _is_index(texts: Sequence[str]) -> bool:
    """Say whether a page is an index: words from A to Z, several pages for some."""
    numbered = [text for text in texts if text.rstrip(" f.,")[-1:].isdigit()]
    entries = [text for text in numbered if _INDEX_ENTRY.match(text)]
    if len(entries) < max(2 * _MIN_ENTRIES, _MIN_SHARE * len(texts)):
        return False
    falls = sum(b[0].upper() < a[0].upper() for a, b in pairwise(entries))
    several = sum(bool(_SEVERAL_PAGES.search(text)) for text in entries)
    return falls <= 0.1 * len(entries) and several >= 0.2 * len(entries)


def _are_pages(entries: Sequence[Line], last_page: int) -> bool:
    """Say whether the numbers that end the entries are pages of this document.

    They hardly ever fall, and few are larger than a document of spreads has pages.
    """
    numbers = [
        int(found[0])
        for line in entries
        if (found := re.findall(r"\d+", line.text)[-1:])
    ]
    falls = sum(b < a for a, b in pairwise(numbers))
    beyond = sum(number > 2 * last_page + _SPARE_PAGES for number in numbers)
    few = 0.1 * len(numbers)
    return len(numbers) >= _MIN_ENTRIES and falls <= few and beyond <= few
