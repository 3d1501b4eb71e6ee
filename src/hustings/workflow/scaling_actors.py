"""Positions of actors: all documents of one actor taken together as one case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import InvalidOptionError, UselessInputError
from hustings.workflow.named_documents import NamedDocuments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.scale_questions import ScaleQuestion

ACTOR = "actor"
_CASES = ("document", ACTOR)


def check_cases(question: ScaleQuestion) -> None:
    """Raise `InvalidOptionError` unless cases are documents or actors."""
    if question.by not in _CASES:
        raise InvalidOptionError(
            option="by", value=question.by, advice="Choose document or actor."
        )


def refuse_actors(scale: str, question: ScaleQuestion) -> None:
    """Raise `UselessInputError` where cases are what they are."""
    check_cases(question)
    if question.by == ACTOR:
        what = "--by actor, which takes documents with codes together"
        raise UselessInputError(scale=scale, what=what, known=())


def pooling_of(store: Store, scale: str, question: ScaleQuestion) -> dict[str, Any]:
    """Say in a run's parameters whose documents are taken together; nothing if none.

    A document whose actor is not known is a case of its own.

    Raises
    ------
    UselessInputError
        If a table of votes is given, which is about documents.
    """
    if question.by != ACTOR:
        return {}
    if question.votes is not None:
        what = "--votes with --by actor: elections are of documents"
        raise UselessInputError(scale=scale, what=what, known=())
    known = NamedDocuments(store).known()
    return {
        "by": ACTOR,
        "pooled": {name: one.actor or one.name for name, one in sorted(known.items())},
    }


def is_by_actor(run: Run) -> bool:
    """Whether a run's cases are actors, not documents."""
    return run.parameters.get("by") == ACTOR


def cases_of(plan: Run, documents: Sequence[str]) -> list[str]:
    """Name the case of each document: its own id, unless actors are cases."""
    pooled: Mapping[str, str] = plan.parameters.get("pooled", {})  # type: ignore[assignment]  # as `pooling_of` made it
    return [pooled.get(name, name) for name in documents]


def pool_counts(plan: Run, counted: pa.Table) -> pa.Table:
    """Name the case in the place of the document; blocks stay apart."""
    if not is_by_actor(plan):
        return counted
    documents = counted["document"]
    named = pa.array(cases_of(plan, documents.to_pylist()), pa.string())
    blocks = pc.binary_join_element_wise(
        documents.cast(pa.string()), counted["block"].cast(pa.string()), "/"
    )
    place = counted.column_names.index
    counted = counted.set_column(place("document"), "document", named)
    return counted.set_column(place("block"), "block", blocks)
