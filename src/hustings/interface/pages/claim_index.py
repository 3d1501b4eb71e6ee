"""What pages look up in a project's claims, found once."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from hustings.interface.pages import addresses
from hustings.interface.pages.claim_choices import choose_claims
from hustings.workflow.actors import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.comparison.accord import AccordResult
    from hustings.comparison.claim_matrix import ClaimCell, ClaimMatrix, IssueRow
    from hustings.comparison.held_claims import HeldClaim, Issue
    from hustings.interface.pages.claim_choices import ChosenClaims
    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.model.document import Problem

FEWEST = 2
"""Claims of an issue whose quotations stand together; one alone is read in its text."""

MOST_OWN = 500
"""Issues that have a page of their own: the first of the matrix."""

PORTION = 240
"""Claims on a page of further issues."""

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
    def chosen(self) -> tuple[ChosenClaims, ...]:
        """What is compared: each actor's newest document first, then all, then years.

        Stances that documents report of others are not counted.
        """
        return choose_claims(self.project, self.claims, self.issues)

    @cached_property
    def newest(self) -> ChosenClaims:
        """The claims of each actor's newest document."""
        return self.chosen[0]

    @cached_property
    def whole(self) -> ChosenClaims:
        """The claims of all documents."""
        return self.chosen[min(1, len(self.chosen) - 1)]

    @property
    def has_editions(self) -> bool:
        """Whether an actor has more than one document."""
        return len(self.chosen) > 1

    @property
    def matrix(self) -> ClaimMatrix:
        """Issues by actors, of all documents."""
        return self.whole.matrix

    @property
    def speaking(self) -> Mapping[str, tuple[ClaimCell, ...]]:
        """By issue, the cells of those who are not silent in all their documents."""
        return self.whole.speaking

    @cached_property
    def by_actor(self) -> Mapping[str, tuple[tuple[IssueRow, ClaimCell], ...]]:
        """By actor, the issues that it speaks to, with its cell in each."""
        found: dict[str, list[tuple[IssueRow, ClaimCell]]] = defaultdict(list)
        for row in self.matrix.rows:
            for cell in self.speaking[row.issue.issue_id]:
                found[cell.actor].append((row, cell))
        return {actor: tuple(spoken) for actor, spoken in found.items()}

    @property
    def rows(self) -> Mapping[str, IssueRow]:
        """The rows of all documents' matrix by their issues' ids."""
        return self.whole.rows

    @cached_property
    def _documents_of(self) -> Counter[str]:
        """How many documents each actor has."""
        return Counter(map(name_of, self.project.gathered.documents))

    def count_documents(self, actor: str) -> int:
        """Count an actor's documents."""
        return self._documents_of[actor]

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

    @property
    def accord(self) -> AccordResult:
        """Agreement between all pairs of actors, by their newest documents."""
        return self.newest.accord

    @property
    def spoken(self) -> ClaimMatrix:
        """The matrix of actors that hold a claim, by their newest documents."""
        return self.newest.spoken

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

    def count_told(self, row: IssueRow) -> int:
        """Count the claims of an issue, those too that are reported of others."""
        reported = len(self.reported.get(row.issue.issue_id, ()))
        said = self.speaking[row.issue.issue_id]
        return sum(cell.n_claims for cell in said) + reported

    @cached_property
    def own_pages(self) -> tuple[IssueRow, ...]:
        """The issues that have a page of their own, in the order of the matrix."""
        return self._gathered[:MOST_OWN]

    @cached_property
    def portions(self) -> tuple[tuple[IssueRow, ...], ...]:
        """The further issues, page by page."""
        pages: list[list[IssueRow]] = []
        room = 0
        for row in self._gathered[MOST_OWN:]:
            if room <= 0:
                pages.append([])
                room = PORTION
            pages[-1].append(row)
            room -= self.count_told(row)
        return tuple(map(tuple, pages))

    @cached_property
    def _gathered(self) -> tuple[IssueRow, ...]:
        """The issues whose quotations stand together on a page."""
        return tuple(row for row in self.matrix.rows if self.count_told(row) >= FEWEST)

    @cached_property
    def _homes(self) -> Mapping[str, str]:
        """Where the quotations of an issue stand: a page, or a place on one."""
        homes = {
            row.issue.issue_id: addresses.issue_page(row.issue.issue_id)
            for row in self.own_pages
        }
        for number, portion in enumerate(self.portions, start=1):
            page = addresses.further_issues_page(number)
            for row in portion:
                anchor = addresses.issue_anchor(row.issue.issue_id)
                homes[row.issue.issue_id] = f"{page}#{anchor}"
        return homes

    def home_of(self, issue_id: str) -> str:
        """Return where the quotations of an issue stand; nothing for one alone."""
        return self._homes.get(issue_id, "")

    def address_of(self, row: IssueRow) -> str:
        """Return where an issue is read: on a page, or its one claim in the Reader."""
        if home := self.home_of(row.issue.issue_id):
            return home
        cell = self.speaking[row.issue.issue_id][0]
        only = (*cell.pros, *cell.cons)[0]
        return self.words_of(self.claims[only])

    def cell_address(self, row: IssueRow, cell: ClaimCell) -> str:
        """Return where a cell is read; its one document, if all of it is of one."""
        home = self.home_of(row.issue.issue_id)
        if not home:
            return self.address_of(row)
        documents = {self.claims[i].document_id for i in (*cell.pros, *cell.cons)}
        anchor = (
            addresses.edition_anchor(next(iter(documents)))
            if len(documents) == 1
            else addresses.actor_anchor(cell.actor)
        )
        return f"{home}-{anchor}" if "#" in home else f"{home}#{anchor}"

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
