"""Printing results: JSON for scripts, CSV for pipes, a table for people."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.model.document import Problem

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DECIMALS = 3
_SHORT = 16
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
            "problems": [asdict(problem) for problem in problems],
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
    if not rows:
        return
    if not sys.stdout.isatty():
        print_csv(rows)
        return
    shown = [name for name in columns or rows[0] if name in rows[0]]
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
        _add_column(table, column, [row[column] for row in rows])
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
    console.print(table)


def _add_column(table: Table, column: str, values: Sequence[object]) -> None:
    """Add a column: numbers and short words stay whole, long words are folded."""
    is_number = all(isinstance(value, int | float | None) for value in values)
    widest = max(len(_cell(value)) for value in values)
    is_long = not is_number and widest > _SHORT
    table.add_column(
        column.removeprefix("n_").replace("_", " "),
        justify="right" if is_number else "left",
        overflow="fold",
        no_wrap=not is_long,
        min_width=None if is_long else widest,
    )


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems on standard error, a line each."""
    for problem in problems:
        where = f" (page {problem.page})" if problem.page else ""
        say(f"note: {problem.message}{where}")


def harmless(text: str) -> str:
    """Replace control characters, which a terminal would obey."""
    return _CONTROL.sub("\ufffd", text)


def say(line: str) -> None:
    """Print a line on standard error, where it does not mix with results."""
    print(harmless(line), file=sys.stderr)  # noqa: T201  # standard error is for people


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{round(value, _DECIMALS) + 0.0:.{_DECIMALS}f}"  # no -0.000
    return harmless(str(value))
