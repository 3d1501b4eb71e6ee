"""Adjudication of a table of codings, with no project."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from hustings.coding.adjudication import adjudicate_codings
from hustings.coding.adjudication_results import Vote, row_of_settled
from hustings.errors import NothingToAdjudicateError, UnknownCodeError
from hustings.model.document import Problem
from hustings.outside.files import read_file
from hustings.outside.tables import read_table, require_columns
from hustings.store.sources import sha256_of
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.open_cases import FOR_PEOPLE, write_cases
from hustings.workflow.runs import plan_run
from hustings.workflow.tabling import TableResult
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from hustings.coding.adjudication_results import (
        AdjudicationResult,
        AdjudicationRule,
    )

_SHOWN = ("document", "unit", "variable")


def adjudicate_table(
    path: Path,
    rule: AdjudicationRule,
    *,
    codebook: str | None = None,
    variable: str | None = None,
) -> TableResult:
    """Settle the codings of a table by a rule, variable by variable.

    Parameters
    ----------
    path : pathlib.Path
        Columns unit, coder, value and, if wished, document (units of one name in two
        documents are two), variable, coding (an id for each row, its number otherwise)
        and text.
    codebook : str, optional
        Name or file of the codebook whose codes the values must be.
    variable : str, optional
        One variable; all otherwise.

    Returns
    -------
    TableResult
        Rows document, unit, variable (where the table has them), value (None where
        the case stays open), rule, probability, settles, codings, reason.

    Raises
    ------
    MissingFileError, TableFileError, MissingColumnError
        If the table cannot be read, or lacks a column.
    NothingToAdjudicateError
        If no row has a value.
    UnknownCodeError
        If a value is not in the codebook.
    UnclearRuleError
        If the senior coder has coded nothing.
    """
    table = read_table(path)
    require_columns(table, ["unit", "coder", "value"], path)
    rows = _numbered(table.to_pylist(), variable)
    coded = [row for row in rows if all(row[name] for name in ("unit", "coder"))]
    valued = [row for row in coded if row["value"]]
    if not valued:
        of = f"variable {variable!r}" if variable else "anything"
        raise NothingToAdjudicateError(wanted=f"{of} in {path.name}")
    _check_codes(valued, codebook)
    given = [name for name in _SHOWN if name in table.column_names]
    by_variable: dict[str, list[Mapping[str, Any]]] = {}
    for row in valued:
        by_variable.setdefault(row.get("variable") or "", []).append(row)
    results = {
        name: adjudicate_codings(map(_vote, some), rule)
        for name, some in by_variable.items()
    }
    return TableResult(
        rows=tuple(
            row
            for name, result in results.items()
            for row in _rows(result, by_variable[name], given)
        ),
        problems=(
            *_left_out(rows, valued),
            *(one for name, result in results.items() for one in _about(name, result)),
            *_repeated(valued),
        ),
        run=plan_run(
            "adjudicate",
            parameters={"from": path.name, "rule": asdict(rule), "variable": variable},
            inputs=[sha256_of(read_file(path))],
        ),
    )


def write_table_worklist(source: Path, result: TableResult, path: Path) -> int:
    """Write the open cases of a table as CSV; return how many there are.

    Raises
    ------
    RepeatedWorklistError, OutputFileError
        If the file is there, or its folder is not.
    """
    table = read_table(source)
    text = "text" in table.column_names
    words = {_key(row): row["text"] for row in table.to_pylist()} if text else {}
    rows = [
        {**row, "words": words.get(_key(row), ""), **FOR_PEOPLE}
        for row in result.rows
        if row["value"] is None
    ]
    named = [name for name in _SHOWN if rows and name in rows[0]] or ["unit"]
    write_cases(
        path, rows, (*named, "words", "codings", "reason", "probability", *FOR_PEOPLE)
    )
    return len(rows)


def _numbered(
    rows: Iterable[Mapping[str, str | None]], variable: str | None
) -> list[dict[str, Any]]:
    """Give each row an id, and keep those of the variable that was asked for."""
    return [
        {**row, "coding": row.get("coding") or str(number)}
        for number, row in enumerate(rows, 1)
        if variable is None or row.get("variable") == variable
    ]


def _check_codes(rows: Sequence[Mapping[str, Any]], codebook: str | None) -> None:
    """Raise at the first value that the codebook does not have."""
    if codebook is None:
        return
    book = load_codebook(codebook).codebook
    for row in rows:
        codes = [
            code.code
            for variable in book.variables
            if row.get("variable") in {None, "", variable.name}
            for code in variable.codes
        ]
        if row["value"] not in codes:
            raise UnknownCodeError(code=row["value"], codebook=book.name, known=codes)


def _key(row: Mapping[str, Any]) -> str:
    """Tell units of one name in two documents apart."""
    return f"{row.get('document') or ''}\n{row['unit']}"


def _vote(row: Mapping[str, Any]) -> Vote:
    return Vote(
        unit=_key(row), coder=row["coder"], value=row["value"], coding=row["coding"]
    )


def _rows(
    result: AdjudicationResult,
    rows: Iterable[Mapping[str, Any]],
    given: Sequence[str],
) -> Iterator[dict[str, Any]]:
    """Yield what was settled, with the columns that say of what."""
    first: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        first.setdefault(_key(row), row)
    for settled in result.settled:
        names = {name: first[settled.unit][name] for name in given}
        yield {**names, **row_of_settled(settled), "unit": names["unit"]}


def _left_out(rows: Sequence[object], valued: Sequence[object]) -> Iterator[Problem]:
    """Tell of rows that say nothing."""
    n = len(rows) - len(valued)
    if n:
        yield Problem(
            kind="empty cells",
            message=f"{count(n, 'row')} without a unit, coder or value left out.",
        )


def _repeated(rows: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """Tell of coders who coded a unit more than once."""
    counts = Counter((_key(row), row["coder"], row.get("variable")) for row in rows)
    n = sum(1 for times in counts.values() if times > 1)
    if n:
        yield Problem(
            kind="repeated coding",
            message=f"{n:,} times a coder gave one unit several values; a rule splits "
            "that coder's vote between them, and dawid-skene takes each as a coding.",
        )


def _about(variable: str, result: AdjudicationResult) -> Iterator[Problem]:
    """Say of which variable a problem is, if the table has any."""
    for one in result.problems:
        message = f"{variable}: {one.message}" if variable else one.message
        yield replace(one, message=message)
