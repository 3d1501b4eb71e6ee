"""How far people agree on claims, while they say what units claim.

The numbers are those of ``hustings agree --claims``: the same function computes both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.store.claim_sheets import claim_sheets_of
from hustings.workflow.agreeing_on_claims import measure_claims
from hustings.workflow.claims_checked import current_sheets, place_of, sheets_by_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.model.document import Problem
    from hustings.store.project import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStanding:
    """Where the claims stand that people wrote down.

    Attributes
    ----------
    coders : tuple of str
    n_units, n_shared : int
        Units that somebody looked at, and those of two people or more.
    rows : tuple of mapping
        As `hustings.workflow.agreement_tables.AGREEMENT` says.
    problems : tuple of Problem
    """

    coders: tuple[str, ...]
    n_units: int
    n_shared: int
    rows: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]


def measure_claim_sheets(store: Store) -> ClaimStanding | None:
    """Measure agreement on claims as they are now; None where nobody wrote any."""
    sheets = current_sheets(store)
    if not sheets:
        return None
    people, program = measure_claims(store, sheets, claim_sheets_of(store).latest_run())
    by_place = sheets_by_place(sheets)
    return ClaimStanding(
        coders=tuple(sorted({one.coder for one in sheets})),
        n_units=len({place_of(one) for one in sheets}),
        n_shared=sum(len(some) > 1 for some in by_place.values()),
        rows=(*people.rows, *program.rows),
        problems=(*people.problems, *program.problems),
    )
