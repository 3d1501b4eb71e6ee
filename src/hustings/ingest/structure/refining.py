"""Refines what readers found: markers, series, slogans, quotations, imprints.

Every reader's drafts pass through here, so that an item or an article is the same
thing in a PDF and in a text. A reader's headings stay headings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.ingest.markup.passages import BOLD_LEVEL
from hustings.ingest.structure.imprints import holds_imprint, is_dateline, is_imprint
from hustings.ingest.structure.listed_contents import (
    find_listed_contents,
    is_contents_title,
)
from hustings.ingest.structure.marks import BULLETS, DASHES, match_marker
from hustings.ingest.structure.quotations import find_quotations
from hustings.ingest.structure.series import find_series
from hustings.ingest.structure.signatures import find_signatures
from hustings.ingest.structure.slogans import find_slogans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hustings.ingest.drafts import Draft
    from hustings.ingest.structure.marks import Marker
    from hustings.ingest.structure.series import Member

_NEAR = 40  # drafts between one number of a list and the next
_LONGEST_TITLE = 100
_FINAL = re.compile(r"[.!?;:…。！？।؟][\"'”’»)]*$")
_ENTRY = re.compile(r".*\S\s*(\.{3,}|(\. ){3,}|…{2,}|\t)\s*\d{1,4}", re.DOTALL)
_PAGED = re.compile(r"[^\W\d][^\n]{2,120}[^\d\s.,/–-]\s(\d{1,3})")
_STOPS = ".:) "
_PAGE = re.compile(r"[\d\s]+$")
_PLAIN = frozenset({"heading", "paragraph", "item"})
_TEXT = frozenset({"paragraph", "item", "quotation", "table"})
_SMALL = frozenset({"paragraph", "item", "footnote"})
_EARLY, _LATE = 6, 8  # drafts from either end where a line of place and date stands
_MOST_DATELINES = 2
_FEWEST_ENTRIES = 6
_MOST_BETWEEN = 3


def refine_structure(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Add markers and recognise kinds that show in the words, not in the layout."""
    refined = [draft for draft in drafts if draft.text.strip()]
    for step in _STEPS:
        refined = step(refined)
    return tuple(refined)


def _mark_series(drafts: list[Draft]) -> list[Draft]:
    """Give articles, goals and points their printed number."""
    members = {member.draft: member for member in find_series(drafts)}
    return [
        _as_member(draft, members[i]) if i in members else draft
        for i, draft in enumerate(drafts)
    ]


def _as_member(draft: Draft, member: Member) -> Draft:
    """Make a bare or short line a heading, a long one an item."""
    text = draft.text.strip()
    if draft.kind == "heading":
        return replace(draft, marker=member.marker)
    is_bare = member.is_bare or member.marker.rstrip(_STOPS) == text.rstrip(_STOPS)
    if is_bare or (len(text) <= _LONGEST_TITLE and not _FINAL.search(text)):
        return replace(draft, kind="heading", level=2, marker=member.marker)
    return replace(draft, kind="item", level=draft.level or 1, marker=member.marker)


def _mark_numbers(drafts: list[Draft]) -> list[Draft]:
    """Give items and headings the number, letter or bullet they begin with."""
    found = [_own_marker(draft) for draft in drafts]
    counted = _count_up(found)
    return [
        _with_marker(draft, marker, is_counted=i in counted) if marker else draft
        for i, (draft, marker) in enumerate(zip(drafts, found, strict=True))
    ]


def _own_marker(draft: Draft) -> Marker | None:
    """Find the marker of a draft that has none yet."""
    if draft.marker or draft.kind not in {"heading", "paragraph", "item"}:
        return None
    return match_marker("".join(p.text for p in draft.pieces[:3])[:40].lstrip())


def _count_up(markers: Sequence[Marker | None]) -> set[int]:
    """Find numbered drafts whose number comes after, or before, one near by."""
    places: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, marker in enumerate(markers):
        for value in marker.values if marker else ():
            places[marker.style if marker else "", value].append(i)
    return {
        i
        for (style, value), found in places.items()
        for i in found
        if _has_near(places.get((style, value - 1), ()), i, before=True)
        or _has_near(places.get((style, value + 1), ()), i, before=False)
    }


def _has_near(places: Sequence[int], i: int, *, before: bool) -> bool:
    """Say whether one of the places, which ascend, lies close to one side of i."""
    low, high = (i - _NEAR, i - 1) if before else (i + 1, i + _NEAR)
    found = bisect_left(places, low)
    return found < len(places) and places[found] <= high


def _with_marker(draft: Draft, marker: Marker, *, is_counted: bool) -> Draft:
    """Apply a marker where the draft's kind and its neighbours bear it out."""
    is_bullet = marker.style == "bullet"
    if draft.kind == "heading":
        is_number = not is_bullet and (is_counted or not _is_initial(marker))
        return replace(draft, marker=marker.text) if is_number else draft
    if draft.kind == "item":
        return replace(draft, level=draft.level or 1, marker=marker.text)
    if is_counted or (is_bullet and marker.text not in DASHES):
        return replace(draft, kind="item", level=draft.level or 1, marker=marker.text)
    return draft


