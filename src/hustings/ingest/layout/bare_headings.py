"""Headings set as plainly as the text below them: short lines alone, without a stop.

Writing programs leave many documents with headings of the lowest level in the type of
the running text. What tells them is where they stand, and that the document has more
of them: a line on its own, not full, without a stop, and a paragraph after it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from hustings.ingest.layout.styles import half_points

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from hustings.ingest.layout.line_groups import Group
    from hustings.ingest.layout.styles import BodyType

_LONGEST = 110
_SHORTEST = 3
_FEWEST = 4
"""Such lines that a document has at least, if they are its headings."""
_MIN_SHARE = 0.75
"""Of all its lone lines without a stop, those that a paragraph follows."""
_MOST_IN_A_ROW = 2
_STOP = re.compile(r"[.;,:!?…][\"'”»“)\]]*$")
_ENDS_A_SENTENCE = re.compile(r"[.!?…:;][\"'”»“)\]\d⁰¹²³⁴-⁹]*$")
_SHORT_OF_THE_EDGE = 3.0
"""Ems that a line leaves free at its end, if it ends because its words do."""


def find_bare_headings(
    groups: Sequence[Group], headings: Collection[int], body: BodyType
) -> set[int]:
    """Return the places of groups that are headings in the type of running text.

    Parameters
    ----------
    groups : sequence of Group
        All of the document's, in reading order.
    headings : collection of int
        Places of those that their type tells to be headings.
    body : BodyType
    """
    lone = {
        i
        for i, group in enumerate(groups)
        if i not in headings and _is_lone_line(group, body)
    }
    by_style: dict[tuple[float, int, bool], list[list[int]]] = defaultdict(list)
    for row in _rows(sorted(lone)):
        line = groups[row[0]].lines[0]
        style = (half_points(line.size), line.font, line.bold)
        by_style[style].append(row)
    found: set[int] = set()
    for rows in by_style.values():
        leading = [row for row in rows if _leads(row, groups, headings)]
        n_leading, n_all = sum(map(len, leading)), sum(map(len, rows))
        if n_leading >= max(_FEWEST, _MIN_SHARE * n_all):
            found.update(*leading)
    return found


def _is_lone_line(group: Group, body: BodyType) -> bool:
    """Say whether a group is one line of text that ends before the edge, unstopped."""
    if group.marker or group.note or group.is_contents or group.table is not None:
        return False
    line, text = group.lines[0], group.lines[0].text.strip()
    if len(group.lines) > 1 or line.size < 0.9 * body.size:
        return False
    is_short = line.right < line.edges[1] - _SHORT_OF_THE_EDGE * line.size
    is_worded = _SHORTEST <= len(text) <= _LONGEST and any(map(str.isalpha, text))
    opens = not text[:1].islower() and (text[:1].isalnum() or text[:1] in "„“«\"'¿¡")
    return is_short and is_worded and opens and not _STOP.search(text)


def _rows(places: Sequence[int]) -> Iterable[list[int]]:
    """Part places into rows of neighbours."""
    row: list[int] = []
    for place in places:
        if row and place != row[-1] + 1:
            yield row
            row = []
        row.append(place)
    if row:
        yield row


def _leads(
    row: Sequence[int], groups: Sequence[Group], headings: Collection[int]
) -> bool:
    """Say whether a row of lone lines is followed by a text; long rows are lists."""
    after = row[-1] + 1
    if len(row) > _MOST_IN_A_ROW or after >= len(groups) or after in headings:
        return False
    group = groups[after]
    if group.is_contents or group.note or group.table is not None:
        return False
    text = group.text.strip()
    is_longer = len(text) > len(groups[row[-1]].text)
    return is_longer and bool(_ENDS_A_SENTENCE.search(text)) and not text[0].islower()
