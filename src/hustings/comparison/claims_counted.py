"""Which claims are compared: of which documents, within which time.

Claims keep their places, so that issues, which name claims by place, stay what they
are: only the claims that are not counted are taken out of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from hustings.comparison.held_claims import HeldClaim, Issue


def is_within(date: str | None, first: str | None, last: str | None) -> bool:
    """Say whether a date may lie in a window, as exactly as it is known.

    Parameters
    ----------
    date : str or None
        ``2031``, ``2031-05`` or ``2031-05-07``; None is in no window but the open one.
    first, last : str or None
        Ends of the window, both in it; None leaves it open.

    Examples
    --------
    >>> is_within("2031", "2031-05", None), is_within("2031-04", "2031-05", None)
    (True, False)
    >>> is_within("2031-05-07", None, "2031-05"), is_within(None, "2031", None)
    (True, False)
    """
    if date is None:
        return first is None and last is None
    not_before = first is None or date >= first[: len(date)]
    not_after = last is None or date[: len(last)] <= last
    return not_before and not_after


def latest_documents(dates: Mapping[str, tuple[str, str | None]]) -> frozenset[str]:
    """Choose each actor's latest document; one without a date is the earliest.

    Parameters
    ----------
    dates : mapping of str to (str, str or None)
        By document its actor and date; of equal dates the later one here is chosen.
    """
    latest: dict[str, tuple[str, str]] = {}
    for document, (actor, date) in dates.items():
        if actor not in latest or (date or "") >= latest[actor][1]:
            latest[actor] = (document, date or "")
    return frozenset(document for document, _ in latest.values())


def count_among(
    claims: Sequence[HeldClaim], issues: Iterable[Issue], documents: AbstractSet[str]
) -> tuple[Issue, ...]:
    """Leave the claims of some documents in each issue; empty issues go."""
    kept = (
        (issue, tuple(i for i in issue.claims if claims[i].document_id in documents))
        for issue in issues
    )
    return tuple(replace(issue, claims=indices) for issue, indices in kept if indices)
