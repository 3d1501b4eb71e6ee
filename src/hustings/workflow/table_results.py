"""What a method makes of a table with no project: the option `--from`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from hustings.errors import MissingInputError
from hustings.estimates.frames import frame_from_rows
from hustings.model.document import Problem
from hustings.outside.files import read_file
from hustings.store.sources import sha256_of
from hustings.workflow.runs import plan_run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from hustings.estimates.resampling import FloatArray
    from hustings.model.run import Run

_MOST_TOLD = 100
"""Rows of a table that the run holds word by word; of more, their number alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableResult:
    """What a method made of a table.

    Attributes
    ----------
    rows : tuple of mappings
        The columns that the command's documentation names.
    run : Run
        Step, parameters, the table's hash and versions; recorded nowhere.
    report : mapping
        How the computation went, where the method says.
    words : tuple of mappings
        For scales from words, what moves them: a row a word.
    draws : mapping of str to array of shape (n_draws,)
        Of positions by case, where draws of one number belong together.
    """

    rows: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]
    run: Run
    report: Mapping[str, object] = field(default_factory=dict)
    words: tuple[Mapping[str, Any], ...] = ()
    draws: Mapping[str, FloatArray] = field(default_factory=dict, compare=False)

    def to_rows(self) -> list[dict[str, Any]]:
        """Return the rows."""
        return [dict(row) for row in self.rows]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        return f"{len(self.rows)} rows by {self.run.step} ({self.run.run_id})."

    def run_row(self) -> dict[str, object]:
        """Return the run as the contract's object, with how the computation went."""
        run = {
            name: value
            for name, value in asdict(self.run).items()
            if name not in {"parents", "outputs"}
        }
        return {**run, **self.report}


def no_rows(path: Path) -> Problem:
    """Say that a table has the names of its columns and nothing below."""
    return Problem(
        kind="no rows",
        message=f"{path.name} has no row below the names of its columns.",
    )


def require_table(path: Path | None, scale: str) -> Path:
    """Raise `MissingInputError` unless a scale has its table of counts."""
    if path is None:
        raise MissingInputError(
            scale=scale, what="a table of counts", option="--from FILE"
        )
    return path


def short_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what a run can tell: of a long table the number of its rows."""
    return {
        name: f"{len(value):,} rows"
        if isinstance(value, tuple | list | dict) and len(value) > _MOST_TOLD
        else value
        for name, value in parameters.items()
    }


def plan_table_run(
    path: Path | None, step: str, parameters: Mapping[str, object]
) -> Run:
    """Describe the execution, with the table's hash as its input, if there is one."""
    return plan_run(
        step,
        parameters={**({"from": path.name} if path else {}), **parameters},
        inputs=[sha256_of(read_file(path))] if path else [],
    )
