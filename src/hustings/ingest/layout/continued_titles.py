"""Titles said again where their text goes on overleaf: "Energy policy (continued)"."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.ingest.layout.lines import Line

_WORDS = (
    r"continued|cont['’]?d?\.?|suite(?: et fin)?|fortsetzung|forts\.|vervolg|"
    r"continuación|cont\.|continuação|segue|seguito|continua|fortsättning|fortsat|"
    r"fortsettelse|jatkuu|jatkoa|ciąg dalszy|c\.?\s?d\.|pokračování|folytatás|"
    r"continuare|продолжение|продовження|συνέχεια|devamı?|続き|つづき|续|續|تابع|יתבע|המשך"
)
_MARK = re.compile(rf"\s*[\[(（]\s*(?:{_WORDS})\s*[\])）]\s*$", re.IGNORECASE)
_LONGEST = 120
_MOST_LINES = 3
_CLOSE = 1.8
_NOT_LETTERS = re.compile(r"[\W_]+")


def find_continued_titles(lines: Sequence[Line]) -> set[int]:
    """Return the places of lines that only say that a text goes on.

    Such a line ends in a bracket that says so, and its words stand on an earlier page,
    so that none is lost. A title in several lines ends in the bracket.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the document, in reading order.
    """
    marked = [i for i, line in enumerate(lines) if _is_marked(line)]
    if not marked:
        return set()
    letters = [_letters(line.text) for line in lines]
    starts = list(accumulate(map(len, letters), initial=0))
    text = "".join(letters)
    return {place for i in marked for place in _title_before(lines, i, (text, starts))}


def _is_marked(line: Line) -> bool:
    text = line.text.rstrip()
    return text[-1:] in "])）" and len(text) <= _LONGEST and bool(_MARK.search(text))


def _letters(text: str) -> str:
    """Keep letters and digits of a line, the mark left out."""
    return _NOT_LETTERS.sub("", _MARK.sub("", text).casefold())


def _title_before(
    lines: Sequence[Line], last: int, document: tuple[str, Sequence[int]]
) -> range:
    """Return the most lines up to a marked one that say an earlier page's words."""
    text, starts = document
    found = range(0)
    for first in range(last, max(last - _MOST_LINES, -1), -1):
        if first < last and not _is_close(lines[first], lines[first + 1]):
            break
        title = text[starts[first] : starts[last + 1]]
        at = text.find(title, 0, starts[first]) if title else 0
        if at < 0:
            break
        is_earlier = lines[bisect_right(starts, at) - 1].page < lines[last].page
        if is_earlier or not title:
            found = range(first, last + 1)
    return found


def _is_close(line: Line, below: Line) -> bool:
    """Say whether two lines are of one title."""
    is_near = 0 <= below.baseline - line.baseline < _CLOSE * below.size
    return is_near and (line.page, line.column) == (below.page, below.column)
