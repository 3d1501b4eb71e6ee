"""Blocks that go on elsewhere: below a box, in the next column, on the next page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ingest.layout.hyphens import HYPHENS
from hustings.ingest.layout.line_fill import in_one_column, is_open
from hustings.ingest.layout.styles import stands_out
from hustings.ingest.structure.marks import find_bullet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.ingest.layout.line_groups import Group, Place
    from hustings.ingest.layout.lines import Line

_MOST_PAGES = 2
"""A page of pictures may stand between the two parts of a paragraph."""
_MIN_BOLD_LINES = 4


def find_interrupted(groups: Sequence[Group], line: Line, place: Place) -> Group | None:
    """Return the group that goes on below something set in another type.

    A box or a pull-quote may stand in the middle of a column and of a sentence.
    """
    if not line.text[:1].islower() or not _is_other_type(groups[-1].last, line):
        return None
    for group in reversed(groups[-6:-1]):
        last = group.last
        if group.is_contents or group.table or not in_one_column(last, line):
            return None
        if not _is_other_type(last, line):
            return group if _is_broken(group, line, place) else None
    return None


def _is_other_type(a: Line, b: Line) -> bool:
    """Say whether two lines differ in size, or in face from end to end."""
    is_other_size = abs(a.size - b.size) > 0.07 * b.size
    return is_other_size or (a.font != b.font and a.bold != b.bold)


def find_broken(groups: Sequence[Group], line: Line, place: Place) -> Group | None:
    """Return the group that goes on at the top of the next column or page."""
    if find_bullet(line.text) or not line.upright:
        return None
    if stands_out(line, place.body) and not _is_bold_text(groups[-1], line):
        return groups[-1] if _is_broken_heading(groups, line, place) else None
    is_beside = False
    for group in reversed(groups[-8:]):
        last = group.last
        if group.is_contents or line.page - last.page > _MOST_PAGES:
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


def _is_bold_text(group: Group, line: Line) -> bool:
    """Say whether text in bold goes on in bold: a sentence of some lines."""
    is_long = len(group.lines) >= _MIN_BOLD_LINES or not group.last.bold
    same_weight = group.last.bold_end == line.bold_start
    same_size = abs(group.last.size - line.size) < 0.07 * line.size
    return is_long and same_weight and same_size and is_open(group.last)


def _is_broken_heading(groups: Sequence[Group], line: Line, place: Place) -> bool:
    """Say whether the heading that ends a column goes on at the top of the next."""
    last = groups[-1].last
    same_type = abs(last.size - line.size) < 0.1 and last.font == line.font
    if not same_type or len(groups) < 2 or not is_open(last):
        return False
    # a column of one title is as wide as the title: it cannot tell a full line
    has_text = in_one_column(groups[-2].last, last)
    return has_text and not place.fill.is_short(last, line)


def _is_broken(group: Group, line: Line, place: Place) -> bool:
    """Say whether a column's last lines go on in this first line of the next."""
    last = group.last
    is_far = line.page - last.page > 1 and not line.text[:1].islower()
    is_title = stands_out(last, place.body) and not _is_bold_text(group, line)
    if is_far or is_title or abs(last.size - line.size) > 0.07 * line.size:
        return False
    if last.text[-1:] in HYPHENS and line.text[:1].islower():
        return True
    if is_open(last):
        return line.text[:1].islower() or not place.fill.is_short(last, line)
    return False
