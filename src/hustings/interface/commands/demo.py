"""The command `demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.options import DEFAULT_PROCESSES
from hustings.interface.output import say
from hustings.interface.progress import show_progress
from hustings.interface.web.openings import PORT
from hustings.interface.web.server import serve_project
from hustings.workflow.demonstrating import build_demo

EXAMPLE = "Example: hustings demo"


def run(
    folder: Annotated[
        Path, typer.Argument(help="Where to build the sample project.")
    ] = Path("demo"),
    serve: Annotated[
        bool, typer.Option(help="Show it in the browser when it is built.")
    ] = True,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port on this machine.")
    ] = PORT,
) -> None:
    """Build the sample project and show it.

    An invented town's council elections of two years, as PDF, DOCX, HTML, Markdown
    and text: read, split, coded with dictionaries and placed on scales.
    """
    with show_progress("Building", processes=DEFAULT_PROCESSES) as effort:
        is_new = build_demo(folder, effort=effort)
    say(f"{'Built' if is_new else 'Found'} the sample project in {folder}.")
    if serve:
        serve_project(folder, port=port)
    else:
        say(f"Show it with: hustings serve --project {folder}")
