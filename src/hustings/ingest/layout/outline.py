"""A file's own outline, as a hint to which lines are headings, and how deep."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.ingest.layout.styles import heading_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.ingest.layout.line_groups import Group

_LETTER = re.compile(r"[^\W_]+")
_MIN_MATCHES = 3
_MIN_SHARE = 0.5
_DEEPEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineEntry:
    """One entry: its title, its depth from 1, the number of its page."""

    title: str
    level: int
    page: int


def match_outline(
    entries: Sequence[OutlineEntry], groups: Sequence[Group]
) -> dict[int, int]:
    """Return the level of each group that the outline names.

    An outline that names file parts or nothing that is printed gives no hint.
    """
    levels = {(entry.page, _letters(entry.title)): entry.level for entry in entries}
    levels.pop(next((key for key in levels if not key[1]), (0, "")), None)
    found: dict[int, int] = {}
    for i, group in enumerate(groups) if levels else ():
        if len(group.lines) > _DEEPEST or group.is_contents:
            continue
        level = levels.get((group.lines[0].page, _letters(group.text)))
        if level is not None:
            found[i] = min(level, _DEEPEST)
    is_hint = len(found) >= max(_MIN_MATCHES, _MIN_SHARE * len(levels))
    return found if is_hint else {}


def _letters(text: str) -> str:
    return "".join(_LETTER.findall(text.casefold()))


def adjust_levels(
    levels: Mapping[tuple[float, bool], int],
    groups: Sequence[Group],
    matched: Mapping[int, int],
) -> dict[tuple[float, bool], int]:
    """Give heading styles the level that the outline mostly gives them.

    A style that the outline does not name is one level below the style above it.
    """
    votes: dict[tuple[float, bool], Counter[int]] = defaultdict(Counter)
    for i, level in matched.items():
        votes[heading_style(groups[i].lines)][level] += 1
    adjusted: dict[tuple[float, bool], int] = {}
    above, rank = 0, 0
    for style, level in sorted(levels.items(), key=lambda pair: pair[1]):
        if style in votes:
            above = votes[style].most_common(1)[0][0]
        elif level != rank:
            above = min(above + 1, _DEEPEST)
        rank = level
        adjusted[style] = max(above, 1)
    return adjusted
