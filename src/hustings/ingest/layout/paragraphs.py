"""Lines joined into paragraphs, items and headings, over columns and pages.

Two lines belong together unless the print says otherwise: a wider gap, another type,
a mark at the start, an indent, or a line so short that the next word would have fitted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ingest.layout.continuations import find_broken, find_interrupted
from hustings.ingest.layout.line_fill import in_one_column, is_open, measure_fill
from hustings.ingest.layout.line_groups import Group, Place
from hustings.ingest.layout.notes import find_marks
from hustings.ingest.layout.printed_tables import find_tables
from hustings.ingest.layout.styles import BodyType, stands_out
from hustings.ingest.structure.marks import find_bullet, find_weak_marker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.ingest.layout.lines import Line

_GAP = 1.25
"""A distance this much over the usual one parts two paragraphs."""
_FINAL = (".", "!", "?", "…")
_MAX_TITLE = 3
_CLOSED_UP = 1.35
_LOOSE = 1.9
_LEAD_IN = 1.3
_INDENT = 0.5
_LIST_ROOM = 0.25
"""A line of a list without marks leaves at least this share of its column empty."""
_MAX_HANG = 5
"""An item's further lines stand at most this much (in ems) right of its marker."""


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
    place = Place(
        body, measure_fill(lines, body), find_marks(lines), _further_titles(lines, body)
    )
    groups: list[Group] = []
    for i, line in enumerate(lines):
        if i in tables:
            _add_to_table(groups, line, tables[i])
            continue
        following = lines[i + 1] if i + 1 < len(lines) else None
        if following and not in_one_column(line, following):
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


def _begin(
    line: Line,
    following: Line | None,
    groups: Sequence[Group],
    place: Place,
    is_contents: bool,  # noqa: FBT001 - a private step of group_lines
) -> Group:
    previous = groups[-1] if groups else None
    marker, note = None, place.note(line)
    if not is_contents and note is None:
        marker = _marker(line, following, previous, place)
    return Group([line], marker=marker, is_contents=is_contents, note=note)


def _home(
    groups: Sequence[Group], line: Line, following: Line | None, place: Place
) -> Group | None:
    """Return the group that a line goes on, if it goes on one."""
    group = groups[-1]
    if place.note(line) or group.table is not None:
        return None
    if group.is_contents:
        return group if _goes_on_entry(group, line, place) else None
    if in_one_column(group.last, line):
        if line.baseline <= group.last.baseline:
            return None
        if _goes_on(group, line, following, place):
            return group
        return find_interrupted(groups, line, place)
    return find_broken(groups, line, place)


def _goes_on_entry(group: Group, line: Line, place: Place) -> bool:
    """Join an entry's second line to a first that has no page number yet."""
    same_type = abs(group.last.size - line.size) < 0.5
    near = line.baseline - group.last.baseline < _GAP * place.body.leading(line.size)
    is_open = not group.last.text.rstrip()[-1:].isdigit()
    indented = line.left > group.last.left + 0.3 * line.size
    return same_type and near and is_open and indented


def _goes_on(group: Group, line: Line, following: Line | None, place: Place) -> bool:
    """Say whether a line goes on the group above it in the same column."""
    last = group.last
    if _changes_type(last, line, place):
        return False
    distance = line.baseline - last.baseline
    if distance > _GAP * _leading(group, line, place):
        return distance < _LOOSE * place.body.leading(line.size) and _is_wrapped(
            group, line, place
        )
    if _marker(line, following, group, place):
        return False
    is_large = stands_out(line, place.body) and line.size > 1.1 * place.body.size
    if is_large or line in place.titles:
        return True
    if group.marker is not None:
        return _goes_on_item(group, line, place)
    return not _ends_here(group, line, place)


def _further_titles(lines: Sequence[Line], body: BodyType) -> frozenset[Line]:
    """Return the second and third lines of headings, which are broken by their sense.

    A heading is closed up and text follows; more than three lines are a list.
    """
    found: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if run and _is_further_title(run[-1], line, body):
            run.append(line)
            continue
        if 1 < len(run) <= _MAX_TITLE and in_one_column(run[-1], line):
            found += run[1:]
        run = [line] if stands_out(line, body) else []
    return frozenset(found)


def _is_further_title(last: Line, line: Line, body: BodyType) -> bool:
    """Say whether a line that stands out is set like the one closely above it."""
    same_type = abs(last.size - line.size) < 0.1 and last.font == line.font
    distance = line.baseline - last.baseline
    is_near = in_one_column(last, line) and 0 < distance < _CLOSED_UP * line.size
    is_broken = not last.text.rstrip().endswith(_FINAL) and not (
        find_bullet(line.text) or find_weak_marker(line.text)
    )
    return same_type and is_near and is_broken and stands_out(line, body)


