"""Machines as the manager sees them: are they checked, and where do they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.errors import NobodyCodedError
from hustings.workflow.current import code_runs
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.machine_checks import check_of, variables_of
from hustings.workflow.machine_doubts import list_doubts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.machine_doubts import WorklistResult


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineStanding:
    """One machine's codings of one variable, beside what people coded.

    Attributes
    ----------
    check : str
        Whether they are validated, in a sentence.
    doubts : WorklistResult or None
        Units on which people and the machine differ; None where nobody coded a unit
        that it coded.
    """

    coder: str
    run_id: str
    check: str
    doubts: WorklistResult | None


def machines_on(store: Store, codebook_sha256: str, variable: str) -> tuple[Run, ...]:
    """Return the latest run of every machine that coded a variable."""
    return tuple(
        run
        for run in code_runs(store)
        if not is_by_hand(run)
        and run.parameters["codebook_sha256"] == codebook_sha256
        and variable in variables_of(store, run)
    )


def coder_of(run: Run) -> str:
    """Return the id of the machine that coded."""
    return str(run.parameters["coder"])


def show_machines(
    store: Store, runs: Sequence[Run], variable: str
) -> tuple[MachineStanding, ...]:
    """Say how each machine stands, in the order of their names."""
    found = [
        MachineStanding(
            coder=coder_of(run),
            run_id=run.run_id,
            check=check_of(store, run, variable=variable).sentence,
            doubts=_doubts(store, run, variable),
        )
        for run in runs
    ]
    return tuple(sorted(found, key=lambda one: one.coder))


def _doubts(store: Store, run: Run, variable: str) -> WorklistResult | None:
    try:
        return list_doubts(store, run, variables=[variable])
    except NobodyCodedError:
        return None
