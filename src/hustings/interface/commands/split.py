"""The command `split`."""

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
    TableOption,
)
from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.interface.progress import show_progress
from hustings.workflow.project import Project
from hustings.workflow.splitting_tables import split_table

if TYPE_CHECKING:
    from hustings.model.document import UnitKind

EXAMPLE = "Example: hustings split --from documents.csv --into sentence --json"


def run(
    into: IntoOption = Into.quasi_sentence,
    table: TableOption = None,
    project: ProjectOption = HERE,
    cutter: Annotated[
        Path | None,
        typer.Option(
            "--cutter",
            help="A model of 'hustings train --for units'.",
            show_default="the one that comes with Hustings",
        ),
    ] = None,
    processes: ProcessesOption = DEFAULT_PROCESSES,
    json: JsonOption = False,
) -> None:
    """Split documents into units anew, or a table of texts.

    A quasi-sentence is one argument: a sentence, or a part of one where it makes two.
    Items are units; headings are units that scales leave out. With --from, the table
    has the columns document, text and, if wished, language.
    """
    if table is not None:
        _split_table(table, into.value, cutter, json=json)
        return
    with (
        show_progress("Splitting", processes=processes) as effort,
        Project.open(project, effort=effort) as opened,
    ):
        result = opened.split(into=into.value, cutter=cutter)
    if json:
        print_result(result.to_rows(), result.problems, result.run_id)
    else:
        print_problems(result.problems)
        say(result.summary())


def _split_table(
    table: Path, into: UnitKind, cutter: Path | None, *, json: bool
) -> None:
    """Split the texts of a table and print a row a unit."""
    with show_progress("Splitting"):
        result = split_table(table, into=into, cutter=cutter)
    if json:
        print_result(result.rows, result.problems, result.run_row())
    else:
        print_rows(result.rows)
        print_problems(result.problems)
