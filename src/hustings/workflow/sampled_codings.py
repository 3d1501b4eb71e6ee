"""A random sample that people coded, beside what a machine says of its units."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from hustings.coding.checked_units import CheckedUnits
from hustings.coding.conditions import NOT_ASKED, are_met, conditions_of
from hustings.model.document import Problem
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.hand_samples import (
    HandSample,
    find_sample,
    is_of_documents,
    probabilities_of,
)
from hustings.workflow.judged_units import (
    codes_of,
    judged_by_hand,
    settled,
    together,
)
from hustings.workflow.kept_apart import trained_places
from hustings.workflow.scaled_cases import table_of

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping, Sequence

    from hustings.coding.conditions import Judgement
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.sampling_frames import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What of the database counts, so that a run can be made again later.

    Attributes
    ----------
    hand, settled : int
        The last row of hand codings and of adjudications.
    samples : mapping of str to HandSample or None, and problems
        By variable.
    """

    hand: int
    settled: int
    samples: Mapping[str, tuple[HandSample | None, tuple[Problem, ...]]]

    def to_parameters(self) -> dict[str, Any]:
        """Say it in plain values; `from_parameters` reads it back."""
        return {
            "codings_up_to": self.hand,
            "adjudications_up_to": self.settled,
            "samples": {
                name: {
                    "sample": None if sample is None else asdict(sample),
                    "problems": [asdict(one) for one in problems],
                }
                for name, (sample, problems) in self.samples.items()
            },
        }

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any]) -> Extent:
        """Read what a run's parameters say."""
        return cls(
            hand=parameters["codings_up_to"],
            settled=parameters["adjudications_up_to"],
            samples={
                name: (
                    _sample(one["sample"]),
                    tuple(Problem(**problem) for problem in one["problems"]),
                )
                for name, one in parameters["samples"].items()
            },
        )


