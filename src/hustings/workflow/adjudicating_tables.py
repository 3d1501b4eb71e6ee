"""Adjudication of a table of codings, with no project."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from hustings.coding.adjudication import adjudicate_codings
from hustings.coding.adjudication_results import Vote, row_of_settled
from hustings.coding.free_numbers import asked_in_words, known_value
from hustings.errors import (
    NothingToAdjudicateError,
    TableFileError,
    TableRowsError,
    UnknownCodeError,
)
from hustings.model.document import Problem
from hustings.outside.files import read_file
from hustings.outside.tables import read_table, require_columns
from hustings.store.sources import sha256_of
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.open_cases import FOR_PEOPLE, write_cases
from hustings.workflow.runs import plan_run
from hustings.workflow.table_results import TableResult
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from hustings.coding.adjudication_results import (
        AdjudicationResult,
        AdjudicationRule,
    )
    from hustings.model.codebook import Codebook

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
    TableRowsError
        If two rows have the same id.
    UnknownCodeError
        If a value is not in the codebook.
    UnclearRuleError
        If the senior coder has coded nothing.
    """
    table = read_table(path)
    require_columns(table, ["unit", "coder", "value"], path)
    if not table.num_rows:
        raise TableFileError(
            name=path.name,
            reason="No row stands below the names of the columns.",
            advice="Add a row for each coding.",
        )
    rows = _numbered(table.to_pylist(), variable)
    _check_ids(rows, path)
    coded = [row for row in rows if all(row[name] for name in ("unit", "coder"))]
    valued = [row for row in coded if row["value"]]
    if not valued:
        of = f"variable {variable!r}" if variable else "anything"
        raise NothingToAdjudicateError(wanted=f"{of} in {path.name}")
    known = _with_known_values(valued, codebook)
    given = [name for name in _SHOWN if name in table.column_names]
    by_variable: dict[str, list[Mapping[str, Any]]] = {}
    for row in known:
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
        {**row, "coding": row.get("coding") or str(number), "row": number}
        for number, row in enumerate(rows, 1)
        if variable is None or row.get("variable") == variable
    ]


def _check_ids(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Raise where two rows have one id: what they settle could not be told apart."""
    numbers: dict[str, list[int]] = {}
    for row in rows:
        numbers.setdefault(row["coding"], []).append(row["row"])
    for coding, found in numbers.items():
        if len(found) > 1:
            raise TableRowsError(
                name=path.name,
                rows=found,
                reason=f"They have the same id {coding!r} in the column 'coding'.",
                advice="Give every row an id of its own, or leave the column out.",
            )


def _with_known_values(
    rows: Sequence[Mapping[str, Any]], codebook: str | None
) -> list[Mapping[str, Any]]:
    """Write values as they are kept; raise at the first the codebook does not have."""
    if codebook is None:
        return list(rows)
    book = load_codebook(codebook).codebook
    return [{**row, "value": _known(row, book)} for row in rows]


def _known(row: Mapping[str, Any], book: Codebook) -> str:
    asked = [
        variable
        for variable in book.variables
        if row.get("variable") in {None, "", variable.name}
    ]
    known = (known_value(row["value"], variable) for variable in asked)
    value = next((one for one in known if one is not None), None)
    if value is None:
        codes = [
            *(code.code for variable in asked for code in variable.codes),
            *(asked_in_words(one.number) for one in asked if one.number is not None),
        ]
        raise UnknownCodeError(code=row["value"], codebook=book.name, known=codes)
    return value


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
