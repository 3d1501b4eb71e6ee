"""The command `read`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hustings.interface.anchors import print_anchors
from hustings.interface.options import (
    DEFAULT_PROCESSES,
    HERE,
    ActorOption,
    DateOption,
    Into,
    JsonOption,
    LanguageOption,
    MaxMegabytesOption,
    MaxSecondsOption,
    ProcessesOption,
    ProjectOption,
    TitleOption,
)
from hustings.interface.output import print_json, print_problems, print_table, say
from hustings.interface.progress import show_progress
from hustings.outside.limits import MEGABYTES, SECONDS
from hustings.workflow.project import Project
from hustings.workflow.read_files import report_files
from hustings.workflow.read_results import ReadResult

if TYPE_CHECKING:
    from hustings.workflow.read_files import ReadFile

_MANY = frozenset([".zip", ".csv", ".tsv", ".jsonl", ".parquet"])
"""Endings of files that usually hold many documents, worth starting workers for."""

_NO_FILES = (
    "name the files to read, or use --again for those of the project; 'hustings "
    "inspect' lists them."
)

_ONLY_AGAIN = (
    "what is read again may be given a --language and other --into; say who speaks, "
    "when and so on by reading the file with those options."
)
_ONLY_UNDO = "nothing is read when a new version is taken back."
_NO_METADATA = "one file is described by options, not by --metadata."

EXAMPLE = "Example: hustings read ~/manifestos/*.pdf --metadata manifestos.csv"


def run(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="PDF, DOCX, ODT, RTF, HTML, EPUB, Markdown, TEI or plain text; "
            "pictures of pages; tables with a column 'text'; a ZIP or folder of these. "
            "Content decides what a file is, not its name.",
            show_default=False,
        ),
    ] = None,
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
    new_version_of: Annotated[
        str | None,
        typer.Option(
            metavar="DOCUMENT",
            help="The one file is a new version of this document (its id or file "
            "name), takes its place, and what was coded is found again in it.",
            show_default=False,
        ),
    ] = None,
    undo_new_version: Annotated[
        str | None,
        typer.Option(
            metavar="DOCUMENT",
            help="This document (its id or file name) is no new version after all: it "
            "and what it took the place of both count again.",
            show_default=False,
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Read the kept bytes of documents anew, such as after an update: "
            "FILES are ids or file names in the project, none means all.",
        ),
    ] = False,
    project: ProjectOption = HERE,
    processes: ProcessesOption = DEFAULT_PROCESSES,
    max_seconds: MaxSecondsOption = SECONDS,
    max_megabytes: MaxMegabytesOption = MEGABYTES,
    json: JsonOption = False,
) -> None:
    """Read files into the project and split them into units.

    The original bytes are kept. A file that cannot be read is named with the reason,
    and the others are still read. Reading the same bytes twice adds nothing.
    """
    given = files or []
    if undo_new_version is not None:
        _refuse(any((given, again, new_version_of)), _ONLY_UNDO, "--undo-new-version")
        _undo(project, undo_new_version, json=json)
        return
    if json and not given and not again:
        _list_documents(project)
        return
    _refuse(not given and not again, _NO_FILES, "FILES")
    described = any((metadata, actor, date, title, country, new_version_of))
    _refuse(again and described, _ONLY_AGAIN, "--again")
    _refuse(bool(new_version_of and metadata), _NO_METADATA, "--new-version-of")
    is_one = len(given) == 1 and not given[0].is_dir()
    workers = 1 if is_one and given[0].suffix.lower() not in _MANY else processes
    limits = {"max_seconds": max_seconds, "max_megabytes": max_megabytes}
    with (
        show_progress("Reading", processes=workers) as effort,
        Project.open(project, effort=effort) as opened,
    ):
        if again:
            result = opened.read_again(
                map(str, given),
                language=language,
                into=into.value if into else None,
                **limits,
            )
        else:
            result = opened.read(
                given,
                metadata=metadata,
                actor=actor,
                date=date,
                title=title,
                language=language,
                country=country,
                into=into.value if into else None,
                new_version_of=new_version_of,
                **limits,
            )
    if json:
        print_json(_as_json(result))
    else:
        _print(result)
    if result.failures:
        raise typer.Exit(1)


def _refuse(is_wrong: bool, why: str, option: str) -> None:
    """Stop where options do not go together."""
    if is_wrong:
        raise typer.BadParameter(why, param_hint=option)


def _undo(project: Path, document: str, *, json: bool) -> None:
    """Take a new version back, and say what counts now."""
    with Project.open(project) as opened:
        result = opened.undo_new_version(document)
    if json:
        print_json(_as_json(result.read))
        return
    print_table([_row(file) for file in result.read.files])
    say(result.summary())


def _list_documents(project: Path) -> None:
    """Print the project's documents in the shape that reading them has."""
    with Project.open(project) as opened:
        hashes = [one.sha256 for one in opened.store.documents()]
        files = report_files(opened.store, hashes, set())
    print_json(_as_json(ReadResult(files=files, failures=())))


def _print(result: ReadResult) -> None:
    """Print a row a document, then what went wrong."""
    print_table([_row(file) for file in result.files])
    print_problems(result.problems)
    for failure in result.failures:
        say(failure.message)
    if any(file.is_new for file in result.files):
        print_anchors(result.anchors)
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
        "anchors": result.anchors.to_rows(),
        "run": result.run_id,
    }
