"""Codings of given units in long form: unit, coder and value of each, as numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from hustings.errors import InvalidOptionError, MissingOrderError, ValueLevelError
from hustings.model.codebook import Level
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.estimates.resampling import FloatArray
    from hustings.model.coding import Coding

IntArray: TypeAlias = NDArray[np.int64]

Groups: TypeAlias = Literal["documents", "blocks"]
"""What units can stand in."""

_MOST_NAMED = 5
_NUMBER = re.compile(r"[+-]?([0-9]+(?:\.[0-9]+)?)(?:[eE][+-]?[0-9]{1,9})?")
_LARGEST = 1e100
_SMALLEST = 1e-100
_FINE = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedUnits:
    """Who gave which unit which value, one entry a coding.

    Attributes
    ----------
    units, coders, values : array of shape (n_codings,)
        Indices of unit, coder and value.
    rows : array of shape (n_codings,)
        Number of each coding's row in the table, from 1, for messages.
    unit_names, coder_names, value_names : tuple of str
        By index; coders and values in alphabetical order, or values in their own.
    level : {"nominal", "ordinal", "interval", "ratio"}
        Level of measurement of the values.
    numbers : array of shape (n_different_values,) or None
        What the values are on their scale, increasing; ranks from 0 for ordinal
        values; None for nominal ones.
    groups : mapping of str to array of shape (n_units,)
        Index of each unit's document, and of its block, where known.
    problems : tuple of Problem
        What is odd about the codings.
    """

    units: IntArray
    coders: IntArray
    values: IntArray
    rows: IntArray
    unit_names: tuple[str, ...]
    coder_names: tuple[str, ...]
    value_names: tuple[str, ...]
    level: Level = "nominal"
    numbers: FloatArray | None = None
    groups: Mapping[Groups, IntArray] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @staticmethod
    def from_rows(
        rows: Iterable[Mapping[str, str | None]],
        *,
        level: Level = "nominal",
        order: Sequence[str] | None = None,
    ) -> CodedUnits:
        """Read rows with the columns unit, coder, value [, document, block].

        Where there are documents, a unit is one of its document: unit 1 of one
        document is not unit 1 of another. A row with an empty value says that the
        coder gave none and is left out.

        Parameters
        ----------
        level : {"nominal", "ordinal", "interval", "ratio"}, default="nominal"
        order : sequence of str, optional
            Ordinal values from low to high; needed unless all are numbers.

        Raises
        ------
        ValueLevelError
            If a value is no number where `level` needs one, or not in `order`.
        MissingOrderError
            If ordinal values are no numbers and there is no `order`.

        Examples
        --------
        >>> rows = [
        ...     {"unit": "u1", "coder": "ana", "value": "for"},
        ...     {"unit": "u1", "coder": "bo", "value": "against"},
        ... ]
        >>> CodedUnits.from_rows(rows).value_names
        ('against', 'for')
        """
        columns: dict[str, list[str]] = {name: [] for name in _COLUMNS}
        numbers: list[int] = []
        incomplete: list[int] = []
        for number, row in enumerate(rows, 1):
            if not row.get("value"):
                continue
            if not row.get("unit") or not row.get("coder"):
                incomplete.append(number)
                continue
            numbers.append(number)
            for name, column in columns.items():
                column.append(row.get(name) or "")
        coded = _index(columns, np.array(numbers, dtype=np.int64))
        coded = replace(coded, problems=(*_incomplete(incomplete), *_oddities(coded)))
        return at_level(coded, level, order=order)

    @staticmethod
    def from_codings(
        codings: Iterable[Coding],
        *,
        level: Level = "nominal",
        order: Sequence[str] | None = None,
    ) -> CodedUnits:
        """Take codings of one variable; options and errors as for `from_rows`."""
        rows = (
            {"unit": one.unit_id, "coder": one.coder_id, "value": one.value}
            for one in codings
        )
        return CodedUnits.from_rows(rows, level=level, order=order)

    @property
    def n_units(self) -> int:
        """Units with at least one value."""
        return len(self.unit_names)


_COLUMNS = ("unit", "coder", "value", "document", "block")


def at_level(
    coded: CodedUnits, level: Level, *, order: Sequence[str] | None = None
) -> CodedUnits:
    """Put the values on their scale: numbers in increasing order, equal ones merged.

    Raises
    ------
    ValueLevelError, MissingOrderError
        As `CodedUnits.from_rows` does.
    """
    if level not in get_args(Level):
        raise InvalidOptionError(
            option="level",
            value=level,
            advice="Choose nominal, ordinal, interval or ratio.",
        )
    if level == "nominal":
        return coded
    numbers = _numbers(coded, level, order)
    different, new = np.unique(_lifted(numbers), return_inverse=True)
    first = {int(k): i for i, k in reversed(list(enumerate(new)))}
    is_ordinal = level == "ordinal"
    return replace(
        coded,
        values=new[coded.values].astype(np.int64),
        value_names=tuple(coded.value_names[first[k]] for k in range(len(different))),
        numbers=np.arange(len(different), dtype=float) if is_ordinal else different,
        level=level,
    )


def _numbers(
    coded: CodedUnits, level: Level, order: Sequence[str] | None
) -> FloatArray:
    """Turn every value into its number, or its place in the order."""
    if level == "ordinal" and order is not None:
        _check_order(order)
        places = {value: float(i) for i, value in enumerate(order)}
        found = [places.get(name, math.nan) for name in coded.value_names]
        _require_all(coded, found, level, "is not in the order given", _ADD_TO_ORDER)
        return np.array(found)
    found = [_number(name) for name in coded.value_names]
    if level == "ordinal" and any(map(math.isnan, found)):
        raise MissingOrderError(values=coded.value_names)
    _require_all(coded, found, level, "is no number", _LEAVE_EMPTY)
    sized = [math.nan if math.isinf(one) else one for one in found]
    _require_all(coded, sized, level, "is no number of such a size", _SIZE)
    if level == "ratio":
        signed = [math.nan if one < 0 else one for one in found]
        _require_all(coded, signed, level, "is no number from 0 up", _USE_INTERVAL)
    return np.array(found)


_ADD_TO_ORDER = "Add it to the order, or correct the row."
_SIZE = "Numbers are 0, or from 1e-100 to 1e100 without their sign."
_LEAVE_EMPTY = "Correct the row; leave the cell empty where a value is missing."
_USE_INTERVAL = "Numbers below 0 have no ratio: choose level interval."


def _number(text: str) -> float:
    """Read a plain number; NaN where it is none.

    Squares of very large and very small numbers are no numbers, so these are infinite.
    """
    written = text.strip().replace("\u2212", "-")
    found = _NUMBER.fullmatch(written)
    if found is None:
        return math.nan
    number = float(written)
    is_zero = not found[1].strip("0.")
    return number if is_zero or _SMALLEST <= abs(number) <= _LARGEST else math.inf


def _lifted(numbers: FloatArray) -> FloatArray:
    """Scale very small numbers up by a power of 2, which no coefficient sees.

    Their squares would be taken for no difference.
    """
    largest = float(np.abs(numbers).max(initial=0))
    if largest == 0 or largest > _FINE:
        return numbers
    lifted: FloatArray = np.ldexp(numbers, -int(np.frexp(largest)[1]))
    return lifted


def _check_order(order: Sequence[str]) -> None:
    """Refuse an order in which a value stands twice."""
    twice = [value for value, n in Counter(order).items() if n > 1]
    if twice:
        raise InvalidOptionError(
            option="order", value=twice[0], advice="Name every value once."
        )


def _require_all(
    coded: CodedUnits, found: Sequence[float], level: Level, reason: str, advice: str
) -> None:
    """Raise for the first row whose value is not a number."""
    bad = np.flatnonzero(np.isnan(np.array(found))[coded.values])
    if bad.size:
        at = int(bad[0])
        raise ValueLevelError(
            value=coded.value_names[coded.values[at]],
            unit=coded.unit_names[coded.units[at]],
            row=int(coded.rows[at]),
            level=level,
            reason=reason,
            advice=advice,
        )


def _index(columns: Mapping[str, Sequence[str]], rows: IntArray) -> CodedUnits:
    """Replace names by indices into sorted names."""
    keys = list(zip(columns["document"], columns["unit"], strict=True))
    units = sorted(set(keys))
    place = {key: i for i, key in enumerate(units)}
    of_coding = np.array([place[key] for key in keys], dtype=np.int64)
    coder_names, coders = _factor(columns["coder"])
    value_names, values = _factor(columns["value"])
    return CodedUnits(
        units=of_coding,
        coders=coders,
        values=values,
        rows=rows,
        unit_names=tuple(unit for _, unit in units),
        coder_names=coder_names,
        value_names=value_names,
        groups=_groups(columns, of_coding, len(units)),
    )


def _factor(names: Sequence[str]) -> tuple[tuple[str, ...], IntArray]:
    """Sort the different names, and give each name's index."""
    different = sorted(set(names))
    place = {name: i for i, name in enumerate(different)}
    return tuple(different), np.array([place[name] for name in names], dtype=np.int64)