def _reads_on(last: Line, line: Line, place: Place) -> bool:
    """Say whether a full line stops inside a sentence and the next reads on below it.

    The first words of a paragraph may be set in small capitals.
    """
    is_aligned = abs(last.left - line.left) < 1 or last.bold_end == line.bold_start
    is_full = is_open(last) and not place.fill.is_short(last, line)
    near = line.baseline - last.baseline < _GAP * place.body.leading(line.size)
    return is_full and near and is_aligned and line.text[:1].islower()


def _leading(group: Group, line: Line, place: Place) -> float:
    """Return the distance between lines usual in this group, or for its type."""
    usual = place.body.leading(line.size)
    if len(group.lines) > 1 and in_one_column(group.lines[-2], group.last):
        here = group.last.baseline - group.lines[-2].baseline
        return max(here, usual * 0.9) if here < _LOOSE * usual else usual
    return usual


def _is_wrapped(group: Group, line: Line, place: Place) -> bool:
    """Say whether a line ends inside a sentence for want of room and the next goes on.

    That tells more than the space between them: some lists are set with as much space
    between all lines as between items.
    """
    last, first = group.last, group.lines[0]
    if not is_open(last) or place.fill.is_short(last, line):
        return False
    hangs = group.marker is not None and line.left > first.left + _INDENT * line.size
    return hangs or (line.text[:1].islower() and abs(line.left - last.left) < 1)


def _changes_type(last: Line, line: Line, place: Place) -> bool:
    larger, smaller = max(last.size, line.size), min(last.size, line.size)
    if larger > 1.12 * smaller:
        return larger > _LEAD_IN * smaller or not _reads_on(last, line, place)
    if last.bold_end == line.bold_start:
        return False
    whole = last.bold or line.bold
    return whole and (place.fill.is_short(last, line) or not is_open(last))


def _goes_on_item(group: Group, line: Line, place: Place) -> bool:
    """Say whether a line belongs to the item above: it hangs, or reads on."""
    last, first = group.last, group.lines[0]
    if line.left >= first.left + 0.5 * line.size:
        hangs = line.left - first.left < _MAX_HANG * line.size
        return hangs or not place.fill.is_short(last, line)
    if len(group.lines) > 1 and group.lines[1].left > line.left + 0.5 * line.size:
        return is_open(last) and not place.fill.is_short(last, line)
    return not place.fill.is_short(last, line) or (
        is_open(last) and line.text[:1].islower()
    )


def _ends_here(group: Group, line: Line, place: Place) -> bool:
    """Say whether a paragraph ends with the line before this one."""
    last = group.last
    step = line.left - last.left
    if step > 0.6 * line.size and _is_flush(group):
        # an indent begins a paragraph, unless the line above is still open
        return not (is_open(last) and not place.fill.is_short(last, line))
    if step < -0.6 * line.size and len(group.lines) > 1 and not is_open(last):
        return True
    if not place.fill.is_short(last, line):
        return False
    if not is_open(last):
        return True
    is_list_line = place.fill.share(last) > _LIST_ROOM and not _is_prose(group, place)
    return is_list_line and not line.text[:1].islower()


def _is_prose(group: Group, place: Place) -> bool:
    """Say whether the line before a group's last was broken for want of room."""
    before = group.lines[-2:-1]
    return bool(before) and not place.fill.is_short(before[0], group.last)


def _is_flush(group: Group) -> bool:
    """Say whether a group's last line stands at its left edge."""
    return group.last.left <= min(line.left for line in group.lines) + 1


def _marker(
    line: Line, following: Line | None, previous: Group | None, place: Place
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
    place: Place,
) -> bool:
    """Say whether a line that begins with a number or dash is set as an item."""
    hangs = (
        following is not None
        and following.left > line.left + 0.6 * line.size
        and following.baseline - line.baseline < _GAP * place.body.leading(line.size)
    )
    if hangs:
        return previous is None or not _runs_on(previous, line, place)
    if previous is None or not in_one_column(previous.last, line):
        return marker[-1:] in ".)" and len(marker) > 1
    return not _runs_on(previous, line, place)


def _runs_on(previous: Group, line: Line, place: Place) -> bool:
    """Say whether the text above is a full line inside a sentence."""
    last = previous.last
    if not in_one_column(last, line):
        return is_open(last) and not place.fill.is_short(last, line)
    near = line.baseline - last.baseline < _GAP * place.body.leading(line.size)
    return near and is_open(last) and not place.fill.is_short(last, line)
