"""Options of ``code --from-table``; `hustings.interface.brought_codings` does it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable


class TableAs(StrEnum):
    """What a table of codings can be."""

    table = "table"
    manifesto = "manifesto"
    doccano = "doccano"
    label_studio = "label-studio"


FromTableOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--from-table",
        metavar="FILE",
        help="Bring in codings that people made elsewhere.",
        show_default=False,
    ),
]
TableAsOption: TypeAlias = Annotated[
    TableAs | None,
    typer.Option(
        "--as", help="From a table: what it is.", show_default="told by its content"
    ),
]
VariableOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help="What a program codes, of several variables; from a table: what was "
        "coded, where it has no such column.",
        show_default=False,
    ),
]
DocumentOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help="From a table: the document of rows that name none.", show_default=False
    ),
]
ColumnOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="unit=ID",
        help="From a table: what a column is; may be repeated.",
        show_default=False,
    ),
]
RenameOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--rename-coder",
        metavar="1=Ana",
        help="From a table: who somebody is here; may be repeated.",
        show_default=False,
    ),
]
AddCodersOption: TypeAlias = Annotated[
    bool, typer.Option("--add-coders", help="From a table: add coders not known.")
]
UnmatchedOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="OUT.csv",
        help="From a table: list the rows that fit no unit for certain.",
        show_default=False,
    ),
]
WorksheetOption: TypeAlias = Annotated[
    str | None,
    typer.Option(help="From a workbook with several sheets: its name."),
]


def read_pairs(pairs: Iterable[str] | None, option: str) -> dict[str, str]:
    """Read ``unit=ID`` and the like.

    Raises
    ------
    typer.BadParameter
        If a pair has no equals sign.
    """
    found: dict[str, str] = {}
    for pair in pairs or ():
        left, sign, right = pair.partition("=")
        if not sign or not left.strip() or not right.strip():
            message = f"{option} takes a pair such as unit=ID, not {pair!r}."
            raise typer.BadParameter(message)
        found[left.strip()] = right.strip()
    return found
