"""What a printed page leaves in a plain text: running heads, numbers of pages, lines.

Taken out only where the text shows that it is no part of a sentence: a line that comes
back at the edges of pages, or that comes back amid sentences or beside page numbers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from hustings.ingest.structure.marks import match_marker
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hustings.ingest.structure.textlines import TextLine

_NUMBER = re.compile(
    r"[-–—·|\s\[(]*(?:page|seite|s\.|p\.|pág(?:ina)?\.?|pagina|strona|sida|side|стр\.|"
    r"sayfa|σελ(?:ίδα|\.)|صفحة|עמוד|第)?\s?(?:\d{1,4}|[ivxl]{1,6}|\d{1,2}:\d{1,3})"
    r"(?:\s?(?:/|of|von|de|di|van|z|av|页|頁|ページ)\s?\d{0,4})?[-–—·|\s\])]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_LEADING = re.compile(r"(\d{1,4})(?:\s{2,}|\t|\s(?=\S))")
_NUMBER_ALONE = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_FEWEST_COUNTED = 5  # a lone number may mean something, numbers that count up are pages
_LONGEST_HEAD = 90
_EDGE = 2  # lines at either end of a page that may be heads and feet
_FEWEST_PAGES = 3
_FEWEST_REPEATS = 4
_SHORTEST_PAGE = 12  # lines
_MOSTLY = 0.6
_BROKEN = 0.4
_BESIDE = 0.7  # of its places a head beside another has there
_FEWEST_NUMBERED = 20
_SHORTEST_NUMBERED = 30  # characters in the middle line; shorter ones are a list
_LONG = 60
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """Lines without what the page printed around them, and what that was."""

    lines: list[TextLine]
    problems: tuple[Problem, ...] = ()


def clear_pages(text: str, lines: Sequence[TextLine]) -> Cleared:
    """Take running heads, feet, page numbers and line numbers out of lines.

    A line before which a page breaks off a sentence is marked as going on.
    """
    numbered, n_numbers = _strip_line_numbers(lines)
    starts = _page_starts(text, numbered)
    edges = _at_edges(numbered, starts) if starts else _amid_text(numbered)
    breaks = {*starts, *(i + 1 for i in edges)}
    kept = _without(numbered, edges, breaks)
    problems = [*_tell_furniture(numbered, edges)]
    if n_numbers:
        message = f"Printed line numbers were left out of {n_numbers} lines."
        problems.append(Problem(kind="page furniture removed", message=message))
    return Cleared(lines=kept, problems=tuple(problems))


def _page_starts(text: str, lines: Sequence[TextLine]) -> list[int]:
    """Find the lines that begin after a form feed."""
    feeds = [match.start() for match in re.finditer("\f", text)]
    starts: list[int] = []
    i = 0
    for feed in feeds:
        while i < len(lines) and lines[i].first <= feed:
            i += 1
        if i < len(lines) and (not starts or i > starts[-1]):
            starts.append(i)
    return starts


def _key(line: TextLine) -> str:
    """Write a line so that those that differ in a number alone are the same."""
    return " ".join(_DIGITS.sub("#", line.text.casefold()).split())


def _at_edges(lines: Sequence[TextLine], starts: Sequence[int]) -> set[int]:
    """Find heads and feet where form feeds show the pages."""
    bounds = [0, *starts, len(lines)]
    pages = [
        [i for i in range(low, high) if lines[i].text] for low, high in pairwise(bounds)
    ]
    pages = [page for page in pages if page]
    if len(pages) < _FEWEST_PAGES:
        return set()
    heads = _repeated(lines, [page[:_EDGE] for page in pages])
    feet = _repeated(lines, [page[: -_EDGE - 1 : -1] for page in pages])
    return heads | feet


def _repeated(lines: Sequence[TextLine], edges: Sequence[Sequence[int]]) -> set[int]:
    """Find the lines of one edge that come back on many pages, from outside in."""
    counts = Counter(
        _key(lines[i]) for edge in edges for i in edge if _could_be_head(lines[i])
    )
    needed = max(_FEWEST_PAGES, len(edges) * 0.15)
    found: set[int] = set()
    for edge in edges:
        for i in edge:
            if counts[_key(lines[i])] < needed:
                break
            found.add(i)
    return found


def _could_be_head(line: TextLine) -> bool:
    """Say whether a line is short, no item, and no part of a sentence."""
    text = line.text
    if not text or len(text) > _LONGEST_HEAD or text[-1] in ".!?;,":
        return False
    return bool(_NUMBER.fullmatch(text)) or not (
        text[0].islower() or text.endswith("-") or match_marker(text)
    )


def _amid_text(lines: Sequence[TextLine]) -> set[int]:
    """Find heads and feet without form feeds: lines that come back amid sentences."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if _could_be_head(line) and not _NUMBER.fullmatch(line.text):
            places[_key(line)].append(i)
    anchors = {
        i
        for found in places.values()
        if _comes_back(found) and _interrupts(lines, found)
        for i in found
    }
    return anchors | _beside(lines, anchors) | _counted_pages(lines)


def _counted_pages(lines: Sequence[TextLine]) -> set[int]:
    """Find page numbers that stand alone: lines, a page apart, that count up."""
    runs: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        if not _NUMBER_ALONE.fullmatch(line.text):
            continue
        number = int(line.text)
        before = runs.get(number - 1) or runs.get(number - 2) or []
        run = [*before, i] if before and i - before[-1] >= _SHORTEST_PAGE else [i]
        runs[number] = max(run, runs.get(number, []), key=len)
    longest = max(runs.values(), key=len, default=[])
    return set(longest) if len(longest) >= _FEWEST_COUNTED else set()


