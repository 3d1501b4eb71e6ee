"""The step `compare` by issues: who is for or against what, side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hustings.comparison.accord import measure_accord
from hustings.comparison.claim_matrix import ClaimCell, compare_claims
from hustings.comparison.claims_counted import (
    count_among,
    is_within,
    latest_documents,
)
from hustings.comparison.network import build_network
from hustings.estimates.frames import frame_from_rows
from hustings.model.document import Problem
from hustings.workflow.claiming import result_of
from hustings.workflow.claims_gathered import called, gather_checked
from hustings.workflow.issue_groups import gather_issues
from hustings.workflow.listing import list_documents
from hustings.workflow.metadata import describe
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from hustings.comparison.accord import AccordResult
    from hustings.comparison.claim_matrix import ClaimMatrix, IssueRow
    from hustings.comparison.held_claims import HeldClaim, Issue
    from hustings.comparison.network import Network, NetworkKind, Normalisation
    from hustings.store.project import Store
    from hustings.workflow.listing import ListedDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuestion:
    """Which claims are compared.

    Attributes
    ----------
    since, until : str or None
        ISO dates of the first and last documents; None leaves the window open.
    with_all : bool
        All documents of each actor, and not only the latest in the window.
    with_reported : bool
        Also stances that documents report of others.
    """

    since: str | None = None
    until: str | None = None
    with_all: bool = False
    with_reported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimComparison:
    """Issues by actors, each cell with the claims that it rests on.

    Attributes
    ----------
    claims : tuple of HeldClaim
        That all indices are of, whether they are counted or not.
    issues : tuple of Issue
        With the claims that are counted.
    matrix : ClaimMatrix
    run_id : str
        Of the step `claim`.
    """

    claims: tuple[HeldClaim, ...]
    issues: tuple[Issue, ...]
    matrix: ClaimMatrix
    run_id: str
    problems: tuple[Problem, ...] = field(default=())

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row an issue and actor, with the quotations of each cell."""
        return [
            {
                "issue": row.issue.issue_id,
                "name": row.issue.name,
                "code": row.issue.code,
                "actor": cell.actor,
                "standing": cell.standing.value,
                "n_for": len(cell.pros),
                "n_against": len(cell.cons),
                "quotations": self.quotations(cell),
            }
            for row in self.matrix.rows
            for cell in row.cells
        ]

    def quotations(self, cell: ClaimCell) -> list[dict[str, Any]]:
        """Return the claims of a cell, in the order of the documents."""
        return [
            quotation_of(self.claims[index]) for index in sorted(cell.pros + cell.cons)
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        rows = self.matrix.rows
        shared = sum(row.n_speaking > 1 for row in rows)
        contested = sum(row.is_contested for row in rows)
        return (
            f"{count(len(self.matrix.actors), 'actor')} on {count(len(rows), 'issue')}:"
            f" {shared} that several speak about, {contested} on which they differ."
        )


def quotation_of(claim: HeldClaim) -> dict[str, Any]:
    """Return what a reader needs to find a claim again."""
    return {
        "stance": claim.stance,
        "target": claim.target,
        "modality": claim.claim.modality.value,
        "words": " ".join(claim.words.split()),
        "unit": claim.claim.unit,
        "document": claim.document_id,
        "page": claim.page,
    }


def compare_issues(
    store: Store, question: ClaimQuestion | None = None
) -> ClaimComparison:
    """Put all actors side by side on all issues.

    Raises
    ------
    NoClaimsRunError
        If claims were never looked for.
    BadDateError
        If an end of the window is no date.
    """
    asked = question or ClaimQuestion()
    found, counted = result_of(store), gather_checked(store)
    claims = counted.claims
    grouping = gather_issues(store, claims)
    documents, without_date = documents_of(store, asked)
    kept = {one.document for one in documents}
    issues = count_among(claims, grouping.issues, kept)
    matrix = compare_claims(
        claims,
        issues,
        actors=_columns(documents, claims, kept, asked),
        with_reported=asked.with_reported,
    )
    return ClaimComparison(
        claims=claims,
        issues=issues,
        matrix=matrix,
        run_id=found.run_id,
        problems=(
            *found.problems,
            *counted.problems,
            *grouping.problems,
            *without_date,
        ),
    )


def _columns(
    documents: Sequence[ListedDocument],
    claims: Sequence[HeldClaim],
    kept: set[str],
    asked: ClaimQuestion,
) -> list[str]:
    """Name all actors of the documents, those too that are silent on all issues."""
    reported = [
        one.actor
        for one in claims
        if one.is_reported and one.document_id in kept and asked.with_reported
    ]
    return [*map(called, documents), *reported]


def documents_of(
    store: Store, asked: ClaimQuestion
) -> tuple[list[ListedDocument], list[Problem]]:
    """Choose the documents that are compared; say what has no date.

    Raises
    ------
    BadDateError
        If an end of the window is no date.
    """
    since = describe({"date": asked.since}, where="--since").date
    until = describe({"date": asked.until}, where="--until").date
    counting = [one for one in list_documents(store).documents if one.state == "counts"]
    inside = [one for one in counting if is_within(one.date, since, until)]
    if not asked.with_all:
        latest = latest_documents(
            {one.document: (called(one), one.date) for one in inside}
        )
        inside = [one for one in inside if one.document in latest]
    undated = sum(one.date is None for one in counting) if since or until else 0
    return inside, list(_undated(undated))


def _undated(n: int) -> Iterator[Problem]:
    if n:
        yield Problem(
            kind="document without a date",
            message=f"{count(n, 'document')} without a date left out: whether "
            "they lie between --since and --until is not known.",
        )


def measure_agreement(
    store: Store, question: ClaimQuestion | None = None, *, confidence: float = 0.95
) -> tuple[ClaimComparison, AccordResult]:
    """Measure how far actors stand on the same side of their common issues."""
    compared = compare_issues(store, question)
    return compared, measure_accord(compared.matrix, confidence=confidence)


def network_of(
    store: Store,
    kind: NetworkKind,
    question: ClaimQuestion | None = None,
    *,
    normalisation: Normalisation = "none",
    is_counted: bool = False,
) -> tuple[ClaimComparison, Network]:
    """Build a discourse network of a project's actors and issues."""
    compared = compare_issues(store, question)
    network = build_network(
        compared.matrix, kind, normalisation=normalisation, is_counted=is_counted
    )
    return compared, network


def speaking(row: IssueRow) -> tuple[ClaimCell, ...]:
    """Return the cells of an issue that are not silent."""
    return tuple(cell for cell in row.cells if cell.n_claims)
