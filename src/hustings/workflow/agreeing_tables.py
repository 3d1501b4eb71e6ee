"""Agreement of a table of codings with no project: `agree --from`."""

from __future__ import annotations

import re
from dataclasses import asdict
from itertools import combinations
from typing import TYPE_CHECKING, Any, get_args

from hustings.coding.agreement import agreement
from hustings.coding.coded_units import CodedUnits
from hustings.coding.continua import LONGEST_CONTINUUM, MarkedStretch
from hustings.coding.unitising import unitising_agreement
from hustings.coding.unitising_results import UnitisingStatistic
from hustings.errors import (
    InvalidOptionError,
    MissingColumnError,
    TableFileError,
    UnknownStatisticError,
)
from hustings.model.document import Problem
from hustings.outside.files import read_file
from hustings.outside.tables import read_table, require_columns
from hustings.store.sources import sha256_of
from hustings.workflow.agreement_questions import AgreementQuestion
from hustings.workflow.runs import plan_run
from hustings.workflow.table_results import TableResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    Row = Mapping[str, str | None]

STRETCHES = ("document", "coder", "start", "end", "value")
"""Columns of codings by coders who cut the text themselves."""
_LONGEST_QUOTED = 80
_WHOLE = re.compile(r"[+-]?[0-9]{1,20}")


def agree_table(
    path: Path,
    question: AgreementQuestion | None = None,
    *,
    variable: str | None = None,
) -> TableResult:
    """Measure agreement of the codings of a table.

    Parameters
    ----------
    path : pathlib.Path
        Columns unit, coder, value [, document, block, variable]; or, where coders cut
        the text themselves, document, coder, start, end, value [, variable, length].
    question : AgreementQuestion, optional
    variable : str, optional
        The one variable to look at; all otherwise, each by itself.

    Raises
    ------
    MissingColumnError
        If columns are missing.
    TableFileError
        If a stretch has no whole numbers for its ends or no value, or a document has
        two lengths.
    UnknownStatisticError
        If a statistic does not exist or does not fit the form of the table.
    ValueLevelError, MissingOrderError
        If values do not fit the level.
    MissingGroupsError
        If documents or blocks are to be resampled and there is no such column.
    """
    asked = question or AgreementQuestion()
    table = read_table(path)
    measure = _of_stretches if _holds_stretches(table) else _of_units
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for name, some in _by_variable(table, variable, path):
        found, odd = measure(some, asked, path)
        rows += found if name is None else [{**row, "variable": name} for row in found]
        problems += odd if name is None else [_of_variable(one, name) for one in odd]
    parameters = {
        **asdict(asked),
        "level": asked.level or "nominal",
        "variable": variable,
    }
    return TableResult(
        rows=tuple(rows),
        problems=tuple(problems),
        run=plan_run(
            "agree",
            parameters={"from": path.name, **parameters},
            inputs=[sha256_of(read_file(path))],
            packages=("numpy",),
        ),
    )


def _holds_stretches(table: pa.Table) -> bool:
    """Say whether coders cut the text themselves: ends of stretches and no units."""
    names = set(table.column_names)
    return "unit" not in names and {"start", "end"} <= names


def _by_variable(
    table: pa.Table, variable: str | None, path: Path
) -> list[tuple[str | None, list[Row]]]:
    """Part the rows by variable, those of one variable with no name for it."""
    needed = STRETCHES if _holds_stretches(table) else ("unit", "coder", "value")
    require_columns(table, needed, path)
    rows: list[Row] = table.to_pylist()
    if "variable" not in table.column_names:
        if variable is not None:
            raise MissingColumnError(
                name=path.name, column="variable", known=table.column_names
            )
        return [(None, rows)]
    known = list(dict.fromkeys(row["variable"] or "" for row in rows))
    if variable is not None and variable not in known:
        raise InvalidOptionError(
            option="variable",
            value=variable,
            advice=f"Variables of {path.name}: {', '.join(known)}.",
        )
    chosen = known if variable is None else [variable]
    return [
        (name, [row for row in rows if (row["variable"] or "") == name])
        for name in chosen
    ]


def _of_variable(problem: Problem, variable: str) -> Problem:
    """Say which variable a problem is of."""
    return Problem(kind=problem.kind, message=f"{variable}: {problem.message}")