def _comes_back(places: Sequence[int]) -> bool:
    gaps = [b - a for a, b in pairwise(places)]
    return len(places) >= _FEWEST_REPEATS and median(gaps) >= _SHORTEST_PAGE


def _interrupts(lines: Sequence[TextLine], places: Sequence[int]) -> bool:
    """Say whether a line mostly stands by a page number, or often in a sentence."""
    n_numbered = sum(
        any(_NUMBER.fullmatch(lines[j].text) for j in _around(lines, i)) for i in places
    )
    n_broken = sum(_breaks_sentence(lines, i) for i in places)
    return n_numbered >= _MOSTLY * len(places) or n_broken >= _BROKEN * len(places)


def _around(lines: Sequence[TextLine], i: int) -> Iterator[int]:
    """Yield the two lines with words on either side of a line."""
    for step in (-1, 1):
        j, n_left = i + step, _EDGE
        while 0 <= j < len(lines) and n_left:
            if lines[j].text:
                yield j
                n_left -= 1
            j += step


def _breaks_sentence(lines: Sequence[TextLine], i: int) -> bool:
    """Say whether a sentence is open before a line and goes on below it."""
    near = list(_around(lines, i))
    before = [lines[j] for j in near if j < i]
    after = [lines[j] for j in near if j > i]
    return bool(before and after) and any(
        not a.is_final and b.text[0].islower() for a in before[:1] for b in after
    )


def _beside(lines: Sequence[TextLine], anchors: set[int]) -> set[int]:
    """Add page numbers, and lines that come back, next to running heads."""
    near = {i: [j for j in _around(lines, i) if j not in anchors] for i in anchors}
    counts = Counter(_key(lines[j]) for found in near.values() for j in set(found))
    everywhere = Counter(map(_key, lines))
    heads = {
        key
        for key, n in counts.items()
        if n >= max(_FEWEST_REPEATS, _BESIDE * everywhere[key])
    }
    return {
        j
        for found in near.values()
        for j in found
        if _NUMBER.fullmatch(lines[j].text)
        or (_could_be_head(lines[j]) and _key(lines[j]) in heads)
    }


def _without(
    lines: Sequence[TextLine], out: set[int], breaks: Iterable[int]
) -> list[TextLine]:
    """Leave lines out; mark the line that goes on with the sentence before a break."""
    at_break = set(breaks)
    kept: list[TextLine] = []
    last: TextLine | None = None
    is_broken = False
    for i, line in enumerate(lines):
        is_broken = is_broken or i in at_break
        if i in out:
            continue
        if line.text and is_broken and last is not None and _goes_on(last, line):
            while kept and not kept[-1].text:
                kept.pop()
            kept.append(replace(line, goes_on=True))
        else:
            kept.append(line)
        if line.text:
            last, is_broken = line, False
    return kept


def _goes_on(before: TextLine, after: TextLine) -> bool:
    """Say whether a sentence runs from one page to the next."""
    if before.is_final or match_marker(after.text):
        return False
    if after.text[0].islower():
        return not before.text.isupper()
    is_open = before.text.endswith((",", "-")) or before.text[-1].islower()
    return is_open and len(before.text) >= _LONG and len(after.text) >= _LONG


def _strip_line_numbers(lines: Sequence[TextLine]) -> tuple[list[TextLine], int]:
    """Take off printed line numbers: every line, or every fifth, counts up."""
    worded = [i for i, line in enumerate(lines) if line.text]
    for step in (1, 5):
        found = _counted_lines(lines, worded, step)
        is_all = len(found) * step >= 0.8 * len(worded)
        if len(found) * step >= _FEWEST_NUMBERED and is_all and _is_prose(lines, found):
            changed = dict(found)
            kept = [
                _cut(line, changed[i]) if i in changed else line
                for i, line in enumerate(lines)
            ]
            return kept, len(found)
    return list(lines), 0


def _counted_lines(
    lines: Sequence[TextLine], worded: Sequence[int], step: int
) -> list[tuple[int, int]]:
    """Find lines whose number is the step more than that of the line a step before."""
    found: list[tuple[int, int]] = []
    last: tuple[int, int] | None = None  # place among the worded lines, number
    for place, i in enumerate(worded):
        match = _LEADING.match(lines[i].text)
        if not match or int(match[1]) % step:
            continue
        number = int(match[1])
        follows = last is not None and (number, place) == (
            last[1] + step,
            last[0] + step,
        )
        if follows or number == step:
            found.append((i, match.end()))
            last = (place, number)
    return found


def _is_prose(lines: Sequence[TextLine], found: Sequence[tuple[int, int]]) -> bool:
    return median(len(lines[i].text) - end for i, end in found) >= _SHORTEST_NUMBERED


def _cut(line: TextLine, end: int) -> TextLine:
    return replace(line, text=line.text[end:].lstrip(), first=line.first + end)


def _tell_furniture(lines: Sequence[TextLine], out: set[int]) -> Iterator[Problem]:
    """Say what was left out, how often, and in which line first."""
    first: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for i in sorted(out):
        is_number = _NUMBER.fullmatch(lines[i].text)
        key = "" if is_number else _key(lines[i])
        first.setdefault(key, i)
        counts[key] += 1
    if not counts:
        return
    told = [
        f"{f'“{lines[first[key]].text[:60]}”' if key else 'page numbers'} "
        f"({n} times, first in line {first[key] + 1})"
        for key, n in counts.most_common(_MOST_NAMED)
    ]
    more = len(counts) - len(told)
    rest = f" and {more} others" if more > 0 else ""
    yield Problem(
        kind="page furniture removed",
        message=f"Left out as running heads and feet: {', '.join(told)}{rest}.",
    )
