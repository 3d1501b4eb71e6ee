"""The command `code`."""

from __future__ import annotations

from typing import Annotated

import typer

from hustings.interface.options import (
    DEFAULT_PROCESSES,
    HERE,
    JsonOption,
    ProcessesOption,
    ProjectOption,
)
from hustings.interface.output import print_problems, print_result, say
from hustings.interface.progress import show_progress
from hustings.workflow.project import Project

EXAMPLE = "Example: hustings code --coder dictionary --codebook marpor-5"


def run(
    coder: Annotated[str, typer.Option(help="Who codes.")] = "dictionary",
    codebook: Annotated[
        str, typer.Option(help="Name of a built-in codebook, or a codebook file.")
    ] = "marpor-5",
    project: ProjectOption = HERE,
    processes: ProcessesOption = DEFAULT_PROCESSES,
    json: JsonOption = False,
) -> None:
    """Code the units with a codebook.

    The dictionary coder gives each unit the code whose terms it holds most of, and
    keeps the words it relied on. These are machine codings that nobody has checked.
    """
    with (
        show_progress("Coding", processes=processes) as effort,
        Project.open(project, effort=effort) as opened,
    ):
        result = opened.code(coder=coder, codebook=codebook)
    if json:
        print_result(result.to_rows(), result.problems, result.run_id)
        return
    print_problems(result.problems)
    say(result.summary())
