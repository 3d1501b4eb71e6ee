"""Planning and executing runs: the same plan has the same id and the same bytes.

A plan names a step, everything that decides its result, and the runs it builds on.
Its id is a hash of all that. Executing a plan computes tables from it and from what
the store holds, and from nothing else; so a deleted table can be made again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from hustings.model.run import Run
from hustings.outside.clock import now
from hustings.outside.installed import versions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pyarrow as pa

    from hustings.store.project import Store

Advance: TypeAlias = "Callable[[int], None]"
"""Told how many files, units or cases have just been finished."""


def ignore_progress(_: int) -> None:
    """Stand in where nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How a step is carried out; it never changes what comes out.

    Attributes
    ----------
    processes : int
        Worker processes; with one, the work is done in this process.
    advance : function
        Told of every finished file or batch.
    expect : function
        Told how many there are to be, once that is known.
    """

    processes: int = 1
    advance: Advance = ignore_progress
    expect: Advance = ignore_progress


Compute: TypeAlias = (
    "Callable[[Store, Run, Effort], Mapping[str, Iterable[pa.RecordBatch]]]"
)
"""What a step does: a plan's tables, from the plan and the store alone."""


def plan_run(
    step: str,
    *,
    parameters: Mapping[str, object],
    inputs: Iterable[str] = (),
    parents: Iterable[str] = (),
    packages: tuple[str, ...] = (),
    programs: Mapping[str, str] | None = None,
) -> Run:
    """Plan a run; its id is a hash of everything that decides its result.

    Parameters
    ----------
    packages : tuple of str
        Whose installed versions decide the result.
    programs : mapping, optional
        The versions of programs that are no packages, by name.
    """
    plan = Run(
        run_id="",
        step=step,
        parameters=dict(parameters),
        inputs=tuple(inputs),
        parents=tuple(sorted(parents)),
        versions={**versions_of(("hustings", *packages)), **(programs or {})},
    )
    return replace(plan, run_id=f"{step}-{_digest(plan)}", started=now())


def _digest(plan: Run) -> str:
    """Hash what decides a plan's result, to twelve hexadecimal digits."""
    decisive = [
        plan.step,
        dict(plan.parameters),
        plan.inputs,
        plan.parents,
        dict(plan.versions),
    ]
    text = json.dumps(decisive, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def execute(store: Store, plan: Run, compute: Compute, effort: Effort) -> Run:
    """Compute a plan's tables, or find them from an earlier execution.

    The run is not recorded yet: whoever executes several runs together records them
    together.

    Raises
    ------
    MissingTableError, AlteredTableError
        If a table that the plan builds on is not as it was written.
    """
    earlier = store.run(plan.run_id)
    if earlier is not None and store.is_intact(earlier):
        return earlier
    for parent in filter(None, map(store.run, plan.parents)):
        store.require_intact(parent)
    outputs = store.write_tables(plan.run_id, compute(store, plan, effort))
    return replace(plan, outputs=outputs)
