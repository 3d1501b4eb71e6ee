"""Coding with a language model behind an endpoint, in a project and on a table.

A project keeps every question and every answer. What the run rests on are the answers
that count, kept as one file in ``sources/``: making its tables again asks nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hustings.coding.remote import passages_of, remote_task
from hustings.coding.units_in_context import UnitsInContext
from hustings.errors import (
    ConsentNeededError,
    InvalidOptionError,
    UnknownVariableError,
)
from hustings.store.answers import answers_of
from hustings.workflow.machine_runs import (
    MachineCoder,
    context_units,
    record_answers,
)
from hustings.workflow.remote_agreements import is_agreed, remember_agreement
from hustings.workflow.remote_endpoints import find_endpoint
from hustings.workflow.remote_sessions import Session
from hustings.workflow.runs import Effort

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from hustings.coding.remote import RemoteTask
    from hustings.coding.remote_estimates import RemoteEstimate
    from hustings.model.codebook import Codebook, Variable
    from hustings.model.document import Problem
    from hustings.model.endpoint import Endpoint
    from hustings.model.run import Run
    from hustings.outside.endpoint_queue import Patience
    from hustings.store.project import Store
    from hustings.workflow.codebooks import LoadedCodebook

MOST_SAMPLES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteOptions:
    """How an endpoint is asked.

    Attributes
    ----------
    again : bool
        Ask everything anew, also what was answered before.
    samples : int
        How often each unit is asked; with several, the frequencies of the answers are
        their probabilities.
    consent : bool
        Whether texts may leave this machine. The project remembers it for the host.
    patience : Patience or None
        How often faults are tried again.
    """

    again: bool = False
    samples: int = 1
    consent: bool = False
    patience: Patience | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRun:
    """A run of the step `code` by an endpoint, and what was imperfect about it."""

    run: Run
    problems: tuple[Problem, ...]


@dataclass(slots=True, kw_only=True)
class RemoteCoder:
    """Units coded by an endpoint, one variable after the other.

    It can stand wherever a `hustings.coding.coders.Coder` is asked for; it then codes
    the last of its variables. Made by `remote_coder`.

    Attributes
    ----------
    tasks : tuple of RemoteTask
        One a variable, in the order in which they are coded.
    problems : tuple of Problem
        What was imperfect about the units coded last.
    """

    store: Store
    endpoint: Endpoint
    codebook: Codebook
    tasks: tuple[RemoteTask, ...]
    options: RemoteOptions = field(default_factory=RemoteOptions)
    effort: Effort = field(default_factory=Effort)
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """Under which its codings are kept."""
        return self.endpoint.coder_id

    @property
    def version(self) -> str:
        """Changes when any answer could."""
        return "-".join(task.version for task in self.tasks)

    @property
    def codes(self) -> tuple[str, ...]:
        """Of its last variable, in the order of the probabilities."""
        return self.tasks[-1].codes

    def estimate(self, batch: pa.RecordBatch | pa.Table) -> RemoteEstimate:
        """Say what coding these units would send, and send nothing."""
        return self._session(batch).estimate()

    def code(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Code units in context; see `hustings.coding.coders.Coder`.

        Raises
        ------
        ConsentNeededError
            If texts would leave this machine, and nobody said that they may.
        MissingKeyError
            If the key's variable is not set.
        EndpointStoppedError
            If the endpoint does not answer; what it answered is kept.
        """
        coded = self.code_variables(batch)[self.tasks[-1].variable.name]
        return coded.combine_chunks().to_batches()[0]

    def code_variables(self, batch: pa.RecordBatch | pa.Table) -> dict[str, pa.Table]:
        """Code units on every variable; a table of `CODED` for each.

        Raises as `code`.
        """
        session = self._session(batch)
        estimate = session.estimate()
        self._require_consent(estimate)
        self.effort.expect(estimate.n_requests)
        answers = session.code()
        self.problems = session.find_problems()
        return answers

    def _require_consent(self, estimate: RemoteEstimate) -> None:
        """Raise where nobody has agreed; who agrees is asked once a host."""
        if not estimate.needs_consent:
            return
        if self.options.consent:
            remember_agreement(self.store, self.endpoint)
        elif not is_agreed(self.store, self.endpoint):
            raise ConsentNeededError(leaves=estimate.leaves)

    def find_problems(self, _: pa.RecordBatch) -> tuple[Problem, ...]:
        """Tell what was imperfect about the units coded last."""
        return self.problems

    def _session(self, batch: pa.RecordBatch | pa.Table) -> Session:
        units = _units(batch)
        rows = answers_of(self.store)
        return Session(
            endpoint=self.endpoint,
            tasks=self.tasks,
            rows=rows,
            units=units,
            passages=passages_of(units),
            since=rows.last_number() if self.options.again else 0,
            effort=self.effort,
            patience=self.options.patience,
        )


