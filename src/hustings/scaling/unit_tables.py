"""A table of units with all that is known of them: who coded what, and how it came in.

One row says one thing of one unit: that it is there, that a coder gave it a value, or
what a machine made of it. This is what the uncertainty of a scale rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import isnan, nan
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidObservationsError
from hustings.estimates.observations import UnitObservations
from hustings.scaling.marpor import heading_codes, main_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from hustings.estimates.observations import BoolArray, IntArray
    from hustings.estimates.resampling import FloatArray

_EMPTY = (None, "")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitTable:
    """Units of all cases, with their codings by hand and by a machine.

    Attributes
    ----------
    cases, codes : tuple of str
        Names, each once.
    case_of_unit : array of int, shape (n_units,)
    unit_of_coding, code_of_coding : array of int, shape (n_codings,)
        Codings by hand: which unit, and which code.
    machine : array of shape (n_units, n_codes) or None
        0 and 1, or probabilities; 0 throughout where the machine found no code.
    probability : array of shape (n_units,) or None
        Inclusion probabilities; NaN outside of the sample. None: there is no sample.
    of_units : mapping of str to array of shape (n_units,)
        What else is known: any of ``block_of_unit``, ``stratum_of_unit``,
        ``cluster_of_unit``, ``unitising_of_unit``, ``boundary``, ``inner_cuts``, as
        `hustings.estimates.observations.UnitObservations` has them.
    """

    cases: tuple[str, ...]
    codes: tuple[str, ...]
    case_of_unit: IntArray
    unit_of_coding: IntArray
    code_of_coding: IntArray
    machine: FloatArray | None = None
    probability: FloatArray | None = None
    of_units: Mapping[str, FloatArray | IntArray] = field(default_factory=dict)

    @staticmethod
    def from_rows(
        rows: Iterable[Mapping[str, object]],
        *,
        machine: str | None = None,
        codes: Sequence[str] = (),
    ) -> UnitTable:
        """Read rows of units, in reading order.

        Parameters
        ----------
        rows : iterable of mappings
            ``unit`` and ``document`` (or ``case``) say which unit a row is about.
            ``coder`` and ``value`` are a coding; a row without them says that the unit
            is there. ``probabilities`` maps codes to what a machine gives them.
            ``inclusion_probability`` stands in any row of a unit of the sample and is
            empty elsewhere. ``block``, ``stratum``, ``cluster``, ``unitising`` are
            names; ``boundary`` and ``inner_cuts`` numbers.
        machine : str, optional
            The coder whose rows are the machine's codings. All others are by hand.
        codes : sequence of str, optional
            Codes in their order; others follow as they occur.

        Raises
        ------
        InvalidObservationsError
            If there is no row, a row names no unit, a number is none, a unit has two
            inclusion probabilities, or the machine has two rows for a unit.

        Examples
        --------
        >>> table = UnitTable.from_rows(
        ...     [
        ...         {
        ...             "document": "Harbour",
        ...             "unit": "1",
        ...             "coder": "ana",
        ...             "value": "trams",
        ...         },
        ...         {
        ...             "document": "Harbour",
        ...             "unit": "2",
        ...             "coder": "ana",
        ...             "value": "cars",
        ...         },
        ...     ]
        ... )
        >>> table.codes, table.case_of_unit.tolist()
        (('trams', 'cars'), [0, 0])
        """
        reading = _Reading(machine=machine, codes=dict.fromkeys(codes))
        for number, row in enumerate(rows, 1):
            reading.take(row, number)
        return reading.table()

    @staticmethod
    def from_arrow(
        table: pa.Table, *, machine: str | None = None, codes: Sequence[str] = ()
    ) -> UnitTable:
        """Read an Arrow table with the columns of `from_rows`; errors as there."""
        return UnitTable.from_rows(table.to_pylist(), machine=machine, codes=codes)

    def in_main_codes(self) -> UnitTable:
        """Fold sub-codes into their main codes, as `main_code` says."""
        return self.renamed({code: main_code(code) for code in self.codes})

    def renamed(self, mains: Mapping[str, str]) -> UnitTable:
        """Give codes other names; those that get the same one become one."""
        names = tuple(dict.fromkeys(mains[code] for code in self.codes))
        place = {name: i for i, name in enumerate(names)}
        new = np.array([place[mains[code]] for code in self.codes], np.int64)
        groups = np.zeros((len(self.codes), len(names)))
        groups[np.arange(len(self.codes)), new] = 1
        return replace(
            self,
            codes=names,
            code_of_coding=new[self.code_of_coding],
            machine=None if self.machine is None else self.machine @ groups,
        )

    def without_headings(self) -> UnitTable:
        """Leave out units that were coded as headings, as `heading_codes` says."""
        headings = heading_codes(self.codes)
        if not headings:
            return self
        is_heading = np.array([code in headings for code in self.codes])
        left_out = np.zeros(len(self.case_of_unit), np.bool_)
        left_out[self.unit_of_coding[is_heading[self.code_of_coding]]] = True
        if self.machine is not None:
            left_out |= self.machine[:, is_heading].sum(axis=1) > 0.5
        return _without_codes(_keep(self, ~left_out), is_heading)

    def observations(self) -> UnitObservations:
        """Give what the engine takes, one column a code."""
        amounts = np.zeros((len(self.code_of_coding), len(self.codes)))
        amounts[np.arange(len(amounts)), self.code_of_coding] = 1
        return UnitObservations(
            cases=self.cases,
            case_of_unit=self.case_of_unit,
            unit_of_coding=self.unit_of_coding,
            amounts=amounts,
            machine=self.machine,
            probability=self.probability,
            **self.of_units,  # type: ignore[arg-type] # each array as its name says
        )

    def has_coded(self, is_coded: BoolArray) -> BoolArray:
        """Say which cases have a unit with one of some codes, by hand or by machine.

        Parameters
        ----------
        is_coded : array of bool, shape (n_codes,)

        Returns
        -------
        array of bool, shape (n_cases,)
        """
        found = np.zeros(len(self.cases), np.bool_)
        codings = self.unit_of_coding[is_coded[self.code_of_coding]]
        found[self.case_of_unit[codings]] = True
        if self.machine is not None:
            by_machine = self.machine[:, is_coded].any(axis=1)
            found[self.case_of_unit[by_machine]] = True
        return found

    def of_cases(self, kept: BoolArray) -> UnitTable:
        """Keep some of the cases, as `kept` of shape (n_cases,) says."""
        if kept.all():
            return self
        table = _keep(self, kept[self.case_of_unit])
        return replace(
            table,
            cases=tuple(np.array(self.cases, dtype=object)[kept]),
            case_of_unit=(np.cumsum(kept) - 1)[table.case_of_unit],
        )

    def joined(self, names: Sequence[str]) -> UnitTable:
        """Give cases other names; those that get the same one become one.

        Parameters
        ----------
        names : sequence of str
            One for each of the cases.

        Examples
        --------
        >>> rows = [
        ...     {"case": case, "unit": "1", "coder": "ana", "value": "trams"}
        ...     for case in ("Quay 2031", "Reeds 2031", "Quay 2035")
        ... ]
        >>> table = UnitTable.from_rows(rows).joined(["Quay", "Reeds", "Quay"])
        >>> table.cases, table.case_of_unit.tolist()
        (('Quay', 'Reeds'), [0, 1, 0])
        """
        cases = tuple(dict.fromkeys(names))
        new = np.array([cases.index(name) for name in names], np.int64)
        return replace(self, cases=cases, case_of_unit=new[self.case_of_unit])

    def pooled(self, name: str = "all") -> UnitTable:
        """Take all units as those of one case."""
        return replace(
            self, cases=(name,), case_of_unit=np.zeros_like(self.case_of_unit)
        )


def _keep(table: UnitTable, kept: BoolArray) -> UnitTable:
    """Keep some of the units and their codings."""
    codings = kept[table.unit_of_coding]
    return replace(
        table,
        case_of_unit=table.case_of_unit[kept],
        unit_of_coding=(np.cumsum(kept) - 1)[table.unit_of_coding[codings]],
        code_of_coding=table.code_of_coding[codings],
        machine=None if table.machine is None else table.machine[kept],
        probability=None if table.probability is None else table.probability[kept],
        of_units={name: one[kept] for name, one in table.of_units.items()},
    )


def _without_codes(table: UnitTable, dropped: BoolArray) -> UnitTable:
    """Drop codes that no coding has."""
    return replace(
        table,
        codes=tuple(np.array(table.codes, dtype=object)[~dropped]),
        code_of_coding=(np.cumsum(~dropped) - 1)[table.code_of_coding],
        machine=None if table.machine is None else table.machine[:, ~dropped],
    )


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
    codings: list[tuple[int, str]] = field(default_factory=list)
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
        elif value not in _EMPTY and coder not in _EMPTY:
            self.codings.append((unit, str(value)))
            self.codes.setdefault(str(value))

    def table(self) -> UnitTable:
        """Put everything into arrays."""
        if not self.units:
            _refuse("There is no row.", "Give a row for each unit.")
        codes = tuple(self.codes)
        place = {code: i for i, code in enumerate(codes)}
        cases = tuple(dict.fromkeys(document for document, _, _ in self.units))
        index = {case: i for i, case in enumerate(cases)}
        is_sampled = "inclusion_probability" in self.known
        return UnitTable(
            cases=cases,
            codes=codes,
            case_of_unit=np.array([index[key[0]] for key in self.units], np.int64),
            unit_of_coding=np.array([unit for unit, _ in self.codings], np.int64),
            code_of_coding=np.array([place[v] for _, v in self.codings], np.int64),
            machine=self._machine(place) if self.by_machine else None,
            probability=self._numbers("inclusion_probability") if is_sampled else None,
            of_units=self._of_units(),
        )

    def _machine(self, place: Mapping[str, int]) -> FloatArray:
        """Put the machine's shares into an array."""
        found = np.zeros((len(self.units), len(place)))
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
