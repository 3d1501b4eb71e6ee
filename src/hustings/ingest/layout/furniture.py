"""Running heads and feet, page and line numbers: what repeats from page to page.

A line is furniture when it stands near the upper or lower edge of the text and the
same words, up to figures, stand at the same height on other pages, and hardly ever
elsewhere. Once such a place is known, a short line in the same place and type on any
page is furniture as well (the chapter's name above its only page). A line that text of
the same type follows closely is text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.layout.continued_titles import find_continued_titles
from hustings.ingest.layout.styles import BodyType, find_body_type, half_points
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.ingest.drafts import PageSize
    from hustings.ingest.layout.fragments import Fragments
    from hustings.ingest.layout.lines import Line
    from hustings.ingest.readers.glyphs import Glyphs

_BAND = 0.14
"""Share of the page's height, above and below, where furniture stands."""
_MIN_PAGES = 3
_MIN_PAGES_LARGE = 4
"""Large type must repeat more often: it may be a title said again."""
_LARGE = 1.3
_CLOSE = 1.6
"""Lines nearer than this (in ems) belong to each other."""
_MIN_LINE_NUMBERS = 5
_MIN_COUNTED = 3  # numbers of every fifth line, where just that many lines lie between
_FIFTH = 5
_SENTENCE_WORDS = 5
_MOST_DIGITS = 4
_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_ROMAN_PAGE = re.compile(r"[ivxlc]{1,7}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:;][\"'”»)]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """Lines without furniture, and one problem for each distinct piece of it."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


def clear_furniture(lines: Sequence[Line], pages: Sequence[PageSize]) -> Cleared:
    """Take running heads, feet and page numbers out of a document's lines.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the document, in reading order.
    pages : sequence of PageSize
    """
    heights = {page.number: page.height or 0.0 for page in pages}
    body = find_body_type(lines)
    marginal = [i for i, line in enumerate(lines) if _in_band(line, heights)]
    found = _repeated(lines, marginal, len(pages), body)
    found |= _in_known_places(lines, marginal, found, body)
    found = _without_text(lines, found)
    found = _without_sentences(lines, found, len(pages), body)
    found |= _page_numbers(lines, marginal, found, body)
    found |= find_continued_titles(lines)
    return Cleared(
        lines=tuple(line for i, line in enumerate(lines) if i not in found),
        problems=tuple(_report([lines[i] for i in sorted(found)])),
    )


def _in_band(line: Line, heights: Mapping[int, float]) -> bool:
    if not line.upright:
        return True  # set along the margin
    height = heights[line.page]
    return line.baseline < _BAND * height or line.baseline > (1 - _BAND) * height


def _key(line: Line) -> str:
    """Return the words of a line without spaces and with its figures levelled."""
    text = _SPACES.sub("", line.text.casefold())
    if _ROMAN_PAGE.fullmatch(text):
        return "#"
    return _DIGITS.sub("#", text)


def _repeated(
    lines: Sequence[Line], marginal: Sequence[int], n_pages: int, body: BodyType
) -> set[int]:
    """Return marginal lines whose words stand at the same height on other pages."""
    occurrences = Counter((_key(line), line.upright) for line in lines)
    by_words: dict[str, list[int]] = defaultdict(list)
    for i in marginal:
        by_words[_key(lines[i])].append(i)
    found: set[int] = set()
    for key, members in by_words.items():
        in_place = [
            group
            for group in _by_height(lines, members)
            if len({lines[i].page for i in group})
            >= _pages_needed(lines[group[0]], n_pages, body)
        ]
        n = sum(map(len, in_place))
        turned = {lines[i].upright for i in members}
        n_all = sum(occurrences[key, upright] for upright in turned)
        if key == "#" or n_all - n <= max(1, 0.34 * n):
            found.update(i for group in in_place for i in group)
            if n:  # what is set along the margin may stand at any height
                found.update(i for i in members if not lines[i].upright)
    return found


def _pages_needed(line: Line, n_pages: int, body: BodyType) -> int:
    if line.size > _LARGE * body.size and not _DIGITS.fullmatch(line.text.strip()):
        return _MIN_PAGES_LARGE
    return min(_MIN_PAGES, max(2, n_pages // 2))


def _by_height(lines: Sequence[Line], members: list[int]) -> list[list[int]]:
    """Split lines into groups of one height, three points apart at most."""
    ordered = sorted(members, key=lambda i: lines[i].baseline)
    groups: list[list[int]] = []
    for i in ordered:
        if groups and lines[i].baseline - lines[groups[-1][-1]].baseline < 3:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _in_known_places(
    lines: Sequence[Line], marginal: Sequence[int], found: set[int], body: BodyType
) -> set[int]:
    """Return short marginal lines in a place and type that furniture mostly fills."""
    filled = Counter(_place(lines[i]) for i in found)
    others: dict[tuple[int, int, int, bool], list[int]] = defaultdict(list)
    for i in marginal:
        if i not in found and _may_be_furniture(lines[i], body):
            others[_place(lines[i])].append(i)
    return {
        i
        for place, members in others.items()
        if filled[place] >= max(_MIN_PAGES, len(members))
        for i in members
    }


def _may_be_furniture(line: Line, body: BodyType) -> bool:
    """Say whether a line is short, not large and not set like running text."""
    return (
        not _is_body(line, body)
        and line.size <= 1.1 * body.size
        and len(line.text) <= 80
        and not _SENTENCE_END.search(line.text)
    )


def _place(line: Line) -> tuple[int, int, int, bool]:
    return round(line.baseline / 2), round(line.size * 2), line.font, line.upright


def _without_text(lines: Sequence[Line], found: set[int]) -> set[int]:
    """Keep lines that text of the same type follows closely: they are its start."""
    kept = set(found)
    for i in sorted(found, reverse=True):
        for j in (i - 1, i + 1):
            if 0 <= j < len(lines) and j not in kept and _are_close(lines[i], lines[j]):
                kept.discard(i)
    return kept


def _without_sentences(
    lines: Sequence[Line], found: set[int], n_pages: int, body: BodyType
) -> set[int]:
    """Keep what is set like running text and reads like it, if it may be text.

    Two lines or a whole sentence in the type of the text are furniture only where they
    stand on most pages.
    """
    stacks = [
        stack
        for stack in _stacks(lines, sorted(found))
        if all(_is_body(lines[i], body) for i in stack)
        and (len(stack) > 1 or _is_sentence(lines[stack[0]].text))
    ]
    counts = Counter(_stack_key(lines, stack) for stack in stacks)
    needed = max(_MIN_PAGES + 1, 0.5 * n_pages)
    text = (s for s in stacks if counts[_stack_key(lines, s)] < needed)
    return found - {i for stack in text for i in stack}


def _page_numbers(
    lines: Sequence[Line], marginal: Sequence[int], found: set[int], body: BodyType
) -> set[int]:
    """Return bare figures that count with the pages, however close to the text.

    The page numbers already found say by how much print and file differ.
    """
    shifts = Counter(
        number - lines[i].page
        for i in found
        if (number := _bare_number(lines[i])) is not None
    )
    if not shifts or max(shifts.values()) < _MIN_PAGES:
        return set()
    shift = shifts.most_common(1)[0][0]
    return {
        i
        for i in marginal
        if _bare_number(lines[i]) == lines[i].page + shift
        and lines[i].size <= _LARGE * body.size
    }


def _bare_number(line: Line) -> int | None:
    """Return the number that a line is, if it is nothing else."""
    text = line.text.strip(" -–—|·•/")
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None


def _stacks(lines: Sequence[Line], places: Sequence[int]) -> list[list[int]]:
    """Split places into runs of lines that stand closely below each other."""
    stacks: list[list[int]] = []
    for i in places:
        if stacks and i == stacks[-1][-1] + 1 and _are_close(lines[i - 1], lines[i]):
            stacks[-1].append(i)
        else:
            stacks.append([i])
    return stacks


def _stack_key(lines: Sequence[Line], stack: Sequence[int]) -> str:
    return "".join(_key(lines[i]) for i in stack)


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= _SENTENCE_WORDS and bool(_SENTENCE_END.search(text))


def _is_body(line: Line, body: BodyType) -> bool:
    return half_points(line.size) == body.size and line.font == body.font


def _are_close(a: Line, b: Line) -> bool:
    same_column = (a.page, a.column) == (b.page, b.column)
    same_type = half_points(a.size) == half_points(b.size) and a.font == b.font
    near = abs(a.baseline - b.baseline) < _CLOSE * a.size
    return same_column and same_type and near and a.upright


def _report(lines: Iterable[Line]) -> Iterable[Problem]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[_key(line)].append(line)
    for key, group in groups.items():
        pages = sorted({line.page for line in group})
        what = "Page numbers" if key == "#" else f"{group[0].text.strip()!r}"
        times = "once" if len(group) == 1 else f"{len(group)} times"
        yield Problem(
            kind="page furniture removed",
            message=f"{what} removed {times}, first on page {pages[0]}.",
            page=pages[0],
        )


def find_line_numbers(glyphs: Glyphs, fragments: Fragments) -> NDArray[np.intp]:
    """Return the fragments that number a page's lines.

    They are figures only, stand outside the text at its left or right, and count on
    from one to the next in equal steps.
    """
    numbers = {
        i: value
        for i in range(len(fragments))
        if (value := _number(glyphs, fragments, i)) is not None
    }
    if len(numbers) < _MIN_COUNTED or len(numbers) == len(fragments):
        return np.zeros(0, np.intp)
    ids = np.array(sorted(numbers, key=lambda i: float(fragments.baseline[i])), np.intp)
    others = np.setdiff1d(np.arange(len(fragments)), ids)
    outside = (fragments.right[ids] < np.quantile(fragments.left[others], 0.05)) | (
        fragments.left[ids] > np.quantile(fragments.right[others], 0.95)
    )
    ids = ids[outside]
    steps = np.diff([numbers[int(i)] for i in ids])
    rows = np.unique(np.rint(fragments.baseline[others]))
    places = np.searchsorted(rows, np.rint(fragments.baseline[ids]) - 1)
    does_count = _count_fifths(steps, places) or _count_on(steps, len(rows))
    return ids if does_count else np.zeros(0, np.intp)


def _count_fifths(steps: NDArray[np.int_], places: NDArray[np.intp]) -> bool:
    """Say whether numbers go up by five, and with each just five lines of text."""
    is_long = len(steps) + 1 >= _MIN_COUNTED
    return is_long and bool(
        (steps == _FIFTH).all() and (np.diff(places) == _FIFTH).all()
    )


def _count_on(steps: NDArray[np.int_], n_rows: int) -> bool:
    """Say whether many numbers go up in equal steps, for most lines of the text."""
    n_numbers = len(steps) + 1
    if n_numbers < _MIN_LINE_NUMBERS or (steps != np.median(steps)).mean() > 0.1:
        return False
    return bool(n_numbers * np.median(steps) > 0.5 * n_rows)


def _number(glyphs: Glyphs, fragments: Fragments, i: int) -> int | None:
    first, last = int(fragments.first[i]), int(fragments.last[i])
    if last - first > 4:
        return None
    codes = glyphs.codes[first : last + 1]
    if not ((codes >= 0x30) & (codes <= 0x39)).all():
        return None
    return int("".join(map(chr, codes)))
