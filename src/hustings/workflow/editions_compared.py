"""Two editions of one actor in a project: what it kept, dropped, took up, reversed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.comparison.editions import Change, compare_editions
from hustings.errors.claims import LoneEditionError, UnknownActorError
from hustings.estimates.frames import frame_from_rows
from hustings.model.document import Problem
from hustings.workflow.claiming import result_of
from hustings.workflow.claims_gathered import called, fold_actor, gather_claims
from hustings.workflow.comparing_claims import ClaimQuestion, documents_of
from hustings.workflow.issue_groups import gather_issues

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from hustings.comparison.editions import EditionChange
    from hustings.comparison.held_claims import HeldClaim
    from hustings.store.project import Store
    from hustings.workflow.listing import ListedDocument

_PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsResult:
    """What became of each claim of an actor's earlier document in the later one.

    Attributes
    ----------
    before, after : ListedDocument
    changes : tuple of EditionChange
    """

    actor: str
    before: ListedDocument
    after: ListedDocument
    changes: tuple[EditionChange, ...]
    run_id: str
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row a claim, with its words in both documents."""
        return [
            {
                "change": one.change.value,
                "issue": one.issue.issue_id if one.issue else None,
                "name": one.issue.name if one.issue else None,
                **_side("before", one.before),
                **_side("after", one.after),
                "likeness": one.likeness,
            }
            for one in self.changes
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        counts = Counter(one.change for one in self.changes)
        told = ", ".join(f"{counts[change]} {change.value}" for change in Change)
        return (
            f"{self.actor}, {self.before.date or self.before.name} to "
            f"{self.after.date or self.after.name}: {told}."
        )


def _side(name: str, claim: HeldClaim | None) -> dict[str, Any]:
    """Return the columns of one side."""
    return {
        f"{name}_stance": claim.stance if claim else None,
        f"{name}_target": claim.target if claim else None,
        f"{name}_modality": claim.claim.modality.value if claim else None,
        f"{name}_words": " ".join(claim.words.split()) if claim else None,
        f"{name}_unit": claim.claim.unit if claim else None,
        f"{name}_page": claim.page if claim else None,
    }


def editions_of(
    store: Store, actor: str, question: ClaimQuestion | None = None
) -> EditionsResult:
    """Compare an actor's last two documents within a window.

    Raises
    ------
    UnknownActorError
        If no document is by that actor.
    LoneEditionError
        If there is one document only.
    NoClaimsRunError
        If claims were never looked for.
    """
    found, claims = result_of(store), gather_claims(store)
    before, after, problems = _pair(store, actor, question or ClaimQuestion())
    grouping = gather_issues(store, claims)
    changes = compare_editions(
        claims, grouping.issues, before=before.document, after=after.document
    )
    return EditionsResult(
        actor=called(after),
        before=before,
        after=after,
        changes=changes,
        run_id=found.run_id,
        problems=(*found.problems, *grouping.problems, *problems),
    )


def _pair(
    store: Store, actor: str, asked: ClaimQuestion
) -> tuple[ListedDocument, ListedDocument, list[Problem]]:
    """Choose the last two documents of an actor."""
    inside, problems = documents_of(store, _all_of(asked))
    known = {fold_actor(called(one)): called(one) for one in inside}
    if fold_actor(actor) not in known:
        raise UnknownActorError(actor=actor, known=sorted(known.values()))
    own = [one for one in inside if fold_actor(called(one)) == fold_actor(actor)]
    own.sort(key=lambda one: one.date or "")
    if len(own) < _PAIR:
        raise LoneEditionError(actor=known[fold_actor(actor)])
    return own[-2], own[-1], [*problems, *_others(own)]


def _all_of(asked: ClaimQuestion) -> ClaimQuestion:
    return ClaimQuestion(since=asked.since, until=asked.until, with_all=True)


def _others(own: Sequence[ListedDocument]) -> Iterator[Problem]:
    """Name earlier documents that are not compared."""
    if len(own) > _PAIR:
        dates = ", ".join(one.date or one.name for one in own[:-2])
        yield Problem(
            kind="earlier editions",
            message=f"The last two documents are compared; earlier ones: {dates}. "
            "Choose others with --until.",
        )