def _sample(values: Mapping[str, Any] | None) -> HandSample | None:
    if values is None:
        return None
    return HandSample(**{**values, "assignments": tuple(values["assignments"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledCodings:
    """Units of a random sample that people coded, with what the machine says of them.

    Attributes
    ----------
    variable : str
    places : tuple of Place
    units : tuple of str
        Ids of the machine's units.
    hand : tuple of mapping of str to Judgement
        By coder (``"adjudicated"`` alone where a unit was settled), the value, or that
        there was none to be given.
    given : tuple of Judgement or None
        None where the machine says nothing.
    probabilities : tuple of float
        Inclusion probabilities.
    is_of_documents : bool
        Whether whole documents were drawn.
    n_drawn : int
        Units drawn, coded by now or not.
    problems : tuple of Problem
    """

    variable: str
    places: tuple[Place, ...] = ()
    units: tuple[str, ...] = ()
    hand: tuple[Mapping[str, Judgement], ...] = ()
    given: tuple[Judgement | None, ...] = ()
    probabilities: tuple[float, ...] = ()
    is_of_documents: bool = False
    n_drawn: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The document of each unit."""
        return tuple(place[0] for place in self.places)


def sampled_codings(
    store: Store, run: Run, variable: str, *, extent: Extent | None = None
) -> SampledCodings:
    """Put a random sample's hand codings beside a machine's, unit by unit.

    Parameters
    ----------
    extent : Extent, optional
        What of the database counts; all of it now otherwise.
    """
    sha256 = str(run.parameters["codebook_sha256"])
    sample, problems = _sample_of(store, run, variable, extent)
    if sample is None:
        return SampledCodings(variable=variable, problems=problems)
    whole, is_mixed = _kinds_of(store, sample)
    if is_mixed:
        return SampledCodings(variable=variable, problems=(*problems, _MIXED))
    drawn = probabilities_of(store, sample, over_all=True)
    said = hand_judgements(store, sha256, variable, extent)
    units = units_at(store, run, drawn)
    given = machine_judgements(store, run, variable, set(units.values()))
    places = sorted(drawn.keys() & said.keys() & units.keys())
    return SampledCodings(
        variable=variable,
        places=tuple(places),
        units=tuple(units[place] for place in places),
        hand=tuple(said[place] for place in places),
        given=tuple(given.get(units[place]) for place in places),
        probabilities=tuple(drawn[place] for place in places),
        is_of_documents=whole,
        n_drawn=len(drawn),
        problems=problems,
    )


def checked_units(
    found: SampledCodings,
    *,
    groups: Mapping[str, Sequence[str]] | None = None,
    codes: Sequence[str] = (),
) -> CheckedUnits:
    """Put a random sample into arrays; see `CheckedUnits`."""
    units = CheckedUnits.from_values(
        [list(one.values()) for one in found.hand],
        found.given,
        found.probabilities,
        groups=groups,
        codes=codes,
    )
    if not found.is_of_documents:
        return units
    place = {name: i for i, name in enumerate(dict.fromkeys(found.documents))}
    return units.with_clusters([place[name] for name in found.documents])


def hand_values(
    store: Store, codebook_sha256: str, variable: str, extent: Extent | None = None
) -> dict[Place, dict[str, str]]:
    """Return the codes that people give to each stretch; settled values stand alone."""
    judged = hand_judgements(store, codebook_sha256, variable, extent)
    codes = {place: codes_of(said) for place, said in judged.items()}
    return {place: said for place, said in codes.items() if said}


def hand_judgements(
    store: Store, codebook_sha256: str, variable: str, extent: Extent | None = None
) -> dict[Place, dict[str, Judgement]]:
    """Return what people say of each stretch, and where they were not asked."""
    hand, settled_up_to = (extent.hand, extent.settled) if extent else (None, None)
    people = judged_by_hand(store, codebook_sha256, variable, up_to=hand)
    over = settled(store, codebook_sha256, variable, up_to=settled_up_to)
    return together(people, over)


def values_of_run(store: Store, run: Run, variable: str) -> dict[str, str]:
    """Return what a run says of each unit."""
    table = table_of(store, run, "codings").select(["unit", "variable", "value"])
    kept = table.filter(pc.equal(table["variable"], variable)).to_pydict()
    return dict(zip(kept["unit"], kept["value"], strict=True))


def machine_judgements(
    store: Store, run: Run, variable: str, units: Collection[str]
) -> dict[str, Judgement]:
    """Return what a machine says of some units, and where it was not asked.

    A machine that does not code the variable of a condition has no other way to say
    so than to give no code.
    """
    values = values_of_run(store, run, variable)
    found: dict[str, Judgement] = {
        unit: values[unit] for unit in units if unit in values
    }
    conditions = conditions_of(codebook_of_run(store, run).codebook, variable)
    if not conditions:
        return found
    others = {
        one.variable: values_of_run(store, run, one.variable) for one in conditions
    }
    coded = {name: by_unit for name, by_unit in others.items() if by_unit}
    for unit in units:
        said = {name: one[unit] for name, one in coded.items() if unit in one}
        is_out = not coded or are_met(conditions, said) is False
        if is_out and unit not in found:
            found[unit] = NOT_ASKED
    return found


def find_extent(store: Store, run: Run, variables: Sequence[str]) -> Extent:
    """Say what of the database counts now."""
    samples = {}
    for name in variables:
        sample, problems = _sample_of(store, run, name, None)
        samples[name] = (sample, problems)
    return Extent(
        hand=store.hand.last_number(),
        settled=store.adjudications.last_number(),
        samples=samples,
    )


def _sample_of(
    store: Store, run: Run, variable: str, extent: Extent | None
) -> tuple[HandSample | None, tuple[Problem, ...]]:
    """Find the random sample that checks a machine run."""
    if extent is not None:
        return extent.samples.get(variable, (None, ()))
    sha256 = str(run.parameters["codebook_sha256"])
    seen = trained_places(store, run)
    return find_sample(store, sha256, variable, trained_on=seen)


def _kinds_of(store: Store, sample: HandSample) -> tuple[bool, bool]:
    """Say whether whole documents were drawn, and whether single units, too."""
    kinds = {
        is_of_documents(one)
        for one in store.assignments.all()
        if one.assignment_id in sample.assignments
    }
    is_joined = bool(sample.by_document)
    return True in kinds, True in kinds and (is_joined or len(kinds) > 1)


_MIXED = Problem(
    kind="several draws",
    message="Whole documents were drawn in several draws, or beside single units: how "
    "likely a unit was to be drawn cannot be said over all documents.",
)


def units_at(store: Store, run: Run, places: Container[Place]) -> dict[Place, str]:
    """Return the units of a run's splits that lie at some places."""
    found: dict[Place, str] = {}
    for parent in map(store.run, run.parents):
        if parent is not None and parent.step == "split":
            columns = ["document", "start", "end", "unit"]
            table = table_of(store, parent, "units").select(columns).to_pydict()
            for *place, unit in zip(*table.values(), strict=True):
                if tuple(place) in places:
                    found[tuple(place)] = unit
    return found
