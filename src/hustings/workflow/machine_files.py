"""Codings that a program made elsewhere, from a file: matched to units, and checked."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from hustings.coding.answers import (
    TOLERANCE,
    CheckedAnswer,
    answers_batch,
)
from hustings.errors import NoAnswerFitsError, TableFileError, TableRowsError
from hustings.exchange.machine_table import NESTED, read_machine_table
from hustings.exchange.unit_matching import match_rows
from hustings.model.document import Problem
from hustings.outside.files import read_file
from hustings.outside.tables import parse_table
from hustings.store.sources import sha256_of
from hustings.workflow.said_values import check_values, with_variables
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hustings.exchange.machine_table import MachineRow
    from hustings.exchange.unit_index import KnownUnit
    from hustings.exchange.unit_matching import Match
    from hustings.model.codebook import Codebook

_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCodings:
    """A table of codings by a program, read.

    Attributes
    ----------
    name : str
        Of the file.
    sha256 : str
    rows : tuple of MachineRow
    problems : tuple of Problem
    """

    name: str
    sha256: str
    rows: tuple[MachineRow, ...]
    problems: tuple[Problem, ...]

    @property
    def coder_id(self) -> str:
        """Under which codings are kept: ``file:`` and the file's name."""
        return f"file:{self.name.rpartition('.')[0] or self.name}"

    @property
    def version(self) -> str:
        """The beginning of the file's hash."""
        return self.sha256[:_DIGITS]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswers:
    """What a table says of some units.

    Attributes
    ----------
    answers : mapping of str to Table
        By variable, of `hustings.coding.coders.CODED`, the units that it names.
    codes : mapping of str to tuple of str
        By variable, in the order of the probabilities.
    problems : tuple of Problem
    """

    answers: Mapping[str, pa.Table]
    codes: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def open_file_codings(path: Path, *, variables: Sequence[str] = ()) -> FileCodings:
    """Read a table of codings by a program: CSV, JSONL or Parquet.

    Parameters
    ----------
    variables : sequence of str
        Those of the codebook, which may have a column each.

    Raises
    ------
    UnreadableFileError, TableFileError, UnclearColumnError, TableRowsError
        If it is no such table.
    """
    content = read_file(path)
    table = parse_table(content, name=path.name, nested=NESTED)
    read = read_machine_table(table, name=path.name, variables=variables)
    if not read.rows:
        raise TableFileError(
            name=path.name,
            reason="No row of codings stands below the names of the columns.",
            advice="Add a row for each coded unit.",
        )
    return FileCodings(
        name=_printable(path.name),
        sha256=sha256_of(content),
        rows=read.rows,
        problems=read.problems,
    )


def _printable(name: str) -> str:
    """Give a file's name without what no table can hold and no line can show."""
    return "".join(one if one.isprintable() else "_" for one in name)


def answers_on_units(
    codings: FileCodings,
    units: Sequence[KnownUnit],
    documents: Mapping[str, str | None],
    *,
    codebook: Codebook | None = None,
    variable: str | None = None,
) -> FileAnswers:
    """Find what a table says of units, matched as codings by people are.

    Parameters
    ----------
    units, documents
        As for `hustings.exchange.unit_matching.match_rows`.
    codebook : Codebook, optional
        Values are checked against it; without one, whatever stands there counts.
    variable : str, optional
        What was coded in rows that name no variable.

    Raises
    ------
    TableRowsError
        If a value is not in the codebook, rows contradict each other, or probabilities
        do not add up to 1; with the rows.
    NoAnswerFitsError
        If no row fits a unit.
    """
    rows = [_with_likeliest(row) for row in codings.rows]
    rows = _checked(rows, codebook, variable, codings.name)
    matches = match_rows([row.coding for row in rows], units, documents)
    _require_some(rows, matches, codings.name)
    by_variable: defaultdict[str, list[tuple[MachineRow, str]]] = defaultdict(list)
    for row, match in zip(rows, matches, strict=True):
        if match.unit is not None and row.coding.value is not None:
            found = (row, units[match.unit].unit)
            by_variable[row.coding.variable or ""].append(found)
    codes = {
        name: _codes([row for row, _ in found], codebook, name, codings.name)
        for name, found in by_variable.items()
    }
    return FileAnswers(
        answers={
            name: _answers(found, codes[name], codings.name)
            for name, found in by_variable.items()
        },
        codes=codes,
        problems=(*codings.problems, *_unmatched(codings.name, rows, matches)),
    )


