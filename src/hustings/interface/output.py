"""Printing results: JSON for scripts, CSV for pipes, a table for people."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.model.document import Problem

_DECIMALS = 3
_WIDE = 200
"""Columns where nobody has said how wide the output is: a log, a pipe."""


def print_json(value: object) -> None:
    """Print a value as JSON, in UTF-8 whatever the terminal says, and nothing else."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=None)
    print_text(f"{text}\n")


def print_result(
    rows: Sequence[Mapping[str, Any]], problems: Iterable[Problem], run: object
) -> None:
    """Print what a step or a method gives in the shape that all of them share."""
    print_json(
        {
            "rows": list(rows),
            "problems": [
                {"kind": one.kind, "message": one.message, "page": one.page}
                for one in problems
            ],
            "run": run,
        }
    )


def print_text(text: str) -> None:
    """Write text to standard output in UTF-8."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def print_rows(
    rows: Sequence[Mapping[str, Any]], *, columns: Sequence[str] | None = None
) -> None:
    """Print rows as a table on a terminal, as CSV into a pipe or file.

    On a terminal only `columns` are shown, where they are given and there.
    """
    if not sys.stdout.isatty():
        print_csv(rows)
        return
    shown = [name for name in columns or rows[0] if rows and name in rows[0]]
    print_table([{name: row[name] for name in shown} for row in rows])


def print_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as CSV with a header."""
    if not rows:
        return
    target = io.StringIO()
    writer = csv.DictWriter(target, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    print_text(target.getvalue())


def print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows for a person: few lines, numbers right-aligned."""
    if not rows:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in rows[0]:
        is_number = all(
            isinstance(row[column], int | float) or row[column] is None for row in rows
        )
        table.add_column(
            column.removeprefix("n_").replace("_", " "),
            justify="right" if is_number else "left",
            overflow="ellipsis",
            no_wrap=True,
        )
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
    console.print(table)


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems on standard error, a line each."""
    for problem in problems:
        where = f" (page {problem.page})" if problem.page else ""
        say(f"note: {problem.message}{where}")


def say(line: str) -> None:
    """Print a line on standard error, where it does not mix with results."""
    print(line, file=sys.stderr)  # noqa: T201  # standard error is for people


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.{_DECIMALS}f}"
    return str(value)
