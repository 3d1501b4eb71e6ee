"""Printing what a machine says of the units of a table, however many there are."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from hustings.interface.output import print_csv, print_problems, print_table, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from hustings.workflow.coded_results import CodedTable

_ROWS_AT_ONCE = 20_000
_DECIMALS = 6
_SHOWN = 3
"""Codes of a unit that a terminal shows, the likeliest first."""


def print_coded_json(result: CodedTable) -> None:
    """Print the result in the shape that all commands share, a stretch at a time."""
    out = sys.stdout
    out.flush()
    write = out.buffer.write
    write(b'{"rows": [')
    for number, rows in enumerate(_json_rows(result)):
        write(b", " if number else b"")
        write(rows)
    rest = {
        "problems": [asdict(problem) for problem in result.problems],
        "run": result.run_row(),
    }
    text = json.dumps(rest, ensure_ascii=False, allow_nan=False)
    write(f"], {text[1:]}\n".encode())
    out.buffer.flush()


def print_coded(result: CodedTable) -> None:
    """Print a row a unit: as CSV into a pipe or file, as a table on a terminal."""
    if sys.stdout.isatty():
        print_table([_short(row) for row in result.to_rows()])
    else:
        print_csv([_flat(row) for row in result.to_rows()])
    print_problems(result.problems)
    say(result.summary())


def _json_rows(result: CodedTable) -> Iterator[bytes]:
    """Yield rows as JSON objects with commas between."""
    is_one = len(result.answers) == 1
    for variable, table in result.answers.items():
        for start in range(0, table.num_rows, _ROWS_AT_ONCE):
            rows = table.slice(start, _ROWS_AT_ONCE).combine_chunks()
            frame = _frame(rows, result.codes[variable])
            if not is_one:
                frame = frame.insert_column(1, _always(variable))
            lines = frame.write_ndjson().rstrip("\n")
            yield lines.replace("\n", ", ").encode()


def _frame(rows: pa.Table, codes: tuple[str, ...]) -> pl.DataFrame:
    """Give rows with the probabilities as one object a unit."""
    import polars as pl  # noqa: PLC0415  # slow, and not for every kind of output

    columns = {
        "unit": rows["unit"],
        "value": rows["value"],
        "probability": _rounded(rows["probability"].combine_chunks()),
        "probabilities": _by_code(rows["probabilities"].combine_chunks(), codes),
    }
    frame = pl.from_arrow(pa.table(columns))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101  # as it comes from a table
    return frame


def _always(variable: str) -> pl.Expr:
    """Give a column with the variable's name in every row."""
    import polars as pl  # noqa: PLC0415  # slow, and not for every kind of output

    return pl.lit(variable).alias("variable")


def _rounded(column: pa.Array) -> pa.Array:
    """Keep as many digits as mean anything."""
    numbers = np.round(column.to_numpy(zero_copy_only=False), _DECIMALS)
    return pa.array(numbers, pa.float64(), mask=np.isnan(numbers))


def _by_code(column: pa.ListArray, codes: tuple[str, ...]) -> pa.Array:
    """Turn lists into objects code -> probability; null where there is none."""
    has_some = column.is_valid().to_numpy(zero_copy_only=False)
    if not has_some.any():
        return pa.nulls(len(column), pa.null())
    shares = np.zeros((len(column), len(codes)))
    shares[has_some] = column.flatten().to_numpy().reshape(-1, len(codes))
    parts = [pa.array(part) for part in np.round(shares, _DECIMALS).T]
    return pa.StructArray.from_arrays(
        parts, names=list(codes), mask=pa.array(~has_some)
    )


def _flat(row: dict[str, object]) -> dict[str, object]:
    """Write probabilities as JSON, to stand in a cell."""
    shares = row["probabilities"]
    if not isinstance(shares, dict):
        return row
    rounded = {code: round(share, _DECIMALS) for code, share in shares.items()}
    return {**row, "probabilities": json.dumps(rounded, ensure_ascii=False)}


def _short(row: dict[str, object]) -> dict[str, object]:
    """Name the likeliest codes only."""
    shares = row["probabilities"]
    if not isinstance(shares, dict):
        return row
    best = sorted(shares, key=lambda code: -shares[code])[:_SHOWN]
    said = ", ".join(f"{code} {shares[code]:.2f}" for code in best)
    return {**row, "probabilities": said}