def _of_units(
    rows: Sequence[Row], asked: AgreementQuestion, _: Path
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Measure agreement on given units."""
    level = asked.level or "nominal"
    coded = CodedUnits.from_rows(rows, level=level, order=asked.order)
    result = agreement(
        coded,
        statistics=asked.statistics,  # type: ignore[arg-type]  # checked there
        by=asked.by_at(level),
        weights=asked.weights,
        options=asked.options,
    )
    return result.to_rows(), list(result.problems)


def _of_stretches(
    rows: Sequence[Row], asked: AgreementQuestion, path: Path
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Measure agreement on stretches, by pair of coders too where that is asked."""
    statistics = _unitising(asked)
    stretches = [_stretch(row, n, path) for n, row in enumerate(rows, 1)]
    lengths = _lengths(rows, path)
    found, problems = _unitise(stretches, lengths, statistics, asked)
    if "pair" in (asked.by or ()):
        names = sorted({one.coder for one in stretches})
        for a, b in combinations(names, 2):
            of_pair = [one for one in stretches if one.coder in {a, b}]
            of_two, odd = _unitise(of_pair, lengths, statistics, asked)
            found += [{**row, "coder_a": a, "coder_b": b} for row in of_two]
            problems += [_of_variable(one, f"{a} and {b}") for one in odd]
    return found, problems


def _unitise(
    stretches: Sequence[MarkedStretch],
    lengths: Mapping[str, int],
    statistics: Sequence[UnitisingStatistic],
    asked: AgreementQuestion,
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Compute the coefficients of unitising."""
    how = asked.options
    result = unitising_agreement(
        stretches,
        statistics=statistics,
        lengths=lengths,
        confidence=how.confidence,
        n_draws=0 if how.interval == "none" else how.n_draws,
        seed=how.seed,
    )
    return result.to_rows(), list(result.problems)


def _unitising(asked: AgreementQuestion) -> tuple[UnitisingStatistic, ...]:
    """Check that statistics and options are those of unitising."""
    known = get_args(UnitisingStatistic)
    for one in asked.statistics:
        if one not in known:
            raise UnknownStatisticError(statistic=one, known=known)
    if asked.level not in {None, "nominal"}:
        raise InvalidOptionError(
            option="level",
            value=asked.level,
            advice="Coefficients of unitising take values as nominal.",
        )
    if asked.options.interval == "analytic" or asked.options.resample != "units":
        raise InvalidOptionError(
            option="interval, resample",
            value=f"{asked.options.interval}, {asked.options.resample}",
            advice="Coefficients of unitising resample documents, or stretches where "
            "there are few, and have no formula: leave these options out.",
        )
    return asked.statistics or known  # type: ignore[return-value]  # checked above


def _stretch(row: Row, number: int, path: Path) -> MarkedStretch:
    """Read one stretch; a row without ends and value says that nothing was found."""
    ends = [(row[name] or "").strip() for name in ("start", "end")]
    if any(ends) and not row["value"]:
        raise TableFileError(
            name=path.name,
            reason=f"Row {number}: a stretch without a value.",
            advice="Give its value; leave start and end empty, too, where a coder "
            "went through the document and found nothing.",
        )
    nothing = None if row["value"] else "0"
    return MarkedStretch(
        document=row["document"] or "",
        coder=row["coder"] or "",
        start=_whole(row["start"] or nothing, number, "start", path),
        end=_whole(row["end"] or nothing, number, "end", path),
        value=row["value"] or None,
    )


def _lengths(rows: Sequence[Row], path: Path) -> dict[str, int]:
    """Read how long documents are, where the table says it."""
    found: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(rows, 1):
        if not row.get("length"):
            continue
        document = row["document"] or ""
        length = _whole(row["length"], number, "length", path)
        before, first = found.setdefault(document, (length, number))
        if before != length:
            raise TableFileError(
                name=path.name,
                reason=f"Document {document!r} has two lengths, {before} in row "
                f"{first} and {length} in row {number}.",
                advice="Give one length a document.",
            )
    return {document: length for document, (length, _) in found.items()}


def _whole(text: str | None, number: int, column: str, path: Path) -> int:
    """Read a whole number no larger than a text can be long."""
    written = (text or "").strip()
    if _WHOLE.fullmatch(written) and int(written) <= LONGEST_CONTINUUM:
        return int(written)
    shown = repr(written[:_LONGEST_QUOTED])
    if not written:
        told = "is empty"
    elif _WHOLE.fullmatch(written) or written.isdecimal():
        told = f"{shown} is more than {LONGEST_CONTINUUM:,}"
    else:
        told = f"{shown} is no whole number"
    raise TableFileError(
        name=path.name,
        reason=f"Row {number}, column {column!r}: {told}.",
        advice="Stretches are counted in characters, words or seconds, from 0.",
    )
