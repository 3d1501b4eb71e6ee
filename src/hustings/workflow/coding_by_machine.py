"""The step `code` by a coder that has learned, a function, a file, an endpoint."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from hustings.coding.coders import CODED
from hustings.coding.context_tables import whole_documents, with_target
from hustings.model.document import Problem
from hustings.outside.engine.local import single_batch
from hustings.workflow.codebooks import DEFAULT_CODEBOOK, find_codebook
from hustings.workflow.importing import (
    documents_by_name,
    handed_out_codebook,
    known_units,
)
from hustings.workflow.machine_coders import (
    find_coder,
    found_object,
    is_table,
    remote_name,
)
from hustings.workflow.machine_files import answers_on_units, open_file_codings
from hustings.workflow.machine_fitting import (
    settle_codebook,
    settle_variables,
    version_problems,
)
from hustings.workflow.machine_runs import (
    UNITS_A_BATCH,
    MachineCoder,
    context_units,
    record_answers,
    record_model,
)
from hustings.workflow.machine_targets import checked_target
from hustings.workflow.remote_coding import RemoteOptions, code_remotely
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.coding.coders import Coder
    from hustings.coding.function_coder import CodingFunction
    from hustings.coding.transformers import Form
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.words.embeddings import Embedding
    from hustings.workflow.codebooks import LoadedCodebook
    from hustings.workflow.machine_coders import FoundCoder
    from hustings.workflow.runs import Effort


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOptions:
    """What a coder is to code.

    Attributes
    ----------
    codebook : str or None
        Name of a codebook, or path of its file. None is the coder's own; where it has
        none, the one that the project's units were handed out with, or ``marpor-5``.
    variable : str or None
        The variable to code. None is all that the coder codes; where it does not know
        which, the first that has all its codes.
    embedding : Embedding or None
        The one that a learned coder was trained with, unless it came with Hustings.
    remote : RemoteOptions
        How a remote coder is asked, and whether texts may leave this machine.
    form : {"sentence", "context"} or None
        Whether a network reads units alone or with what stands around them; by default
        what its name says.
    target : str or None
        What stances are on, of units that name no target themselves.
    """

    codebook: str | None = None
    variable: str | None = None
    embedding: Embedding | None = None
    remote: RemoteOptions = field(default_factory=RemoteOptions)
    form: Form | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineRun:
    """What came of letting a machine code."""

    run: Run
    loaded: LoadedCodebook
    problems: tuple[Problem, ...]


def run_machine(
    store: Store,
    coder: str | Coder | CodingFunction,
    options: CodeOptions,
    effort: Effort,
) -> MachineRun:
    """Code all units that count now, and record the run.

    Raises
    ------
    UnknownCoderError
        If there is no coder of that name.
    CoderCodebookError, UnknownVariableError, UnknownCodebookError
        If coder and codebook do not go together.
    AnswerShapeError, MisplacedAnswerError
        If a coder's answers are nothing that can be kept.
    TableRowsError, NoAnswerFitsError
        If a file of codings cannot be used.
    NothingReadError
        If the project has no documents yet.
    """
    if isinstance(coder, str) and is_table(store, coder):
        return _run_file(store, Path(coder), options, effort)
    if not isinstance(coder, str):
        return _run_found(store, found_object(coder), options, effort)
    remote = remote_name(store, coder)
    if remote is not None:
        return _run_remote(store, remote, options, effort)
    named = _named_codebook(store, options)
    found = find_coder(
        store,
        coder,
        embedding=options.embedding,
        codebook=None if named is None else named.codebook,
        variable=options.variable,
        form=options.form,
    )
    return _run_found(store, found, options, effort)


def _run_remote(
    store: Store, coder: str, options: CodeOptions, effort: Effort
) -> MachineRun:
    """Ask an endpoint that the project knows."""
    loaded = codebook_for(store, options)
    names = [] if options.variable is None else [options.variable]
    done = code_remotely(store, coder, loaded, names, options.remote, effort)
    return MachineRun(run=done.run, loaded=loaded, problems=done.problems)


def codebook_for(store: Store, options: CodeOptions) -> LoadedCodebook:
    """Load the codebook that is named, or the one that the project uses."""
    return _named_codebook(store, options) or _usual_codebook(store)


def _named_codebook(store: Store, options: CodeOptions) -> LoadedCodebook | None:
    return None if options.codebook is None else find_codebook(store, options.codebook)


def _run_found(
    store: Store, found: FoundCoder, options: CodeOptions, effort: Effort
) -> MachineRun:
    """Let a coder code, and keep it or what it answered."""
    loaded = settle_codebook(
        found,
        store,
        named=options.codebook,
        otherwise=lambda: _usual_codebook(store),
    )
    coders = settle_variables(found, loaded.codebook, options.variable)
    target = checked_target(found.coder_id, coders, options.target)
    machine = found.for_run(coders)
    if target is not None:
        parameters = {**machine.parameters, "target": target}
        machine = replace(machine, parameters=parameters)
    units = with_target(context_units(store), target)
    problems = (*version_problems(found, loaded.codebook), *_odd(coders, units))
    is_whole = len(coders) == len(found.coders)
    if found.model is not None and is_whole:
        run = record_model(store, machine, loaded, found.model, effort=effort)
        return MachineRun(run=run, loaded=loaded, problems=problems)
    answers = answers_of(coders, units, effort)
    run = record_answers(store, machine, loaded, answers, effort=effort)
    problems += tuple(_not_coded(answers))
    return MachineRun(run=run, loaded=loaded, problems=problems)


def _run_file(
    store: Store, path: Path, options: CodeOptions, effort: Effort
) -> MachineRun:
    """Take over codings that a program made elsewhere."""
    loaded = codebook_for(store, options)
    names = tuple(one.name for one in loaded.codebook.variables)
    codings = open_file_codings(path, variables=names)
    found = answers_on_units(
        codings,
        known_units(store),
        documents_by_name(store),
        codebook=loaded.codebook,
        variable=options.variable,
    )
    machine = MachineCoder(
        coder_id=codings.coder_id,
        version=codings.version,
        codes=found.codes,
        parameters={"file": codings.name, "file_sha256": codings.sha256},
    )
    run = record_answers(store, machine, loaded, found.answers, effort=effort)
    return MachineRun(run=run, loaded=loaded, problems=found.problems)


def answers_of(
    coders: Mapping[str, Coder], units: pa.Table, effort: Effort
) -> dict[str, pa.Table]:
    """Ask coders about units, whole documents at a time.

    Returns
    -------
    dict of str to Table
        By variable, of `hustings.coding.coders.CODED`, in the order of the units.
    """
    effort.expect(units.num_rows)
    found: dict[str, list[pa.RecordBatch]] = {name: [] for name in coders}
    for batch in whole_documents(units, n_units=UNITS_A_BATCH):
        for name, coder in coders.items():
            found[name].append(coder.code(batch).cast(CODED))
        effort.advance(batch.num_rows)
    return {
        name: pa.Table.from_batches(batches, CODED) for name, batches in found.items()
    }


def _usual_codebook(store: Store) -> LoadedCodebook:
    """Load the codebook that units were handed out with, or the default."""
    return find_codebook(store, handed_out_codebook(store) or DEFAULT_CODEBOOK)


def _odd(coders: Mapping[str, Coder], units: pa.Table) -> Iterator[Problem]:
    """Tell what is odd about the units, each thing once."""
    wanted = {"unit", "text", "language", "target"}
    shown = [name for name in units.column_names if name in wanted]
    batch = single_batch(units.select(shown))
    told: set[str] = set()
    for coder in coders.values():
        for problem in coder.find_problems(batch):
            if problem.message not in told:
                told.add(problem.message)
                yield problem


def _not_coded(answers: Mapping[str, pa.Table]) -> Iterator[Problem]:
    """Tell how many units the coder gave no value."""
    for variable, table in answers.items():
        n = table.num_rows - pc.count(table["value"]).as_py()
        if n:
            yield Problem(
                kind="not coded",
                message=f"{count(n, 'unit')} got no value of {variable} from the "
                "coder. They are kept as not coded.",
            )
