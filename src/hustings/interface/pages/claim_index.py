"""What pages look up in a project's claims, found once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from hustings.comparison.accord import measure_accord
from hustings.comparison.claim_matrix import ClaimMatrix, compare_claims
from hustings.interface.pages import addresses
from hustings.workflow.actors import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.comparison.accord import AccordResult
    from hustings.comparison.claim_matrix import ClaimCell, IssueRow
    from hustings.comparison.held_claims import HeldClaim, Issue
    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.model.document import Problem

FEWEST = 2
"""Claims of an issue that has a page of its own; one alone is read where it stands."""

MOST_PAIRS = 210
"""Pairs of actors that have a page: those with most common issues."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ClaimIndex:
    """A project's claims with the look-ups that its pages share."""

    project: ProjectIndex
    claims: tuple[HeldClaim, ...]
    issues: tuple[Issue, ...]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Everybody whose documents are in the project, in the neutral order."""
        return tuple(self.project.marks)

    @cached_property
    def matrix(self) -> ClaimMatrix:
        """Issues by actors, without stances that documents report of others."""
        return compare_claims(self.claims, self.issues, actors=self.actors)

    @cached_property
    def speaking(self) -> Mapping[str, tuple[ClaimCell, ...]]:
        """By issue, the cells of those who are not silent."""
        return {
            row.issue.issue_id: tuple(cell for cell in row.cells if cell.n_claims)
            for row in self.matrix.rows
        }

    @cached_property
    def by_actor(self) -> Mapping[str, tuple[tuple[IssueRow, ClaimCell], ...]]:
        """By actor, the issues that it speaks to, with its cell in each."""
        found: dict[str, list[tuple[IssueRow, ClaimCell]]] = defaultdict(list)
        for row in self.matrix.rows:
            for cell in self.speaking[row.issue.issue_id]:
                found[cell.actor].append((row, cell))
        return {actor: tuple(spoken) for actor, spoken in found.items()}

    @cached_property
    def n_shared(self) -> int:
        """How many issues two or more actors speak to."""
        return sum(len(cells) > 1 for cells in self.speaking.values())

    @cached_property
    def n_claims(self) -> int:
        """How many claims count."""
        return sum(cell.n_claims for one in self.speaking.values() for cell in one)

    @cached_property
    def rows(self) -> Mapping[str, IssueRow]:
        """The rows of the matrix by their issues' ids."""
        return {row.issue.issue_id: row for row in self.matrix.rows}

    @cached_property
    def reported(self) -> Mapping[str, tuple[HeldClaim, ...]]:
        """By issue, what documents report of others."""
        found = {
            issue.issue_id: tuple(
                one for index in issue.claims if (one := self.claims[index]).is_reported
            )
            for issue in self.issues
        }
        return {identity: claims for identity, claims in found.items() if claims}

    @cached_property
    def issue_of(self) -> Mapping[int, Issue]:
        """The issue of each claim, by the claim's index."""
        return {index: issue for issue in self.issues for index in issue.claims}

    @cached_property
    def by_document(self) -> Mapping[str, tuple[int, ...]]:
        """Indices of claims by document, in the order of the text."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, one in enumerate(self.claims):
            found[one.document_id].append(index)
        start = [one.claim.span.start for one in self.claims]
        return {
            document: tuple(sorted(indices, key=start.__getitem__))
            for document, indices in found.items()
        }

    @cached_property
    def accord(self) -> AccordResult:
        """Agreement between all pairs of actors that hold claims."""
        return measure_accord(self.spoken)

    @cached_property
    def spoken(self) -> ClaimMatrix:
        """The matrix of those actors that hold a claim."""
        places = [
            place
            for place, actor in enumerate(self.matrix.actors)
            if actor in self.by_actor
        ]
        if len(places) == len(self.matrix.actors):
            return self.matrix
        rows = (
            replace(row, cells=tuple(row.cells[place] for place in places))
            for row in self.matrix.rows
        )
        actors = tuple(self.matrix.actors[place] for place in places)
        return ClaimMatrix(actors=actors, rows=tuple(rows))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The pairs of actors that have a page."""
        common = sorted(
            (one for one in self.accord.pairs if one.n_issues),
            key=lambda one: -one.n_issues,
        )
        return frozenset((one.actor_a, one.actor_b) for one in common[:MOST_PAIRS])

    def mark_of(self, actor: str) -> int | None:
        """Return an actor's number; None for one that is only reported."""
        return self.project.marks.get(actor)

    def has_page(self, row: IssueRow) -> bool:
        """Whether an issue has a page of its own."""
        reported = len(self.reported.get(row.issue.issue_id, ()))
        said = self.speaking[row.issue.issue_id]
        return sum(cell.n_claims for cell in said) + reported >= FEWEST

    def address_of(self, row: IssueRow) -> str:
        """Return where an issue is read: its page, or its one claim in the Reader."""
        if self.has_page(row):
            return addresses.issue_page(row.issue.issue_id)
        cell = self.speaking[row.issue.issue_id][0]
        only = (*cell.pros, *cell.cons)[0]
        return self.words_of(self.claims[only])

    def cell_address(self, row: IssueRow, cell: ClaimCell) -> str:
        """Return where the quotations of a cell are read."""
        address = self.address_of(row)
        if not self.has_page(row):
            return address
        return f"{address}#{addresses.actor_anchor(cell.actor)}"

    def words_of(self, one: HeldClaim) -> str:
        """Return where a claim stands in the Reader."""
        span = self._unit_spans.get((one.document_id, one.claim.unit))
        if span is None:
            target = one.claim.span
            return addresses.words_address(one.document_id, target.start, target.end)
        return addresses.unit_address(one.document_id, *span)

    @cached_property
    def _unit_spans(self) -> Mapping[tuple[str, str], tuple[int, int]]:
        """Start and end of units by document and unit."""
        return {
            (identity, unit.unit_id): (unit.span.start, unit.span.end)
            for identity, document in self.project.documents.items()
            for unit in document.units
        }

    def start_of(self, one: HeldClaim) -> int | None:
        """Return where the unit of a claim starts in the document's text."""
        span = self._unit_spans.get((one.document_id, one.claim.unit))
        return None if span is None else span[0]


def index_claims(project: ProjectIndex) -> ClaimIndex | None:
    """Index a project's claims; None where nobody has looked for any."""
    gathered = project.gathered.claims
    if gathered is None:
        return None
    return ClaimIndex(
        project=project,
        claims=_with_names(gathered.claims, project),
        issues=gathered.issues,
        problems=gathered.problems,
    )


def _with_names(
    claims: Sequence[HeldClaim], project: ProjectIndex
) -> tuple[HeldClaim, ...]:
    """Call the holder of a document's own claims as all other pages do."""
    names = {identity: name_of(one) for identity, one in project.documents.items()}
    return tuple(
        one
        if one.is_reported or one.actor == names.get(one.document_id, one.actor)
        else replace(one, actor=names[one.document_id])
        for one in claims
    )


_Any = TypeVar("_Any")


def cut_portions(found: Sequence[_Any], most: int) -> list[tuple[_Any, ...]]:
    """Divide rows into pages of `most`; one empty page where there is none.

    Examples
    --------
    >>> cut_portions("abcde", 2), cut_portions("", 2)
    ([('a', 'b'), ('c', 'd'), ('e',)], [()])
    """
    starts = range(0, len(found), most)
    return [tuple(found[i : i + most]) for i in starts] or [()]
