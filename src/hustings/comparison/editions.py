"""Two editions of one actor: what it kept, dropped, took up, reversed, softened.

Claims of the two documents are aligned one to one: within an issue the most alike in
wording first, and each claim at most once. What is left on one side only was dropped
or is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from hustings.model.claim import Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.comparison.held_claims import HeldClaim, Issue

_STRENGTH = {
    Modality.PLEDGE: 3,
    Modality.DEMAND: 2,
    Modality.POSITION: 1,
    Modality.EVALUATION: 0,
    Modality.AIM: 0,
    Modality.SLOGAN: 0,
}
"""How binding a modality is: a pledge binds its actor, a demand others, a position
nobody; evaluations, aims and slogans say less than that."""


class Change(StrEnum):
    """What became of a claim."""

    REVERSED = "reversed"
    SOFTENED = "softened"
    HARDENED = "hardened"
    KEPT = "kept"
    DROPPED = "dropped"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChange:
    """One claim, before and after.

    Attributes
    ----------
    before, after : HeldClaim or None
        None where the earlier or the later document says nothing of the kind.
    issue : Issue or None
        None for a claim that stands alone.
    likeness : float or None
        Of the two wordings, in [0, 1]; None where there is one only.
    """

    change: Change
    before: HeldClaim | None
    after: HeldClaim | None
    issue: Issue | None = None
    likeness: float | None = None


def compare_editions(
    claims: Sequence[HeldClaim], issues: Iterable[Issue], *, before: str, after: str
) -> tuple[EditionChange, ...]:
    """Say what became of each claim of an earlier document in a later one.

    Parameters
    ----------
    claims : sequence of HeldClaim
    issues : iterable of Issue
        Their claims are indices into `claims`.
    before, after : str
        Ids of two documents of one actor. Stances that they report of others are
        left out.

    Returns
    -------
    tuple of EditionChange
        Reversed first, then softened, hardened, kept, dropped, new; in each the order
        of the documents.
    """
    own = {
        document: {
            index: one
            for index, one in enumerate(claims)
            if one.document_id == document and not one.is_reported
        }
        for document in (before, after)
    }
    changes = []
    for issue in issues:
        earlier = [own[before].pop(i) for i in issue.claims if i in own[before]]
        later = [own[after].pop(i) for i in issue.claims if i in own[after]]
        changes += _align(earlier, later, issue)
    changes += _align([*own[before].values()], [], None)
    changes += _align([], [*own[after].values()], None)
    return tuple(sorted(changes, key=_rank))


def _align(
    earlier: Sequence[HeldClaim], later: Sequence[HeldClaim], issue: Issue | None
) -> list[EditionChange]:
    """Align the claims on one issue; those left over stay on one side."""
    pairs = _pair_up([one.target for one in earlier], [one.target for one in later])
    changes = [
        _change_of(earlier[one], later[other], issue, likeness)
        for one, other, likeness in pairs
    ]
    kept, came = {one for one, _, _ in pairs}, {other for _, other, _ in pairs}
    dropped = [one for place, one in enumerate(earlier) if place not in kept]
    new = [one for place, one in enumerate(later) if place not in came]
    return [
        *changes,
        *(
            EditionChange(change=Change.DROPPED, before=one, after=None, issue=issue)
            for one in dropped
        ),
        *(
            EditionChange(change=Change.NEW, before=None, after=one, issue=issue)
            for one in new
        ),
    ]


def _pair_up(
    earlier: Sequence[str], later: Sequence[str]
) -> list[tuple[int, int, float]]:
    """Pair targets so that the pairs are as alike as they can be taken together."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # slow

    if not earlier or not later:
        return []
    likeness = np.asarray(
        process.cdist(earlier, later, scorer=fuzz.token_sort_ratio), dtype=float
    )
    rows, columns = linear_sum_assignment(-likeness)
    return [
        (int(row), int(column), float(likeness[row, column]) / 100)
        for row, column in zip(rows, columns, strict=True)
    ]


def _change_of(
    before: HeldClaim, after: HeldClaim, issue: Issue | None, likeness: float
) -> EditionChange:
    """Name what became of a claim."""
    weaker = _STRENGTH[before.claim.modality] - _STRENGTH[after.claim.modality]
    if before.stance != after.stance:
        change = Change.REVERSED
    elif weaker:
        change = Change.SOFTENED if weaker > 0 else Change.HARDENED
    else:
        change = Change.KEPT
    return EditionChange(
        change=change, before=before, after=after, issue=issue, likeness=likeness
    )


def _rank(change: EditionChange) -> tuple[int, str, int]:
    """Sort by kind of change, then as the documents have it."""
    one = change.before or change.after
    place = (one.document_id, one.claim.span.start) if one else ("", 0)
    return (list(Change).index(change.change), *place)
