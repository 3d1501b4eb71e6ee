"""The command `read`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hustings.interface.options import (
    DEFAULT_PROCESSES,
    HERE,
    Into,
    IntoOption,
    JsonOption,
    ProcessesOption,
    ProjectOption,
)
from hustings.interface.output import print_json, print_problems, print_table, say
from hustings.interface.progress import show_progress
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from hustings.workflow.reading import ReadResult

EXAMPLE = "Example: hustings read ~/manifestos/*.pdf --metadata manifestos.csv"


def run(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="PDF, DOCX, HTML, Markdown or plain text. Content decides what a "
            "file is, not its name.",
            show_default=False,
        ),
    ],
    metadata: Annotated[
        Path | None,
        typer.Option(
            help="A table with a column 'file' and any of actor, date, title, "
            "language, country.",
            show_default=False,
        ),
    ] = None,
    actor: Annotated[
        str | None, typer.Option(help="Who speaks.", show_default="guessed")
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(help="2031-10-07, 2031-10 or 2031.", show_default="guessed"),
    ] = None,
    title: Annotated[str | None, typer.Option(show_default="guessed")] = None,
    language: Annotated[
        str | None,
        typer.Option(help="Two letters, such as en.", show_default="detected"),
    ] = None,
    country: Annotated[str | None, typer.Option(show_default=False)] = None,
    into: IntoOption = Into.quasi_sentence,
    project: ProjectOption = HERE,
    processes: ProcessesOption = DEFAULT_PROCESSES,
    json: JsonOption = False,
) -> None:
    """Read files into the project and split them into units.

    The original bytes are kept. A file that cannot be read is named with the reason,
    and the others are still read. Reading the same bytes twice adds nothing.
    """
    workers = 1 if len(files) == 1 else processes
    with (
        show_progress("Reading", total=len(files), processes=workers) as effort,
        Project.open(project, effort=effort) as opened,
    ):
        result = opened.read(
            files,
            metadata=metadata,
            actor=actor,
            date=date,
            title=title,
            language=language,
            country=country,
            into=into.value,
        )
    if json:
        print_json(_as_json(result))
    else:
        _print(result)
    if result.failures:
        raise typer.Exit(1)


def _print(result: ReadResult) -> None:
    """Print a row a document, then what went wrong."""
    columns = ("name", "actor", "date", "language", "n_pages", "n_units", "n_problems")
    rows = [
        {**{column: row[column] for column in columns}, "": _remark(row)}
        for row in result.to_rows()
    ]
    print_table(rows)
    print_problems(result.problems)
    for failure in result.failures:
        say(failure.message)
    say(result.summary())


def _remark(row: dict[str, object]) -> str:
    return "" if row["is_new"] else "already there"


def _as_json(result: ReadResult) -> dict[str, object]:
    """Give the result in the shape that all steps share."""
    return {
        "rows": result.to_rows(),
        "failures": [
            {"name": failure.name, "message": failure.message}
            for failure in result.failures
        ],
        "problems": [
            {"kind": one.kind, "message": one.message, "page": one.page}
            for one in result.problems
        ],
        "run": result.run_id,
    }
