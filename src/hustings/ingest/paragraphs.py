"""Lines joined into paragraphs, items and headings, over columns and pages.

Two lines belong together unless the print says otherwise: a wider gap, another type,
a mark at the start, an indent, or a line so short that the next word would have fitted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from hustings.ingest.hyphens import HYPHENS
from hustings.ingest.markers import find_bullet, find_weak_marker
from hustings.ingest.notes import find_marks, opening_mark
from hustings.ingest.printed_tables import find_tables
from hustings.ingest.styles import BodyType, stands_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.ingest.lines import Line

_SENTENCE_END = re.compile(r"[.!?:…][\"'”“»)\]\d⁰¹²³⁴⁵⁶⁷⁸⁹*†‡]*$")
_GAP = 1.25
"""A distance this much over the usual one parts two paragraphs."""


_FLUSH = 0.7
_WIDE = 10
_MAX_HANG = 5
"""An item's further lines stand at most this much (in ems) right of its marker."""


@dataclass(slots=True, eq=False)
class Group:
    """Lines that make one block, while it grows."""

    lines: list[Line]
    marker: str | None = None
    is_contents: bool = False
    note: str | None = None
    table: int | None = None

    @property
    def text(self) -> str:
        """Its words, with a space for each line end."""
        return " ".join(line.text for line in self.lines)

    @property
    def last(self) -> Line:
        """The line it ends with so far."""
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class _Place:
    """What a decision between two lines rests on, besides the two lines."""

    body: BodyType
    edges: Mapping[tuple[int, int], float]
    marks: Mapping[int, set[str]]
    flush: frozenset[Line]

    def note(self, line: Line) -> str | None:
        return opening_mark(line, self.marks, self.body.size)

    def right_edge(self, line: Line) -> float:
        return self.edges.get((line.page, line.column), line.edges[1])


def group_lines(
    lines: Sequence[Line], *, body: BodyType, contents: set[int]
) -> list[Group]:
    """Join lines into blocks.

    Parameters
    ----------
    lines : sequence of Line
        In reading order, without furniture.
    body : BodyType
    contents : set of int
        Places of the lines that belong to a table of contents.
    """
    tables = find_tables(lines, contents)
    place = _Place(
        body, _right_edges(lines, body), find_marks(lines), _flush_lines(lines)
    )
    groups: list[Group] = []
    for i, line in enumerate(lines):
        if i in tables:
            _add_to_table(groups, line, tables[i])
            continue
        following = lines[i + 1] if i + 1 < len(lines) else None
        if following and not _in_one_column(line, following):
            following = None
        home = None
        if groups and groups[-1].is_contents == (i in contents):
            home = _home(groups, line, following, place)
        if home is None:
            groups.append(_begin(line, following, groups, place, i in contents))
        else:
            home.lines.append(line)
    return groups


def _add_to_table(groups: list[Group], line: Line, table: int) -> None:
    if groups and groups[-1].table == table:
        groups[-1].lines.append(line)
    else:
        groups.append(Group([line], table=table))


def _in_one_column(a: Line, b: Line) -> bool:
    return a.page == b.page and a.column == b.column


def _begin(
    line: Line,
    following: Line | None,
    groups: Sequence[Group],
    place: _Place,
    is_contents: bool,  # noqa: FBT001 - a private step of group_lines
) -> Group:
    previous = groups[-1] if groups else None
    marker, note = None, place.note(line)
    if not is_contents and note is None:
        marker = _marker(line, following, previous, place)
    return Group([line], marker=marker, is_contents=is_contents, note=note)


def _home(
    groups: Sequence[Group], line: Line, following: Line | None, place: _Place
) -> Group | None:
    """Return the group that a line goes on, if it goes on one."""
    group = groups[-1]
    if place.note(line) or group.table is not None:
        return None
    if group.is_contents:
        return group if _goes_on_entry(group, line, place) else None
    if _in_one_column(group.last, line):
        if line.baseline <= group.last.baseline:
            return None
        if _goes_on(group, line, following, place):
            return group
        return _interrupted_group(groups, line, place)
    return _broken_group(groups, line, place)


