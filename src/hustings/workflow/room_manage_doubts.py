"""Where people and a machine differ, as cases to be decided one after the other.

What people said is looked at, and not what was settled: so the list stays the same
while somebody works through it, and says of each case how far it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import NobodyCodedError, UnknownPlaceError
from hustings.model.document import Span
from hustings.workflow.adjudicated_rows import PERSON, UNDECIDED, place_of
from hustings.workflow.machine_doubts import list_doubts
from hustings.workflow.room_manage_cases import Case, find_coded
from hustings.workflow.sampled_codings import Extent
from hustings.workflow.scaled_cases import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.model.adjudication import Adjudicated
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.room_manage_words import CodedBook, CodedUnit

DoubtState: TypeAlias = Literal["open", "changed", "undecided", "settled"]
"""Not looked at; coded otherwise since it was settled; looked at and left open;
settled by a person, or by a rule on what the machine says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtList:
    """The units on which people and one machine differ, likely coding errors first.

    Attributes
    ----------
    rows : mapping of str to mapping
        By the key of the case, as `hustings.workflow.machine_doubts.COLUMNS` says.
    evidence : mapping of str to tuple of Span
        By unit, what the machine relied on: stretches of the document's text.
    n_compared : int
        Units that people coded and the machine, too.
    problems : tuple of str
    """

    coder: str
    variable: str
    rows: Mapping[str, Mapping[str, Any]]
    evidence: Mapping[str, tuple[Span, ...]]
    n_compared: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtedCase:
    """One unit on which people and a machine differ.

    Attributes
    ----------
    row : mapping
        As `hustings.workflow.machine_doubts.COLUMNS` says.
    evidence : tuple of Span
    """

    case: Case
    row: Mapping[str, Any]
    evidence: tuple[Span, ...]

    @property
    def state(self) -> DoubtState:
        """How far it is."""
        return _state(self.case.standing, self.case.state, self.row)


def find_doubted(
    store: Store, run: Run, variable: str, units: Sequence[CodedUnit]
) -> DoubtList:
    """List the units that count now on which people and a machine differ.

    Parameters
    ----------
    units : sequence of CodedUnit
        Those of the codebook.
    """
    coder = str(run.parameters["coder"])
    extent = Extent(hand=store.hand.last_number(), settled=0, samples={})
    try:
        found = list_doubts(store, run, variables=[variable], extent=extent)
    except NobodyCodedError:
        return DoubtList(coder=coder, variable=variable, rows={}, evidence={})
    counting = {one.place for one in units if one.variable == variable}
    rows = {
        f"{row['document']}:{row['start']}:{row['end']}:{variable}": row
        for row in found.rows
        if (row["document"], row["start"], row["end"]) in counting
    }
    return DoubtList(
        coder=coder,
        variable=variable,
        rows=rows,
        evidence=_evidence(store, run, variable, rows.values()),
        n_compared=found.n_compared,
        problems=tuple(one.message for one in found.problems),
    )


def states_of(
    store: Store, book: CodedBook, found: DoubtList, units: Sequence[CodedUnit]
) -> dict[str, DoubtState]:
    """Say of every case of a list how far it is, in its order."""
    standing = {
        place_of(one)[:3]: one
        for one in store.adjudications.current(
            codebook=book.sha256, variable=found.variable
        )
    }
    own = {one.place: one for one in units if one.variable == found.variable}
    states: dict[str, DoubtState] = {}
    for key, row in found.rows.items():
        place = (row["document"], row["start"], row["end"])
        settled = standing.get(place)
        case = Case(unit=own[place], standing=settled)
        states[key] = _state(settled, case.state, row)
    return states


def find_doubt(
    store: Store, book: CodedBook, found: DoubtList, key: str
) -> DoubtedCase:
    """Return one case of a list, as it stands now.

    Raises
    ------
    UnknownPlaceError
        If it is none of the list, or nobody has coded there any more.
    """
    row = found.rows.get(key)
    if row is None:
        raise UnknownPlaceError(what="This case")
    case = find_coded(store, book, key)
    return DoubtedCase(case=case, row=row, evidence=found.evidence.get(row["unit"], ()))


def _state(
    standing: Adjudicated | None, state: DoubtState, row: Mapping[str, Any]
) -> DoubtState:
    """Say how far a case is: a rule that goes against the machine leaves its doubt."""
    if standing is None:
        return "open"
    if standing.value is None:
        return "undecided" if standing.rule.startswith(UNDECIDED) else "open"
    if standing.rule.startswith(PERSON) or standing.value == row["machine_value"]:
        return state
    return "open"


def _evidence(
    store: Store, run: Run, variable: str, rows: Iterable[Mapping[str, Any]]
) -> dict[str, tuple[Span, ...]]:
    """Return what the machine relied on in the units of some rows."""
    table = table_of(store, run, "codings").select(["unit", "variable", "evidence"])
    units = pa.array([row["unit"] for row in rows], pa.string())
    is_wanted = pc.and_(
        pc.equal(table["variable"], variable), pc.is_in(table["unit"], units)
    )
    return {
        row["unit"]: tuple(Span(one["start"], one["end"]) for one in row["evidence"])
        for row in table.filter(is_wanted).to_pylist()
        if row["evidence"]
    }
