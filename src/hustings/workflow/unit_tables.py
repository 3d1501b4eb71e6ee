"""From a project's tables to units one by one, with all that is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc

from hustings.coding.conditions import NOT_ASKED, NotAsked
from hustings.model.coder import ADJUDICATED
from hustings.scaling.unit_rows import NOT_ASKED as NO_CODE
from hustings.scaling.unit_tables import UnitTable
from hustings.workflow.judged_units import judged_in
from hustings.workflow.machine_runs import codes_of_run, probabilities_of
from hustings.workflow.own_units import table_of as own_units_of
from hustings.workflow.scaled_cases import table_of
from hustings.workflow.section_blocks import Sections

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from hustings.coding.conditions import Judgement
    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.sampling_frames import Place

_COLUMNS = ["document", "unit", "block", "kind", "start", "end", "probability", "uncut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingRuns:
    """The runs whose codings are put together.

    Attributes
    ----------
    base : Run
        The run of the step `code` whose splits say which units there are.
    machine : Run or None
    people : tuple of Run
        What people coded, and adjudicated values, which stand for their units.
    probabilities : mapping of Place to float, or None
        Of the units in the random sample; None: all that was coded counts.
    """

    base: Run
    machine: Run | None
    people: tuple[Run, ...]
    probabilities: Mapping[Place, float] | None = None


def assemble_units(
    store: Store,
    runs: CodingRuns,
    *,
    documents: Sequence[str],
    variable: str,
    columns: Callable[[Sequence[str]], Sequence[str]],
    sections: Sections | None = None,
) -> UnitTable:
    """Put units, codings, probabilities, blocks and cuts together.

    Parameters
    ----------
    documents : sequence of str
        The cases, in their order; units of others are left out.
    columns : callable
        From the values found to the codes of the variable, in order.
    sections : Sections, optional
        What stands in the place of blocks.
    """
    shelf = _Shelf(documents=documents, sections=sections or Sections())
    units = _split_units(store, runs.base)
    is_own = runs.machine is None and any(_has_own(store, one) for one in runs.people)
    if is_own:
        for run in runs.people:
            known = {row["unit"]: row for row in (*units, *_own_units(store, run))}
            said = _judgements(store, run, variable, known.values())
            shelf.take_own(known, said.values)
    else:
        shelf.take(units)
        said_by = [_judgements(store, run, variable, units) for run in runs.people]
        shelf.code(_settled(runs.people, said_by))
    if runs.machine is not None:
        shelf.machine = _values(store, runs.machine, variable)
        shelf.chances = _chances(store, runs.machine, variable)
    elif runs.probabilities is None and not is_own:
        shelf.keep_coded()
    return shelf.table(columns, runs.probabilities)


def _values(store: Store, run: Run, variable: str) -> dict[str, str]:
    """Return the code that a run gives each unit."""
    table = table_of(store, run, "codings").select(["unit", "variable", "value"])
    found = table.filter(pc.equal(table["variable"], variable))
    return dict(zip(found["unit"].to_pylist(), found["value"].to_pylist(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the people of one run say of units, by their ids.

    Attributes
    ----------
    values : mapping of str to Judgement
    asked : set of str
        Units in which their other words ask for a code.
    """

    values: Mapping[str, Judgement]
    asked: set[str]


