"""The step `code` by the terms of a codebook."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hustings.coding.kernels import code_batch
from hustings.coding.tables import CODINGS
from hustings.ingest.tables import batch_from_rows
from hustings.outside.clock import now
from hustings.outside.engine.local import map_batches, single_batch
from hustings.store.sources import sha256_of
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.current import split_runs, units_of
from hustings.workflow.dictionaries import load_dictionary_coder, shipped_lexicons
from hustings.workflow.runs import Effort, execute, plan_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from hustings.coding.dictionary import DictionaryCoder
    from hustings.model.document import Problem
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.codebooks import LoadedCodebook

_UNITS_A_BATCH = 4_000


def run_dictionary(
    store: Store, loaded: LoadedCodebook, effort: Effort
) -> tuple[Run, tuple[Problem, ...]]:
    """Code all units that count now with a codebook's terms, and record the run.

    Raises
    ------
    NoDictionaryError
        If the codebook has no terms in any language.
    NothingReadError
        If the project has no documents yet.
    """
    dictionary = load_dictionary_coder(loaded)
    splits = split_runs(store)
    store.keep_codebook(loaded.stored, at=now())
    plan = plan_dictionary(splits, loaded, dictionary)
    run = execute(store, plan, code_by_dictionary, effort)
    store.record([run], at=now())
    return run, dictionary.find_problems(single_batch(units_of(store, splits)))


def plan_dictionary(
    splits: Iterable[Run], loaded: LoadedCodebook, dictionary: DictionaryCoder
) -> Run:
    """Plan to code the units of some splits with a dictionary."""
    return plan_run(
        "code",
        parameters={
            "coder": dictionary.coder_id,
            "codebook": loaded.codebook.name,
            "codebook_version": loaded.codebook.version,
            "codebook_sha256": loaded.stored.sha256,
            "lexicons": {
                language: sha256_of(text.encode())
                for language, text in shipped_lexicons(loaded).items()
            },
            # Runs from before negation counted have no such word, and none is needed
            # where nothing can be turned round.
            **({"negation": True} if dictionary.has_directions else {}),
        },
        parents=[split.run_id for split in splits],
        packages=("simplemma",),
    )


def code_by_dictionary(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Code the units of a plan's parents with the codebook that it names."""
    return {"codings": _codings(store, plan, effort)}


def _codings(store: Store, plan: Run, effort: Effort) -> Iterator[pa.RecordBatch]:
    """Yield the codings of a few thousand units a batch."""
    coder = load_dictionary_coder(
        codebook_of_run(store, plan),
        heeds_negation=bool(plan.parameters.get("negation")),
    )
    yield batch_from_rows([], CODINGS)
    parents = [run for run in map(store.run, plan.parents) if run is not None]
    for parent in parents:
        yield from map_batches(
            partial(code_batch, coder=coder),
            store.table(parent.outputs[0]).to_batches(max_chunksize=_UNITS_A_BATCH),
            processes=effort.processes,
            advance=effort.advance,
        )
