"""Quotations that make up a block, and who is named as their speaker."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.ingest.drafts import Draft

_MARKED = r"[\"“„«‘‹「『»][^\"“”«»「」『』]{12,}[\"”“»’›」』«]"
_NAME = r"[^\W\d_a-zß-öø-ÿа-яёα-ω][^.!?:;\"“”„«»]{2,80}?"
_SAYS = (
    r"(?:said|says|adds?|added|explain(?:s|ed)|sag(?:t|te)|erklärt(?:e)?|betont(?:e)?|"
    r"so|meint(?:e)?|dit|déclare|a déclaré|explique|affirme|dice|dijo|declaró?|"
    r"afirm[aó]|"
    r"explica|disse|ha detto|spiega|zegt|zei|aldus|mówi|powiedział[a]?|säger|sade|"
    r"siger|"
    r"sagde|sier|sa|dedi|diyor|είπε|λέει|сказала?|говорит|заявила?|каже|сказав|قال|"
    r"قالت|"
    r"אמר|אמרה)"
)
_ALONE = re.compile(
    rf"{_MARKED}[.,]?\s*(?:(?:,?\s*[—–-]\s*)?{_SAYS}\s(?P<told>{_NAME})[.!]?|"
    rf"[—–-]\s*(?P<dash>[^.!?]{{3,80}})|"
    rf"\((?P<brackets>[^()]{{3,80}})\)|"
    rf",?\s*{_SAYS}\s(?P<after>{_NAME})[.!]?|"
    rf",?\s*(?P<before>{_NAME})\s{_SAYS}[.!]?)?"
)
_AS = r"(?:(?:As|Wie|Comme|Como|Come|Zoals|Jak|Som|Как|Як)\s)?"
_WHERE = r"(?:\s[^.!?:;\"“”„«»]{2,60})?"  # said "at the gates"
_LED = re.compile(
    rf"{_AS}(?P<name>{_NAME})(?:,?\s{_SAYS}{_WHERE})?\s?:\s*{_MARKED}[.]?"
)
_MOST_NAME_WORDS = 8
_ENDING = re.compile(r"[.!?…”\"»]\s*[—–]\s*(?P<name>[^\W\d_][^.!?;:]{2,80})")
_CREDIT = re.compile(r"[—–]\s*(?P<name>[^\W\d_][^!?;:]{2,78})")


def find_quotations(drafts: list[Draft]) -> list[Draft]:
    """Paragraphs that are all in quotation marks, with the speaker where named."""
    return [
        _as_quotation(draft, drafts[i + 1] if i + 1 < len(drafts) else None)
        if draft.kind in {"paragraph", "quotation"}
        else draft
        for i, draft in enumerate(drafts)
    ]


def _as_quotation(draft: Draft, after: Draft | None) -> Draft:
    text = draft.text.strip()
    match = _ALONE.fullmatch(text)
    led = _LED.fullmatch(text)
    is_led = led is not None and len(led["name"].split()) <= _MOST_NAME_WORDS
    if not match and not is_led and draft.kind != "quotation":
        return draft
    named = (next(filter(None, match.groups()), None) if match else None) or (
        led["name"] if led and is_led else None
    )
    speaker = draft.speaker or named or _credited(draft, after)
    return replace(
        draft, kind="quotation", speaker=speaker.strip() if speaker else None
    )


def _credited(draft: Draft, after: Draft | None) -> str | None:
    """Name who stands after a dash at the end of a quotation, or below it."""
    ending = _ENDING.search(draft.text.strip()) if draft.kind == "quotation" else None
    if ending and ending.end() == len(draft.text.strip()):
        return ending["name"]
    credit = _CREDIT.fullmatch(after.text.strip()) if after else None
    return credit["name"] if credit else None