def _groups(
    columns: Mapping[str, Sequence[str]], units: IntArray, n_units: int
) -> dict[Groups, IntArray]:
    """Give each unit's document and block, where every row names them."""
    documents = columns["document"]
    pairs = list(zip(documents, columns["block"], strict=True))
    found: dict[Groups, IntArray] = {}
    if documents and all(documents):
        found["documents"] = _of_units(_factor(documents)[1], units, n_units)
    if pairs and all(block for _, block in pairs):
        blocks = {pair: i for i, pair in enumerate(sorted(set(pairs)))}
        index = np.array([blocks[pair] for pair in pairs], dtype=np.int64)
        found["blocks"] = _of_units(index, units, n_units)
    return found


def _of_units(index: IntArray, units: IntArray, n_units: int) -> IntArray:
    """Take what the codings of each unit say."""
    found = np.zeros(n_units, dtype=np.int64)
    found[units] = index
    return found


def _incomplete(rows: Sequence[int]) -> Iterable[Problem]:
    """Tell of rows that name no unit or no coder."""
    if rows:
        named = ", ".join(map(str, rows[:_MOST_NAMED]))
        yield Problem(
            kind="incomplete row",
            message=f"{len(rows)} rows have a value but no unit or no coder and were "
            f"left out (row {named}{', ...' if len(rows) > _MOST_NAMED else ''}).",
        )


def _oddities(coded: CodedUnits) -> Iterable[Problem]:
    """Tell of repeated codings and of names with spaces at their ends."""
    pairs = coded.units * max(len(coded.coder_names), 1) + coded.coders
    _, first, times = np.unique(pairs, return_index=True, return_counts=True)
    twice = first[times > 1]
    if twice.size:
        at = int(twice.min())
        yield Problem(
            kind="repeated coding",
            message=f"{twice.size} times one coder gave a unit more than one value, "
            f"first coder {coded.coder_names[coded.coders[at]]!r} in unit "
            f"{coded.unit_names[coded.units[at]]!r}; each counts as a value.",
        )
    names = {*coded.coder_names, *coded.value_names}
    padded = sorted(repr(one) for one in names if one != one.strip())
    if padded:
        yield Problem(
            kind="padded names",
            message=f"Coders or values with spaces at their ends are taken as they "
            f"are: {', '.join(padded[:_MOST_NAMED])}. Take the spaces out if they are "
            "not meant.",
        )
