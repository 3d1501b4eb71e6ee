"""Rivals and votes of a project's documents, and scales that need nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hustings.estimates.resampling import Resampling
from hustings.model.document import Problem
from hustings.scaling.catalogue import NAMED_SCALES
from hustings.workflow.named_documents import NamedDocuments
from hustings.workflow.runs import plan_run
from hustings.workflow.scale_formulas import FORMULAS
from hustings.workflow.scaled_cases import batches_of
from hustings.workflow.scaling_named import apply_named, read_inputs

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.scale_questions import ScaleQuestion

_COLUMNS = ("election", "country", "votes", "actor", "date")
_AMONG_RIVALS = frozenset({"bischof-nicheness", "meyer-miller-nicheness"})
"""Scales that place a document among its rivals, whoever these are."""


def plan_votes(store: Store, scale: str, question: ScaleQuestion) -> Run:
    """Plan a scale that needs votes alone."""
    named = NAMED_SCALES[scale]
    return plan_run(
        "scale",
        parameters={
            "scale": scale,
            "title": named.title,
            "formula": FORMULAS.get(scale, scale),
            "low_pole": named.low_pole,
            "high_pole": named.high_pole,
            "inputs": read_inputs(scale, with_rivals(store, scale, question)),
            "interval": "none",
        },
        packages=("numpy",),
    )


def compute_votes(_store: Store, plan: Run) -> dict[str, Iterable[pa.RecordBatch]]:
    """Compute a scale from the votes in its parameters."""
    parameters: Any = plan.parameters
    how = Resampling(interval="none")
    result: Any = apply_named(parameters["scale"], None, parameters["inputs"], how)
    return batches_of(result.positions, result.problems)


def with_rivals(store: Store, scale: str, question: ScaleQuestion) -> ScaleQuestion:
    """Name the documents of the table of votes by their ids, and add what is known.

    Where a scale places documents among their rivals and there is no table, rivals are
    the documents of one country and year.

    Raises
    ------
    NoSuchDocumentError, AmbiguousDocumentError
        If a row is about no document.
    """
    if question.votes is None and scale not in _AMONG_RIVALS:
        return question
    named = NamedDocuments(store)
    if question.votes is None:
        return replace(question, votes=_of_one_year(named))
    rows = named.rows(question.votes, _COLUMNS)
    return replace(question, votes=tuple(_completed(named, row) for row in rows))


def guessed_rivals(scale: str, question: ScaleQuestion) -> tuple[Problem, ...]:
    """Say whom a document was placed among, where nobody said it."""
    if question.votes is not None or scale not in _AMONG_RIVALS:
        return ()
    return (
        Problem(
            kind="rivals by year",
            message="Rivals are the documents of the same country and year, all alike "
            "in weight. Name elections and votes with --votes.",
        ),
    )


def _of_one_year(named: NamedDocuments) -> tuple[dict[str, Any], ...]:
    """Let documents of one country and year stand against each other."""
    return tuple(
        _completed(
            named,
            {
                "case": document,
                "election": " ".join(
                    [named.countries.get(document) or "", (one.date or "")[:4]]
                ).strip(),
            },
        )
        for document, one in sorted(named.known().items())
    )


def _completed(named: NamedDocuments, row: dict[str, Any]) -> dict[str, Any]:
    """Add a document's actor and date, where the table does not say them."""
    known = named.known()[row["case"]]
    told = {"actor": known.actor or "", "date": known.date or ""}
    return {**told, **{name: value for name, value in row.items() if value is not None}}
