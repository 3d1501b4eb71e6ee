"""All that the command `code` was given, and which of its options go together."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import typer

from hustings.interface.hand_options import (
    AllocationOf,
    OrderOf,
    QueueOf,
    StratifyBy,
    Worker,
)
from hustings.interface.options import DEFAULT_PROCESSES, HERE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hustings.interface.brought_options import TableAs
    from hustings.interface.machine_options import FormOf


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeArguments:
    """The command's arguments by name, with their defaults."""

    by: Worker = Worker.machine
    coder: str | None = None
    units: Path | None = None
    codebook: str | None = None
    coders: str | None = None
    sample: str | None = None
    stratify: StratifyBy = StratifyBy.none
    allocate: AllocationOf = AllocationOf.proportional
    codes_of: str | None = None
    more_of: str | None = None
    whole_documents: bool = False
    documents: list[str] | None = None
    overlap: float = 0.0
    variables: str | None = None
    order: OrderOf | None = None
    new_only: bool = False
    blind: bool = False
    unitising: bool = False
    claims: bool = False
    training: Path | None = None
    queue: QueueOf = QueueOf.random
    random_share: float = 0.2
    seed: int = 0
    sheet: Path | None = None
    from_table: Path | None = None
    form: TableAs | None = None
    variable: str | None = None
    document: str | None = None
    column: list[str] | None = None
    worksheet: str | None = None
    rename_coder: list[str] | None = None
    add_coders: bool = False
    unmatched: Path | None = None
    embedding: Path | None = None
    reads: FormOf | None = None
    language: str | None = None
    target: str | None = None
    estimate: bool = False
    yes: bool = False
    again: bool = False
    samples: int = 1
    project: Path = HERE
    processes: int = DEFAULT_PROCESSES
    json: bool = False


_OF_HAND: Final = (
    "coders",
    "sample",
    "stratify",
    "allocate",
    "codes_of",
    "more_of",
    "whole_documents",
    "documents",
    "overlap",
    "variables",
    "order",
    "new_only",
    "blind",
    "unitising",
    "claims",
    "training",
    "queue",
    "random_share",
    "seed",
    "sheet",
)
_OF_TABLES: Final = (
    "form",
    "document",
    "column",
    "worksheet",
    "rename_coder",
    "add_coders",
    "unmatched",
)
_OF_PROGRAMS: Final = (
    "embedding",
    "reads",
    "language",
    "target",
    "estimate",
    "yes",
    "again",
    "samples",
)
_WRITTEN: Final = {
    "units": "--from",
    "form": "--as",
    "reads": "--form",
}
"""Options that are called otherwise than their argument."""


def check_arguments(asked: CodeArguments) -> None:
    """Raise where options do not go together; the message names them.

    Raises
    ------
    typer.BadParameter
        If what belongs to one way of coding stands beside another.
    """
    is_by_hand, is_table = asked.by == Worker.hand, asked.from_table is not None
    if is_by_hand:
        _refuse(asked, ("units", "from_table"), "without --by hand")
        _refuse(asked, (*_OF_TABLES, "variable"), "without --by hand")
        _refuse(asked, _OF_PROGRAMS, "without --by hand")
        return
    _refuse(asked, _OF_HAND, "with --by hand")
    if is_table:
        _refuse(asked, ("units", *_OF_PROGRAMS), "without --from-table")
    else:
        _refuse(asked, _OF_TABLES, "with --from-table")


def _refuse(asked: CodeArguments, names: Iterable[str], where: str) -> None:
    """Raise if any of some arguments was given."""
    given = list(_given(asked, frozenset(names)))
    if given:
        told = given[0]
        if len(given) > 1:
            told = f"{', '.join(given[:-1])} and {given[-1]}"
        message = f"{told} {'goes' if len(given) == 1 else 'go'} {where}."
        raise typer.BadParameter(message)


def _given(asked: CodeArguments, names: frozenset[str]) -> Iterable[str]:
    """Yield the options that were given, as they are written."""
    for one in fields(asked):
        if one.name in names and getattr(asked, one.name) != one.default:
            yield _WRITTEN.get(one.name, f"--{one.name.replace('_', '-')}")
