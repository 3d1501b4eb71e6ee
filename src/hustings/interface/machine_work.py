"""Letting a program code: the units of a project, or those of a table."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from hustings.interface.coded_output import print_coded, print_coded_json
from hustings.interface.output import print_problems, print_result, say
from hustings.interface.progress import show_progress
from hustings.interface.remote_consent import require_agreement
from hustings.store.project import DATABASE, Store
from hustings.workflow.coded_tables import code_table, estimate_table
from hustings.workflow.coding import code_with
from hustings.workflow.coding_by_machine import CodeOptions, codebook_for
from hustings.workflow.machine_coders import remote_name
from hustings.workflow.remote_coding import RemoteOptions, estimate_remotely

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.coding.remote_estimates import RemoteEstimate


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineWork:
    """What a program is to code, and with what."""

    coder: str
    options: CodeOptions
    language: str | None
    estimate: bool
    project: Path
    processes: int
    json: bool


def code_project(asked: MachineWork) -> None:
    """Let a program code the units of a project."""
    if asked.language is not None:  # a project's documents have their own
        message = "--language is of the units of a table; it goes with --from."
        raise typer.BadParameter(message)
    with Store.open(asked.project) as store:
        options = _agreed(store, asked)
        if options is None:
            return
        with show_progress("Coding", processes=asked.processes) as effort:
            result = code_with(store, asked.coder, options, effort=effort)
    if asked.json:
        print_result(result.to_rows(), result.problems, result.run_id)
        return
    print_problems(result.problems)
    say(result.summary())


def code_units_of(table: Path, asked: MachineWork) -> None:
    """Let a program code the units of a table."""
    if asked.estimate:  # else an estimate would send what it is to estimate
        message = "--estimate is of a project's units; it goes without --from."
        raise typer.BadParameter(message)
    with _project_beside(asked.project) as store:
        options = _agreed_on_table(store, table, asked)
        with show_progress("Coding", processes=asked.processes) as effort:
            result = code_table(
                table,
                asked.coder,
                options,
                language=asked.language,
                store=store,
                effort=effort,
            )
    if asked.json:
        print_coded_json(result)
    else:
        print_coded(result)


def _agreed(store: Store, asked: MachineWork) -> CodeOptions | None:
    """Ask before texts leave this machine; None where an estimate is all."""
    name = remote_name(store, asked.coder)
    if name is None:
        _refuse_remote_options(asked)
        return asked.options
    options = asked.options
    names = [] if options.variable is None else [options.variable]
    loaded = codebook_for(store, options)
    found = estimate_remotely(store, name, loaded, names, options.remote)
    if asked.estimate:
        _print_estimate(found, json=asked.json)
        return None
    require_agreement(store, found, yes=options.remote.consent)
    return _with_consent(options)


def _agreed_on_table(
    store: Store | None, table: Path, asked: MachineWork
) -> CodeOptions:
    """Ask before the units of a table leave this machine."""
    options = asked.options
    name = remote_name(store, asked.coder)
    if name is None or store is None:
        _refuse_remote_options(asked)
        return options
    found = estimate_table(table, name, options, language=asked.language, store=store)
    require_agreement(store, found, yes=options.remote.consent)
    return _with_consent(options)


def _with_consent(options: CodeOptions) -> CodeOptions:
    return replace(options, remote=replace(options.remote, consent=True))


def _refuse_remote_options(asked: MachineWork) -> None:
    """Raise for what only an endpoint can be asked; --yes to nothing does no harm."""
    remote = replace(asked.options.remote, consent=False)
    if asked.estimate or remote != RemoteOptions():
        message = (
            "--estimate, --again and --samples need a remote coder: "
            "--coder remote:NAME."
        )
        raise typer.BadParameter(message)


def _print_estimate(found: RemoteEstimate, *, json: bool) -> None:
    if json:
        print_result(found.to_rows(), (), None)
        return
    say(found.summary())
    say(found.leaves)


@contextmanager
def _project_beside(folder: Path) -> Iterator[Store | None]:
    """Open the project whose coders can be named, if there is one."""
    if not (folder / DATABASE).is_file():
        yield None
        return
    with Store.open(folder) as store:
        yield store
