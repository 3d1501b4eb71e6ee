"""Counts that a scale without references can be made of, and which end is low.

Wordfish and correspondence analysis find a line but not its direction: two cases say
it. What they cannot use is left out and named, before anything is computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import DirectionError, UnscalableMatrixError
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.resampling import FloatArray
    from hustings.words.matrices import DocumentFeatureMatrix

_MOST_NAMED = 5
_SAME_PLACE = 1e-8


def usable_counts(
    matrix: DocumentFeatureMatrix,
) -> tuple[DocumentFeatureMatrix, tuple[Problem, ...]]:
    """Leave out empty cases and words that no case has; a `Problem` says which.

    Raises
    ------
    UnscalableMatrixError
        If fewer than two cases or two words remain.
    """
    kept, problems = matrix.without_empty()
    used = kept.feature_totals() > 0
    if not used.all():
        unused = np.flatnonzero(~used).tolist()
        problems = (*problems, _unused([kept.features[j] for j in unused]))
        kept = kept.columns(np.flatnonzero(used))
    if kept.n_cases < 2 or kept.n_features < 2:
        raise UnscalableMatrixError(
            reason=f"{_number(kept.n_cases, 'case')} with "
            f"{_number(kept.n_features, 'word')} in use: nothing can be compared.",
            advice="Give two cases or more with words, better ten, and trim less.",
        )
    if kept.n_cases == 2:
        problems = (*problems, _two_cases(kept.cases))
    return kept, problems


def rows_of_direction(
    direction: Sequence[str] | None, cases: Sequence[str], *, given: Sequence[str]
) -> tuple[int, int]:
    """Find the rows of the low and the high case; the first two if none are named.

    Raises
    ------
    DirectionError
        If these are not two cases, or one has no position.
    """
    if direction is None:
        return 0, 1
    named = tuple(direction)
    if len(named) != 2 or named[0] == named[1]:
        raise DirectionError(
            direction=named, known=cases, reason="It takes two different cases."
        )
    for case in named:
        if case not in cases:
            why = "has no word that counts" if case in given else "is not in the counts"
            raise DirectionError(
                direction=named, known=cases, reason=f"{case!r} {why}."
            )
    return cases.index(named[0]), cases.index(named[1])


def is_turned(positions: FloatArray, rows: tuple[int, int]) -> bool:
    """Tell whether the low case stands above the high one."""
    return bool(positions[rows[0]] > positions[rows[1]])


def undirected(
    positions: FloatArray, rows: tuple[int, int], cases: Sequence[str]
) -> tuple[Problem, ...]:
    """Say so if the two cases stand at the same place and decide nothing."""
    if abs(positions[rows[0]] - positions[rows[1]]) > _SAME_PLACE:
        return ()
    low, high = (cases[row] for row in rows)
    return (
        Problem(
            kind="undecided direction",
            message=f"{low!r} and {high!r} stand at the same place, so they do not say "
            "which end is low. Name two others as direction.",
        ),
    )


def identical_cases() -> UnscalableMatrixError:
    """Name the mistake of cases that use the same words equally often."""
    return UnscalableMatrixError(
        reason="All cases use the same words in the same shares.",
        advice="Check that they are not copies of one text.",
    )


def _unused(words: Sequence[str]) -> Problem:
    """Name the first of the words without counts."""
    named = ", ".join(map(repr, words[:_MOST_NAMED]))
    more = ", ..." if len(words) > _MOST_NAMED else ""
    return Problem(
        kind="unused word",
        message=f"{_number(len(words), 'word')} without a count left out: "
        f"{named}{more}.",
    )


def _two_cases(cases: Sequence[str]) -> Problem:
    return Problem(
        kind="two cases",
        message=f"There are only {cases[0]!r} and {cases[1]!r}: their positions follow "
        "from the scale's own mean and spread, and say nothing but their order.",
    )


def _number(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
