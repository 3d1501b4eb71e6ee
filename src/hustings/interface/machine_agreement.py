"""What ``agree --machine`` takes and prints: how often a machine is right, where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from hustings.errors import UncheckableError
from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.interface.progress import show_progress
from hustings.model.document import Problem
from hustings.store.project import Store
from hustings.workflow.agreeing_with_machines import (
    agree_with_machine,
    find_machine_run,
)
from hustings.workflow.machine_doubts import list_doubts, write_worklist
from hustings.workflow.open_cases import require_new

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.model.run import Run
    from hustings.workflow.agreeing_with_machines import MachineAgreeResult
    from hustings.workflow.machine_doubts import WorklistResult

SHOWN = (
    "variable",
    "statistic",
    "code",
    "by",
    "group",
    "value",
    "low",
    "high",
    "n_units",
)
"""Columns on a terminal."""

MachineCoderArgument: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="[CODER]",
        help="With --machine: which machine.",
        show_default="that of the latest codings",
    ),
]
MachineOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--machine",
        help="Compare a machine with people, on units drawn at random: --machine, or "
        "--machine CODER.",
    ),
]
WorklistOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="OUT.csv",
        help="With --machine: write the units on which people and the machine differ, "
        "likely coding errors first.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineAsked:
    """Which machine is compared, and how sure intervals are to be."""

    coder: str | None
    codebook: str | None
    variables: tuple[str, ...]
    confidence: float
    seed: int


def require_machine(coder: str | None, *, is_asked: bool) -> None:
    """Raise where what belongs to --machine is given without it."""
    if not is_asked:
        what = "--worklist" if coder is None else repr(coder)
        message = f"{what} goes with --machine."
        raise typer.BadParameter(message)


def refuse_with_machine(given: Mapping[str, object]) -> None:
    """Raise for options that are about agreement among people, or about a table."""
    for option, value in given.items():
        if value:
            message = f"{option} goes without --machine."
            raise typer.BadParameter(message)


def show_machine(
    project: Path, asked: MachineAsked, *, worklist: Path | None, json: bool
) -> None:
    """Measure how often a machine is right, and print it; write the worklist."""
    if worklist is not None:
        require_new(worklist)
    with show_progress("Comparing"), Store.open(project) as store:
        run = find_machine_run(store, asked.coder, asked.codebook)
        listed = None if worklist is None else _write_list(store, run, asked, worklist)
        result, odd = _measure(store, asked, has_list=listed is not None)
    if result is not None:
        say(result.summary())
    rows = [] if result is None else result.to_rows()
    if json:
        problems = (*odd, *(() if listed is None else listed.problems))
        print_result(rows, problems, None if result is None else result.run_id)
        return
    if rows:
        print_rows(rows, columns=SHOWN)
    print_problems(odd)


def _write_list(
    store: Store, run: Run, asked: MachineAsked, worklist: Path
) -> WorklistResult:
    listed = list_doubts(store, run, variables=asked.variables)
    write_worklist(listed, worklist)
    print_problems(listed.problems)  # a weak machine's list is read otherwise
    say(f"{listed.summary()} Wrote {worklist}.")
    return listed


def _measure(
    store: Store, asked: MachineAsked, *, has_list: bool
) -> tuple[MachineAgreeResult | None, tuple[Problem, ...]]:
    """Measure, if a random sample allows it; a worklist needs none."""
    try:
        result = agree_with_machine(
            store,
            asked.coder,
            codebook=asked.codebook,
            variables=asked.variables,
            confidence=asked.confidence,
            seed=asked.seed,
        )
    except UncheckableError as error:
        if not has_list:
            raise
        return None, (Problem(kind="unvalidated", message=str(error)),)
    return result, result.problems
