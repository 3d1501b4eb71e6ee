"""One issue: who says what about it, in whose words, and who is silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.comparison.claim_matrix import Standing
from hustings.comparison.issues import key_of
from hustings.interface.pages import addresses
from hustings.interface.pages.claim_quotations import quote_claims
from hustings.interface.pages.claim_words import say_issue, sign_of
from hustings.interface.pages.issue_matrix import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.comparison.claim_matrix import ClaimCell, IssueRow
    from hustings.interface.pages.claim_index import ClaimIndex
    from hustings.interface.pages.claim_quotations import ClaimQuotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A target that was gathered into the issue, and how often it is said."""

    target: str
    n_claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorVoice:
    """What one actor says on the issue."""

    actor: str
    anchor: str
    mark: int | None
    address: str
    standing: str
    sign: str
    pros: tuple[ClaimQuotation, ...]
    cons: tuple[ClaimQuotation, ...]


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
    """

    name: str
    usual: str
    is_named: bool
    language: str | None
    code: str | None
    code_title: str
    sentence: str
    members: tuple[Member, ...]
    voices: tuple[ActorVoice, ...]
    reported: tuple[ClaimQuotation, ...]
    silent: tuple[SilentActor, ...]


def list_issue_pages(index: ClaimIndex) -> Iterator[tuple[str, IssueRow]]:
    """Yield address and row of each issue that has a page of its own."""
    for row in index.matrix.rows:
        if index.has_page(row):
            yield addresses.issue_page(row.issue.issue_id), row


def build_issue(index: ClaimIndex, row: IssueRow) -> IssueView:
    """Gather who says what about an issue."""
    issue = row.issue
    members = list_members(index, issue.claims)
    return IssueView(
        name=issue.name,
        usual=members[0].target,
        is_named=issue.is_named,
        language=language_of(index, issue.claims),
        code=issue.code,
        code_title=_title_of(index, issue.code),
        sentence=say_issue(row),
        members=members,
        voices=tuple(_build_voice(index, one) for one in row.cells if one.n_claims),
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


def _build_voice(index: ClaimIndex, cell: ClaimCell) -> ActorVoice:
    """Quote an actor."""
    return ActorVoice(
        actor=cell.actor,
        anchor=addresses.actor_anchor(cell.actor),
        mark=index.mark_of(cell.actor),
        address=addresses.actor_page(cell.actor),
        standing=str(cell.standing),
        sign=sign_of(cell.standing),
        pros=quote_claims(index, (index.claims[one] for one in cell.pros)),
        cons=quote_claims(index, (index.claims[one] for one in cell.cons)),
    )


def _title_of(index: ClaimIndex, code: str | None) -> str:
    """Return the title of a code in the first codebook that has it."""
    for lens in index.project.lenses:
        if code is not None and code in lens.codes:
            return lens.title_of(code)
    return ""