def _goes_on_entry(group: Group, line: Line, place: _Place) -> bool:
    """Join an entry's second line to a first that has no page number yet."""
    same_type = abs(group.last.size - line.size) < 0.5
    near = line.baseline - group.last.baseline < _GAP * place.body.leading(line.size)
    is_open = not group.last.text.rstrip()[-1:].isdigit()
    indented = line.left > group.last.left + 0.3 * line.size
    return same_type and near and is_open and indented


def _goes_on(group: Group, line: Line, following: Line | None, place: _Place) -> bool:
    """Say whether a line goes on the group above it in the same column."""
    last = group.last
    if _changes_type(last, line, place):
        return False
    if line.baseline - last.baseline > _GAP * _leading(group, line, place):
        return False
    if _marker(line, following, group, place):
        return False
    if stands_out(line, place.body) and line.size > 1.1 * place.body.size:
        return True
    if group.marker is not None:
        return _goes_on_item(group, line, place)
    return not _ends_here(group, line, place)


def _leading(group: Group, line: Line, place: _Place) -> float:
    """Return the distance between lines usual in this group, or for its type."""
    usual = place.body.leading(line.size)
    if len(group.lines) > 1 and _in_one_column(group.lines[-2], group.last):
        here = group.last.baseline - group.lines[-2].baseline
        return max(here, usual * 0.9) if here < 1.3 * usual else usual
    return usual


def _changes_type(last: Line, line: Line, place: _Place) -> bool:
    larger, smaller = max(last.size, line.size), min(last.size, line.size)
    if larger > 1.12 * smaller:
        return True
    if last.bold_end == line.bold_start:
        return False
    whole = last.bold or line.bold
    return whole and (_is_short(last, line, place) or not _is_open(last))


def _is_open(line: Line) -> bool:
    """Say whether a line stops inside a sentence."""
    return not _SENTENCE_END.search(line.text.rstrip())


def _goes_on_item(group: Group, line: Line, place: _Place) -> bool:
    """Say whether a line belongs to the item above: it hangs, or reads on."""
    last, first = group.last, group.lines[0]
    if line.left >= first.left + 0.5 * line.size:
        hangs = line.left - first.left < _MAX_HANG * line.size
        return hangs or not _is_short(last, line, place)
    if len(group.lines) > 1 and group.lines[1].left > line.left + 0.5 * line.size:
        return _is_open(last) and not _is_short(last, line, place)
    return not _is_short(last, line, place) or (
        _is_open(last) and line.text[:1].islower()
    )


def _ends_here(group: Group, line: Line, place: _Place) -> bool:
    """Say whether a paragraph ends with the line before this one."""
    last = group.last
    step = line.left - last.left
    if step > 0.6 * line.size and _is_flush(group):
        # an indent begins a paragraph, unless the line above is still open
        return not (_is_open(last) and not _is_short(last, line, place))
    if step < -0.6 * line.size and len(group.lines) > 1 and not _is_open(last):
        return True
    if not _is_short(last, line, place):
        return False
    if not _is_open(last):
        return True
    room = place.right_edge(last) - last.right
    is_list_line = room > 0.25 * (place.right_edge(last) - last.edges[0])
    return is_list_line and not line.text[:1].islower()


def _is_flush(group: Group) -> bool:
    """Say whether a group's last line stands at its left edge."""
    return group.last.left <= min(line.left for line in group.lines) + 1


def _is_short(last: Line, line: Line, place: _Place) -> bool:
    """Say whether the next line's first word would have fitted on the last line."""
    if last in place.flush:
        return False
    room = place.right_edge(last) - last.right
    word = line.text.split(maxsplit=1)[0] if line.text.strip() else ""
    width = (line.right - line.left) / max(len(line.text), 1)
    return room > len(word) * width + 0.5 * line.size


def _marker(
    line: Line, following: Line | None, previous: Group | None, place: _Place
) -> str | None:
    """Return the printed marker that makes a line begin an item."""
    bullet = find_bullet(line.text)
    if bullet:
        return bullet
    weak = find_weak_marker(line.text)
    if weak is None or stands_out(line, place.body):
        return None
    return weak if _is_list_place(line, following, previous, weak, place) else None


