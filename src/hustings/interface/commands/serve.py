"""The command `serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.options import HERE, ProjectOption
from hustings.interface.web.openings import HOST, PORT, Opening
from hustings.interface.web.server import serve_project

EXAMPLE = (
    "Example: hustings serve --team --host 0.0.0.0 --certificate cert.pem --key key.pem"
)


def run(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port on this machine.")
    ] = PORT,
    team: Annotated[
        bool, typer.Option("--team", help="Let several people code, with passwords.")
    ] = False,
    host: Annotated[
        str, typer.Option(help="With --team: the address to listen on.")
    ] = HOST,
    name: Annotated[
        list[str] | None,
        typer.Option(
            help="With --team: a host name that people type; may be repeated.",
            show_default=False,
        ),
    ] = None,
    certificate: Annotated[
        Path | None,
        typer.Option(help="With --team: a PEM file for HTTPS.", show_default=False),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(help="The certificate's key, a PEM file.", show_default=False),
    ] = None,
    behind_proxy: Annotated[
        bool,
        typer.Option("--behind-proxy", help="With --team: a proxy speaks HTTPS."),
    ] = False,
    project: ProjectOption = HERE,
) -> None:
    """Show the project's pages and the coding room in the browser.

    The pages are those of the report, always as the project stands now. The server
    answers 127.0.0.1 alone, unless --team lets other people in: with passwords, and
    by HTTPS only. Stop it with Ctrl+C.
    """
    opening = Opening(
        is_team=team,
        host=host,
        names=tuple(name or ()),
        certificate=certificate,
        key=key,
        is_behind_proxy=behind_proxy,
    )
    serve_project(project, port=port, opening=opening)
