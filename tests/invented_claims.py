"""The invented project of the pages with claims that its texts make."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.comparison.held_claims import HeldClaim, Issue
from hustings.model.claim import Claim, Modality
from hustings.model.document import DateMention, Problem, Span
from hustings.workflow.gathered import GatheredClaims
from invented_project import invented_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.workflow.gathered import Gathered, GatheredDocument

Stated = tuple[str, str, int, Modality]

SAID: dict[str, Sequence[Stated]] = {
    "ferry-27": (
        ("sail every hour", "hour", 1, Modality.DEMAND),
        ("rents that a deckhand can pay", "rents", 1, Modality.POSITION),
        ("A levy on yachts", "levy", 1, Modality.EVALUATION),
        ("queues", "queues", -1, Modality.SLOGAN),
    ),
    "ferry-31": (
        ("sail every hour", "hour", 1, Modality.PLEDGE),
        ("levies for every household", "levies", -1, Modality.PLEDGE),
        ("levies on small shops", "levies", -1, Modality.PLEDGE),
    ),
    "ledger-31": (
        ("levies on everything that floats", "levies", -1, Modality.PLEDGE),
        ("free parking", "parking", 1, Modality.PLEDGE),
        ("levies", "levies", 1, Modality.POSITION),
    ),
}
"""By document: target, head, stance and modality."""

ISSUES = (
    ("levies", (2, 5, 6, 7, 9)),
    ("sail every hour", (0, 4)),
    ("free parking", (8,)),
    ("rents that a deckhand can pay", (1,)),
    ("queues", (3,)),
)


def project_with_claims() -> Gathered:
    """The invented project with ten claims on five issues, and one that is reported."""
    project = invented_project()
    documents = {one.document.document_id: one for one in project.documents}
    claims = [
        _hold(documents[identity], stated)
        for identity, said in SAID.items()
        for stated in said
    ]
    reported = replace(claims[8], actor="the harbour master", is_reported=True)
    return replace(
        project,
        documents=tuple(_with_dates(one) for one in project.documents),
        claims=GatheredClaims(
            claims=(*claims, reported),
            issues=tuple(_issue(*one) for one in ISSUES),
            run_id="claim-1",
            problems=(
                Problem(
                    kind="no lexicon",
                    message="“قائمة الهدوء” was not looked at: No lexicon for ar.",
                ),
            ),
        ),
    )


def _hold(document: GatheredDocument, stated: Stated) -> HeldClaim:
    """Find a claim in a text."""
    target, head, stance, modality = stated
    text = document.document.text
    start = text.index(target)
    at = start + target.index(head)
    unit = next(one for one in document.units if one.span.start <= start < one.span.end)
    return HeldClaim(
        claim=Claim(
            unit=unit.unit_id,
            actor="own",
            stance=stance,
            target=target,
            head=head,
            span=Span(start, start + len(target)),
            head_span=Span(at, at + len(head)),
            modality=modality,
            confidence=0.9,
        ),
        document_id=document.document.document_id,
        date=document.document.date,
        actor=document.document.actor or "",
        words=unit.span.of(text),
        page=unit.page,
        language=document.document.language,
    )


def _issue(name: str, claims: tuple[int, ...]) -> Issue:
    """Gather claims under a name; the reported one goes with the parking."""
    further = (10,) if 8 in claims else ()
    return Issue(
        issue_id=f"i-{name.split(maxsplit=1)[0]}", name=name, claims=(*claims, *further)
    )


def _with_dates(one: GatheredDocument) -> GatheredDocument:
    """Let the town's texts name two days, one of them without a year."""
    text = one.document.text
    words = {"midnight": "2032-05-07", "noon": "--05-07", "every hour": "--10-03"}
    dates = tuple(
        DateMention(span=Span(at, at + len(word)), text=word, first=day, last=day)
        for word, day in words.items()
        if (at := text.find(word)) >= 0
    )
    return replace(one, document=replace(one.document, dates=dates))
