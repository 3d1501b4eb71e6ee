"""Rows that say one thing each of a unit, read into arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan, nan
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from hustings.errors import InvalidObservationsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray

NOT_ASKED = -1
"""In the place of a code: judged, and by that judgement nothing was to be coded."""

_EMPTY = (None, "")
_NO = frozenset({"no", "false", "0", "0.0"})
_YES = frozenset({"yes", "true", "1", "1.0"})


class UnitColumns(TypedDict):
    """What `hustings.scaling.unit_tables.UnitTable` is made of."""

    cases: tuple[str, ...]
    codes: tuple[str, ...]
    case_of_unit: IntArray
    unit_of_coding: IntArray
    code_of_coding: IntArray
    machine: FloatArray | None
    probability: FloatArray | None
    of_units: Mapping[str, FloatArray | IntArray]


def read_unit_rows(
    rows: Iterable[Mapping[str, object]],
    *,
    machine: str | None,
    codes: Sequence[str],
) -> UnitColumns:
    """Read rows of units; parameters and errors are those of `UnitTable.from_rows`."""
    reading = _Reading(machine=machine, codes=dict.fromkeys(codes))
    for number, row in enumerate(rows, 1):
        reading.take(row, number)
    return reading.columns()


_NAMED = {
    "block": "block_of_unit",
    "stratum": "stratum_of_unit",
    "cluster": "cluster_of_unit",
    "unitising": "unitising_of_unit",
}
_NUMBERED = ("boundary", "inner_cuts")


@dataclass(slots=True, kw_only=True)
class _Reading:
    """Rows read so far."""

    machine: str | None
    codes: dict[str, None]
    units: dict[tuple[str, str, str], int] = field(default_factory=dict)
    codings: list[tuple[int, str | None]] = field(default_factory=list)
    by_machine: dict[int, dict[str, float]] = field(default_factory=dict)
    known: dict[str, dict[int, object]] = field(default_factory=dict)

    def take(self, row: Mapping[str, object], number: int) -> None:
        """Take one row in."""
        document = row.get("document") or row.get("case")
        if row.get("unit") in _EMPTY or document in _EMPTY:
            _refuse(f"Row {number} names no unit or no document.", "Name both.")
        key = (str(document), str(row.get("unitising") or ""), str(row["unit"]))
        unit = self.units.setdefault(key, len(self.units))
        for name in (*_NAMED, *_NUMBERED, "inclusion_probability"):
            if row.get(name) not in _EMPTY:
                self._know(name, unit, row[name], number)
        self._code(row, unit, number)

    def _know(self, name: str, unit: int, value: object, number: int) -> None:
        """Keep what a row says of its unit."""
        known = self.known.setdefault(name, {})
        said = value if name in _NAMED else _number(value, name, number)
        if known.setdefault(unit, said) != said:
            _refuse(
                f"Row {number} gives a unit the {name} {value!r}, an earlier one "
                f"{known[unit]!r}.",
                "Give every unit one.",
            )

    def _code(self, row: Mapping[str, object], unit: int, number: int) -> None:
        """Keep the coding of a row, by hand or by the machine."""
        coder, value = row.get("coder"), row.get("value")
        given = row.get("probabilities")
        is_machine = self.machine is not None and coder == self.machine
        if is_machine or (given and coder in _EMPTY):
            if unit in self.by_machine:
                _refuse(
                    f"Row {number} is the machine's second for its unit.", "Keep one."
                )
            self.by_machine[unit] = _shares(given, value, number)
            self.codes.update(dict.fromkeys(self.by_machine[unit]))
        elif coder in _EMPTY:
            return
        elif not _is_asked(row, number):
            self.codings.append((unit, None))
        elif value not in _EMPTY:
            self.codings.append((unit, str(value)))
            self.codes.setdefault(str(value))

    def columns(self) -> UnitColumns:
        """Put everything into arrays."""
        if not self.units:
            _refuse("There is no row.", "Give a row for each unit.")
        codes = tuple(self.codes)
        place: dict[str | None, int] = {code: i for i, code in enumerate(codes)}
        place[None] = NOT_ASKED
        cases = tuple(dict.fromkeys(document for document, _, _ in self.units))
        index = {case: i for i, case in enumerate(cases)}
        is_sampled = "inclusion_probability" in self.known
        return UnitColumns(
            cases=cases,
            codes=codes,
            case_of_unit=np.array([index[key[0]] for key in self.units], np.int64),
            unit_of_coding=np.array([unit for unit, _ in self.codings], np.int64),
            code_of_coding=np.array([place[v] for _, v in self.codings], np.int64),
            machine=self._machine(codes) if self.by_machine else None,
            probability=self._numbers("inclusion_probability") if is_sampled else None,
            of_units=self._of_units(),
        )

    def _machine(self, codes: Sequence[str]) -> FloatArray:
        """Put the machine's shares into an array."""
        place = {code: i for i, code in enumerate(codes)}
        found = np.zeros((len(self.units), len(codes)))
        for unit, shares in self.by_machine.items():
            for code, share in shares.items():
                found[unit, place[code]] = share
        return found

    def _numbers(self, name: str) -> FloatArray:
        """Give a number of each unit, NaN where nothing was said."""
        found = np.full(len(self.units), nan)
        for unit, value in self.known[name].items():
            found[unit] = value
        return found

    def _of_units(self) -> dict[str, FloatArray | IntArray]:
        """Give what else is known of the units."""
        found: dict[str, FloatArray | IntArray] = {}
        for name, target in _NAMED.items():
            if name in self.known:
                found[target] = self._indices(name)
        if "boundary" in self.known:
            found["boundary"] = np.nan_to_num(self._numbers("boundary"), nan=1.0)
        if "inner_cuts" in self.known:
            found["inner_cuts"] = np.nan_to_num(self._numbers("inner_cuts"), nan=0.0)
        return found

    def _indices(self, name: str) -> IntArray:
        """Give each name a number; blocks and unitisings are a document's."""
        is_own = name in {"block", "unitising"}
        keys = [
            (key[0] if is_own else "", self.known[name].get(i))
            for i, key in enumerate(self.units)
        ]
        place = {key: i for i, key in enumerate(dict.fromkeys(keys))}
        return np.array([place[key] for key in keys], np.int64)


