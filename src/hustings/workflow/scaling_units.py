"""Scaling documents by units one by one, with every source of error that they show."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from hustings.estimates.results import UNCORRECTED
from hustings.ingest.tables import batch_from_rows
from hustings.scaling.distances import PairResult
from hustings.scaling.sourced_counts import SourcedCounts
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.confusion_files import (
    ConfusionFile,
    KnownCodes,
    read_confusion,
    with_confusion,
)
from hustings.workflow.runs import plan_run
from hustings.workflow.scaled_cases import SALIENCE, batches_of
from hustings.workflow.scaling_codes import (
    documents_of,
    is_of_elections,
    named_of,
    scale_counts,
)
from hustings.workflow.scaling_findings import findings_of
from hustings.workflow.scaling_sources import (
    choose_sources,
    describe,
    parameters_of,
    sources_in,
    units_of_plan,
)
from hustings.workflow.section_blocks import sections_of
from hustings.workflow.word_tables import draws_batch, report_batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.estimates.results import CaseEstimate, Estimates
    from hustings.model.codebook import Codebook
    from hustings.model.document import Problem
    from hustings.model.run import Run
    from hustings.scaling.results import ScaleResult
    from hustings.scaling.unit_tables import UnitTable
    from hustings.store.project import Store
    from hustings.workflow.coding_evidence import Evidence
    from hustings.workflow.confusion_files import Confusion
    from hustings.workflow.scale_questions import ScaleQuestion
    from hustings.workflow.scaling_codes import ScalePlan

BASES = pa.schema(
    [
        ("case", pa.string()),
        ("code", pa.string()),
        ("method", pa.string()),
        ("n_coded", pa.int64()),
        ("tuning", pa.float64()),
        ("hand_alone", pa.float64()),
        ("uncorrected", pa.float64()),
    ]
)
"""What each position rests on: how the machine was corrected and by how many hand
codings, how far it was trusted, and what hand or machine alone would say."""

BY_CONFUSION = ("corrected_matrix", "corrected_simex")
"""Columns more where a coder's confusion matrix corrects."""


def plan_units(
    store: Store,
    found: ScalePlan,
    scale: str,
    asked: ScaleQuestion,
    evidence: Evidence,
    beside: Mapping[str, Any],
) -> Run:
    """Plan to scale units with all their codings; the sources are found here.

    Parameters
    ----------
    beside : mapping
        Parameters more: documents left out, and what are cases.
    """
    parameters: dict[str, Any] = {
        "scale": scale,
        "variable": found.variable,
        "definition": None if found.definition is None else asdict(found.definition),
        **named_of(found, scale),
        **parameters_of(evidence, asked),
        "codebook": found.codebook.name,
        "codebook_sha256": found.code_run.parameters["codebook_sha256"],
        **asdict(asked.resampling("block")),
        **beside,
        "sources": [],
    }
    plan = _plan(parameters, evidence)
    confusion = None if asked.confusion is None else read_confusion(asked.confusion)
    units, _ = _confused(store, plan, found.codebook, confusion)
    if asked.confusion is not None:
        store.keep_source(asked.confusion.content)  # now that it is known to fit
    return _plan({**parameters, "sources": choose_sources(units, asked)}, evidence)


def _plan(parameters: dict[str, Any], evidence: Evidence) -> Run:
    """Plan the run, with all codings that are used as its parents."""
    runs = [run.run_id for run in evidence.runs]
    parents = sorted({*runs, *evidence.base.parents})
    kept = parameters.get("confusion")
    return plan_run(
        "scale",
        parameters=parameters,
        inputs=[kept] if kept else [],
        parents=parents,
        packages=("numpy",),
    )


def _confused(
    store: Store, plan: Run, codebook: Codebook, confusion: Confusion | None
) -> tuple[UnitTable, tuple[Problem, ...]]:
    """Assemble a plan's units, with a column for each code of a confusion matrix."""
    units = units_of_plan(store, plan, codebook, documents_of(store, plan))
    if confusion is None:
        return units, ()
    known = KnownCodes.of(codebook, str(plan.parameters["variable"]))
    return with_confusion(units, confusion, known)


