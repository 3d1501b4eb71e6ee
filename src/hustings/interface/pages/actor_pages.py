"""One actor: what it is for and against, issue by issue."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from hustings.interface.pages import addresses
from hustings.interface.pages.claim_index import cut_portions
from hustings.interface.pages.claim_words import sign_of, standing_on
from hustings.interface.pages.issue_matrix import PageLink
from hustings.interface.pages.wording import join_words, say_count, say_date, say_number
from hustings.model.claim import Modality
from hustings.workflow.actors import name_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.comparison.claim_matrix import ClaimCell, IssueRow
    from hustings.interface.pages.claim_index import ClaimIndex
    from hustings.workflow.gathered import GatheredDocument

MOST = 250
"""Issues on a page."""

BINDING = frozenset({Modality.PLEDGE, Modality.DEMAND})


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedStance:
    """A stance, and the years of the documents that take it.

    Attributes
    ----------
    when : str
        Empty where the actor has one document alone.
    """

    standing: str
    sign: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorIssue:
    """Where the actor stands on an issue, with its first words on it."""

    name: str
    address: str
    stances: tuple[DatedStance, ...]
    n_claims: int
    words: str
    language: str | None
    others: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorDocument:
    """A document of the actor's, and its list of pledges and demands."""

    title: str
    date: str | None
    language: str | None
    address: str
    demands: str
    n_demands: int
    n_claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another link: to a pair of actors, or to two editions."""

    words: str
    mark: int | None
    address: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    """What an actor is for and against."""

    actor: str
    mark: int | None
    sentence: str
    documents: tuple[ActorDocument, ...]
    editions: tuple[Neighbour, ...]
    pairs: tuple[Neighbour, ...]
    issues: tuple[ActorIssue, ...]
    n_issues: int
    has_editions: bool
    number: int
    pages: tuple[PageLink, ...]


def list_actor_pages(index: ClaimIndex) -> Iterator[tuple[str, str, int]]:
    """Yield address, actor and number of the pages on each actor."""
    for actor in index.actors:
        for number in range(1, len(_cut_pages(index, actor)) + 1):
            yield addresses.actor_page(actor, number), actor, number


def build_actor(index: ClaimIndex, actor: str, number: int = 1) -> ActorView:
    """Gather what an actor is for and against."""
    pages = _cut_pages(index, actor)
    return ActorView(
        actor=actor,
        mark=index.mark_of(actor),
        sentence=_say(index, actor),
        documents=tuple(_build_document(index, one) for one in own(index, actor)),
        editions=tuple(_list_editions(index, actor)),
        pairs=tuple(_list_pairs(index, actor)),
        issues=tuple(_build_issue(index, row, cell) for row, cell in pages[number - 1]),
        n_issues=sum(map(len, pages)),
        has_editions=index.has_editions,
        number=number,
        pages=tuple(
            PageLink(number=i, address=addresses.actor_page(actor, i))
            for i in range(1, len(pages) + 1)
            if len(pages) > 1
        ),
    )


def own(index: ClaimIndex, actor: str) -> list[GatheredDocument]:
    """Return an actor's documents, oldest first."""
    documents = index.project.gathered.documents
    return [one for one in documents if name_of(one) == actor]


def list_pairs_of_editions(
    index: ClaimIndex, actor: str
) -> Iterator[tuple[GatheredDocument, GatheredDocument]]:
    """Yield each two documents of an actor that follow one another."""
    dated = [one for one in own(index, actor) if one.document.date]
    for before, after in pairwise(dated):
        if before.document.date != after.document.date:
            yield before, after


def _cut_pages(
    index: ClaimIndex, actor: str
) -> list[tuple[tuple[IssueRow, ClaimCell], ...]]:
    """Divide the issues that an actor speaks to into pages: most claims first."""
    spoken = sorted(index.by_actor.get(actor, ()), key=lambda one: -one[1].n_claims)
    return cut_portions(spoken, MOST)


