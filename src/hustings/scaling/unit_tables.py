"""A table of units with all that is known of them: who coded what, and how it came in.

One row says one thing of one unit: that it is there, that a coder gave it a value, or
what a machine made of it. This is what the uncertainty of a scale rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.observations import UnitObservations
from hustings.scaling.marpor import heading_codes, main_code
from hustings.scaling.unit_rows import NOT_ASKED, read_unit_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from hustings.estimates.observations import BoolArray, IntArray
    from hustings.estimates.resampling import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitTable:
    """Units of all cases, with their codings by hand and by a machine.

    Attributes
    ----------
    cases, codes : tuple of str
        Names, each once.
    case_of_unit : array of int, shape (n_units,)
    unit_of_coding, code_of_coding : array of int, shape (n_codings,)
        Codings by hand: which unit, and which code; `NOT_ASKED` where the coder judged
        the unit, and a condition of the codebook left nothing to be coded. Such a
        coding counts among the units and adds to no code.
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
            is there. ``asked`` is ``no`` where the coder judged the unit, and a
            condition of the codebook left no value to be given. ``probabilities``
            maps codes to what a machine gives them.
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
            inclusion probabilities, the machine has two rows for a unit, or ``asked``
            is neither yes nor no, or no beside a value.

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
        return UnitTable(**read_unit_rows(rows, machine=machine, codes=codes))

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
            code_of_coding=_replaced(self.code_of_coding, new),
            machine=None if self.machine is None else self.machine @ groups,
        )

    @property
    def is_asked(self) -> BoolArray:
        """Which codings by hand have a code, shape (n_codings,)."""
        found: BoolArray = self.code_of_coding != NOT_ASKED
        return found

    def without_headings(self) -> UnitTable:
        """Leave out units that were coded as headings, as `heading_codes` says."""
        headings = heading_codes(self.codes)
        if not headings:
            return self
        is_heading = np.array([code in headings for code in self.codes])
        left_out = np.zeros(len(self.case_of_unit), np.bool_)
        left_out[self._with_code(is_heading)] = True
        if self.machine is not None:
            left_out |= self.machine[:, is_heading].sum(axis=1) > 0.5
        return _without_codes(_keep(self, ~left_out), is_heading)

    def observations(self) -> UnitObservations:
        """Give what the engine takes, one column a code.

        A coding without a code is a row of zeros: it counts, and adds to no column.
        """
        amounts = np.zeros((len(self.code_of_coding), len(self.codes)))
        asked = np.flatnonzero(self.is_asked)
        amounts[asked, self.code_of_coding[asked]] = 1
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
        found[self.case_of_unit[self._with_code(is_coded)]] = True
        if self.machine is not None:
            by_machine = self.machine[:, is_coded].any(axis=1)
            found[self.case_of_unit[by_machine]] = True
        return found

    def _with_code(self, is_meant: BoolArray) -> IntArray:
        """List the units of codings with one of some codes."""
        asked = self.is_asked
        return self.unit_of_coding[asked][is_meant[self.code_of_coding[asked]]]

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
        code_of_coding=_replaced(table.code_of_coding, np.cumsum(~dropped) - 1),
        machine=None if table.machine is None else table.machine[:, ~dropped],
    )


def _replaced(code_of_coding: IntArray, new: IntArray) -> IntArray:
    """Give codes new places; where none was asked for there still is none."""
    found: IntArray = np.append(new, NOT_ASKED)[code_of_coding]
    return found