def _is_list_place(
    line: Line,
    following: Line | None,
    previous: Group | None,
    marker: str,
    place: _Place,
) -> bool:
    """Say whether a line that begins with a number or dash is set as an item."""
    hangs = (
        following is not None
        and following.left > line.left + 0.6 * line.size
        and following.baseline - line.baseline < _GAP * place.body.leading(line.size)
    )
    if hangs:
        return previous is None or not _runs_on(previous, line, place)
    if previous is None or not _in_one_column(previous.last, line):
        return marker[-1:] in ".)" and len(marker) > 1
    return not _runs_on(previous, line, place)


def _runs_on(previous: Group, line: Line, place: _Place) -> bool:
    """Say whether the text above is a full line inside a sentence."""
    last = previous.last
    if not _in_one_column(last, line):
        return _is_open(last) and not _is_short(last, line, place)
    near = line.baseline - last.baseline < _GAP * place.body.leading(line.size)
    return near and _is_open(last) and not _is_short(last, line, place)


def _interrupted_group(
    groups: Sequence[Group], line: Line, place: _Place
) -> Group | None:
    """Return the group that goes on below something set in another type.

    A box or a pull-quote may stand in the middle of a column and of a sentence.
    """
    if not line.text[:1].islower() or not _is_other_type(groups[-1].last, line):
        return None
    for group in reversed(groups[-6:-1]):
        last = group.last
        if group.is_contents or group.table or not _in_one_column(last, line):
            return None
        if not _is_other_type(last, line):
            return group if _is_broken(group, line, place) else None
    return None


def _is_other_type(a: Line, b: Line) -> bool:
    """Say whether two lines differ in size, or in face from end to end."""
    is_other_size = abs(a.size - b.size) > 0.07 * b.size
    return is_other_size or (a.font != b.font and a.bold != b.bold)


def _broken_group(groups: Sequence[Group], line: Line, place: _Place) -> Group | None:
    """Return the group that goes on at the top of the next column or page."""
    if find_bullet(line.text) or not line.upright:
        return None
    if stands_out(line, place.body):
        return groups[-1] if _is_broken_heading(groups, line, place) else None
    is_beside = False
    for group in reversed(groups[-8:]):
        last = group.last
        if group.is_contents or line.page - last.page > 1:
            return None
        if group.table is not None:
            continue
        if group.note or last.size < 0.93 * line.size:
            is_beside = is_beside or group.note is None
            continue  # a note or a box below or beside the text
        if is_beside and _is_other_type(last, line):
            continue  # the heading of the box
        joins = _is_broken(group, line, place)
        return group if joins else None
    return None


def _is_broken_heading(groups: Sequence[Group], line: Line, place: _Place) -> bool:
    """Say whether the heading that ends a column goes on at the top of the next."""
    last = groups[-1].last
    same_type = abs(last.size - line.size) < 0.1 and last.font == line.font
    if not same_type or len(groups) < 2 or not _is_open(last):
        return False
    # a column of one title is as wide as the title: it cannot tell a full line
    has_text = _in_one_column(groups[-2].last, last)
    return has_text and not _is_short(last, line, place)


def _is_broken(group: Group, line: Line, place: _Place) -> bool:
    """Say whether a column's last lines go on in this first line of the next."""
    last = group.last
    if stands_out(last, place.body) or abs(last.size - line.size) > 0.07 * line.size:
        return False
    if last.text[-1:] in HYPHENS and line.text[:1].islower():
        return True
    if _is_open(last):
        return line.text[:1].islower() or not _is_short(last, line, place)
    return False


def _flush_lines(lines: Sequence[Line]) -> frozenset[Line]:
    """Return the lines that end where the one above or below ends.

    Beside a picture justified lines are full, though the column is wider.
    """
    return frozenset(
        line
        for a, b in pairwise(lines)
        if abs(a.right - b.right) < _FLUSH
        and _in_one_column(a, b)
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
        if len(text) >= 8:
            by_left[left].append(right)
    return {
        key: max(right, median(by_left[left])) if by_left[left] else right
        for key, (left, right) in own.items()
    }