def _judgements(
    store: Store, run: Run, variable: str, units: Iterable[Mapping[str, Any]]
) -> _Said:
    """Return what the people of a run say of units, where they were asked or not."""
    judged = judged_in(store, run, variable)
    at: dict[str, Place] = {}
    if judged.asked or judged.not_asked:
        coded = set(table_of(store, run, "codings")["unit"].to_pylist())
        at = {
            row["unit"]: (row["document"], row["start"], row["end"])
            for row in units
            if row["unit"] in coded
        }
    asked = {place for _, place in judged.asked}
    values: dict[str, Judgement] = {
        unit: NOT_ASKED for unit, place in at.items() if place in judged.not_asked
    }
    coded_as = _values(store, run, variable)
    is_settled = run.parameters["coder"] == ADJUDICATED
    return _Said(
        values={**coded_as, **values} if is_settled else {**values, **coded_as},
        asked={unit for unit, place in at.items() if place in asked},
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Chances:
    """How probable a machine found every code, a row a unit that it coded so.

    Attributes
    ----------
    place : mapping of str to int
        Unit to row.
    shares : array of shape (n_rows, n_codes)
    """

    codes: tuple[str, ...]
    place: Mapping[str, int]
    shares: FloatArray


def _chances(store: Store, run: Run, variable: str) -> _Chances | None:
    """Return the probabilities that a machine's run kept, if it has any."""
    codes = codes_of_run(run, variable)
    if not codes:
        return None
    table = probabilities_of(store, run, variable)
    known = table.filter(
        pc.equal(pc.list_value_length(table["probabilities"]), len(codes))
    )
    units = known["unit"].to_pylist()
    listed = pc.list_flatten(known["probabilities"]).to_numpy()
    return _Chances(
        codes=codes,
        place={unit: i for i, unit in enumerate(units)},
        shares=listed.astype(np.float64).reshape(len(units), len(codes)),
    )


def _settled(
    people: Sequence[Run], said: Sequence[_Said]
) -> list[Mapping[str, Judgement]]:
    """Let adjudicated values stand for their units alone.

    Where it was settled that a code is to be given, who did not see that has said
    nothing of it; `standing_places` says where nothing is settled.
    """
    is_over = [run.parameters["coder"] == ADJUDICATED for run in people]
    over = [one for one, holds in zip(said, is_over, strict=True) if holds]
    others = [one.values for one, holds in zip(said, is_over, strict=True) if not holds]
    asked = {unit for one in over for unit in one.asked}
    doubted = {
        unit for values in others for unit in values if values[unit] is NOT_ASKED
    } - asked
    settled = {
        unit: value
        for one in over
        for unit, value in one.values.items()
        if value is NOT_ASKED or unit not in doubted
    }
    return [settled, *(_beside(values, settled, asked) for values in others)]


def _beside(
    values: Mapping[str, Judgement], settled: Collection[str], asked: Collection[str]
) -> Mapping[str, Judgement]:
    """Keep what one person says beside what was settled."""
    return {
        unit: value
        for unit, value in values.items()
        if unit not in settled and not (value is NOT_ASKED and unit in asked)
    }


def _has_own(store: Store, run: Run) -> bool:
    return bool(own_units_of(store, run).num_rows)


def _own_units(store: Store, run: Run) -> list[dict[str, Any]]:
    """Return the units that the person of a run cut."""
    own = own_units_of(store, run)
    names = [name for name in _COLUMNS if name in own.column_names]
    return list(own.select(names).to_pylist())


def _split_units(store: Store, base: Run) -> list[dict[str, Any]]:
    """Return the units that a run of the step `code` was about, in reading order.

    Of two splits of one reading the later one counts.
    """
    splits = [
        run
        for run in store.runs()
        if run.step == "split" and run.run_id in base.parents
    ]
    of_read = {read: split.run_id for split in splits for read in split.parents}
    of_document = {one.document_id: one.run_id for one in store.all_documents()}
    rows = []
    for split in splits:
        table = table_of(store, split, "units").select(_COLUMNS)
        rows += [
            row
            for row in table.filter(pc.not_equal(table["kind"], "heading")).to_pylist()
            if of_read.get(of_document[row["document"]]) == split.run_id
        ]
    return rows


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """Units and codings as they are put together."""

    documents: Sequence[str]
    sections: Sections
    rows: list[dict[str, Any]] = field(default_factory=list)
    variants: list[int] = field(default_factory=list)
    codings: list[tuple[int, Judgement]] = field(default_factory=list)
    machine: Mapping[str, str] | None = None
    chances: _Chances | None = None

    def take(self, rows: Sequence[dict[str, Any]]) -> None:
        """Take units in; those of other documents are left out."""
        wanted = set(self.documents)
        self.rows = [row for row in rows if row["document"] in wanted]

    def code(self, said: Sequence[Mapping[str, Judgement]]) -> None:
        """Take codings in; those on other units are left out."""
        place = {row["unit"]: i for i, row in enumerate(self.rows)}
        for values in said:
            found = ((place.get(unit), value) for unit, value in values.items())
            self.codings += [(i, value) for i, value in found if i is not None]

    def take_own(
        self,
        known: Mapping[str, Mapping[str, Any]],
        values: Mapping[str, Judgement],
    ) -> None:
        """Take in the units that one person made, as a unitising of their own."""
        wanted = set(self.documents)
        rows = [known[unit] for unit in values if unit in known]
        rows = [row for row in rows if row["document"] in wanted]
        rows.sort(key=lambda row: (row["document"], row["start"]))
        variant = max(self.variants, default=-1) + 1
        for row in rows:
            self.codings.append((len(self.rows), values[row["unit"]]))
            self.rows.append({**row, "probability": None, "uncut": ()})
            self.variants.append(variant)

    def keep_coded(self) -> None:
        """Leave out what nobody has judged."""
        coded = sorted({i for i, _ in self.codings})
        place = {i: j for j, i in enumerate(coded)}
        self.rows = [self.rows[i] for i in coded]
        self.codings = [(place[i], value) for i, value in self.codings]

    def table(
        self,
        columns: Callable[[Sequence[str]], Sequence[str]],
        probabilities: Mapping[Place, float] | None,
    ) -> UnitTable:
        """Put everything into arrays."""
        values = [value for _, value in self.codings]
        by_hand = [value for value in values if not isinstance(value, NotAsked)]
        by_machine = [] if self.machine is None else list(self.machine.values())
        likely = () if self.chances is None else self.chances.codes
        found = list(dict.fromkeys([*by_hand, *by_machine, *likely]))
        codes = tuple(dict.fromkeys([*columns(found), *found]))
        place = {code: i for i, code in enumerate(codes)}
        coded: dict[Judgement, int] = {code: i for i, code in enumerate(codes)}
        coded[NOT_ASKED] = NO_CODE
        of_case = {name: i for i, name in enumerate(self.documents)}
        return UnitTable(
            cases=tuple(self.documents),
            codes=codes,
            case_of_unit=_whole(of_case[row["document"]] for row in self.rows),
            unit_of_coding=_whole(i for i, _ in self.codings),
            code_of_coding=_whole(coded[value] for value in values),
            machine=self._by_machine(place),
            probability=None if probabilities is None else self._drawn(probabilities),
            of_units=self._of_units(),
        )

    def _by_machine(self, place: Mapping[str, int]) -> FloatArray | None:
        """Give the machine's codings; a unit without one has nothing but zeros.

        So has one in which the machine, by its own word, was not asked.
        Where the machine said how probable every code is, that is what counts: what is
        expected of many such units is right more often than the likeliest code of each.
        """
        if self.machine is None:
            return None
        found = np.zeros((len(self.rows), len(place)))
        for i, row in enumerate(self.rows):
            value = self.machine.get(row["unit"])
            if value is not None:
                found[i, place[value]] = 1
        if self.chances is not None:
            self._soften(found, place, self.chances)
        return found

    def _soften(
        self, found: FloatArray, place: Mapping[str, int], chances: _Chances
    ) -> None:
        """Put probabilities in the place of the likeliest code."""
        units = (row["unit"] for row in self.rows)
        at = np.array([chances.place.get(unit, -1) for unit in units], np.int64)
        known = np.flatnonzero(at >= 0)
        columns = np.array([place[code] for code in chances.codes], np.int64)
        found[known] = 0
        found[np.ix_(known, columns)] = chances.shares[at[known]]

    def _drawn(self, probabilities: Mapping[Place, float]) -> FloatArray:
        """Give each unit its inclusion probability; NaN outside of the sample."""
        return np.array(
            [
                probabilities.get((row["document"], row["start"], row["end"]), np.nan)
                for row in self.rows
            ]
        )

    def _of_units(self) -> dict[str, FloatArray | IntArray]:
        """Give blocks, and unitisings or how likely cuts are."""
        name_of = self.sections.name_of
        keys = [
            (row["document"], name_of(row["document"], row["block"]))
            for row in self.rows
        ]
        place = {key: i for i, key in enumerate(dict.fromkeys(keys))}
        found: dict[str, FloatArray | IntArray] = {
            "block_of_unit": _whole(place[key] for key in keys)
        }
        if len(set(self.variants)) > 1:
            return {**found, "unitising_of_unit": _whole(self.variants)}
        boundary = np.array([_boundary(row) for row in self.rows])
        inner = np.array([_inner_cuts(row) for row in self.rows])
        if (boundary < 1).any() or (inner > 0).any():
            found |= {"boundary": boundary, "inner_cuts": inner}
        return found


def _boundary(row: Mapping[str, Any]) -> float:
    """Give the probability of the cut before a unit; 1 where a sentence begins."""
    return 1.0 if row["probability"] is None else float(row["probability"])


def _inner_cuts(row: Mapping[str, Any]) -> float:
    """Give the number of further cuts that a unit is expected to hold."""
    return sum((place["probability"] for place in row["uncut"] or ()), 0.0)


def _whole(numbers: Any) -> IntArray:  # noqa: ANN401  # any iterable of numbers
    return np.fromiter(numbers, np.int64)
