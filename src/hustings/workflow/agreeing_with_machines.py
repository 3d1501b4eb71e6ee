"""The step `agree` between people and a machine: how often the machine is right.

Measured on a random sample that people coded, with intervals by the design of the
sample: over all units, by code, by actor and by language.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.errors import NothingCodedError, UncheckableError, UnknownCoderError
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.tables import batch_from_rows
from hustings.model.coder import fold_name
from hustings.model.document import Problem
from hustings.outside.clock import now
from hustings.workflow.current import code_runs
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.machine_checks import (
    check_of,
    check_sample,
    variables_of,
)
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.sampled_codings import (
    Extent,
    find_extent,
    sampled_codings,
)
from hustings.workflow.scaled_cases import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from hustings.model.run import Run
    from hustings.store.project import Store

CHECKS = pa.schema(
    [
        ("statistic", pa.string()),
        ("code", pa.string()),
        ("by", pa.string()),
        ("group", pa.string()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("confidence", pa.float64()),
        ("n_units", pa.int64()),
        ("coder", pa.string()),
        ("variable", pa.string()),
    ]
)
"""One row a statistic: accuracy and macro-F1 overall; precision, recall and F1 of a
code; accuracy by actor and by language."""

PROBLEMS = pa.schema(
    [("kind", pa.string()), ("message", pa.string()), ("page", pa.int32())]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineAgreeResult:
    """How often a machine is right, by a random sample that people coded.

    Attributes
    ----------
    rows : tuple of mapping
        As `CHECKS` says.
    coder, codebook : str
        The machine, and what it codes with.
    check : str
        The state of its codings, in a sentence.
    machine_run : str
        The run of the step `code` that was checked.
    """

    rows: tuple[Mapping[str, Any], ...]
    coder: str
    codebook: str
    check: str
    machine_run: str
    run_id: str
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row a statistic."""
        return [dict(row) for row in self.rows]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        return f"{self.coder} on codebook {self.codebook} ({self.run_id}). {self.check}"


def agree_with_machine(
    store: Store,
    coder: str | None = None,
    *,
    codebook: str | None = None,
    variables: Sequence[str] = (),
    confidence: float = 0.95,
    seed: int = 0,
) -> MachineAgreeResult:
    """Measure how often a machine is right, and record it as a run.

    Parameters
    ----------
    coder, codebook : str, optional
        The machine's latest codings otherwise.
    variables : sequence of str
        All that it coded and people coded at random, if there are none.

    Raises
    ------
    NothingCodedError
        If no machine has coded.
    UnknownCoderError
        If there is no machine of this name.
    UncheckableError
        If no random sample has been coded by hand.
    """
    machine = find_machine_run(store, coder, codebook)
    names = list(variables) or variables_of(store, machine)
    extent = find_extent(store, machine, names)
    found = [sampled_codings(store, machine, name, extent=extent) for name in names]
    if not any(one.units for one in found):
        check = check_of(store, machine, variable=names[0] if variables else None)
        raise UncheckableError(
            coder=str(machine.parameters["coder"]), state=check.sentence
        )
    plan = plan_run(
        "agree",
        parameters={
            "machine": machine.parameters["coder"],
            "machine_run": machine.run_id,
            "codebook": machine.parameters["codebook"],
            "codebook_sha256": machine.parameters["codebook_sha256"],
            "variables": [one.variable for one in found if one.units],
            "confidence": confidence,
            "seed": seed,
            **extent.to_parameters(),
        },
        parents=[machine.run_id, *machine.parents],
        packages=("numpy", "scipy"),
    )
    run = execute(store, plan, compute_checks, Effort())
    store.record([run], at=now())
    return MachineAgreeResult(
        rows=tuple(table_of(store, run, "checks").to_pylist()),
        coder=str(machine.parameters["coder"]),
        codebook=str(machine.parameters["codebook"]),
        check=check_of(store, machine).sentence,
        machine_run=machine.run_id,
        run_id=run.run_id,
        problems=tuple(
            Problem(**row) for row in table_of(store, run, "problems").to_pylist()
        ),
    )


def compute_checks(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Check a plan's machine, variable by variable."""
    parameters: Any = plan.parameters
    machine = store.run(parameters["machine_run"])
    assert machine is not None  # noqa: S101  # runs are never deleted
    extent = Extent.from_parameters(parameters)
    rows: list[dict[str, Any]] = []
    odd: list[Problem] = []
    for name in parameters["variables"]:
        found = sampled_codings(store, machine, name, extent=extent)
        result = check_sample(
            store,
            machine,
            found,
            confidence=parameters["confidence"],
            seed=parameters["seed"],
        )
        told = {"coder": parameters["machine"], "variable": name}
        rows += [{**row, **told} for row in result.to_rows()]
        odd += [
            replace(one, message=f"{name}: {one.message}")
            for one in (*found.problems, *result.problems)
        ]
        effort.advance(1)
    return {
        "checks": [batch_from_rows(rows, CHECKS)],
        "problems": [batch_from_rows(map(asdict, odd), PROBLEMS)],
    }


def find_machine_run(store: Store, coder: str | None, codebook: str | None) -> Run:
    """Find a machine's latest codings; large and small letters make no difference.

    Raises
    ------
    NothingCodedError
        If no machine has coded with the codebook.
    UnknownCoderError
        If there is no machine of this name.
    """
    machines = [
        run
        for run in code_runs(store)
        if not is_by_hand(run) and codebook in (None, run.parameters["codebook"])
    ]
    if not machines:
        what = "any codebook" if codebook is None else f"codebook {codebook}"
        raise NothingCodedError(wanted=f"{what} by a machine")
    wanted = [
        run
        for run in machines
        if coder is None or fold_name(coder) in _names_of(str(run.parameters["coder"]))
    ]
    if not wanted:
        known = sorted({str(run.parameters["coder"]) for run in machines})
        raise UnknownCoderError(coder=str(coder), known=known)
    # As for 'code --coder NAME', a coder's own name goes before its codebook's.
    named = [run for run in wanted if not _is_dictionary(run)]
    return (named if coder and ":" not in coder and named else wanted)[-1]


def _is_dictionary(run: Run) -> bool:
    return str(run.parameters["coder"]).startswith("dictionary:")


def _names_of(coder: str) -> set[str]:
    """Give what a person may call a machine: its id, or what follows the colon."""
    return {fold_name(coder), fold_name(coder.split(":", 1)[-1])}
