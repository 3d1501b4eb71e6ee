"""Machine codings as runs of the step `code`.

Nothing that a run rests on is ever asked for twice. A learned coder is kept in
``sources/`` under its hash and codes again when a table is lost; the answers of every
other coder (a function, a file, a transformer, an endpoint) are kept there as one file,
so that no model and no network is needed to make the tables again, byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hustings.coding.answer_files import answers_from_bytes, answers_to_bytes
from hustings.coding.coders import CODED
from hustings.coding.conditions import meet_conditions
from hustings.coding.context_tables import context_table, whole_documents, with_target
from hustings.coding.probability_tables import (
    PROBABILITIES,
    codings_from_coded,
    probabilities_from_coded,
)
from hustings.coding.tables import CODINGS
from hustings.ingest.tables import batch_from_rows
from hustings.outside.clock import now
from hustings.outside.engine.local import map_batches, single_batch
from hustings.outside.orders import Named
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.current import split_runs, units_of
from hustings.workflow.runs import Effort, execute, plan_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.codebooks import LoadedCodebook

ANSWERS, MODEL = "answers", "model"
"""What a run keeps in ``sources/``: the coder's answers, or the coder itself."""

UNITS_A_BATCH = 4_000
"""A batch ends with the document in which it reaches as many."""

_BATCHES_A_WORKER = 2
"""A worker takes as long to start as to code a batch."""
_DIGITS = 16
_NEEDED = ["document", "unit", "block", "kind", "start", "language", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineCoder:
    """Who codes by machine, as a run records it.

    Attributes
    ----------
    coder_id : str
        Such as ``learned:NAME``, ``remote:NAME``, ``function:NAME``.
    version : str
        Changes when any answer could; empty where nobody says, and the answers' hash
        stands for it.
    codes : mapping of str to tuple of str
        By variable, the codes in the order of the probabilities.
    languages : tuple of str
        Those it can code; empty for any.
    parameters : mapping
        What else decides the answers, as JSON values.
    parents : tuple of str
        Runs that made the coder.
    packages : tuple of str
        Whose versions decide the answers.
    """

    coder_id: str
    version: str
    codes: Mapping[str, tuple[str, ...]]
    languages: tuple[str, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    parents: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


def context_units(store: Store, splits: Iterable[Run] | None = None) -> pa.Table:
    """Return the units that count now in their context, headings left out.

    Returns
    -------
    Table
        Of `hustings.coding.context_tables.CONTEXT`; documents together, in reading
        order.

    Raises
    ------
    NothingReadError
        If the project has no documents yet.
    """
    chosen = split_runs(store) if splits is None else list(splits)
    return context_table(units_of(store, chosen, _NEEDED))


def keep_answers(store: Store, answers: Mapping[str, pa.Table]) -> str:
    """Keep a coder's answers in ``sources/``, and return their hash.

    Parameters
    ----------
    answers : mapping of str to Table
        By variable, of the schema `hustings.coding.coders.CODED`, a row a unit. A unit
        that could not be coded stands with a null value: nothing is dropped.
    """
    return store.keep_source(answers_to_bytes(answers))


def record_answers(
    store: Store,
    machine: MachineCoder,
    loaded: LoadedCodebook,
    answers: Mapping[str, pa.Table],
    *,
    splits: Iterable[Run] | None = None,
    effort: Effort | None = None,
) -> Run:
    """Keep a coder's answers, and record them as a run of the step `code`.

    Parameters
    ----------
    answers : mapping of str to Table
        As for `keep_answers`.
    splits : iterable of Run, optional
        Those of the units that were coded; those that count now by default.
    """
    with store.working():
        sha256 = keep_answers(store, answers)
        machine = replace(machine, version=machine.version or sha256[:_DIGITS])
        has_probabilities = any(_has_some(one) for one in answers.values())
        plan = plan_machine_run(
            machine,
            loaded,
            kept=(ANSWERS, sha256),
            splits=split_runs(store) if splits is None else splits,
            has_probabilities=has_probabilities,
        )
        return _record(store, plan, loaded, effort)


def record_model(
    store: Store,
    machine: MachineCoder,
    loaded: LoadedCodebook,
    content: bytes,
    *,
    effort: Effort | None = None,
) -> Run:
    """Keep a learned coder, code all units that count now, and record the run."""
    with store.working():
        sha256 = store.keep_source(content)
        plan = plan_machine_run(
            machine,
            loaded,
            kept=(MODEL, sha256),
            splits=split_runs(store),
            has_probabilities=True,
        )
        return _record(store, plan, loaded, effort)


def plan_machine_run(
    machine: MachineCoder,
    loaded: LoadedCodebook,
    *,
    kept: tuple[str, str],
    splits: Iterable[Run],
    has_probabilities: bool,
) -> Run:
    """Plan a run of the step `code` by a machine.

    Parameters
    ----------
    kept : tuple of str
        `ANSWERS` or `MODEL`, and the hash under which it lies in ``sources/``.
    has_probabilities : bool
        Whether the run has a table `probabilities`.
    """
    how, sha256 = kept
    return plan_run(
        "code",
        parameters={
            "coder": machine.coder_id,
            "coder_version": machine.version,
            "codebook": loaded.codebook.name,
            "codebook_version": loaded.codebook.version,
            "codebook_sha256": loaded.stored.sha256,
            "variable": next(iter(machine.codes)) if len(machine.codes) == 1 else None,
            "variables": list(machine.codes),
            "codes": {name: list(codes) for name, codes in machine.codes.items()},
            "languages": list(machine.languages),
            "source": how,
            "probabilities": has_probabilities,
            **machine.parameters,
        },
        inputs=[sha256],
        parents=[*(split.run_id for split in splits), *machine.parents],
        packages=machine.packages,
    )


def is_by_machine(run: Run) -> bool:
    """Say whether a run holds codings by a machine, a dictionary among them."""
    return run.step == "code" and run.parameters.get("source") != "hand"


def is_kept(run: Run) -> bool:
    """Say whether a run rests on a coder or on answers kept in ``sources/``."""
    return run.parameters.get("source") in {ANSWERS, MODEL}


def codes_of_run(run: Run, variable: str) -> tuple[str, ...]:
    """Return the codes of a variable in the order of the run's probabilities.

    Empty where the run has no table `probabilities`, or not of this variable.
    """
    parameters: Any = run.parameters
    if not parameters.get("probabilities"):
        return ()
    return tuple(parameters["codes"].get(variable, ()))


def probabilities_of(store: Store, run: Run, variable: str) -> pa.Table:
    """Return a run's probabilities of one variable.

    Returns
    -------
    Table
        Of `hustings.coding.probability_tables.PROBABILITIES`; no row where the run has
        none.
    """
    for output in run.outputs:
        if output.table == "probabilities":
            table = store.table(output)
            return table.filter(pc.equal(table["variable"], variable))
    return PROBABILITIES.empty_table()


def code_by_machine(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Write the tables of a run that rests on a coder or on kept answers."""
    tables = _Tables(store=store, plan=plan, effort=effort)
    found: dict[str, Iterable[pa.RecordBatch]] = {"codings": tables.codings()}
    if plan.parameters.get("probabilities"):
        found["probabilities"] = tables.probabilities()
    return found


@dataclass(slots=True, kw_only=True)
class _Tables:
    """The tables of one run; units are coded once, for both."""

    store: Store
    plan: Run
    effort: Effort
    waiting: list[pa.RecordBatch] = field(default_factory=list)

    def codings(self) -> Iterator[pa.RecordBatch]:
        """Yield codings as units are coded, and put their probabilities by."""
        yield batch_from_rows([], CODINGS)
        coder = str(self.plan.parameters["coder"])
        for units, by_variable in self._coded():
            for variable, coded in by_variable.items():
                if self.plan.parameters.get("probabilities"):
                    self.waiting.append(
                        probabilities_from_coded(units, coded, variable=variable)
                    )
                yield codings_from_coded(units, coded, coder=coder, variable=variable)

    def probabilities(self) -> Iterator[pa.RecordBatch]:
        """Yield the probabilities that belong to the codings, written before them."""
        yield batch_from_rows([], PROBABILITIES)
        yield from self.waiting

    def _coded(
        self,
    ) -> Iterator[tuple[pa.RecordBatch, Mapping[str, pa.RecordBatch]]]:
        codebook = codebook_of_run(self.store, self.plan).codebook
        code = _HOW[str(self.plan.parameters["source"])]
        for units, answers in code(self.store, self.plan, self.effort):
            yield units, meet_conditions(answers, codebook)


def _by_answers(
    store: Store, plan: Run, effort: Effort
) -> Iterator[tuple[pa.RecordBatch, Mapping[str, pa.RecordBatch]]]:
    """Find the kept answers on the units of each batch."""
    answers = answers_from_bytes(store.source(plan.inputs[0]))
    for units in _batches(store, plan):
        found = {
            variable: _answers_on(units, of_variable)
            for variable, of_variable in answers.items()
        }
        effort.advance(units.num_rows)
        yield units, found


def _answers_on(units: pa.RecordBatch, answers: pa.Table) -> pa.RecordBatch:
    """Give the answers on some units, a row a unit; null where there is none."""
    places = pc.index_in(units["unit"], value_set=answers["unit"])
    found = single_batch(answers.take(places))
    columns = [found[name] for name in CODED.names]
    columns[0] = units["unit"]
    return pa.RecordBatch.from_arrays(columns, schema=CODED)


def _by_model(
    store: Store, plan: Run, effort: Effort
) -> Iterator[tuple[pa.RecordBatch, Mapping[str, pa.RecordBatch]]]:
    """Let the kept coder code each batch."""
    store.source(plan.inputs[0])  # raises where it is gone or altered
    kernel = Named(
        module="hustings.workflow.machine_kernels",
        function="code_with_model",
        options={"path": str(store.sources / plan.inputs[0])},
    )
    variables: Any = plan.parameters["variables"]
    batches = list(_batches(store, plan))
    processes = useful_processes(effort, batches)
    answers = map_batches(kernel, batches, processes=processes, advance=effort.advance)
    for units, answer in zip(batches, answers, strict=True):
        yield units, split_answers(answer, variables)


_HOW = {ANSWERS: _by_answers, MODEL: _by_model}


def useful_processes(effort: Effort, batches: Sequence[pa.RecordBatch]) -> int:
    """Give the worker processes that are worth starting for some batches."""
    return min(effort.processes, len(batches) // _BATCHES_A_WORKER) or 1


def split_answers(
    answer: pa.RecordBatch, variables: Iterable[str]
) -> dict[str, pa.RecordBatch]:
    """Take apart the columns that a kernel joined: one of `CODED` a variable.

    They are found by name; by place where a coder codes a variable of another name.
    """
    wanted = list(variables)
    is_named = set(wanted) <= set(answer.schema.names)
    return {
        name: pa.RecordBatch.from_struct_array(answer.column(name if is_named else i))
        for i, name in enumerate(wanted)
    }


def _batches(store: Store, plan: Run) -> Iterator[pa.RecordBatch]:
    """Yield the units of a plan's splits in context, whole documents a batch."""
    target: Any = plan.parameters.get("target")
    for parent in filter(None, map(store.run, plan.parents)):
        if parent.step == "split":
            table = context_table(store.table(parent.outputs[0], _NEEDED))
            yield from whole_documents(
                with_target(table, target), n_units=UNITS_A_BATCH
            )


def _record(
    store: Store, plan: Run, loaded: LoadedCodebook, effort: Effort | None
) -> Run:
    """Execute a plan and record it with its codebook."""
    store.keep_codebook(loaded.stored, at=now())
    run = execute(store, plan, code_by_machine, effort or Effort())
    store.record([run], at=now())
    return run


def _has_some(answers: pa.Table) -> bool:
    """Say whether any answer has a probability."""
    n = answers.num_rows
    columns = (answers["probability"], answers["probabilities"])
    return any(column.null_count < n for column in columns)
