"""The command `report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.options import HERE, ProjectOption
from hustings.interface.output import say
from hustings.interface.progress import show_progress
from hustings.interface.report.folder import write_report
from hustings.workflow.project import Project

EXAMPLE = "Example: hustings report out/"


def run(
    folder: Annotated[Path, typer.Argument(help="A new folder, or an earlier report.")],
    project: ProjectOption = HERE,
) -> None:
    """Write the project's pages as a folder that can be mailed or published.

    The pages need no network and no server: open index.html in any browser.
    """
    with (
        show_progress("Writing pages") as effort,
        Project.open(project, effort=effort) as opened,
    ):
        written = write_report(
            opened.gather(), folder, tick=lambda _done, _all: effort.advance(1)
        )
    say(f"Wrote {written.n_files} files. Open {written.index}")
