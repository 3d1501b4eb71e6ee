"""Whose documents are compared: each actor's newest, all, or those of a year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from hustings.comparison.accord import measure_accord
from hustings.comparison.claim_matrix import ClaimMatrix, compare_claims
from hustings.comparison.claims_counted import count_among, latest_documents
from hustings.workflow.actors import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from hustings.comparison.accord import AccordResult
    from hustings.comparison.claim_matrix import ClaimCell, IssueRow
    from hustings.comparison.held_claims import HeldClaim, Issue
    from hustings.interface.pages.project_index import ProjectIndex

SHARED = 2
"""Actors that speak to a shared issue."""

NEWEST, ALL = "", "all"

MOST_ALONE = 300
"""Issues of one actor alone in a matrix; the actors' own pages have all."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ChosenClaims:
    """Issues by actors, of chosen documents.

    Attributes
    ----------
    key : str
        Empty for each actor's newest document, ``all``, or a year.
    documents : set of str
    """

    key: str
    documents: frozenset[str]
    matrix: ClaimMatrix

    @cached_property
    def speaking(self) -> Mapping[str, tuple[ClaimCell, ...]]:
        """By issue, the cells of those who are not silent."""
        return {
            row.issue.issue_id: tuple(
                cell for cell in row.cells if cell.pros or cell.cons
            )
            for row in self.matrix.rows
        }

    @cached_property
    def rows(self) -> Mapping[str, IssueRow]:
        """The rows by their issues' ids."""
        return {row.issue.issue_id: row for row in self.matrix.rows}

    @cached_property
    def shown(self) -> tuple[IssueRow, ...]:
        """The rows of the pages: of issues that one actor alone speaks to, some."""
        alone = [row for row in self.matrix.rows if self._is_alone(row)]
        hidden = {row.issue.issue_id for row in alone[MOST_ALONE:]}
        return tuple(
            row for row in self.matrix.rows if row.issue.issue_id not in hidden
        )

    def _is_alone(self, row: IssueRow) -> bool:
        """Say whether one actor alone speaks to an issue."""
        return len(self.speaking[row.issue.issue_id]) < SHARED

    @cached_property
    def n_shared(self) -> int:
        """How many issues two or more actors speak to."""
        return sum(not self._is_alone(row) for row in self.matrix.rows)

    @cached_property
    def n_claims(self) -> int:
        """How many claims count."""
        return sum(cell.n_claims for one in self.speaking.values() for cell in one)

    @cached_property
    def accord(self) -> AccordResult:
        """Agreement between all pairs of actors that hold claims."""
        return measure_accord(self.spoken)

    @cached_property
    def spoken(self) -> ClaimMatrix:
        """The matrix of those actors that hold a claim."""
        heard = {cell.actor for cells in self.speaking.values() for cell in cells}
        actors = self.matrix.actors
        places = [place for place, actor in enumerate(actors) if actor in heard]
        if len(places) == len(actors):
            return self.matrix
        rows = (
            replace(row, cells=tuple(row.cells[place] for place in places))
            for row in self.matrix.rows
        )
        kept = tuple(actors[place] for place in places)
        return ClaimMatrix(actors=kept, rows=tuple(rows))


def choose_claims(
    project: ProjectIndex, claims: Sequence[HeldClaim], issues: Sequence[Issue]
) -> tuple[ChosenClaims, ...]:
    """Compare each actor's newest documents, all of them, and those of each year.

    Where no actor has two documents, all choices come to the same, and there is one.
    """
    whole = _choose(project, claims, issues, ALL, frozenset(project.documents))
    newest = _newest_of(project)
    if len(newest) == len(project.documents):
        return (replace(whole, key=NEWEST),)
    return (
        _choose(project, claims, issues, NEWEST, newest),
        whole,
        *(
            _choose(project, claims, issues, year, documents)
            for year, documents in _years_of(project)
        ),
    )


def _newest_of(project: ProjectIndex) -> frozenset[str]:
    """Name each actor's newest document."""
    return latest_documents(
        {
            identity: (name_of(one), one.document.date)
            for identity, one in project.documents.items()
        }
    )


def _years_of(project: ProjectIndex) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each year with its documents, the latest first."""
    dates = {
        identity: (one.document.date or "")[:4]
        for identity, one in project.documents.items()
    }
    for year in sorted(set(filter(None, dates.values())), reverse=True):
        yield year, frozenset(one for one, its in dates.items() if its == year)


def _choose(
    project: ProjectIndex,
    claims: Sequence[HeldClaim],
    issues: Sequence[Issue],
    key: str,
    documents: AbstractSet[str],
) -> ChosenClaims:
    """Compare the claims of some documents."""
    chosen = {name_of(project.documents[identity]) for identity in documents}
    actors = [one for one in project.marks if one in chosen]
    counted = issues if key == ALL else count_among(claims, issues, documents)
    return ChosenClaims(
        key=key,
        documents=frozenset(documents),
        matrix=compare_claims(claims, counted, actors=actors),
    )
