"""Two documents of one actor: what it kept, dropped, took up, reversed, softened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.comparison.editions import Change, compare_editions
from hustings.interface.pages import addresses
from hustings.interface.pages.actor_pages import list_pairs_of_editions
from hustings.interface.pages.claim_quotations import quote_claim
from hustings.interface.pages.wording import join_words, say_date, say_number
from hustings.workflow.actors import name_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.comparison.editions import EditionChange
    from hustings.comparison.held_claims import HeldClaim
    from hustings.interface.pages.claim_index import ClaimIndex
    from hustings.interface.pages.claim_quotations import ClaimQuotation
    from hustings.workflow.gathered import GatheredDocument

_TITLES = {
    Change.REVERSED: ("Reversed", "For before and against after, or the other way."),
    Change.SOFTENED: ("Softened", "The same stance, put less bindingly."),
    Change.HARDENED: ("Hardened", "The same stance, put more bindingly."),
    Change.KEPT: ("Kept", "The same stance, put as bindingly as before."),
    Change.DROPPED: ("Dropped", "In the earlier document only."),
    Change.NEW: ("New", "In the later document only."),
}
MOST = 150
"""Changes of one kind that are shown; the table has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One of the two documents."""

    title: str
    date: str | None
    language: str | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedClaim:
    """One claim before and after; None where there is none."""

    issue: str
    issue_address: str
    before: ClaimQuotation | None
    after: ClaimQuotation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """All claims of which the same became."""

    anchor: str
    title: str
    meaning: str
    n_changes: int
    changes: tuple[ChangedClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsView:
    """What became of the claims of an earlier document in a later one."""

    actor: str
    mark: int | None
    actor_page: str
    sentence: str
    before: Edition
    after: Edition
    groups: tuple[ChangeGroup, ...]


def list_edition_pages(
    index: ClaimIndex,
) -> Iterator[tuple[str, GatheredDocument, GatheredDocument]]:
    """Yield address and the two documents of each comparison."""
    for actor in index.actors:
        for before, after in list_pairs_of_editions(index, actor):
            pair = (before.document.document_id, after.document.document_id)
            yield addresses.editions_page(*pair), before, after


def build_editions(
    index: ClaimIndex, before: GatheredDocument, after: GatheredDocument
) -> EditionsView:
    """Compare two documents of one actor."""
    changes = compare_editions(
        index.claims,
        index.issues,
        before=before.document.document_id,
        after=after.document.document_id,
    )
    by_kind = {kind: [one for one in changes if one.change is kind] for kind in Change}
    actor = name_of(after)
    return EditionsView(
        actor=actor,
        mark=index.mark_of(actor),
        actor_page=addresses.actor_page(actor),
        sentence=_say(actor, by_kind, before, after),
        before=_edition(before),
        after=_edition(after),
        groups=tuple(
            _group(index, kind, found) for kind, found in by_kind.items() if found
        ),
    )


def _say(
    actor: str,
    by_kind: dict[Change, list[EditionChange]],
    before: GatheredDocument,
    after: GatheredDocument,
) -> str:
    """Say how many claims of which what became."""
    counts = [
        f"{say_number(len(found))} {kind}" for kind, found in by_kind.items() if found
    ]
    ends = f"{say_date(before.document.date)} and {say_date(after.document.date)}"
    if not counts:
        return f"No claim of {actor} was found in its documents of {ends}."
    return f"Claims of {actor} between {ends}: {join_words(counts)}."


def _edition(document: GatheredDocument) -> Edition:
    """Describe a document."""
    return Edition(
        title=title_of(document),
        date=document.document.date,
        language=document.document.language,
        address=addresses.document_page(document.document.document_id),
    )


def _group(
    index: ClaimIndex, kind: Change, changes: Sequence[EditionChange]
) -> ChangeGroup:
    """Quote all claims of which the same became."""
    title, meaning = _TITLES[kind]
    return ChangeGroup(
        anchor=str(kind),
        title=title,
        meaning=meaning,
        n_changes=len(changes),
        changes=tuple(_changed(index, one) for one in changes[:MOST]),
    )


def _changed(index: ClaimIndex, change: EditionChange) -> ChangedClaim:
    """Quote a claim before and after."""
    return ChangedClaim(
        issue=change.issue.name if change.issue else "",
        issue_address=index.home_of(change.issue.issue_id) if change.issue else "",
        before=_quote(index, change.before),
        after=_quote(index, change.after),
    )


def _quote(index: ClaimIndex, one: HeldClaim | None) -> ClaimQuotation | None:
    """Quote a claim, if there is one."""
    return None if one is None else quote_claim(index, one)
