"""Pull-quotes: words of the text said again in other type, to catch the eye."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import partial_ratio

from hustings.ingest.layout.styles import BodyType, half_points

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.ingest.layout.line_groups import Group

_WORD = re.compile(r"\w+")
_MIN_WORDS = 7
_MIN_LETTERS = 50
"""A repetition with small changes must be this long to be told from chance."""
_ALIKE = 93
_QUOTED = re.compile(r"^\s*[\"“„«‘]|[\"”“»’]\s*$")
_END = re.compile(r"[.!?…]\W*$")
_PAGES = 1
"""A pull-quote stands at most this many pages from the words it repeats."""


def find_pullquotes(groups: Sequence[Group], body: BodyType) -> set[int]:
    """Return the places of groups that repeat a sentence of the running text.

    Parameters
    ----------
    groups : sequence of Group
    body : BodyType
    """
    shown = [i for i, group in enumerate(groups) if _may_be_pulled(group, body)]
    if not shown:
        return set()
    pages: dict[int, list[str]] = defaultdict(list)
    for group in groups:
        if not group.is_contents and _is_text(group, body):
            pages[group.lines[0].page].append(_letters(group))
    return {i for i in shown if _is_repeated(groups[i], pages)}


def _is_text(group: Group, body: BodyType) -> bool:
    return half_points(group.lines[0].size) == body.size and any(
        line.font == body.font for line in group.lines
    )


def _may_be_pulled(group: Group, body: BodyType) -> bool:
    if group.is_contents or group.note or group.marker or group.table is not None:
        return False
    line = group.lines[0]
    is_other = line.size > 1.1 * body.size or all(
        each.font != body.font for each in group.lines
    )
    text = group.text
    n_words = len(_WORD.findall(text))
    is_sentence = bool(_QUOTED.search(text) or _END.search(text))
    return (
        is_other and n_words >= _MIN_WORDS and (is_sentence or n_words > 2 * _MIN_WORDS)
    )


def _letters(group: Group) -> str:
    """Return the letters and figures of a group alone, in lower case."""
    return "".join(_WORD.findall(group.text.casefold()))


def _is_repeated(group: Group, pages: Mapping[int, Sequence[str]]) -> bool:
    page = group.lines[0].page
    words = _letters(group)
    near = "".join(
        text
        for number in range(page - _PAGES, page + _PAGES + 1)
        for text in pages.get(number, ())
    )
    if words in near:
        return True
    return len(words) >= _MIN_LETTERS and bool(
        partial_ratio(words, near, score_cutoff=_ALIKE)
    )
