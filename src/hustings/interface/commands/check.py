"""The command `check`."""

from __future__ import annotations

from typing import Annotated

import typer

from hustings.interface.options import HERE, JsonOption, ProjectOption
from hustings.interface.output import print_json, say
from hustings.interface.progress import show_progress
from hustings.store.project import Store
from hustings.workflow.checking import check_project

EXAMPLE = "Example: hustings check --rebuild"


def run(
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild",
            help="Make missing or altered derived tables again; clear away litter.",
        ),
    ] = False,  # typer's way
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Compare the project's files with its records.

    Hashes match, spans lie inside their texts, every coding's unit is there, and the
    derived tables are as they were written.
    """
    with (
        show_progress("Checking") as effort,
        Store.open(project) as store,
    ):
        result = check_project(store, rebuild=rebuild, effort=effort)
    if json:
        print_json(
            {"sound": result.is_sound, "rows": result.to_rows(), "notes": result.notes}
        )
    else:
        for note in result.notes:
            say(f"note: {note}")
        for problem in result.problems:
            say(problem.message)
        say(result.summary())
    if not result.is_sound:
        raise typer.Exit(1)