def _kept_confusion(store: Store, plan: Run) -> Confusion | None:
    """Read the confusion matrix that a plan rests on, if it does."""
    parameters: Any = plan.parameters
    if "confusion" not in parameters:
        return None
    content = store.source(parameters["confusion"])
    return read_confusion(
        ConfusionFile(name=parameters["confusion_name"], content=content)
    )


def compute_units(store: Store, plan: Run) -> dict[str, Iterable[pa.RecordBatch]]:
    """Scale the units of a plan by the engine."""
    codebook = codebook_of_run(store, plan).codebook
    confusion = _kept_confusion(store, plan)
    units, told = _confused(store, plan, codebook, confusion)
    sources = sources_in(
        plan.parameters, None if confusion is None else confusion.matrix
    )
    counts = SourcedCounts.of_units(units, sources)
    result = scale_counts(counts, plan, codebook)
    few = sections_of(store, plan, documents_of(store, plan)).problems
    result = replace(result, problems=(*told, *few, *result.problems))
    found: Any = result.estimates  # type: ignore[union-attr]  # as its counts are sourced
    tables = (
        findings_of(result)
        if isinstance(result, PairResult) or is_of_elections(plan)
        else _tables_of(result, found, plan)
    )
    return {**tables, "report": [report_batch(_report(plan, units, found))]}


def _tables_of(
    result: ScaleResult, found: Estimates, plan: Run
) -> dict[str, Iterable[pa.RecordBatch]]:
    """Make the tables of positions: what each rests on, and its draws."""
    rows = [basis_of(one) for one in found.estimates]
    tables = {
        **batches_of(result.positions, result.problems),
        "bases": [batch_from_rows(rows, _schema_of(rows))],
    }
    if plan.parameters["scale"] != SALIENCE and len(found.draws):
        tables["draws"] = [_draws(found, result)]
    return tables


def _schema_of(rows: Sequence[Mapping[str, object]]) -> pa.Schema:
    """Give the columns of bases, those of a confusion matrix where they are there."""
    schema = BASES
    for name in BY_CONFUSION:
        if any(row[name] is not None for row in rows):
            schema = schema.append(pa.field(name, pa.float64()))
    return schema


def bases_of(
    table: pa.Table,
) -> dict[tuple[str, str | None], dict[str, Any]]:
    """Read the table `bases`: what each position rests on, by case and code.

    Columns that are empty throughout are left out.
    """
    rows = table.to_pylist()
    told = [
        name
        for name in table.column_names
        if name not in {"case", "code"} and any(row[name] is not None for row in rows)
    ]
    return {
        (row["case"], row["code"]): {name: row[name] for name in told} for row in rows
    }


def basis_of(one: CaseEstimate) -> dict[str, object]:
    """Say what a position rests on."""
    hand = one.alternative("hand alone")
    plain = one.alternative(UNCORRECTED) or one.alternative("uncorrected")
    ways = {
        name: one.alternative(name.removeprefix("corrected_")) for name in BY_CONFUSION
    }
    return {
        "case": one.case,
        "code": one.code,
        "method": one.method,
        "n_coded": round(one.n_coded),
        "tuning": one.tuning,
        "hand_alone": None if hand is None else hand.value,
        "uncorrected": None if plain is None else plain.value,
        **{name: None if way is None else way.value for name, way in ways.items()},
    }


def _report(plan: Run, units: UnitTable, found: Estimates) -> dict[str, object]:
    """Say what the whole rests on."""
    return {
        "basis": describe(plan, units, {one.method for one in found.estimates}),
        "is_corrected": found.is_corrected,
        "sources": list(found.sources),
        "correction": plan.parameters["correction"],
        "degrees_of_freedom": freedom_by_case(found),
    }


def freedom_by_case(found: Estimates) -> dict[str, float | None]:
    """Give each case's degrees of freedom, None where they are infinite."""
    return {
        one.case: float(degrees) if np.isfinite(degrees) else None
        for one, degrees in zip(found.estimates, found.freedom, strict=True)
    }


def _draws(found: Estimates, result: ScaleResult) -> pa.RecordBatch:
    """Keep the draws of units; those of a formula belong to no others."""
    by_formula = [
        problem.message
        for problem in result.problems
        if problem.kind == "interval by formula"
    ]
    kept = [
        i
        for i, one in enumerate(found.estimates)
        if not any(repr(one.case) in message for message in by_formula)
    ]
    return draws_batch([found.estimates[i].case for i in kept], found.draws[:, kept])
