"""Invented claims that tests share."""

from __future__ import annotations

from hustings.comparison.held_claims import HeldClaim, Issue
from hustings.model.claim import Claim, Modality
from hustings.model.document import Span


def held(  # noqa: PLR0913  # each has its default
    target: str,
    stance: int = 1,
    actor: str = "Ferry",
    *,
    document: str | None = None,
    modality: Modality = Modality.POSITION,
    is_reported: bool = False,
    start: int = 0,
    date: str | None = "2031",
    code: str | None = None,
    language: str | None = "en",
) -> HeldClaim:
    """Make a claim that somebody holds."""
    head = target.rsplit(maxsplit=1)[-1]
    at = start + target.index(head)
    return HeldClaim(
        claim=Claim(
            unit=f"u{start}",
            actor=actor if is_reported else "own",
            stance=stance,
            target=target,
            head=head,
            span=Span(start, start + len(target)),
            head_span=Span(at, at + len(head)),
            modality=modality,
            confidence=0.9,
        ),
        document_id=document or f"d-{actor}",
        date=date,
        actor=actor,
        words=f"We speak about {target}.",
        is_reported=is_reported,
        code=code,
        language=language,
    )


def issue(name: str, *claims: int) -> Issue:
    """Make an issue of some claims."""
    return Issue(issue_id=name.replace(" ", "-"), name=name, claims=claims)
