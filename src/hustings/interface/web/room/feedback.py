"""What a coder is shown after adjudication: their own values, and the settled ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.interface.pages.wording import say_count, say_number
from hustings.interface.web.room.manage_quoting import words_after, words_before

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.workflow.room_feedback import SettledWord

_MOST_SHOWN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackUnit:
    """One of a person's own values, and what was settled."""

    document: str
    variable: str
    before: str
    words: str
    after: str
    own: str
    answer: str
    is_same: bool
    by_person: bool
    note: str
    own_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPage:
    """What the page shows."""

    lead: str
    n_settled: int
    n_differ: int
    n_more: int
    differ_only: bool
    units: tuple[FeedbackUnit, ...]


def build_feedback(found: Sequence[SettledWord], *, differ_only: bool) -> FeedbackPage:
    """Put the page together."""
    n_differ = sum(not one.is_same for one in found)
    shown = [one for one in found if not (differ_only and one.is_same)]
    return FeedbackPage(
        lead=_lead(len(found), n_differ),
        n_settled=len(found),
        n_differ=n_differ,
        n_more=max(len(shown) - _MOST_SHOWN, 0),
        differ_only=differ_only,
        units=tuple(map(_unit, shown[:_MOST_SHOWN])),
    )


def _lead(n: int, n_differ: int) -> str:
    if not n:
        return "Nothing that you coded has been settled yet."
    same = n - n_differ
    if not n_differ:
        told = f"{say_count(n, 'value')} of yours {'is' if n == 1 else 'are'} settled"
        return f"{told}, {'' if n == 1 else 'all '}as you said."
    return (
        f"{say_count(n, 'value')} of yours {'is' if n == 1 else 'are'} settled. "
        f"{say_number(same)} {'is' if same == 1 else 'are'} as you said, "
        f"{say_number(n_differ)} {'is' if n_differ == 1 else 'are'} not."
    )


def _unit(one: SettledWord) -> FeedbackUnit:
    titles = {code.code: code.title for code in one.variable.codes}
    anchor = one.own.anchor
    return FeedbackUnit(
        document=one.document or "",
        variable=one.variable.title,
        before=words_before(anchor.before),
        words=anchor.words,
        after=words_after(anchor.after),
        own=_say(str(one.own.value), titles),
        answer=_say(one.answer, titles),
        is_same=one.is_same,
        by_person=one.by_person,
        note=one.note,
        own_note=one.own.note,
    )


def _say(value: str, titles: Mapping[str, str]) -> str:
    title = titles.get(value, "")
    return f"{title} ({value})" if title else value
