"""Headings in bold that end in a colon: "Local Government:" above a list."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hustings.ingest.markup.passages import ends_in_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from hustings.ingest.layout.line_groups import Group
    from hustings.ingest.layout.styles import BodyType

_SMALLEST = 0.9  # of running text


def find_leads(
    groups: Sequence[Group], headings: Collection[int], body: BodyType
) -> set[int]:
    """Return the places of bold lines that end in a colon and head the text below.

    Words that only lead to a list, as "The council will:", are none.
    """
    return {
        i
        for i, (group, after) in enumerate(pairwise(groups))
        if i not in headings
        and i + 1 not in headings
        and _is_bold_lead(group, body)
        and not (after.is_contents or after.note or _is_bold(after))
    }


def _is_bold_lead(group: Group, body: BodyType) -> bool:
    line, text = group.lines[0], group.text.strip()
    is_line = len(group.lines) == 1 and line.size >= _SMALLEST * body.size
    is_plain = not (group.marker or group.note or group.is_contents)
    is_set = is_line and is_plain and group.table is None and line.upright
    return is_set and _is_bold(group) and not body.bold and _names(text)


def _names(text: str) -> bool:
    return text[-1:] in {":", "："} and ends_in_name(text)


def _is_bold(group: Group) -> bool:
    return all(line.bold for line in group.lines)
