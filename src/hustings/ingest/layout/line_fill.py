"""How far printed lines reach: whether a line was broken for want of room.

A line that leaves room for the next word ends something. Where the right margin is
ragged a line may leave room and go on all the same; lines that stop inside a sentence
show how much.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.structure.marks import find_bullet, find_weak_marker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.ingest.layout.lines import Line
    from hustings.ingest.layout.styles import BodyType

_SENTENCE_END = re.compile(
    r"[.!?:…。！？：｡।؟۔][\"'”“»)\]」』）⁰¹²³⁴⁵⁶⁷⁸⁹*†‡]*$"
    r"|(?<!\d)[.!?:…][\"'”“»)\]]*\d{1,3}$"  # a footnote's mark, no "1.000"
)
_FLUSH = 0.7
_WIDE = 10
_MARGIN = 0.5
"""A word fits with this much room to spare (in ems) besides its own width."""
_SURE = 0.99
_SURER = 0.998
_SPACED = 10
"""So many more paragraphs parted by space than short lines: space is the sign."""
_NEAR = 1.25
_INDENT = 0.6
_FAR = 3
_MIN_WRAPPED = 40
_MOST_SLACK = 0.3
_LONG_COLUMN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFill:
    """How far the lines of a document reach.

    Attributes
    ----------
    edges : mapping of (page, column) to float
        Where the text of each column ends at the right.
    flush : frozenset of Line
        Lines that end where a neighbour ends: full, whatever the column's edge.
    slack : float
        Share of its column that a line may leave empty, besides the width of the next
        word, though its sentence goes on: 0 in justified text.
    """

    edges: Mapping[tuple[int, int], float]
    flush: frozenset[Line]
    slack: float

    def room(self, line: Line) -> float:
        """Return the empty space right of a line, in points."""
        return _right_edge(self.edges, line) - line.right

    def share(self, line: Line) -> float:
        """Return the empty space right of a line as a share of its column."""
        return self.room(line) / max(_width(self.edges, line), 1)

    def is_short(self, last: Line, line: Line) -> bool:
        """Say whether the next line's first word would have fitted on the last line."""
        if last in self.flush:
            return False
        return _spare(self.edges, last, line) > self.slack * _width(self.edges, last)


def is_open(line: Line) -> bool:
    """Say whether a line stops inside a sentence."""
    return not _SENTENCE_END.search(line.text.rstrip())


def in_one_column(a: Line, b: Line) -> bool:
    """Say whether two lines stand in one column of one page."""
    return a.page == b.page and a.column == b.column


def measure_fill(lines: Sequence[Line], body: BodyType) -> LineFill:
    """Measure how far the lines of a document reach.

    The slack is what 99 in 100 of the lines leave that certainly go on: they stop
    inside a sentence and the next begins in lower case. Where paragraphs are parted by
    space, a short line alone says less: it must be shorter than nearly all of them.
    """
    edges = _right_edges(lines, body)
    pairs = list(_text_pairs(lines, body))
    wrapped = [
        _spare(edges, a, b) / max(_width(edges, a), 1)
        for a, b in pairs
        if _is_near(a, b, body) and is_open(a) and b.text[:1].islower()
    ]
    fill = LineFill(edges=edges, flush=_flush_lines(lines), slack=0.0)
    if len(wrapped) < _MIN_WRAPPED:
        return fill
    fill = replace(fill, slack=_slack(wrapped, _SURE))
    ends = [(a, b) for a, b in pairs if not (is_open(a) or _begins_otherwise(a, b))]
    n_spaced = sum(not _is_near(a, b, body) for a, b in ends)
    n_short = sum(_is_near(a, b, body) and fill.is_short(a, b) for a, b in ends)
    is_spaced = n_spaced > _SPACED * n_short
    return replace(fill, slack=_slack(wrapped, _SURER)) if is_spaced else fill


def _begins_otherwise(a: Line, b: Line) -> bool:
    """Say whether a marker or an indent shows that a line begins something."""
    is_indented = b.left > a.left + _INDENT * b.size
    return is_indented or bool(find_bullet(b.text) or find_weak_marker(b.text))


def _slack(wrapped: Sequence[float], share: float) -> float:
    return min(max(float(np.quantile(wrapped, share)), 0.0), _MOST_SLACK)


def _right_edge(edges: Mapping[tuple[int, int], float], line: Line) -> float:
    return edges.get((line.page, line.column), line.edges[1])


def _width(edges: Mapping[tuple[int, int], float], line: Line) -> float:
    return _right_edge(edges, line) - line.edges[0]


def _spare(edges: Mapping[tuple[int, int], float], last: Line, line: Line) -> float:
    """Return the room that the next line's first word would have left."""
    word = line.text.split(maxsplit=1)[0] if line.text.strip() else ""
    width = (line.right - line.left) / max(len(line.text), 1)
    room = _right_edge(edges, last) - last.right
    return room - len(word) * width - _MARGIN * line.size


def _text_pairs(lines: Sequence[Line], body: BodyType) -> Iterator[tuple[Line, Line]]:
    """Yield lines of running text with the line below in the same column."""
    for a, b in pairwise(lines):
        is_text = a.font == b.font == body.font and not (a.cells or b.cells)
        is_below = 0 < b.baseline - a.baseline < _FAR * body.leading(b.size)
        if is_text and is_below and in_one_column(a, b) and b.text.strip():
            yield a, b


def _is_near(a: Line, b: Line, body: BodyType) -> bool:
    return b.baseline - a.baseline < _NEAR * body.leading(b.size)


def _flush_lines(lines: Sequence[Line]) -> frozenset[Line]:
    """Return the lines that end where the one above or below ends.

    Beside a picture justified lines are full, though the column is wider.
    """
    return frozenset(
        line
        for a, b in pairwise(lines)
        if abs(a.right - b.right) < _FLUSH
        and in_one_column(a, b)
        and min(a.right - a.left, b.right - b.left) > _WIDE * a.size
        for line in (a, b)
    )


def _right_edges(lines: Sequence[Line], body: BodyType) -> dict[tuple[int, int], float]:
    """Return how far the lines of each column reach.

    A column with few lines may have short ones only, so it borrows the edge of the
    columns on other pages that begin at the same place.
    """
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.page, line.column].append(line)
    by_left: dict[int, list[float]] = defaultdict(list)
    own: dict[tuple[int, int], tuple[int, float]] = {}
    for key, members in columns.items():
        text = [each for each in members if abs(each.size - body.size) < 1] or members
        left = round(min(each.left for each in text) / 4)
        right = max(each.right for each in text)
        own[key] = left, right
        if len(text) >= _LONG_COLUMN:
            by_left[left].append(right)
    return {
        key: max(right, median(by_left[left])) if by_left[left] else right
        for key, (left, right) in own.items()
    }
