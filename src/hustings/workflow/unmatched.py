"""Rows of a table that fit no unit for certain, listed so that they can be mended."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from hustings.errors import ExportTargetError
from hustings.exchange.data_dictionary import Column, TableDefinition
from hustings.exchange.table_files import write_csv
from hustings.outside.saving import check_place, save_together

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hustings.exchange.table_codings import TableCoding
    from hustings.exchange.unit_matching import Match

_NOT_SAID = "The table does not say it."

UNMATCHED = TableDefinition(
    name="unmatched",
    meaning="The rows of a table of codings that fit no unit for certain. They can be "
    "mended here and brought in again.",
    columns=(
        Column(name="row", meaning="Its number in the table.", kind="whole number"),
        Column(name="outcome", meaning="What became of it."),
        Column(name="reason", meaning="Why, and what fits nearly."),
        Column(name="document", meaning="The document named.", missing=_NOT_SAID),
        Column(name="unit", meaning="The unit named.", missing=_NOT_SAID),
        Column(name="start", meaning="Begin.", kind="whole number", missing=_NOT_SAID),
        Column(name="end", meaning="End.", kind="whole number", missing=_NOT_SAID),
        Column(name="words", meaning="The words.", missing=_NOT_SAID),
        Column(name="coder", meaning="Who coded."),
        Column(name="variable", meaning="What was coded."),
        Column(name="value", meaning="The value."),
        Column(name="note", meaning="What the coder noted.", missing=_NOT_SAID),
    ),
)
"""The list's columns, which `code --from-table` reads."""


def listed_rows(
    rows: Sequence[TableCoding], matches: Sequence[Match]
) -> list[dict[str, Any]]:
    """Return the rows with a value that fit no unit for certain."""
    return [
        {
            **{
                name: getattr(row, name)
                for name in UNMATCHED.names
                if hasattr(row, name)
            },
            "outcome": match.outcome,
            "reason": match.reason,
        }
        for row, match in zip(rows, matches, strict=True)
        if row.value is not None and match.unit is None
    ]


def check_unmatched(path: Path) -> None:
    """Refuse a place where something is; it may hold somebody's work.

    Raises
    ------
    ExportTargetError
        If there is a file of that name, or a folder; if the place is the project's own.
    """
    check_place(path)
    advice = "Name another place with --unmatched. Nothing was changed."
    reason = None
    if path.is_symlink() or path.exists():
        reason = "is there already"
    elif path.parent.exists() and not path.parent.is_dir():
        reason = "would lie in what is no folder"
    if reason is not None:
        raise ExportTargetError(path=str(path), reason=reason, advice=advice)


def write_unmatched(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write the list as CSV, whole or not at all."""
    write = partial(write_csv, UNMATCHED, UNMATCHED.table_of(rows))
    save_together(path.parent, {path.name: write})
