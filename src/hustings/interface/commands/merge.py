"""The command `merge`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.options import HERE, JsonOption, ProjectOption
from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.interface.progress import show_progress
from hustings.store.project import Store
from hustings.workflow.merging import merge_project

EXAMPLE = "Example: hustings merge ../bens-copy"


def run(
    other: Annotated[
        Path,
        typer.Argument(
            help="A colleague's project, or a backup of it.", metavar="OTHER"
        ),
    ],
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Bring in what a colleague coded by hand in a copy of the project.

    Codings are matched by the hash of the file and the place of the words, and the
    words are compared. What does not match is told and left out. The other project is
    only read; merging twice adds nothing.
    """
    with show_progress("Merging"), Store.open(project) as store:
        result = merge_project(store, other)
    if json:
        own = [] if result.run_id is None else [result.run_id]
        print_result(result.to_rows(), result.problems, [*own, *result.run_ids])
        return
    print_rows(result.to_rows())
    print_problems(result.problems)
    if result.same_coders:
        names = ", ".join(result.same_coders)
        say(f"In both projects, and taken for the same people: {names}.")
    say(result.summary())
