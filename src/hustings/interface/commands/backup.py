"""The command `backup`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.options import HERE, JsonOption, ProjectOption
from hustings.interface.output import print_problems, print_result, say
from hustings.interface.progress import show_progress
from hustings.store.project import Store
from hustings.workflow.backing_up import back_up

EXAMPLE = "Example: hustings backup ~/archive --project election"


def run(
    out: Annotated[
        Path,
        typer.Argument(
            help="The ZIP file, or a folder for it.", show_default="this folder"
        ),
    ] = HERE,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Keep the database and the original files in one ZIP file.

    Others may go on writing meanwhile. The file is read again and compared before it
    gets its name. Derived tables are left out: 'hustings check --rebuild' makes them
    again. Passwords and invitations are left out too: they are for one server.
    """
    with show_progress("Backing up"), Store.open(project) as store:
        result = back_up(store, out)
    if json:
        print_result(result.to_rows(), result.problems, None)
    else:
        print_problems(result.problems)
        say(result.summary())
    if not result.is_whole:
        raise typer.Exit(1)
