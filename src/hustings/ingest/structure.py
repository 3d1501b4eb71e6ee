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

from hustings.ingest.imprints import is_imprint
from hustings.ingest.marks import DASHES, match_marker
from hustings.ingest.series import find_series

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hustings.ingest.drafts import Draft
    from hustings.ingest.marks import Marker
    from hustings.ingest.series import Member

_NEAR = 40  # drafts between one number of a list and the next
_LONGEST_TITLE = 100
_MOST_SLOGAN_WORDS = 12
_FINAL = re.compile(r"[.!?;:…。！？।؟][\"'”’»)]*$")
_SLOGAN = re.compile(r"[^.?;:]{3,120}[!！]+[\"'”’»]?")
_ENTRY = re.compile(r".*\S\s*(\.{3,}|(\. ){3,}|…{2,}|\t)\s*\d{1,4}", re.DOTALL)
_PAGED = re.compile(r"[^\W\d][^\n]{2,120}[^\d\s.,/–-]\s(\d{1,3})")
_PLAIN = frozenset({"heading", "paragraph", "item"})
_FEWEST_ENTRIES = 6
_MOST_BETWEEN = 3
_QUOTED = re.compile(
    r"[\"“„«‘‹「『»](?P<words>.{12,})[\"”“»’›」』«][.,]?\s*"
    r"(?:[—–-]\s*(?P<dash>[^.!?]{3,80})|\((?P<brackets>[^()]{3,80})\))?",
    re.DOTALL,
)
_CREDIT = re.compile(r"[—–]\s*(?P<name>[^\W\d_][^!?;:]{2,118})")
_SIGNED = re.compile(
    r"(signed|gezeichnet|gez\.|signé|firmado|firmato|ondertekend)\b", re.IGNORECASE
)
_CLOSING = re.compile(
    r"(best wishes|(yours|with best wishes|(with )?kind regards|in solidarity)"
    r"( sincerely| faithfully| truly)?|mit freundlichen grüßen|herzlich|ihr|ihre|"
    r"met vriendelijke groet|cordialement|atentamente|un saludo)[,.]?",
    re.IGNORECASE,
)
_END = 12  # signatures stand among the last drafts


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
    if member.is_bare or (len(text) <= _LONGEST_TITLE and not _FINAL.search(text)):
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
        return replace(draft, marker=marker.text)
    if is_counted or (is_bullet and marker.text not in DASHES):
        return replace(draft, kind="item", level=1, marker=marker.text)
    return draft


def _is_initial(marker: Marker) -> bool:
    """Say whether a lone capital with a full stop may begin a name: "A. Marsh"."""
    return marker.style == "letterupper." and len(marker.text) == 2


def _find_contents(drafts: list[Draft]) -> list[Draft]:
    """Lines that end in a row of dots and a number are a table of contents."""
    dotted = [bool(_ENTRY.fullmatch(draft.text.strip())) for draft in drafts]
    entries = _numbered_entries(drafts)
    entries |= {i for i, entry in enumerate(dotted) if entry and sum(dotted) >= 3}
    return [
        replace(draft, kind="contents", marker=None) if i in entries else draft
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
    names = {drafts[i].text.rstrip("0123456789 ") for i in run}
    return len(run) >= _FEWEST_ENTRIES and len(names) > 0.7 * len(run)


def _find_imprints(drafts: list[Draft]) -> list[Draft]:
    """Lines that name publisher, licence, printer or place and date of print."""
    return [
        replace(draft, kind="imprint", marker=None, level=None)
        if draft.kind in {"paragraph", "item", "footnote"} and is_imprint(draft.text)
        else draft
        for draft in drafts
    ]


def _find_slogans(drafts: list[Draft]) -> list[Draft]:
    """Short exclamations standing alone."""
    return [
        replace(draft, kind="slogan", level=None)
        if draft.kind == "paragraph" and _is_slogan(draft.text.strip())
        else draft
        for draft in drafts
    ]


def _is_slogan(text: str) -> bool:
    return len(text.split()) <= _MOST_SLOGAN_WORDS and bool(_SLOGAN.fullmatch(text))


def _find_quotations(drafts: list[Draft]) -> list[Draft]:
    """Paragraphs that are all in quotation marks, with the speaker where named."""
    return [
        _as_quotation(draft, drafts[i + 1] if i + 1 < len(drafts) else None)
        if draft.kind in {"paragraph", "quotation"}
        else draft
        for i, draft in enumerate(drafts)
    ]


def _as_quotation(draft: Draft, after: Draft | None) -> Draft:
    match = _QUOTED.fullmatch(draft.text.strip())
    if not match and draft.kind != "quotation":
        return draft
    own = match and (match["dash"] or match["brackets"])
    credit = _CREDIT.fullmatch(after.text.strip()) if after else None
    speaker = own or (credit["name"] if credit and len(credit["name"]) <= 80 else None)
    return replace(
        draft, kind="quotation", speaker=speaker.strip() if speaker else None
    )


def _find_signatures(drafts: list[Draft]) -> list[Draft]:
    """Lines that name who speaks, after a dash, below the text or a quotation."""
    return [
        replace(draft, kind="signature", marker=None, level=None)
        if _is_signature(drafts, i)
        else draft
        for i, draft in enumerate(drafts)
    ]


def _is_signature(drafts: Sequence[Draft], i: int) -> bool:
    draft = drafts[i]
    if draft.kind not in {"paragraph", "item"} or len(draft.text) > 200:
        return False
    text = draft.text.strip()
    if _SIGNED.match(text):
        return len(drafts) - i <= _END
    if i and _CLOSING.fullmatch(drafts[i - 1].text.strip()):
        return len(text.split()) <= _MOST_SLOGAN_WORDS and text[-1] not in ".:;!?"
    if not _CREDIT.fullmatch(text) or text.endswith("."):
        return False
    beside = [*drafts[max(i - 1, 0) : i], *drafts[i + 1 : i + 2]]
    is_listed = any(other.marker and other.marker in DASHES for other in beside)
    after_quotation = i > 0 and drafts[i - 1].kind == "quotation"
    return after_quotation or (not is_listed and len(drafts) - i <= _END)


_STEPS: tuple[Callable[[list[Draft]], list[Draft]], ...] = (
    _find_contents,
    _mark_series,
    _mark_numbers,
    _find_imprints,
    _find_quotations,
    _find_signatures,
    _find_slogans,
)
