"""The command `export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.options import HERE, JsonOption, ProjectOption
from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.interface.progress import show_progress
from hustings.store.project import Store
from hustings.workflow.exporting import export_tables

EXAMPLE = "Example: hustings export units codings --to tables --as xlsx"


class ExportAs(StrEnum):
    """What tables can be written as."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    jsonl = "jsonl"
    manifesto = "manifesto"


def run(
    to: Annotated[
        Path, typer.Option("--to", help="A folder, or one file such as all.xlsx.")
    ],
    tables: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TABLE]...",
            help="documents, texts, blocks, units, codings, assignments, agreement, "
            "claims, claim_sheets, positions, words, runs, problems, codes, answers, "
            "prompts.",
            show_default="all but texts, answers, prompts",
        ),
    ] = None,
    form: Annotated[
        ExportAs | None,
        typer.Option("--as", help="The format.", show_default="by --to, else csv"),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over files of the same names.")
    ] = False,
    coder: Annotated[
        str | None,
        typer.Option(
            help="With --as manifesto: whose codes.",
            show_default="adjudicated, or the only coder",
        ),
    ] = None,
    document: Annotated[
        str | None,
        typer.Option(
            help="With --as manifesto: this document only (id or file name).",
            show_default="all",
        ),
    ] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Write the project's tables as files, each with a dictionary of its columns.

    Texts that a spreadsheet would take for formulas are made safe: in CSV by an
    apostrophe before them, in XLSX as text. All files are written or none.
    """
    with show_progress("Exporting"), Store.open(project) as store:
        result = export_tables(
            store,
            tables or [],
            to=to,
            form=None if form is None else form.value,
            replace=replace,
            coder=coder,
            document=document,
        )
    if json:
        print_result(result.to_rows(), result.problems, None)
        return
    print_rows(result.to_rows())
    print_problems(result.problems)
    say(result.summary())
