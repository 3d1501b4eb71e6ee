"""What the command `scale` prints and writes."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from hustings.errors import OutputFileError
from hustings.exchange.guarding import guard
from hustings.interface.output import print_rows
from hustings.interface.pages.picture_files import check_picture
from hustings.interface.scale_pictures import write_differences, write_positions
from hustings.outside.saving import check_file
from hustings.store.sources import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hustings.model.document import Problem
    from hustings.workflow.scaled_cases import ScaledCases
    from hustings.workflow.table_results import TableResult

_COLUMNS = ("code", "position", "low", "high", "n_units")
_OF_PAIRS = ("statistic", "code", "value", "difference", "low", "high", "verdict")
_MOST_ROWS = 60
"""Rows of a table of words that a terminal shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A result as the command shows it.

    Attributes
    ----------
    run : object
        The run's id, or for a table all that is known of the run.
    lines : tuple of str
        For people, below the table.
    words : sequence of mappings
        What drives a scale from words.
    parameters : mapping
        Of the run.
    is_corrected : bool
        Whether a random sample by hand corrects a machine's codings.
    """

    rows: Sequence[Mapping[str, Any]]
    problems: Sequence[Problem]
    run: object
    lines: tuple[str, ...] = ()
    words: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    is_corrected: bool = False

    @classmethod
    def of_table(cls, result: TableResult) -> Shown:
        """Show what was made of a table."""
        return cls(
            rows=result.to_rows(),
            problems=result.problems,
            run=result.run_row(),
            lines=lines_of_report(result.report, {}),
            words=result.words,
            parameters=result.run.parameters,
        )

    @classmethod
    def of_project(cls, scaled: ScaledCases, order: Mapping[str, int]) -> Shown:
        """Show a project's documents in the order of its lists."""
        rows = scaled.to_rows()
        if scaled.positions:
            rows.sort(key=lambda row: order.get(str(row["case"]), len(order)))
        return cls(
            rows=rows,
            problems=scaled.problems,
            run=scaled.run_id,
            lines=(*lines_of_report(scaled.report, scaled.names), scaled.summary()),
            words=scaled.words,
            parameters=scaled.parameters,
            is_corrected=bool(scaled.report.get("is_corrected")),
        )

    def with_differences(self, rows: Sequence[Mapping[str, Any]]) -> Shown:
        """Show differences in place of positions."""
        return replace(self, rows=rows)


def print_positions(shown: Shown) -> None:
    """Print positions, or whatever else was measured."""
    rows = [_with_shares(row) for row in shown.rows]
    columns = {name for row in rows for name in row}
    if "position" in columns:
        named = "name" if "name" in columns else "case"
        raw = ("raw",) if "raw" in columns else ()
        print_rows(rows, columns=(named, *raw, *_COLUMNS, "interval_from"))
    elif "case_a" in columns:
        named = "name" if "name_a" in columns else "case"
        print_rows(rows, columns=(f"{named}_a", f"{named}_b", *_OF_PAIRS))
    elif sys.stdout.isatty() and len(rows) > _MOST_ROWS:
        half = _MOST_ROWS // 2
        print_rows([*rows[:half], *rows[-half:]])
    else:
        print_rows(rows)


def _with_shares(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put shares of the variance into columns, or on a terminal into words."""
    if "sources" not in row:
        return row
    shares: Mapping[str, float] = row["sources"]
    plain = {name: value for name, value in row.items() if name != "sources"}
    if sys.stdout.isatty():
        told = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
        return {**plain, "interval_from": told}
    return {**plain, **{f"from_{name}": share for name, share in shares.items()}}


def lines_of_report(
    report: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[str, ...]:
    """Say in words how a computation went.

    Examples
    --------
    >>> lines_of_report({"direction": ["d1", "d2"]}, {"d1": "Quay", "d2": "Park"})
    ('Direction: Quay stands below Park.',)
    """
    return tuple(line for told in _TOLD for line in told(report, names))


def check_outputs(picture: Path | None, words: Path | None, *, replace: bool) -> None:
    """Refuse files that cannot be written, before anything is computed.

    Raises
    ------
    OutputFileError, ExportTargetError
        If a name says no form, a folder is not there, or a file is there already.
    """
    if picture is not None:
        check_picture(picture, replace=replace)
    if words is not None:
        check_file(words, replace=replace)


def write_outputs(
    shown: Shown, picture: Path | None, words: Path | None, *, replace: bool
) -> None:
    """Write the files that were asked for.

    Raises
    ------
    OutputFileError
        If there is nothing to write, or a file cannot be written.
    """
    if picture is not None:
        are_differences = bool(shown.rows) and "difference" in shown.rows[0]
        write = write_differences if are_differences else write_positions
        write(
            shown.rows,
            shown.parameters,
            picture,
            replace=replace,
            is_corrected=shown.is_corrected,
        )
    if words is not None:
        is_words = any("word" in row for row in shown.rows)
        _write_words(shown.rows if is_words else shown.words, words)


def _write_words(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write words as CSV, columns that are empty throughout left out."""
    if not rows:
        raise OutputFileError(name=str(path), reason="this scale is not made of words.")
    told = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(told)
    writer.writerows([_guarded(row[name]) for name in told] for row in rows)
    write_whole(path, target.getvalue().encode())


def _guarded(value: object) -> object:
    return guard(value) if isinstance(value, str) else value


def _direction(report: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Say which case stands low and which high."""
    if "direction" not in report:
        return []
    low, high = (names.get(case, case) for case in report["direction"])
    return [f"Direction: {low} stands below {high}."]


def _ending(report: Mapping[str, Any], _names: Mapping[str, str]) -> list[str]:
    """Say how a search ended."""
    if "stopped" not in report:
        return []
    ended = f"Wordfish ({report['optimum']}) {report['stopped']}"
    steps, likelihood = report["iterations"], report["log_likelihood"]
    return [f"{ended}: {steps} iterations, log likelihood {likelihood:.2f}."]


def _inertia(report: Mapping[str, Any], _names: Mapping[str, str]) -> list[str]:
    """Say how much the first axis holds."""
    if "shares" not in report:
        return []
    return [f"The first axis holds {report['shares'][0]:.1%} of the inertia."]


def _scored(report: Mapping[str, Any], _names: Mapping[str, str]) -> list[str]:
    """Say on how many words scores rest, and how they were stretched."""
    if "n_scored_words" not in report:
        return []
    scored = f"{report['n_scored_words']:,} of {report['n_words']:,} words have a score"
    if not report["is_rescaled"]:
        return [f"{scored}. Positions are raw scores."]
    by, times = report["rescale"], report["multiplier"]
    plus = round(report["shift"], 9) + 0.0  # what rounding leaves of 0 is 0
    return [f"{scored}. Rescaled ({by}): {times:.4g} times the raw score, {plus:+.4g}."]


def _basis(report: Mapping[str, Any], _names: Mapping[str, str]) -> list[str]:
    """Say what positions rest on, and which errors intervals hold."""
    return [str(report["basis"])] if "basis" in report else []


_TOLD = (_basis, _ending, _inertia, _scored, _direction)