def remote_coder(  # what codes what, and how
    store: Store,
    coder: str,
    codebook: Codebook,
    variables: Iterable[str] = (),
    options: RemoteOptions | None = None,
    effort: Effort | None = None,
) -> RemoteCoder:
    """Make a coder of an endpoint that the project knows.

    Parameters
    ----------
    coder : str
        Such as ``remote:NAME``.
    variables : iterable of str
        Of the codebook; all by default. Those that they depend on come along.

    Raises
    ------
    UnknownCoderError
        If the project knows no such endpoint.
    UnknownVariableError
        If the codebook has no such variable.
    InvalidOptionError
        If units are to be asked less than once, or too often.
    """
    chosen = options or RemoteOptions()
    if not 1 <= chosen.samples <= MOST_SAMPLES:
        raise InvalidOptionError(
            option="samples",
            value=str(chosen.samples),
            advice=f"Choose 1 to {MOST_SAMPLES}.",
        )
    endpoint = find_endpoint(store, coder)
    return RemoteCoder(
        store=store,
        endpoint=endpoint,
        codebook=codebook,
        tasks=tuple(
            remote_task(endpoint, codebook, one, samples=chosen.samples)
            for one in _variables(codebook, list(variables))
        ),
        options=chosen,
        effort=effort or Effort(),
    )


def code_remotely(  # what codes what, and how
    store: Store,
    coder: str,
    loaded: LoadedCodebook,
    variables: Iterable[str] = (),
    options: RemoteOptions | None = None,
    effort: Effort | None = None,
) -> RemoteRun:
    """Code all units that count now with an endpoint, and record the run.

    Raises
    ------
    UnknownCoderError, UnknownVariableError, InvalidOptionError
        As `remote_coder`.
    ConsentNeededError, MissingKeyError, EndpointStoppedError
        As `RemoteCoder.code`. What was answered before is kept, and is not asked for
        again.
    NothingReadError
        If the project has no documents yet.
    """
    made = remote_coder(store, coder, loaded.codebook, variables, options, effort)
    units = context_units(store)
    answers = made.code_variables(units)
    n_asked = sum(one is not None for one in passages_of(_units(units)))
    run = record_answers(
        store, _machine(made, n_asked=n_asked), loaded, answers, effort=effort
    )
    return RemoteRun(run=run, problems=made.problems)


def estimate_remotely(
    store: Store,
    coder: str,
    loaded: LoadedCodebook,
    variables: Iterable[str] = (),
    options: RemoteOptions | None = None,
) -> RemoteEstimate:
    """Say what coding all units that count now would send, and send nothing.

    Raises as `remote_coder`.
    """
    made = remote_coder(store, coder, loaded.codebook, variables, options)
    return made.estimate(context_units(store))


def _machine(made: RemoteCoder, *, n_asked: int) -> MachineCoder:
    """Say who coded, and what left the machine, as a run records it."""
    endpoint = made.endpoint
    return MachineCoder(
        coder_id=made.name,
        version=made.version,
        codes={task.variable.name: task.codes for task in made.tasks},
        parameters={
            "url": endpoint.url,
            "host": endpoint.host,
            "model": endpoint.model,
            "samples": made.options.samples,
            "n_asked": n_asked,
            "left_this_machine": not endpoint.is_local,
        },
    )


def _variables(codebook: Codebook, names: list[str]) -> list[Variable]:
    """Return variables and those that they depend on, in the codebook's order."""
    known = {one.name: one for one in codebook.variables}
    wanted = set(names or known)
    for name in names:
        if name not in known:
            raise UnknownVariableError(
                variable=name, codebook=codebook.name, known=tuple(known)
            )
        condition = known[name].condition
        if condition is not None:
            wanted.add(condition.variable)
    return [one for one in codebook.variables if one.name in wanted]


def _units(batch: pa.RecordBatch | pa.Table) -> UnitsInContext:
    return UnitsInContext.from_batch(batch)
