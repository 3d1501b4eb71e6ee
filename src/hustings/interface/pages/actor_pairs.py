"""Two actors: where they stand together, where apart, and where one is silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.comparison.claim_matrix import Standing
from hustings.interface.pages import addresses
from hustings.interface.pages.claim_choices import NEWEST
from hustings.interface.pages.claim_words import say_percent, sign_of
from hustings.interface.pages.issue_matrix import language_of, say_choice
from hustings.interface.pages.wording import say_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.comparison.accord import PairAccord
    from hustings.comparison.claim_matrix import ClaimCell, IssueRow
    from hustings.interface.pages.claim_index import ClaimIndex

MOST = 100
"""Issues of one kind that are listed; an actor's own page has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSide:
    """Where one of the two stands, with its first words."""

    standing: str
    sign: str
    n_claims: int
    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairIssue:
    """An issue, and where both stand."""

    name: str
    address: str
    language: str | None
    sides: tuple[PairSide, PairSide]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairGroup:
    """Issues on which the two stand to each other in the same way."""

    anchor: str
    title: str
    n_issues: int
    issues: tuple[PairIssue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedActor:
    """One of the two."""

    name: str
    mark: int | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Two actors side by side."""

    actors: tuple[PairedActor, PairedActor]
    sentence: str
    interval: str
    choice: str
    groups: tuple[PairGroup, ...]


def list_pair_pages(index: ClaimIndex) -> Iterator[tuple[str, PairAccord]]:
    """Yield address and agreement of each pair that has a page."""
    for one in index.accord.pairs:
        if (one.actor_a, one.actor_b) in index.pairs:
            yield addresses.pair_page(one.actor_a, one.actor_b), one


def build_pair(index: ClaimIndex, pair: PairAccord) -> PairView:
    """Set two actors side by side."""
    names, matrix = (pair.actor_a, pair.actor_b), index.newest.matrix
    places = [matrix.actors.index(one) for one in names]
    groups: dict[str, list[PairIssue]] = {one: [] for one in _KINDS}
    for row in matrix.rows:
        cells = (row.cells[places[0]], row.cells[places[1]])
        kind = kind_of(*(cell.standing for cell in cells))
        if kind:
            groups[kind].append(_build_issue(index, row, cells))
    first, second = (_actor(index, one) for one in names)
    return PairView(
        actors=(first, second),
        sentence=_say(pair),
        interval=_say_interval(pair),
        choice=say_choice(NEWEST) if index.has_editions else "",
        groups=tuple(
            _group(kind, found, names) for kind, found in groups.items() if found
        ),
    )


_KINDS = {
    "same": "The same stance",
    "opposite": "Opposite stances",
    "mixed": "Mixed on one side",
    "first": "Only {0} speaks",
    "second": "Only {1} speaks",
}


def kind_of(one: Standing, other: Standing) -> str:
    """Say how two standings go together; nothing where both are silent.

    Examples
    --------
    >>> kind_of(Standing.FOR, Standing.AGAINST), kind_of(Standing.FOR, Standing.SILENT)
    ('opposite', 'first')
    """
    if Standing.SILENT in (one, other):
        if one is other:
            return ""
        return "second" if one is Standing.SILENT else "first"
    if one is other:
        return "same"
    return "mixed" if Standing.MIXED in (one, other) else "opposite"


def _actor(index: ClaimIndex, name: str) -> PairedActor:
    """Describe one of the two."""
    return PairedActor(
        name=name, mark=index.mark_of(name), address=addresses.actor_page(name)
    )


def _say(pair: PairAccord) -> str:
    """Say how far the two agree."""
    mixed = pair.n_issues - pair.n_same - pair.n_opposite
    return (
        f"{pair.actor_a} and {pair.actor_b} both speak to "
        f"{say_count(pair.n_issues, 'issue')}: the same stance on {pair.n_same}, "
        f"opposite stances on {pair.n_opposite}, mixed on {mixed}."
    )


def _say_interval(pair: PairAccord) -> str:
    """Say the number with its interval."""
    if pair.agreement is None or pair.low is None or pair.high is None:
        return ""
    return (
        f"{say_percent(pair.agreement)}, interval {say_percent(pair.low)} to "
        f"{say_percent(pair.high)}"
    )


def _group(kind: str, issues: Sequence[PairIssue], names: tuple[str, str]) -> PairGroup:
    """Put issues of a kind under their title."""
    return PairGroup(
        anchor=kind,
        title=_KINDS[kind].format(*names),
        n_issues=len(issues),
        issues=tuple(issues[:MOST]),
    )


def _build_issue(
    index: ClaimIndex, row: IssueRow, cells: tuple[ClaimCell, ClaimCell]
) -> PairIssue:
    """Build an issue with both sides."""
    first, second = (_side(index, row, cell) for cell in cells)
    return PairIssue(
        name=row.issue.name,
        address=index.address_of(row),
        language=language_of(index, row.issue.claims),
        sides=(first, second),
    )


def _side(index: ClaimIndex, row: IssueRow, cell: ClaimCell) -> PairSide:
    """Say where an actor stands."""
    said = (*cell.pros, *cell.cons)
    return PairSide(
        standing=str(cell.standing),
        sign=sign_of(cell.standing),
        n_claims=cell.n_claims,
        words=" ".join(index.claims[said[0]].target.split()) if said else "",
        address=index.cell_address(row, cell) if said else "",
    )
