"""Rivals: which cases stood in one election, and with how many votes.

Some scales place a case among its rivals. Who they are, and how large, counts of codes
do not say; it comes as a table of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from hustings.errors import InvalidCountError, InvalidCountsError, MissingColumnError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.estimates.resampling import FloatArray

Weighting: TypeAlias = Literal["votes", "size", "equal"]
"""How rivals weigh: by votes, by relative party size, or all alike."""

LEAST_VOTES = 75.0
"""Below this sum of votes in per cent too many parties are missing."""

_SMALLEST = 0.001
"""What a party without a vote counts as, so that others can be divided by it."""
_MISSING = frozenset({"", "NA", "None"})
_ALL = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivals:
    """Who stood against whom.

    Attributes
    ----------
    elections : mapping of str to str
        Case to election. Cases that are not named here have no rivals.
    votes : mapping of str to float
        Case to votes in per cent; 0 or more. May lack some.
    actors, dates : mapping of str to str
        Case to actor, and to a date that sorts as text (``1997-05-01``, ``199705``):
        needed where a scale looks at the actor's election before.
    """

    elections: Mapping[str, str]
    votes: Mapping[str, float] = field(default_factory=dict)
    actors: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, object]]) -> Rivals:
        """Read a table of rivals.

        Parameters
        ----------
        rows : iterable of mappings
            Column ``case``; and, where they are known, ``election`` (without it all
            cases stood in one) and ``country``, ``votes`` in per cent, ``actor`` and
            ``date``.

        Raises
        ------
        MissingColumnError
            If there is no column ``case``.
        InvalidCountError
            If votes are no number of 0 or more.
        InvalidCountsError
            If a case stands twice.

        Examples
        --------
        >>> rivals = Rivals.from_rows(
        ...     [{"case": "Harbour", "votes": "40"}, {"case": "Orchard", "votes": "NA"}]
        ... )
        >>> rivals.votes, len(rivals.elections)
        ({'Harbour': 40.0}, 2)
        """
        table = list(rows)
        if table and "case" not in table[0]:
            raise MissingColumnError(
                name="The table of rivals", column="case", known=tuple(table[0])
            )
        _require_once([str(row["case"]) for row in table])
        return cls(
            elections={str(row["case"]): election_of(row) for row in table},
            votes={
                str(row["case"]): _votes(row)
                for row in table
                if str(row.get("votes", "")).strip() not in _MISSING
            },
            actors=_texts(table, "actor"),
            dates=_texts(table, "date"),
        )

    def contests(self, cases: Sequence[str]) -> dict[str, list[int]]:
        """Group the indices of cases by their election; the others are left out."""
        found: dict[str, list[int]] = {}
        for i, case in enumerate(cases):
            if case in self.elections:
                found.setdefault(self.elections[case], []).append(i)
        return found

    def series(self, cases: Sequence[str]) -> list[list[int]]:
        """List the indices of each actor's cases, the earliest first."""
        found: dict[str, list[int]] = {}
        for i, case in enumerate(cases):
            found.setdefault(self.actors.get(case, f"\0{case}"), []).append(i)
        return [
            sorted(one, key=lambda i: self.dates.get(cases[i], ""))
            for one in found.values()
        ]


def rivals_or_all(rivals: Rivals | None, cases: Sequence[str]) -> Rivals:
    """Let all cases stand in one election where nothing else is known."""
    return Rivals(elections=dict.fromkeys(cases, _ALL)) if rivals is None else rivals


def weigh_rivals(
    cases: Sequence[str],
    rivals: Rivals,
    weighting: Weighting,
    *,
    least_sum: float = LEAST_VOTES,
) -> FloatArray | str:
    """Give the weight of each of an election's cases, adding up to 1, or why not."""
    if weighting == "equal":
        return np.full(len(cases), 1 / len(cases))
    missing = [case for case in cases if case not in rivals.votes]
    if missing:
        return f"the votes of {missing[0]!r} are not known"
    votes = np.array([rivals.votes[case] for case in cases])
    if weighting == "size":
        return relative_sizes(votes, least_sum=least_sum)
    if not votes.sum():
        return "none of its election's cases has a vote"
    weights: FloatArray = votes / votes.sum()
    return weights


def relative_sizes(votes: FloatArray, *, least_sum: float) -> FloatArray | str:
    """Compute relative party sizes, or say why they are not defined."""
    if votes.sum() < least_sum:
        return (
            f"the votes of its election add up to {votes.sum():g}, less than "
            f"{least_sum:g}"
        )
    if len(votes) < 2:
        return "nobody else stood in its election"
    floored = np.maximum(votes, _SMALLEST)
    raw = floored * (1 / floored).sum() - 1
    sizes: FloatArray = raw / raw.sum()
    return sizes


def election_of(row: Mapping[str, object]) -> str:
    """Name the election of a row: country and election, whichever are there."""
    parts = [str(row[part]) for part in ("country", "election") if part in row]
    return " ".join(parts) or _ALL


def _votes(row: Mapping[str, object]) -> float:
    """Read votes: a finite number of 0 or more."""
    try:
        votes = float(str(row["votes"]))
    except ValueError:
        votes = float("nan")
    if not 0 <= votes < float("inf"):
        raise InvalidCountError(
            case=str(row["case"]),
            column="votes",
            value=row["votes"],
            reason="is no number of 0 or more. Write per cent of the votes.",
        )
    return votes


def _texts(table: Sequence[Mapping[str, object]], column: str) -> dict[str, str]:
    """Read a column that may be missing or empty."""
    return {
        str(row["case"]): str(row[column])
        for row in table
        if str(row.get(column, "")).strip() not in _MISSING
    }


def _require_once(cases: Sequence[str]) -> None:
    """Raise if a case stands twice."""
    twice = [case for case, n in Counter(cases).items() if n > 1]
    if twice:
        raise InvalidCountsError(
            reason=f"The table of rivals names the case {twice[0]!r} twice.",
            advice="Give every case one row.",
        )
