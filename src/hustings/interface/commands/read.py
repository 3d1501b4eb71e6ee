"""The command `read`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hustings.interface.options import (
    DEFAULT_PROCESSES,
    HERE,
    ActorOption,
    DateOption,
    Into,
    JsonOption,
    LanguageOption,
    ProcessesOption,
    ProjectOption,
    TitleOption,
)
from hustings.interface.output import print_json, print_problems, print_table, say
from hustings.interface.progress import show_progress
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from hustings.workflow.read_results import ReadFile, ReadResult

_MANY = frozenset([".zip", ".csv", ".tsv", ".jsonl", ".parquet"])
"""Endings of files that usually hold many documents, worth starting workers for."""

EXAMPLE = "Example: hustings read ~/manifestos/*.pdf --metadata manifestos.csv"


def run(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="PDF, DOCX, ODT, RTF, HTML, EPUB, Markdown, TEI or plain text; "
            "pictures of pages; tables with a column 'text'; a ZIP or folder of these. "
            "Content decides what a file is, not its name.",
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
    actor: ActorOption = None,
    date: DateOption = None,
    title: TitleOption = None,
    language: LanguageOption = None,
    country: Annotated[str | None, typer.Option(show_default=False)] = None,
    into: Annotated[
        Into | None,
        typer.Option(
            help="The units to split into.",
            show_default="as the documents before them, or quasi-sentence",
        ),
    ] = None,
    project: ProjectOption = HERE,
    processes: ProcessesOption = DEFAULT_PROCESSES,
    json: JsonOption = False,
) -> None:
    """Read files into the project and split them into units.

    The original bytes are kept. A file that cannot be read is named with the reason,
    and the others are still read. Reading the same bytes twice adds nothing.
    """
    is_one = len(files) == 1 and not files[0].is_dir()
    workers = 1 if is_one and files[0].suffix.lower() not in _MANY else processes
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
            into=into.value if into else None,
        )
    if json:
        print_json(_as_json(result))
    else:
        _print(result)
    if result.failures:
        raise typer.Exit(1)


def _print(result: ReadResult) -> None:
    """Print a row a document, then what went wrong."""
    print_table([_row(file) for file in result.files])
    print_problems(result.problems)
    for failure in result.failures:
        say(failure.message)
    say(result.summary())


def _row(file: ReadFile) -> dict[str, object]:
    """Give what a person wants to see at once; a guess has a question mark."""
    return {
        "name": file.name,
        "actor": _guess(file, "actor"),
        "date": _guess(file, "date"),
        "language": file.language,
        "n_pages": file.n_pages,
        "n_units": file.n_units,
        "n_problems": file.n_problems,
        "": "" if file.is_new else "already there",
    }


def _guess(file: ReadFile, field: str) -> str | None:
    value: str | None = getattr(file, field)
    return f"{value} (guessed)" if field in file.guessed else value


def _as_json(result: ReadResult) -> dict[str, object]:
    """Give the result in the shape that all steps share."""
    return {
        "rows": result.to_rows(),
        "failures": [
            {"name": failure.name, "message": failure.message}
            for failure in result.failures
        ],
        "problems": [asdict(problem) for problem in result.problems],
        "run": result.run_id,
    }
