"""The command `new`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.output import say
from hustings.outside.clock import now
from hustings.store.project import Store
from hustings.workflow.places import refuse_nested

EXAMPLE = "Example: hustings new election && cd election"


def run(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    name: Annotated[
        str | None,
        typer.Option(help="The project's name.", show_default="the folder's name"),
    ] = None,
) -> None:
    """Make a project.

    It is a folder with a database of all that people author, the original files,
    and derived tables that can be made again at any time.
    """
    refuse_nested(folder)
    Store.create(folder, name=name or folder.resolve().name, at=now()).close()
    say(f"Made the project {folder}. Next: cd {folder} && hustings read FILES")