def _is_asked(row: Mapping[str, object], number: int) -> bool:
    """Read whether a coder's unit was to get a value."""
    said = str(row.get("asked") if row.get("asked") is not None else "").lower()
    if said not in {"", *_YES, *_NO}:
        _refuse(
            f"Row {number}: asked is {said!r}, which is neither yes nor no.",
            "Write no where the unit was judged and had no value to get.",
        )
    if said in _NO and row.get("value") not in _EMPTY:
        _refuse(
            f"Row {number} has a value, and says that none was asked for.",
            "Leave out one of the two.",
        )
    return said not in _NO


def _shares(given: object, value: object, number: int) -> dict[str, float]:
    """Read what the machine gives each code; its value alone is all of it."""
    if isinstance(given, dict) and given:
        shares = {
            str(code): _number(share, "probability", number)
            for code, share in given.items()
            if share is not None
        }
        if any(share < 0 for share in shares.values()) or sum(shares.values()) > 1.001:
            _refuse(
                f"Row {number}: the machine's probabilities are no shares of 1.",
                "Give numbers from 0 that add up to 1 at most.",
            )
        return shares
    return {} if value in _EMPTY else {str(value): 1.0}


def _number(value: object, name: str, number: int) -> float:
    """Read a number."""
    try:
        found = float(str(value))
    except ValueError:
        found = nan
    if isnan(found):
        _refuse(f"Row {number}: the {name} {value!r} is no number.", "Correct it.")
    return found


def _refuse(reason: str, advice: str) -> None:
    raise InvalidObservationsError(reason=reason, advice=advice)
