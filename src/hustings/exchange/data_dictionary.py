"""What the columns of a table mean: one definition for files, dictionaries and docs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Kind: TypeAlias = Literal[
    "text", "ISO date", "ISO time", "list", "JSON", "whole number", "number", "truth"
]
"""What the cells of a column are. Dates, times, lists and JSON are written as text; a
list has a space between its parts."""

_ARROW: Mapping[Kind, pa.DataType] = {
    "whole number": pa.int64(),
    "number": pa.float64(),
    "truth": pa.bool_(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    unit : str
        The unit or range of its numbers; empty for texts.
    values : tuple of str
        All that it can hold, where these are few.
    missing : str
        What a missing cell means; empty where none is ever missing.
    """

    name: str
    meaning: str
    kind: Kind = "text"
    unit: str = ""
    values: tuple[str, ...] = ()
    missing: str = ""

    @property
    def is_text(self) -> bool:
        """Whether its cells are text, however they are read."""
        return self.kind not in _ARROW


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDefinition:
    """A table by its name, with all its columns in their order."""

    name: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of its columns."""
        return [column.name for column in self.columns]

    def schema(self) -> pa.Schema:
        """Return it as an Arrow schema; every field carries what it means."""
        return pa.schema(
            [
                pa.field(
                    column.name,
                    _ARROW.get(column.kind, pa.string()),
                    metadata={"description": column.meaning},
                )
                for column in self.columns
            ]
        )

    def table_of(self, rows: Iterable[Mapping[str, object]]) -> pa.Table:
        """Make an Arrow table of rows; what a row lacks is missing."""
        listed = list(rows)
        return pa.Table.from_pylist(listed, schema=self.schema())


DICTIONARY: Final = TableDefinition(
    name="dictionary",
    meaning="What the columns of the tables mean.",
    columns=(
        Column(name="table", meaning="The table that has the column."),
        Column(name="column", meaning="The column's name."),
        Column(name="type", meaning="What its cells are."),
        Column(name="meaning", meaning="What it says."),
        Column(
            name="unit",
            meaning="The unit or range of its numbers.",
            missing="It holds no numbers, or plain ones.",
        ),
        Column(
            name="values",
            meaning="All that it can hold.",
            missing="These are many.",
        ),
        Column(name="missing", meaning="What a missing cell means."),
    ),
)
"""The table that explains others."""


def dictionary_rows(tables: Iterable[TableDefinition]) -> Iterator[dict[str, object]]:
    """Yield a row a column, with all that is known of it.

    Examples
    --------
    >>> next(dictionary_rows([DICTIONARY]))["meaning"]
    'The table that has the column.'
    """
    for table in tables:
        for column in table.columns:
            yield {
                "table": table.name,
                "column": column.name,
                "type": "true or false" if column.kind == "truth" else column.kind,
                "meaning": column.meaning,
                "unit": column.unit or None,
                "values": ", ".join(column.values) or None,
                "missing": column.missing or "never",
            }
