"""Scaling documents by their words, as far as these stand in units that count."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from hustings.outside.packaged import stop_list_text
from hustings.scaling.keyness import KeynessResult
from hustings.scaling.word_catalogue import WORD_SCALES
from hustings.scaling.word_draws import WordBlocks
from hustings.words.features import count_features
from hustings.words.stop_words import stop_words_from_text
from hustings.workflow.current import split_runs
from hustings.workflow.named_documents import NamedDocuments
from hustings.workflow.runs import plan_run
from hustings.workflow.scaled_cases import batches_of, table_of
from hustings.workflow.scaling_findings import findings_of
from hustings.workflow.section_blocks import blocks_in, sections_of
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
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument
    from hustings.words.matrices import DocumentFeatureMatrix
    from hustings.workflow.scale_questions import ScaleQuestion

_COLUMNS = ["document", "kind", "language", "text", "block"]
_COUNTING = ("stems", "n_grams", "numbers")
_TRIMMING = ("min_count", "min_documents", "max_document_share")


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
    by_unit, matrix, units = _count(store, plan)
    kept = matrix.trimmed(**{name: parameters[name] for name in _TRIMMING})
    sentences, _ = by_unit.select(kept.features).without_empty()
    result: Any = apply_words(kept, parameters, sentences)
    if isinstance(result, KeynessResult):
        return findings_of(result)
    sections = sections_of(store, plan, kept.cases)
    blocks = _by_block(by_unit.select(kept.features), sections.put_into(units))
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


def _count(
    store: Store, plan: Run
) -> tuple[DocumentFeatureMatrix, DocumentFeatureMatrix, pa.Table]:
    """Count features by unit, and by document; and give the units."""
    units, documents = _units(store, plan)
    parameters: Any = plan.parameters
    texts: list[str] = units["text"].to_pylist()
    language = parameters["language"]
    languages = [language] * len(texts) if language else units["language"].to_pylist()
    by_unit = count_features(
        texts,
        cases=[str(i) for i in range(len(texts))],
        languages=languages,
        stop_words=_stop_words(parameters["stop_words"], set(languages)),
        **{name: parameters[name] for name in _COUNTING},
    )
    return by_unit, _summed(by_unit, units["document"].to_pylist(), documents), units


def _by_block(by_unit: DocumentFeatureMatrix, units: pa.Table) -> WordBlocks:
    """Add up the counts of each block's units, in the order of the text."""
    names = ("document", "block")
    pairs = list(zip(*(units[name].to_pylist() for name in names), strict=True))
    blocks = list(dict.fromkeys(pairs))
    place = {block: str(i) for i, block in enumerate(blocks)}
    added = _summed(by_unit, [place[one] for one in pairs], list(place.values()))
    return WordBlocks(cases=[case for case, _ in blocks], matrix=added.matrix)


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


def _stop_words(
    chosen: str | Sequence[str], languages: Collection[str | None]
) -> Collection[str] | Mapping[str, Collection[str]]:
    """Give the words that do not count, by language where the lists are ours."""
    if chosen == "none":
        return frozenset()
    if chosen != "language":
        return frozenset(chosen)
    return {
        language or "": stop_words_from_text(stop_list_text(language))
        for language in sorted(languages, key=str)
    }


def _summed(
    by_unit: DocumentFeatureMatrix, of: Sequence[str], documents: Sequence[str]
) -> DocumentFeatureMatrix:
    """Add up the counts of each document's units."""
    place = {document: i for i, document in enumerate(documents)}
    rows = np.array([place[document] for document in of], np.int64)
    belongs = sparse.coo_array(
        (np.ones(len(rows)), (rows, np.arange(len(rows)))),
        shape=(len(documents), len(rows)),
    )
    return replace(
        by_unit, cases=tuple(documents), matrix=(belongs.tocsr() @ by_unit.matrix)
    )
