"""Issues as rows, actors as columns: for, against, mixed or silent in each cell.

An actor that speaks for an issue in one place and against it in another is mixed, and
both are kept: nothing is weighed away. An actor that says nothing is silent, in words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from hustings.comparison.held_claims import actors_of
from hustings.comparison.matrix import alphabetical_key
from hustings.model.claim import AGAINST, FOR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.comparison.held_claims import HeldClaim, Issue
    from hustings.estimates.resampling import FloatArray

_SHARED = 2
"""Actors that speak to a shared issue."""

_SIDES = {"for": FOR, "against": AGAINST}


class Standing(StrEnum):
    """Where an actor stands on an issue."""

    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCell:
    """What one actor says on one issue.

    Attributes
    ----------
    pros, cons : tuple of int
        Indices of the claims for the issue and against it.
    """

    actor: str
    pros: tuple[int, ...] = ()
    cons: tuple[int, ...] = ()

    @property
    def standing(self) -> Standing:
        """For, against, mixed (both), or silent (neither)."""
        if self.pros and self.cons:
            return Standing.MIXED
        if self.pros:
            return Standing.FOR
        return Standing.AGAINST if self.cons else Standing.SILENT

    @property
    def n_claims(self) -> int:
        """How many claims the cell rests on."""
        return len(self.pros) + len(self.cons)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRow:
    """An issue, and where each actor stands on it."""

    issue: Issue
    cells: tuple[ClaimCell, ...]

    @property
    def n_speaking(self) -> int:
        """How many actors are not silent."""
        return sum(bool(cell.pros or cell.cons) for cell in self.cells)

    @property
    def is_contested(self) -> bool:
        """Whether somebody is for the issue and somebody against it."""
        return any(cell.pros for cell in self.cells) and any(
            cell.cons for cell in self.cells
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMatrix:
    """Issues by actors.

    Attributes
    ----------
    actors : tuple of str
        Columns, in alphabetical order.
    rows : tuple of IssueRow
        Those that two or more actors speak to come first, in the order of the number
        of actors times the issue's specificity; issues of general words alone last.
    """

    actors: tuple[str, ...]
    rows: tuple[IssueRow, ...]

    def without_general(self) -> ClaimMatrix:
        """Return the matrix without issues of general words alone.

        That two actors are both for "measures" says nothing of whether they agree.
        """
        rows = tuple(row for row in self.rows if not row.issue.is_general)
        return self if len(rows) == len(self.rows) else replace(self, rows=rows)

    def cell(self, issue_id: str, actor: str) -> ClaimCell:
        """Return one cell.

        Raises
        ------
        KeyError
            If there is no such issue or actor.
        """
        column = self.actors.index(actor) if actor in self.actors else None
        row = next((row for row in self.rows if row.issue.issue_id == issue_id), None)
        if row is None or column is None:
            raise KeyError((issue_id, actor))
        return row.cells[column]

    def count_sides(self) -> tuple[FloatArray, FloatArray]:
        """Return how often each actor is for and against each issue.

        Returns
        -------
        tuple of two arrays, each of shape (n_actors, n_issues)
        """
        shape = (len(self.actors), len(self.rows))
        pros, cons = np.zeros(shape), np.zeros(shape)
        for column, row in enumerate(self.rows):
            for place, cell in enumerate(row.cells):
                if cell.pros or cell.cons:  # most are silent
                    pros[place, column] = len(cell.pros)
                    cons[place, column] = len(cell.cons)
        return pros, cons


def compare_claims(
    claims: Sequence[HeldClaim],
    issues: Sequence[Issue],
    *,
    actors: Sequence[str] | None = None,
    with_reported: bool = False,
) -> ClaimMatrix:
    """Put all actors side by side on all issues.

    Parameters
    ----------
    claims : sequence of HeldClaim
    issues : sequence of Issue
        Their claims are indices into `claims`.
    actors : sequence of str, optional
        Columns; everybody who holds a claim otherwise. An actor without any claim is
        silent on each issue.
    with_reported : bool, default=False
        Whether stances count that a document reports of others.

    Returns
    -------
    ClaimMatrix
        Issues without a claim that counts are left out.

    Examples
    --------
    >>> compare_claims([], []).rows
    ()
    """
    counted = {
        index
        for index, one in enumerate(claims)
        if (with_reported or not one.is_reported) and one.stance in _SIDES.values()
    }
    named = actors_of(claims[index] for index in sorted(counted))
    columns = tuple(sorted(set(actors or named), key=alphabetical_key))
    silent = {one: ClaimCell(actor=one) for one in columns}  # most cells, made once
    rows = [_row_of(issue, claims, silent, counted) for issue in issues]
    spoken = [row for row in rows if row.n_speaking]
    return ClaimMatrix(actors=columns, rows=tuple(sorted(spoken, key=_rank)))


def _rank(row: IssueRow) -> tuple[bool, bool, float, int, tuple[str, str]]:
    """Shared issues whose words are their own first; those of general words last."""
    n_claims = sum(cell.n_claims for cell in row.cells if cell.pros or cell.cons)
    weight = row.n_speaking * row.issue.specificity
    name = alphabetical_key(row.issue.name)
    return (row.issue.is_general, row.n_speaking < _SHARED, -weight, -n_claims, name)


def _row_of(
    issue: Issue,
    claims: Sequence[HeldClaim],
    silent: Mapping[str, ClaimCell],
    counted: set[int],
) -> IssueRow:
    """Fill the cells of one issue."""
    sides: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index in issue.claims:
        if index in counted:
            sides[claims[index].actor, claims[index].stance].append(index)
    spoken = {actor: _cell_of(actor, sides) for actor, _ in sides if actor in silent}
    return IssueRow(issue=issue, cells=tuple({**silent, **spoken}.values()))


def _cell_of(actor: str, sides: Mapping[tuple[str, int], Sequence[int]]) -> ClaimCell:
    """Gather an actor's claims on both sides."""
    return ClaimCell(
        actor=actor,
        pros=tuple(sides.get((actor, FOR), ())),
        cons=tuple(sides.get((actor, AGAINST), ())),
    )
