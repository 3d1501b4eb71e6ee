"""One issue: who says what about it, in whose words, and who is silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.comparison.claim_matrix import Standing
from hustings.comparison.issues import key_of
from hustings.interface.pages import addresses
from hustings.interface.pages.claim_quotations import quote_claims
from hustings.interface.pages.claim_words import say_issue, sign_of, standing_on
from hustings.interface.pages.issue_matrix import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.comparison.claim_matrix import ClaimCell, IssueRow
    from hustings.comparison.held_claims import HeldClaim
    from hustings.interface.pages.claim_index import ClaimIndex
    from hustings.interface.pages.claim_quotations import ClaimQuotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A target that was gathered into the issue, and how often it is said."""

    target: str
    n_claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionVoice:
    """What one document of an actor says on the issue."""

    anchor: str
    date: str | None
    standing: str
    sign: str
    pros: tuple[ClaimQuotation, ...]
    cons: tuple[ClaimQuotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorVoice:
    """What one actor says on the issue.

    Attributes
    ----------
    editions : tuple of EditionVoice
        The newest document first.
    has_editions : bool
        Whether the actor has other documents that could say something else.
    is_silent_now : bool
        Whether its newest document says nothing on the issue.
    """

    actor: str
    anchor: str
    mark: int | None
    address: str
    editions: tuple[EditionVoice, ...]
    has_editions: bool
    is_silent_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentActor:
    """An actor that says nothing on the issue."""

    actor: str
    mark: int | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """Who says what about an issue.

    Attributes
    ----------
    usual : str
        The target said most often: what a command calls the issue.
    anchor : str
        On a page of several issues; empty on a page of its own.
    """

    name: str
    anchor: str
    usual: str
    is_named: bool
    is_general: bool
    language: str | None
    code: str | None
    code_title: str
    sentence: str
    members: tuple[Member, ...]
    voices: tuple[ActorVoice, ...]
    reported: tuple[ClaimQuotation, ...]
    silent: tuple[SilentActor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherIssues:
    """A page of issues that share one.

    Attributes
    ----------
    first, last : int
        Which of all further issues these are, counted from 1.
    before, after : str
        Addresses of the pages beside it; empty at the ends.
    """

    issues: tuple[IssueView, ...]
    first: int
    last: int
    n_issues: int
    number: int
    n_pages: int
    before: str
    after: str


def list_issue_pages(index: ClaimIndex) -> Iterator[tuple[str, IssueRow]]:
    """Yield address and row of each issue that has a page of its own."""
    for row in index.own_pages:
        yield addresses.issue_page(row.issue.issue_id), row


def list_further_pages(index: ClaimIndex) -> Iterator[tuple[str, int]]:
    """Yield address and number of each page of further issues."""
    for number in range(1, len(index.portions) + 1):
        yield addresses.further_issues_page(number), number


def build_further(index: ClaimIndex, number: int) -> FurtherIssues:
    """Gather who says what about the issues of a page."""
    portions = index.portions
    rows = portions[number - 1]
    before = sum(map(len, portions[: number - 1]))
    page = addresses.further_issues_page
    return FurtherIssues(
        issues=tuple(
            build_issue(index, row, anchor=addresses.issue_anchor(row.issue.issue_id))
            for row in rows
        ),
        first=before + 1,
        last=before + len(rows),
        n_issues=sum(map(len, portions)),
        number=number,
        n_pages=len(portions),
        before=page(number - 1) if number > 1 else "",
        after=page(number + 1) if number < len(portions) else "",
    )


def build_issue(index: ClaimIndex, row: IssueRow, *, anchor: str = "") -> IssueView:
    """Gather who says what about an issue."""
    issue = row.issue
    members = list_members(index, issue.claims)
    return IssueView(
        name=issue.name,
        anchor=anchor,
        usual=members[0].target,
        is_named=issue.is_named,
        is_general=issue.is_general,
        language=language_of(index, issue.claims),
        code=issue.code,
        code_title=_title_of(index, issue.code),
        sentence=_say(index, row),
        members=members,
        voices=tuple(
            _build_voice(index, one, anchor) for one in row.cells if one.n_claims
        ),
        reported=quote_claims(index, index.reported.get(issue.issue_id, ())),
        silent=tuple(
            SilentActor(
                actor=one.actor,
                mark=index.mark_of(one.actor),
                address=addresses.actor_page(one.actor),
            )
            for one in row.cells
            if one.standing is Standing.SILENT
        ),
    )


def _say(index: ClaimIndex, row: IssueRow) -> str:
    """Say who stands where, by their newest documents."""
    newest = index.newest.rows.get(row.issue.issue_id)
    if newest is None:
        return "No actor’s newest document speaks to it; earlier ones do."
    said = say_issue(newest)
    return f"In their newest documents: {said}" if index.has_editions else said


def list_members(index: ClaimIndex, claims: Sequence[int]) -> tuple[Member, ...]:
    """List the targets of an issue, those said most often first."""
    said: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for number in claims:
        target = index.claims[number].target
        key = key_of(target)
        said.setdefault(key, " ".join(target.split()))
        counts[key] += 1
    ranked = sorted(counts, key=lambda key: (-counts[key], len(key), key))
    return tuple(Member(target=said[key], n_claims=counts[key]) for key in ranked)


def _build_voice(index: ClaimIndex, cell: ClaimCell, anchor: str) -> ActorVoice:
    """Quote an actor, its newest document first."""
    spoken = [index.claims[one] for one in (*cell.pros, *cell.cons)]
    dates = {one.document_id: one.date or "" for one in spoken}
    ordered = sorted(sorted(dates), key=dates.__getitem__, reverse=True)
    return ActorVoice(
        actor=cell.actor,
        anchor=_join(anchor, addresses.actor_anchor(cell.actor)),
        mark=index.mark_of(cell.actor),
        address=addresses.actor_page(cell.actor),
        editions=tuple(
            _build_edition(
                index, [one for one in spoken if one.document_id == document], anchor
            )
            for document in ordered
        ),
        has_editions=index.count_documents(cell.actor) > 1,
        is_silent_now=index.has_editions and index.newest.documents.isdisjoint(ordered),
    )


def _build_edition(
    index: ClaimIndex, claims: Sequence[HeldClaim], anchor: str
) -> EditionVoice:
    """Quote one document."""
    pros = [one for one in claims if one.stance > 0]
    cons = [one for one in claims if one.stance < 0]
    standing = standing_on(has_pros=bool(pros), has_cons=bool(cons))
    identity = claims[0].document_id
    return EditionVoice(
        anchor=_join(anchor, addresses.edition_anchor(identity)),
        date=claims[0].date,
        standing=str(standing),
        sign=sign_of(standing),
        pros=quote_claims(index, pros),
        cons=quote_claims(index, cons),
    )


def _join(anchor: str, further: str) -> str:
    """Make an anchor inside an issue's place on a page of several."""
    return f"{anchor}-{further}" if anchor else further


def _title_of(index: ClaimIndex, code: str | None) -> str:
    """Return the title of a code in the first codebook that has it."""
    for lens in index.project.lenses:
        if code is not None and code in lens.codes:
            return lens.title_of(code)
    return ""
