"""The rows of the table of claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.workflow.claiming import current_claims
from hustings.workflow.claims_gathered import gather_claims
from hustings.workflow.issue_groups import gather_issues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.comparison.held_claims import HeldClaim, Issue
    from hustings.workflow.rows_of_texts import Exported


def claim_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table claims; none where nobody looked for claims."""
    run = current_claims(exported.store)
    if run is None:
        return
    claims = gather_claims(exported.store)
    issues = {
        index: issue
        for issue in gather_issues(exported.store, claims).issues
        for index in issue.claims
    }
    for index, held in enumerate(claims):
        yield {"run": run.run_id, **_held(held), **_gathered(issues[index])}


def _gathered(issue: Issue) -> dict[str, object]:
    return {"issue": issue.issue_id, "issue_name": issue.name, "code": issue.code}


def _held(held: HeldClaim) -> dict[str, object]:
    claim, cue = held.claim, held.claim.cue
    return {
        "document": held.document_id,
        "unit": claim.unit,
        "actor": held.actor,
        "is_reported": held.is_reported,
        "date": held.date,
        "stance": claim.stance,
        "target": claim.target,
        "head": claim.head,
        "modality": claim.modality.value,
        "confidence": claim.confidence,
        "checked_by": held.checked_by,
        "page": held.page,
        "start": claim.span.start,
        "end": claim.span.end,
        "head_start": claim.head_span.start,
        "head_end": claim.head_span.end,
        "cue_start": None if cue is None else cue.start,
        "cue_end": None if cue is None else cue.end,
        "link": claim.link,
    }