def _say(index: ClaimIndex, actor: str) -> str:
    """Say how many claims an actor makes, and where."""
    claims = [one for one in index.claims if one.actor == actor and not one.is_reported]
    n_for = sum(one.stance > 0 for one in claims)
    documents = say_count(len(own(index, actor)), "document")
    if not claims:
        return f"No claim was found in {documents} of {actor}."
    return (
        f"{say_count(len(claims), 'claim')} in {documents}: {say_number(n_for)} for "
        f"something, {say_number(len(claims) - n_for)} against something."
    )


def _build_document(index: ClaimIndex, one: GatheredDocument) -> ActorDocument:
    """Describe a document."""
    identity = one.document.document_id
    claims = [index.claims[i] for i in index.by_document.get(identity, ())]
    mine = [claim for claim in claims if not claim.is_reported]
    return ActorDocument(
        title=title_of(one),
        date=one.document.date,
        language=one.document.language,
        address=addresses.document_page(identity),
        demands=addresses.demands_page(identity),
        n_demands=sum(claim.claim.modality in BINDING for claim in mine),
        n_claims=len(mine),
    )


def _list_editions(index: ClaimIndex, actor: str) -> Iterator[Neighbour]:
    """Link the comparisons of documents that follow one another."""
    for before, after in list_pairs_of_editions(index, actor):
        ends = [say_date(one.document.date) for one in (before, after)]
        pair = (before.document.document_id, after.document.document_id)
        yield Neighbour(
            words=f"From {ends[0]} to {ends[1]}",
            mark=None,
            address=addresses.editions_page(*pair),
            said="kept, dropped, new, reversed, softened",
        )


def _list_pairs(index: ClaimIndex, actor: str) -> Iterator[Neighbour]:
    """Link the pages on this actor and each other one, those that agree most first."""
    known = [one for one in index.accord.pairs if actor in (one.actor_a, one.actor_b)]
    for one in sorted(known, key=lambda one: -(one.agreement or 0.0)):
        if (one.actor_a, one.actor_b) not in index.pairs:
            continue
        other = one.actor_b if one.actor_a == actor else one.actor_a
        yield Neighbour(
            words=other,
            mark=index.mark_of(other),
            address=addresses.pair_page(one.actor_a, one.actor_b),
            said=f"the same stance on {one.n_same} of "
            f"{say_count(one.n_issues, 'common issue')}",
        )


def _build_issue(index: ClaimIndex, row: IssueRow, cell: ClaimCell) -> ActorIssue:
    """Say where the actor stands, and who stands elsewhere."""
    first = index.claims[(*cell.pros, *cell.cons)[0]]
    return ActorIssue(
        name=row.issue.name,
        address=index.cell_address(row, cell),
        stances=_list_stances(index, cell),
        n_claims=cell.n_claims,
        words=" ".join(first.target.split()),
        language=first.language,
        others=_say_others(index.newest.rows.get(row.issue.issue_id, row), cell),
    )


def _list_stances(index: ClaimIndex, cell: ClaimCell) -> tuple[DatedStance, ...]:
    """List the stances of a cell, of each document its own, the newest first."""
    sides: dict[tuple[str, str], set[int]] = defaultdict(set)
    for claim in (index.claims[i] for i in (*cell.pros, *cell.cons)):
        sides[claim.date or "", claim.document_id].add(claim.stance)
    years: dict[str, list[str]] = defaultdict(list)
    for (date, _), stances in sorted(sides.items(), reverse=True):
        standing = standing_on(has_pros=1 in stances, has_cons=-1 in stances)
        years[standing].append(date[:4] or "no date")
    is_dated = index.count_documents(cell.actor) > 1
    return tuple(
        DatedStance(
            standing=standing,
            sign=sign_of(standing),
            when=", ".join(dict.fromkeys(dates)) if is_dated else "",
        )
        for standing, dates in years.items()
    )


def _say_others(row: IssueRow, cell: ClaimCell) -> str:
    """Say where the others stand who speak."""
    said = []
    for standing in ("for", "against", "mixed"):
        names = [
            one.actor
            for one in row.cells
            if one.actor != cell.actor and one.standing == standing
        ]
        if names:
            some = names if len(names) < 5 else [*names[:3], f"{len(names) - 3} others"]
            said.append(f"{sign_of(standing)} {standing}: {join_words(some)}")
    return "; ".join(said)
