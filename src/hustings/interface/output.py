"""Printing results: JSON for scripts, CSV for pipes, a table for people."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hustings.errors.shortening import shorten
from hustings.exchange.guarding import guard
from hustings.interface.pages.wording import split_at_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.model.document import Problem

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DECIMALS = 3
_IDS = frozenset(["document", "unit", "item"])
"""Columns of what a person copies: never cut."""
_LEAST = 8
"""Columns of words are cut to no less."""
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
    """Print rows as CSV with a header.

    Texts that a spreadsheet would take for formulas are guarded as in exported files.
    """
    if not rows:
        return
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(map(_guarded, rows[0]))
    writer.writerows(map(_guarded, row.values()) for row in rows)
    print_text(target.getvalue())


def _guarded(value: object) -> object:
    return guard(value) if isinstance(value, str) else value


def print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows for a person: few lines, numbers right-aligned.

    Where the terminal is narrow, words wrap between words, never inside one; what is
    still too long ends in an ellipsis. ``--json`` has all of it.
    """
    if not rows:
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
    columns = [_lay_out(name, [row[name] for row in rows]) for name in rows[0]]
    widths = _fit(columns, console.width)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column, width in zip(columns, widths, strict=True):
        table.add_column(
            column.head,
            justify="right" if column.is_number else "left",
            overflow="ellipsis",
            width=width,
        )
    for cells in zip(*(column.cells for column in columns), strict=True):
        shown = map(_cut_name, cells, widths)
        table.add_row(*map(Text, shown))
    console.print(table)


def _cut_name(cell: str, width: int) -> str:
    """Cut a name that is too long in its middle: file names differ at their ends."""
    if " " in cell or len(cell) <= width or cell_len(cell) != len(cell):
        return cell
    tail = width // 2
    return f"{cell[: width - tail - 1]}…{cell[-tail:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column as it is printed: `wide` on one line, `narrow` with a word a line."""

    head: str
    cells: tuple[str, ...]
    is_number: bool
    is_whole: bool
    wide: int
    narrow: int


def _lay_out(name: str, values: Sequence[object]) -> _Column:
    """Measure a column."""
    head = name.removeprefix("n_").replace("_", " ")
    cells = tuple(map(_cell, values))
    wide = max(map(cell_len, (head, *cells)))
    is_number = all(isinstance(value, int | float | None) for value in values)
    words = [word for cell in (head, *cells) for word in cell.split()]
    return _Column(
        head=head,
        cells=cells,
        is_number=is_number,
        is_whole=is_number or name in _IDS,
        wide=wide,
        narrow=wide if is_number else max(map(cell_len, words), default=1),
    )


def _fit(columns: Sequence[_Column], width: int) -> list[int]:
    """Share a line among columns: first they wrap between words, then they are cut."""
    room = width - 2 * (len(columns) - 1)
    widths = [column.wide for column in columns]
    for floors in (
        [column.narrow for column in columns],
        [column.wide if column.is_whole else _LEAST for column in columns],
    ):
        while sum(widths) > room:
            gains = [
                max(now - floor, 0) for now, floor in zip(widths, floors, strict=True)
            ]
            if not any(gains):
                break
            widest = max(range(len(widths)), key=lambda i: (gains[i] > 0, widths[i]))
            widths[widest] -= 1
    return widths


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems on standard error, a line each."""
    for problem in problems:
        say(f"note: {shorten(''.join(split_at_page(problem)))}")


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
