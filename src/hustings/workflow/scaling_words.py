"""Scaling documents by their words, as far as these stand in units that count."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hustings.scaling.keyness import KeynessResult
from hustings.scaling.word_catalogue import WORD_SCALES
from hustings.workflow.current import split_runs
from hustings.workflow.named_documents import NamedDocuments
from hustings.workflow.runs import plan_run
from hustings.workflow.scaled_cases import batches_of, table_of
from hustings.workflow.scaling_findings import findings_of
from hustings.workflow.section_blocks import blocks_in, sections_of
from hustings.workflow.word_counting import count_units
from hustings.workflow.word_inputs import (
    apply_words,
    draw_again,
    report_of,
    word_parameters,
)
from hustings.workflow.word_tables import (
    draws_batch,
    report_batch,
    word_batch,
    word_counts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument
    from hustings.workflow.scale_questions import ScaleQuestion

_COLUMNS = ["document", "kind", "language", "text", "block"]


def plan_words(store: Store, scale: str, question: ScaleQuestion) -> Run:
    """Plan to scale the words of all documents that count.

    Raises
    ------
    NothingReadError
        If the project has no documents.
    NoSuchDocumentError, AmbiguousDocumentError
        If a reference, a target or a direction is no document.
    """
    named = WORD_SCALES[scale]
    splits = split_runs(store)
    found = _documents_of(store, splits)
    left_out = sorted(one.document_id for one in found if one.replaced_by is not None)
    return plan_run(
        "scale",
        parameters={
            "scale": scale,
            "title": named.title,
            "low_pole": named.low_pole,
            "high_pole": named.high_pole,
            **word_parameters(scale, _by_id(store, question), usual="block"),
            **asdict(question.features),
            **blocks_in(question),
            **({"left_out": left_out} if left_out else {}),
        },
        parents=[split.run_id for split in splits],
        packages=("numpy", "scipy", "PyStemmer"),
    )


def compute_words(store: Store, plan: Run) -> dict[str, Iterable[pa.RecordBatch]]:
    """Count a plan's words and scale the counts."""
    parameters: Any = plan.parameters
    units, documents = _units(store, plan)
    counted = count_units(units, documents, parameters)
    kept = counted.matrix
    result: Any = apply_words(kept, parameters, counted.sentences)
    if isinstance(result, KeynessResult):
        return findings_of(result)
    sections = sections_of(store, plan, kept.cases)
    blocks = counted.blocks(sections.put_into(units)["block"].to_pylist())
    result, drawn = draw_again(result, kept, parameters, blocks)
    tables = {
        **batches_of(result.positions, (*sections.problems, *result.problems)),
        "words": [word_batch(result.words, word_counts(kept))],
        "report": [report_batch(report_of(result, drawn))],
    }
    if drawn is not None and drawn.draws:
        cases = tuple(drawn.draws)
        columns = np.column_stack([drawn.draws[case] for case in cases])
        tables["draws"] = [draws_batch(cases, columns)]
    return tables


def _by_id(store: Store, question: ScaleQuestion) -> ScaleQuestion:
    """Name documents by their ids wherever a question names one."""
    named = NamedDocuments(store)
    references = question.references
    direction = question.direction
    return replace(
        question,
        references=references
        and tuple(named.rows(references, columns=("score", "class"))),
        target=tuple(map(named.find, question.target)),
        reference=tuple(map(named.find, question.reference)),
        direction=direction and (named.find(direction[0]), named.find(direction[1])),
    )


def _units(store: Store, plan: Run) -> tuple[pa.Table, list[str]]:
    """Return the units of a plan's documents but for headings; and the documents."""
    # Of two splits of one reading, the later one is the one that counts.
    splits = [run for run in store.runs() if run.run_id in plan.parents]
    of_read = {read: split.run_id for split in splits for read in split.parents}
    left_out: Any = plan.parameters.get("left_out", ())
    documents = [
        one for one in _documents_of(store, splits) if one.document_id not in left_out
    ]
    tables = []
    for split in splits:
        own = [
            one.document_id for one in documents if of_read[one.run_id] == split.run_id
        ]
        table = table_of(store, split, "units").select(_COLUMNS)
        tables.append(table.filter(pc.is_in(table["document"], pa.array(own))))
    units = pa.concat_tables(tables)
    counted = units.filter(pc.not_equal(units["kind"], "heading"))
    return counted, [one.document_id for one in documents]


def _documents_of(store: Store, splits: Sequence[Run]) -> list[StoredDocument]:
    """Return the documents whose units some splits hold."""
    reads = {read for split in splits for read in split.parents}
    return [one for one in store.all_documents() if one.run_id in reads]