def _drop_figures(drafts: list[Draft]) -> list[Draft]:
    """Figures alone behind a sign or a number are labels of a chart, no items."""
    return [
        replace(draft, kind="paragraph", level=None, marker=None)
        if draft.kind == "item" and _is_figure(draft)
        else draft
        for draft in drafts
    ]


def _is_figure(draft: Draft) -> bool:
    marker, text = draft.marker or "•", draft.text.strip()
    is_printed = marker not in BULLETS and text.startswith(marker)
    return is_printed and not any(map(str.isalpha, text[len(marker) :]))


def _is_initial(marker: Marker) -> bool:
    """Say whether a lone capital with a full stop may begin a name: "A. Marsh"."""
    return marker.style == "letterupper." and len(marker.text) == 2


def _find_contents(drafts: list[Draft]) -> list[Draft]:
    """Lines that end in a row of dots and a number are a table of contents."""
    dotted = [bool(_ENTRY.fullmatch(draft.text.strip())) for draft in drafts]
    entries = _numbered_entries(drafts)
    entries |= {i for i, entry in enumerate(dotted) if entry and sum(dotted) >= 3}
    entries |= {i - 1 for i in entries if i and is_contents_title(drafts[i - 1])}
    entries |= find_listed_contents(drafts)
    return [
        replace(draft, kind="contents", marker=None, level=None)
        if i in entries
        else draft
        for i, draft in enumerate(drafts)
    ]


def _numbered_entries(drafts: Sequence[Draft]) -> set[int]:
    """Find short lines that end in page numbers which do not fall, many in a row."""
    found: set[int] = set()
    run: list[int] = []
    page = 0
    for i, draft in enumerate(drafts):
        match = _PAGED.fullmatch(draft.text) if draft.kind in _PLAIN else None
        if match and int(match[1]) >= page:
            run.append(i)
            page = int(match[1])
        elif not run or i - run[-1] > _MOST_BETWEEN:
            found.update(run if _are_entries(drafts, run) else ())
            run, page = [], 0
    return found | set(run if _are_entries(drafts, run) else ())


def _are_entries(drafts: Sequence[Draft], run: Sequence[int]) -> bool:
    """Say whether lines name different things, as "Article 1", "Article 2" do not."""
    names = {_PAGE.sub("", drafts[i].text) for i in run}
    return len(run) >= _FEWEST_ENTRIES and len(names) > 0.7 * len(run)


def _find_imprints(drafts: list[Draft]) -> list[Draft]:
    """Lines that name publisher, licence, printer or place and date of print."""
    dated = {i for i, draft in enumerate(drafts) if _could_be_dated(draft)}
    dated = {i for i in dated if i < _EARLY or len(drafts) - i <= _LATE}
    dated = {i for i in dated if is_dateline(drafts[i].text)}
    if len(dated) > _MOST_DATELINES:  # a chronicle
        dated = set()
    return [
        replace(draft, kind="imprint", marker=None, level=None)
        if i in dated or (draft.kind in _SMALL and _is_imprint(draft.text))
        else draft
        for i, draft in enumerate(drafts)
    ]


def _is_imprint(text: str) -> bool:
    return is_imprint(text) or holds_imprint(text)


def _could_be_dated(draft: Draft) -> bool:
    return draft.kind in _PLAIN and draft.marker is None


def _settle_leads(drafts: list[Draft]) -> list[Draft]:
    """Keep a line in bold that ends in a colon as a heading only above text."""
    return [
        replace(draft, kind="paragraph", level=None)
        if _is_bold_lead(draft) and not _is_above_text(drafts, i)
        else draft
        for i, draft in enumerate(drafts)
    ]


def _is_bold_lead(draft: Draft) -> bool:
    is_bold = draft.kind == "heading" and draft.level == BOLD_LEVEL
    return is_bold and draft.text.rstrip()[-1:] in {":", "："}


def _is_above_text(drafts: Sequence[Draft], i: int) -> bool:
    return i + 1 < len(drafts) and drafts[i + 1].kind in _TEXT


def _settle_bold(drafts: list[Draft]) -> list[Draft]:
    """Put lines that are headings by their bold letters alone below the others.

    The first of a text is its title, unless a heading of the first level follows.
    """
    known = {draft.level for draft in drafts if draft.kind == "heading"}
    above = [level for level in known if level and level < BOLD_LEVEL]
    if BOLD_LEVEL not in known or len(above) == BOLD_LEVEL - 1:
        return drafts
    first = next(i for i, draft in enumerate(drafts) if draft.level == BOLD_LEVEL)
    is_title = first == 0 and 1 not in above
    below = max(above, default=1) + 1
    return [
        replace(draft, level=1 if is_title and i == first else below)
        if draft.kind == "heading" and draft.level == BOLD_LEVEL
        else draft
        for i, draft in enumerate(drafts)
    ]


def _clear_levels(drafts: list[Draft]) -> list[Draft]:
    """Only headings and items have a level."""
    return [
        draft if draft.kind in {"heading", "item"} else replace(draft, level=None)
        for draft in drafts
    ]


_STEPS: tuple[Callable[[list[Draft]], list[Draft]], ...] = (
    _find_contents,
    _mark_series,
    _mark_numbers,
    _drop_figures,
    _find_imprints,
    find_quotations,
    find_signatures,
    find_slogans,
    _settle_leads,
    _settle_bold,
    _clear_levels,
)
