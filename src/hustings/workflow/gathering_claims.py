"""Gathering what pages show of claims: who holds them, and on which issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.workflow.claiming import current_claims, result_of
from hustings.workflow.claims_gathered import gather_checked
from hustings.workflow.gathered import GatheredClaims
from hustings.workflow.issue_groups import gather_issues

if TYPE_CHECKING:
    from hustings.store.project import Store


def gather_all_claims(store: Store) -> GatheredClaims | None:
    """Gather claims and issues; None where nobody has looked for claims."""
    run = current_claims(store)
    if run is None:
        return None
    counted = gather_checked(store)
    claims = counted.claims
    grouping = gather_issues(store, claims)
    return GatheredClaims(
        claims=claims,
        issues=grouping.issues,
        run_id=run.run_id,
        problems=(
            *result_of(store, run).problems,
            *counted.problems,
            *grouping.problems,
        ),
    )
