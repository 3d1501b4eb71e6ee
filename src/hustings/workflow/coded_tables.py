"""Coding the units of a table by a machine, with no project."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from hustings.coding.coders import CODED
from hustings.coding.conditions import meet_conditions
from hustings.coding.context_tables import whole_documents, with_target
from hustings.coding.dictionary_units import code_by_terms, dictionary_problems
from hustings.errors import HustingsError
from hustings.ingest.languages import guess_language
from hustings.model.document import Problem
from hustings.outside.engine.local import map_batches, single_batch
from hustings.outside.orders import Named
from hustings.outside.tables import read_table, require_columns
from hustings.workflow.codebooks import (
    DEFAULT_CODEBOOK,
    find_codebook,
    load_codebook,
)
from hustings.workflow.coded_files import MadeAnswers, answers_of_file, said_of
from hustings.workflow.coded_results import CodedTable, repeated_units
from hustings.workflow.coding_by_machine import CodeOptions
from hustings.workflow.dictionaries import load_dictionary_coder
from hustings.workflow.machine_coders import (
    DICTIONARY,
    find_coder,
    is_table,
    remote_name,
    require_network,
)
from hustings.workflow.machine_fitting import (
    in_order,
    settle_variables,
    version_problems,
)
from hustings.workflow.machine_kernels import code_side_by_side
from hustings.workflow.machine_runs import (
    UNITS_A_BATCH,
    split_answers,
    useful_processes,
)
from hustings.workflow.machine_targets import checked_target, refuse_target
from hustings.workflow.remote_coding import remote_coder
from hustings.workflow.runs import Effort
from hustings.workflow.table_results import no_rows, plan_table_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hustings.coding.coders import Coder
    from hustings.coding.remote_estimates import RemoteEstimate
    from hustings.model.codebook import Codebook
    from hustings.store.project import Store
    from hustings.workflow.codebooks import LoadedCodebook
    from hustings.workflow.machine_coders import FoundCoder
    from hustings.workflow.remote_coding import RemoteCoder

    Answers = dict[str, pa.RecordBatch]

_COLUMNS = (
    "unit",
    "text",
    "document",
    "before",
    "after",
    "heading",
    "language",
    "target",
)
_GUESSED_BY = 200
"""Units by whose words a language is told where no row says it."""


def code_table(
    path: Path,
    coder: str,
    options: CodeOptions | None = None,
    *,
    language: str | None = None,
    store: Store | None = None,
    effort: Effort | None = None,
) -> CodedTable:
    """Code the units of a table.

    Parameters
    ----------
    path : pathlib.Path
        Columns unit and text, and, if wished, document (rows of one in reading order),
        before, after, heading, language.
    coder : str
        ``"dictionary"``, the name of a coder, the path of a learned one, or of a table
        of codings that a program made.
    options : CodeOptions, optional
        The dictionary codes with `codebook`, ``marpor-5`` by default.
    language : str, optional
        Of units whose rows do not say it.
    store : Store, optional
        The project whose coders can be named, too.

    Raises
    ------
    MissingColumnError
        If there is no column unit or text.
    UnknownCoderError, ModelFileError
        If there is no such coder.
    """
    chosen, effort = options or CodeOptions(), effort or Effort()
    require_network(store, coder, chosen.form)
    refuse_target(store, coder, chosen.target)
    table = read_table(path)
    require_columns(table, ["unit", "text"], path)
    units = _prepared(table, language)
    effort.expect(units.num_rows)
    if coder == DICTIONARY:
        made = _by_dictionary(units, chosen, effort)
    elif is_table(store, coder):
        made = answers_of_file(units, Path(coder), chosen)
    elif store is not None and remote_name(store, coder):
        made = _by_remote(units, store, str(remote_name(store, coder)), chosen, effort)
    else:
        made = _by_found(units, store, coder, chosen, effort)
    empty = [] if units.num_rows else [no_rows(path)]
    return CodedTable(
        coder=made.coder,
        answers=made.answers,
        codes=made.codes,
        run=plan_table_run(path, "code", {"coder": made.coder, **made.parameters}),
        problems=(*empty, *made.problems),
    )


def estimate_table(
    path: Path,
    coder: str,
    options: CodeOptions,
    *,
    store: Store,
    language: str | None = None,
) -> RemoteEstimate:
    """Say what coding the units of a table by an endpoint would send; send nothing.

    Parameters and errors as of `code_table`; the coder is ``remote:NAME``.
    """
    table = read_table(path)
    require_columns(table, ["unit", "text"], path)
    made, _ = _endpoint_coder(store, coder, options, Effort())
    return made.estimate(_prepared(table, language))


def _prepared(table: pa.Table, language: str | None) -> pa.Table:
    """Keep the columns that coders know, with languages in two letters."""
    units = table.select([name for name in _COLUMNS if name in table.column_names])
    if "language" in units.column_names:
        place = units.column_names.index("language")
        said = pc.utf8_lower(pc.utf8_slice_codeunits(units["language"], 0, 2))
        said = pc.if_else(pc.equal(said, ""), None, said)
        if language is not None:
            said = pc.fill_null(said, language)
        return units.set_column(place, "language", said)
    if language is None:
        return units
    return units.append_column("language", pa.repeat(language, units.num_rows))


def _batches(units: pa.Table) -> Iterator[pa.RecordBatch]:
    """Cut units into batches, whole documents where they are named."""
    if "document" in units.column_names:
        return whole_documents(units, n_units=UNITS_A_BATCH)
    return iter(units.combine_chunks().to_batches(max_chunksize=UNITS_A_BATCH))


def _tables(
    found: Iterator[Answers], codes: Mapping[str, tuple[str, ...]]
) -> dict[str, pa.Table]:
    """Put the answers on batches together, by variable."""
    parts: dict[str, list[pa.RecordBatch]] = {name: [] for name in codes}
    for answers in found:
        for name in codes:
            parts[name].append(answers[name].cast(CODED))
    return {name: pa.Table.from_batches(one, CODED) for name, one in parts.items()}


def _by_found(
    units: pa.Table,
    store: Store | None,
    name: str,
    options: CodeOptions,
    effort: Effort,
) -> MadeAnswers:
    """Code by a coder with a name or a file of its own."""
    named = None if options.codebook is None else load_codebook(options.codebook)
    found = find_coder(
        store,
        name,
        embedding=options.embedding,
        codebook=None if named is None else named.codebook,
        variable=options.variable,
        form=options.form,
    )
    codebook = _codebook(found, options)
    coders = found.coders
    if codebook is not None and (options.codebook or options.variable):
        coders = settle_variables(found, codebook, options.variable)
    elif codebook is not None:
        coders = in_order(coders, codebook)
    codes = {variable: tuple(one.codes) for variable, one in coders.items()}
    target = checked_target(found.coder_id, coders, options.target)
    units = with_target(units, target)
    answers = _answers(_kernel(found, coders), units, list(codes), effort)
    if codebook is not None:
        answers = (meet_conditions(one, codebook) for one in answers)
    return MadeAnswers(
        coder=found.coder_id,
        answers=_tables(answers, codes),
        codes=codes,
        parameters={
            "coder_version": found.version,
            "codebook": found.codebook or None,
            "codebook_version": found.codebook_version or None,
            "variables": list(codes),
            **({} if target is None else {"target": target}),
        },
        problems=(
            *(version_problems(found, codebook) if codebook else ()),
            *_odd(found, units),
            *repeated_units(units),
            *_looks_strange(found, units),
        ),
    )


def _by_remote(
    units: pa.Table, store: Store, name: str, options: CodeOptions, effort: Effort
) -> MadeAnswers:
    """Ask an endpoint that the project knows; the project keeps its answers."""
    coder, loaded = _endpoint_coder(store, name, options, effort)
    answers = coder.code_variables(units)
    return MadeAnswers(
        coder=coder.name,
        answers=answers,
        codes={task.variable.name: task.codes for task in coder.tasks},
        parameters={
            "coder_version": coder.version,
            **said_of(loaded, list(answers)),
        },
        problems=coder.problems,
    )


def _endpoint_coder(
    store: Store, name: str, options: CodeOptions, effort: Effort
) -> tuple[RemoteCoder, LoadedCodebook]:
    loaded = find_codebook(store, options.codebook or DEFAULT_CODEBOOK)
    names = [] if options.variable is None else [options.variable]
    coder = remote_coder(store, name, loaded.codebook, names, options.remote, effort)
    return coder, loaded


def _kernel(
    found: FoundCoder, coders: Mapping[str, Coder]
) -> Callable[[pa.RecordBatch], pa.RecordBatch] | Named:
    """Choose the kernel: workers open large coders from their file."""
    if found.place is None or len(coders) < len(found.coders):
        return partial(code_side_by_side, coders=coders)
    return Named(
        module="hustings.workflow.machine_kernels",
        function="code_with_model",
        options={"path": found.place},
    )


def _answers(
    kernel: Callable[[pa.RecordBatch], pa.RecordBatch] | Named,
    units: pa.Table,
    variables: list[str],
    effort: Effort,
) -> Iterator[Answers]:
    batches = list(_batches(units))
    is_small = isinstance(kernel, Named)
    processes = useful_processes(effort, batches) if is_small else 1
    for answer in map_batches(
        kernel, batches, processes=processes, advance=effort.advance
    ):
        yield split_answers(answer, variables)


def _codebook(found: FoundCoder, options: CodeOptions) -> Codebook | None:
    """Load the codebook of a coder: the one named, or its own if it comes along."""
    if options.codebook is not None:
        return load_codebook(options.codebook).codebook
    try:
        codebook = load_codebook(found.codebook).codebook if found.codebook else None
    except HustingsError:
        return None
    is_same = codebook is not None and codebook.version == found.codebook_version
    return codebook if is_same else None


def _odd(found: FoundCoder, units: pa.Table) -> Iterator[Problem]:
    """Tell what is odd about the units, each thing once."""
    batch = single_batch(units)
    told = [
        problem
        for coder in found.coders.values()
        for problem in coder.find_problems(batch)
    ]
    return iter(dict.fromkeys(told))


def _looks_strange(found: FoundCoder, units: pa.Table) -> list[Problem]:
    """Tell of units that look like a language that the coder was not trained on."""
    known = {
        language
        for coder in found.coders.values()
        for language in getattr(coder, "languages", ())
    }
    language = _looks_like(units)
    if not known or language is None or language in known:
        return []
    message = (
        f"No column says the language of the units; they look like {language!r}, and "
        f"this coder was trained on {', '.join(sorted(known))} only. They were coded "
        "all the same. Say their language with --language, and units in another one "
        "stay uncoded."
    )
    return [Problem(kind="unknown language", message=message)]


def _by_dictionary(
    units: pa.Table, options: CodeOptions, effort: Effort
) -> MadeAnswers:
    """Code by the terms of a codebook, in the language that the units seem to be in."""
    loaded = load_codebook(options.codebook or DEFAULT_CODEBOOK)
    dictionary = load_dictionary_coder(loaded)
    spoken, guessed = _with_guess(units)
    variables = [
        one.name
        for one in loaded.codebook.variables
        if one.codes and options.variable in {None, one.name}
    ]
    found: list[Answers] = []
    for batch in _batches(spoken):
        found.append(code_by_terms(batch, coder=dictionary))
        effort.advance(batch.num_rows)
    codes = {
        one.name: tuple(code.code for code in one.codes)
        for one in loaded.codebook.variables
        if one.name in variables
    }
    return MadeAnswers(
        coder=dictionary.coder_id,
        answers=_tables(iter(found), codes),
        codes=codes,
        parameters=said_of(loaded, variables),
        problems=(
            *guessed,
            *dictionary_problems(single_batch(spoken), dictionary),
            *repeated_units(units),
        ),
    )


def _with_guess(units: pa.Table) -> tuple[pa.Table, list[Problem]]:
    """Add the language that the words look like where no row says one."""
    language = _looks_like(units)
    if language is None:
        return units, []
    message = (
        f"No column says the language of the units; they look like {language!r}. Say "
        "it with --language."
    )
    column = pa.repeat(language, units.num_rows)
    told = [Problem(kind="language guessed", message=message)]
    return units.append_column("language", column), told


def _looks_like(units: pa.Table) -> str | None:
    """Guess the language of units where no row may say one."""
    if "language" in units.column_names or not units.num_rows:
        return None
    words = units["text"].slice(0, _GUESSED_BY).to_pylist()
    return guess_language("\n".join(one or "" for one in words))
