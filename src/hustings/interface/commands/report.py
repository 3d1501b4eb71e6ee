"""The command `report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.options import (
    DEFAULT_PROCESSES,
    HERE,
    ProcessesOption,
    ProjectOption,
)
from hustings.interface.output import say
from hustings.interface.progress import show_progress
from hustings.interface.report.folder import write_report
from hustings.workflow.facsimiles import draw_pages, leave_out_pages
from hustings.workflow.project import Project

EXAMPLE = "Example: hustings report out/"


def run(
    folder: Annotated[Path, typer.Argument(help="A new folder, or an earlier report.")],
    *,
    page_images: Annotated[
        bool,
        typer.Option(
            help="Put the pages of PDFs and scans beside the text: 40 to 120 kB a page."
        ),
    ] = True,
    processes: ProcessesOption = DEFAULT_PROCESSES,
    project: ProjectOption = HERE,
) -> None:
    """Write the project's pages as a folder that can be mailed or published.

    The pages need no network and no server: open index.html in any browser.
    """
    with (
        show_progress("Writing pages", processes=processes) as effort,
        Project.open(project, effort=effort) as opened,
    ):
        gathered = opened.gather()
        if page_images:
            draw_pages(gathered, effort)
        else:
            gathered = leave_out_pages(gathered)
        written = write_report(
            gathered, folder, tick=lambda _done, _all: effort.advance(1)
        )
    say(f"Wrote {written.n_files} files. Open {written.index}")
