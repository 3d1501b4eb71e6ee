"""The command `report`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hustings.interface.options import (
    DEFAULT_PROCESSES,
    HERE,
    JsonOption,
    ProcessesOption,
    ProjectOption,
)
from hustings.interface.output import print_result, say
from hustings.interface.progress import show_progress
from hustings.interface.report.folder import write_report
from hustings.store.project import Store
from hustings.workflow.facsimiles import draw_pages, leave_out_pages
from hustings.workflow.gathering import gather
from hustings.workflow.places import refuse_kept

if TYPE_CHECKING:
    from hustings.interface.report.folder import WrittenReport
    from hustings.workflow.runs import Effort

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
    json: JsonOption = False,
) -> None:
    """Write the project's pages as a folder that can be mailed or published.

    The pages need no network and no server: open index.html in any browser.
    """
    with Store.open(project) as store:
        refuse_kept(store, folder)
        gathered = gather(store)
        with show_progress("Drawing pages", processes=processes) as effort:
            if page_images:
                draw_pages(gathered, effort)
            else:
                gathered = leave_out_pages(gathered)
        with show_progress("Writing pages", coarse=True) as effort:
            written = write_report(gathered, folder, tick=partial(_tick, effort))
    if json:
        print_result([_as_row(written)], (), None)
        return
    say(f"Wrote {written.n_files} files. Open {written.index}")


def _tick(effort: Effort, done: int, n_files: int) -> None:
    """Count a file that is written."""
    if done == 1:
        effort.expect(n_files)
    effort.advance(1)


def _as_row(written: WrittenReport) -> dict[str, object]:
    """Say where the report is."""
    return {
        "folder": str(written.folder),
        "index": str(written.index),
        "n_files": written.n_files,
        "n_bytes": written.n_bytes,
    }
