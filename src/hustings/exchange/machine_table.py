"""Codings that a program made elsewhere, as a table tells them.

A row names its unit by id, by document, start and end, or by its words, as in tables of
codings by people. Beside the value may stand its probability, and the probabilities of
all codes: as JSON in a column `probabilities`, or in a column ``p_CODE`` for each code.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hustings.errors import TableRowsError
from hustings.exchange.coding_columns import clean, find_header, plain_name
from hustings.exchange.coding_rows import read_grid
from hustings.exchange.spreadsheets import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from hustings.exchange.table_codings import TableCoding
    from hustings.model.document import Problem

NESTED = ("probabilities", "evidence")
"""Columns that may hold objects or lists."""

_PREFIX = "p_"
_HEADER = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineRow:
    """One coding by a program as a table tells it.

    Attributes
    ----------
    coding : TableCoding
        Its unit, variable and value.
    probability : float or None
        Of the value.
    probabilities : mapping of str to float, or None
        By code.
    """

    coding: TableCoding
    probability: float | None = None
    probabilities: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineTable:
    """What was read of a table, in its order, and what was odd about it."""

    rows: tuple[MachineRow, ...]
    problems: tuple[Problem, ...] = ()


def read_machine_table(
    table: pa.Table, *, name: str, variables: Sequence[str] = ()
) -> MachineTable:
    """Read a table of codings by a program.

    Parameters
    ----------
    table : Table
        Every column as text.
    name : str
        Of its file.
    variables : sequence of str
        Those of the codebook, which may have a column each.

    Raises
    ------
    UnclearColumnError
        If no column names units, or none has values.
    TableRowsError
        If a number is none, or a probability is not from 0 to 1; with the rows.
    """
    names = tuple(table.column_names)
    columns = [table.column(i).to_pylist() for i in range(table.num_columns)]
    cells = [names, *zip(*columns, strict=True)]
    grid = Grid(name=name, rows=tuple(enumerate(cells, _HEADER)))
    header = find_header(grid, variables=variables)
    # who made a row is known: the program whose table this is
    places = {
        role: place for role, place in header.places.items() if role not in _NOT_ASKED
    }
    read = read_grid(grid, replace(header, places=places))
    shares = _Shares.of(name, names)
    rows = [
        MachineRow(
            coding=one,
            probability=shares.of_value(cells[one.row - _HEADER], one.row),
            probabilities=shares.of_codes(cells[one.row - _HEADER], one.row),
        )
        for one in read.codings
    ]
    return MachineTable(rows=tuple(rows), problems=read.problems)


_NOT_ASKED = frozenset({"made_by", "coder", "evidence", "unsure", "note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shares:
    """The columns with probabilities: of the value, of all codes, of each code."""

    name: str
    value: int | None
    joint: int | None
    by_code: Mapping[str, int]

    @staticmethod
    def of(name: str, names: Sequence[str]) -> _Shares:
        plain = {plain_name(one): place for place, one in enumerate(names)}
        return _Shares(
            name=name,
            value=plain.get("probability"),
            joint=plain.get("probabilities"),
            by_code={
                one.removeprefix(_PREFIX): place
                for place, one in enumerate(names)
                if one.startswith(_PREFIX) and len(one) > len(_PREFIX)
            },
        )

    def of_value(self, cells: Sequence[str | None], row: int) -> float | None:
        """Read the probability of the value."""
        text = clean(cells[self.value]) if self.value is not None else ""
        return self._share(text, row) if text else None

    def of_codes(
        self, cells: Sequence[str | None], row: int
    ) -> Mapping[str, float] | None:
        """Read the probabilities of all codes; what has none, has none of 1."""
        found = dict(self._joint(cells, row)) | {
            code: self._share(clean(cells[place]), row)
            for code, place in self.by_code.items()
            if clean(cells[place])
        }
        return found or None

    def _joint(
        self, cells: Sequence[str | None], row: int
    ) -> Iterator[tuple[str, float]]:
        text = clean(cells[self.joint]) if self.joint is not None else ""
        if not text:
            return
        try:
            read: Any = json.loads(text)
        except (ValueError, RecursionError):
            read = None
        if not isinstance(read, Mapping):
            raise TableRowsError(
                name=self.name,
                rows=[row],
                reason="Its probabilities are no JSON object.",
                advice='Write {"CODE": 0.75, ...}, or give each code a column p_CODE.',
            )
        for code, share in read.items():
            # a struct has all keys in every row
            if share is not None:
                yield str(code), self._share(str(share), row)

    def _share(self, text: str, row: int) -> float:
        try:
            share = float(text)
        except ValueError:
            share = math.nan
        if not 0 <= share <= 1:
            raise TableRowsError(
                name=self.name,
                rows=[row],
                reason=f"{text!r} is no probability.",
                advice="A probability is a number from 0 to 1.",
            )
        return share
