"""Units with what stands around them: the units before and after, and the heading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hustings.errors import MissingColumnError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

IntArray = NDArray[np.int64]

OFFSETS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
"""How far away the neighbours of a unit stand."""

_OPTIONAL = ("document", "before", "after", "heading", "language", "target")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsInContext:
    """Columns of units, all of one length.

    Attributes
    ----------
    units, texts : tuple of str
    documents : tuple of str or None
        Where known, rows of one document stand in reading order and together, and are
        each other's neighbours.
    befores, afters : tuple of str or None
        What stands before and after a unit, where no neighbour is known otherwise.
    headings : tuple of str or None
        The heading that the unit's block stands under.
    languages : tuple of str or None
        ISO 639-1.
    targets : tuple of str or None
        What a stance is asked about.
    """

    units: tuple[str, ...]
    texts: tuple[str, ...]
    documents: tuple[str | None, ...]
    befores: tuple[str | None, ...]
    afters: tuple[str | None, ...]
    headings: tuple[str | None, ...]
    languages: tuple[str | None, ...]
    targets: tuple[str | None, ...]

    @staticmethod
    def from_columns(columns: Mapping[str, Sequence[str | None]]) -> UnitsInContext:
        """Take columns unit, text, and of the others those that are there.

        Raises
        ------
        MissingColumnError
            If there is no unit or no text.

        Examples
        --------
        >>> columns = {"unit": ["1", "2"], "text": ["Trams.", "Roads."]}
        >>> UnitsInContext.from_columns(columns).n_units
        2
        """
        for name in ("unit", "text"):
            if name not in columns:
                raise MissingColumnError(
                    name="the table of units", column=name, known=tuple(columns)
                )
        n_units = len(columns["unit"])
        given = {
            name: tuple(value or None for value in columns.get(name, (None,) * n_units))
            for name in _OPTIONAL
        }
        return UnitsInContext(
            units=tuple(str(unit) for unit in columns["unit"]),
            texts=tuple(text or "" for text in columns["text"]),
            **{f"{name}s": values for name, values in given.items()},
        )

    @staticmethod
    def from_batch(batch: pa.RecordBatch) -> UnitsInContext:
        """Take the columns of an Arrow batch or table; as `from_columns`."""
        wanted = {"unit", "text", *_OPTIONAL} & set(batch.schema.names)
        return UnitsInContext.from_columns(
            {name: batch.column(name).to_pylist() for name in sorted(wanted)}
        )

    @staticmethod
    def from_rows(rows: Iterable[Mapping[str, str | None]]) -> UnitsInContext:
        """Take rows of a table that all have the same columns; as `from_columns`."""
        table = list(rows)
        names = list(table[0]) if table else ["unit", "text"]
        return UnitsInContext.from_columns(
            {name: [row.get(name) for row in table] for name in names}
        )

    @property
    def n_units(self) -> int:
        """How many units there are."""
        return len(self.units)

    def chosen(self, rows: IntArray) -> UnitsInContext:
        """Give some of the units; neighbours that are left out are lost."""
        return UnitsInContext(
            **{
                name: tuple(getattr(self, name)[i] for i in rows.tolist())
                for name in self.__slots__
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surroundings:
    """Every different text once, and which of them stand in and around each unit.

    Attributes
    ----------
    texts : tuple of str
    own : array of int, shape (n_units,)
        Index into `texts`.
    near : array of int, shape (n_units, 10)
        The same for the neighbours at `OFFSETS`; -1 where there is none.
    headings : array of int, shape (n_units,)
        The same for headings.
    target_texts : tuple of str
        Every different target once.
    targets : array of int, shape (n_units,)
        Index into `target_texts`; -1 where none is named.
    """

    texts: tuple[str, ...]
    own: IntArray
    near: IntArray
    headings: IntArray
    target_texts: tuple[str, ...]
    targets: IntArray

    def chosen(self, rows: IntArray) -> Surroundings:
        """Give some of the units, with the texts around them."""
        return replace(
            self,
            own=self.own[rows],
            near=self.near[rows],
            headings=self.headings[rows],
            targets=self.targets[rows],
        )


def find_surroundings(units: UnitsInContext) -> Surroundings:
    """Index the texts of units and of what stands around them."""
    index: dict[str, int] = {}
    own, befores, afters, headings = (
        _indexed(texts, index)
        for texts in (units.texts, units.befores, units.afters, units.headings)
    )
    near = _neighbours(own, document_numbers(units.documents))
    before, after = OFFSETS.index(-1), OFFSETS.index(1)
    near[:, before] = np.where(near[:, before] < 0, befores, near[:, before])
    near[:, after] = np.where(near[:, after] < 0, afters, near[:, after])
    target_index: dict[str, int] = {}
    targets = _indexed(units.targets, target_index)
    return Surroundings(
        texts=tuple(index),
        own=own,
        near=near,
        headings=headings,
        target_texts=tuple(target_index),
        targets=targets,
    )


def document_numbers(documents: Sequence[str | None]) -> IntArray:
    """Give documents numbers in order of appearance; -1 where none is named."""
    names = dict.fromkeys(name for name in documents if name is not None)
    numbers = {name: i for i, name in enumerate(names)}
    return np.array(
        [-1 if name is None else numbers[name] for name in documents], np.int64
    )


def _indexed(texts: Sequence[str | None], index: dict[str, int]) -> IntArray:
    return np.array(
        [-1 if text is None else index.setdefault(text, len(index)) for text in texts],
        np.int64,
    )


def _neighbours(own: IntArray, documents: IntArray) -> IntArray:
    """(n_units, n_offsets): texts of the units around, in the same document."""
    near = np.full((len(own), len(OFFSETS)), -1, np.int64)
    rows = np.arange(len(own))
    for column, offset in enumerate(OFFSETS):
        there = rows + offset
        inside = rows[(there >= 0) & (there < len(own))]
        same = documents[inside] == documents[inside + offset]
        beside = inside[same & (documents[inside] >= 0)]
        near[beside, column] = own[beside + offset]
    return near