def _with_likeliest(row: MachineRow) -> MachineRow:
    """Let the likeliest code be the value of a row that names none."""
    shares = row.probabilities
    if row.coding.value is not None or not shares:
        return row
    value = max(shares, key=lambda code: shares[code])
    return replace(row, coding=replace(row.coding, value=value))


def _checked(
    rows: Sequence[MachineRow],
    codebook: Codebook | None,
    variable: str | None,
    name: str,
) -> list[MachineRow]:
    """Fill in variables, and check values against the codebook."""
    if codebook is None:
        return [
            replace(
                row,
                coding=replace(row.coding, variable=row.coding.variable or variable),
            )
            for row in rows
        ]
    named = with_variables([row.coding for row in rows], codebook, variable, name=name)
    checked = check_values(named, codebook, name=name)
    return [replace(row, coding=one) for row, one in zip(rows, checked, strict=True)]


def _require_some(
    rows: Sequence[MachineRow], matches: Sequence[Match], name: str
) -> None:
    """Raise where no row with a value fits a unit."""
    valued = [
        match
        for row, match in zip(rows, matches, strict=True)
        if row.coding.value is not None
    ]
    if not any(match.unit is not None for match in valued):
        reason = valued[0].reason if valued else "No row has a value."
        raise NoAnswerFitsError(name=name, n_rows=len(rows), reason=reason)


def _codes(
    rows: Sequence[MachineRow], codebook: Codebook | None, variable: str, name: str
) -> tuple[str, ...]:
    """Give the codes that have a probability or are given, in the codebook's order."""
    used = {row.coding.value or "" for row in rows}
    used |= {code for row in rows for code in row.probabilities or ()}
    known = [
        code.code
        for one in (codebook.variables if codebook else ())
        if one.name == variable
        for code in one.codes
    ]
    strange = [
        row for row in rows if known and not set(row.probabilities or ()) <= set(known)
    ]
    if strange:
        code = next(c for c in strange[0].probabilities or () if c not in known)
        raise TableRowsError(
            name=name,
            rows=[row.coding.row for row in strange],
            reason=f"They have a probability of {code!r}, which is no code of the "
            f"variable {variable!r}.",
            advice="Name the codebook of these codings with --codebook.",
        )
    ordered = [code for code in known if code in used]
    return (*ordered, *sorted(used - set(ordered)))


def _answers(
    found: Sequence[tuple[MachineRow, str]], codes: tuple[str, ...], name: str
) -> pa.Table:
    """Put the answers on units into a table, each unit once."""
    by_unit: dict[str, MachineRow] = {}
    for row, unit in found:
        other = by_unit.setdefault(unit, row)
        if other.coding.value != row.coding.value:
            raise TableRowsError(
                name=name,
                rows=[other.coding.row, row.coding.row],
                reason=f"They say different things of the unit {unit!r}.",
                advice="Leave one.",
            )
    answers = [_answer(row, codes, name) for row in by_unit.values()]
    return pa.Table.from_batches([answers_batch(list(by_unit), answers)])


def _answer(row: MachineRow, codes: tuple[str, ...], name: str) -> CheckedAnswer:
    value, shares = row.coding.value, row.probabilities
    if shares is None:
        return CheckedAnswer(value=value, probability=row.probability)
    total = sum(shares.values())
    if abs(total - 1) > TOLERANCE:
        raise TableRowsError(
            name=name,
            rows=[row.coding.row],
            reason=f"Its probabilities add up to {total:.3g}, not to 1.",
            advice="Give a probability for every code.",
        )
    whole = tuple(shares.get(code, 0.0) / total for code in codes)
    own = whole[codes.index(value or "")]
    return CheckedAnswer(
        value=value,
        probability=own if row.probability is None else row.probability,
        probabilities=whole,
    )


def _unmatched(
    name: str, rows: Sequence[MachineRow], matches: Sequence[Match]
) -> Iterator[Problem]:
    """Tell how many rows fit no unit, by what became of them."""
    left = [
        (row.coding.row, match)
        for row, match in zip(rows, matches, strict=True)
        if row.coding.value is not None and match.unit is None
    ]
    for outcome, n in Counter(match.outcome for _, match in left).most_common():
        number, first = next(one for one in left if one[1].outcome == outcome)
        yield Problem(
            kind="row not matched",
            message=f"{name}: {count(n, 'row')} not matched ({outcome}), such as row "
            f"{number}: {first.reason}",
        )
