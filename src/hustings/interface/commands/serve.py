"""The command `serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from hustings.interface.options import HERE, ProjectOption
from hustings.interface.web.server import PORT, serve_project

EXAMPLE = "Example: hustings serve --port 8000"


def run(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port on this machine.")
    ] = PORT,
    project: ProjectOption = HERE,
) -> None:
    """Show the project's pages in the browser, on this machine only.

    The pages are those of the report, always as the project stands now. The server
    answers 127.0.0.1 alone; stop it with Ctrl+C.
    """
    serve_project(project, port=port)
