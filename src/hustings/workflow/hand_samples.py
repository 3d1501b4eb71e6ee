r"""Random samples that people coded: which units, with which inclusion probabilities.

An assignment keeps the probability of each unit in its own draw. Where people coded
units of several draws, a unit's probability is that of being in any of them: the sum
where a draw left out what had been drawn before, and :math:`1 - \prod (1 - \pi_k)`
where they were independent.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hustings.model.document import Problem
from hustings.workflow.sampling_frames import actors_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hustings.model.assignment import Assignment
    from hustings.store.project import Store
    from hustings.workflow.sampling_frames import Place

_ALIKE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class HandSample:
    """The draws that a sample is made of, as a run keeps them.

    Attributes
    ----------
    assignments : tuple of str
        Ids.
    share : float
        Of the units drawn, those that were dealt to the person asked about.
    by_document : mapping of str to float
        Where there were several draws, each document's probability for its units.
    """

    assignments: tuple[str, ...]
    share: float = 1.0
    by_document: Mapping[str, float] = field(default_factory=dict)


def find_sample(
    store: Store,
    codebook_sha256: str,
    variable: str,
    *,
    person: str | None = None,
    trained_on: Collection[Place] = (),
) -> tuple[HandSample | None, tuple[Problem, ...]]:
    """Find what was drawn at random for people to code.

    Training does not count, nor does what a queue chose for what it teaches.

    Parameters
    ----------
    person : str, optional
        Take the units dealt to this person alone.
    trained_on : collection of Place
        What the machine that is to be checked has learned from: draws with such units
        are left out.

    Returns
    -------
    tuple of HandSample or None, and problems
        None where nothing was assigned. A problem names draws that cannot be used.
    """
    draws = _draws_of(store, codebook_sha256, variable)
    seen = {name for name, group in draws.items() if _has_seen(group, trained_on)}
    told = (_seen_before(len(seen)),) if seen else ()
    unseen = {name: group for name, group in draws.items() if name not in seen}
    sample, problems = _of_draws(store, unseen, person)
    return sample, (*told, *problems)


def _draws_of(
    store: Store, codebook_sha256: str, variable: str
) -> dict[str, list[Assignment]]:
    """Return the assignments of each random draw, by its name, oldest first."""
    draws: dict[str, list[Assignment]] = {}
    for one in store.assignments.all():
        is_meant = one.codebook_sha256 == codebook_sha256 and variable in one.variables
        if one.is_random and is_meant:
            name = str(one.design.get("draw", one.assignment_id))
            draws.setdefault(name, []).append(one)
    return draws


def _has_seen(group: Sequence[Assignment], trained_on: Collection[Place]) -> bool:
    """Say whether a machine has learned from a unit of a draw."""
    return any(
        (unit.document_id, unit.anchor.span.start, unit.anchor.span.end) in trained_on
        for one in group
        for unit in one.units
    )


def _of_draws(
    store: Store, draws: Mapping[str, list[Assignment]], person: str | None
) -> tuple[HandSample | None, tuple[Problem, ...]]:
    """Join draws to one sample, or take the largest."""
    kept = {
        name: group
        for name, group in draws.items()
        if person is None or any(one.coder == person for one in group)
    }
    if not kept:
        return None, ()
    groups = list(kept.values())
    if len(groups) == 1:
        return _of_one(groups[0], person), ()
    together = _of_several(store, draws, list(kept), person)
    if together is not None:
        return together, ()
    largest = max(groups, key=_n_units)
    return _of_one(largest, person), (_other_draws(len(groups), largest),)


def probabilities_of(
    store: Store, sample: HandSample, *, over_all: bool = False
) -> dict[Place, float]:
    """Give the inclusion probability of every unit of a sample, by its place.

    Where cases are documents, units of a document that was drawn as a whole have 1.

    Parameters
    ----------
    over_all : bool
        Whether the case is the project: then they have their document's.
    """
    found: dict[Place, float] = {}
    for one in store.assignments.all():
        if one.assignment_id not in sample.assignments:
            continue
        is_whole = is_of_documents(one) and not over_all
        for unit in one.units:
            chance = 1.0 if is_whole else unit.inclusion_probability
            place = (unit.document_id, unit.anchor.span.start, unit.anchor.span.end)
            known = sample.by_document.get(unit.document_id)
            found[place] = chance * sample.share if known is None else known
    return found


def is_of_documents(one: Assignment) -> bool:
    """Whether whole documents were drawn."""
    return one.design.get("whole_documents") is True


def _of_one(group: Sequence[Assignment], person: str | None) -> HandSample:
    """Take one draw as it was made."""
    mine = [one for one in group if person in (None, one.coder)]
    return HandSample(
        assignments=tuple(one.assignment_id for one in mine),
        share=_share(group, person),
    )


def _share(group: Sequence[Assignment], person: str | None) -> float:
    """Say which share of a draw was dealt to a person, at random."""
    if person is None or any(one.design.get("whole_documents") for one in group):
        return 1.0
    mine = {unit.unit_id for one in group if one.coder == person for unit in one.units}
    drawn = {unit.unit_id for one in group for unit in one.units}
    return len(mine) / len(drawn)


def _of_several(
    store: Store,
    draws: Mapping[str, Sequence[Assignment]],
    wanted: Sequence[str],
    person: str | None,
) -> HandSample | None:
    """Join draws, if each has one known probability a document."""
    actors = actors_of(store)
    union: dict[str, float] = {}
    joined: list[str] = []
    for name in wanted:
        group = draws[name]
        chances = _chances(group, actors)
        after = [
            str(one) for one in _list(group[0].design.get("after")) if one in draws
        ]
        if chances is None or after not in ([], joined):
            return None
        share = _share(group, person)
        for document, chance in chances.items():
            before, now = union.get(document, 0.0), chance * share
            both = 0.0 if after else before * now
            union[document] = min(before + now - both, 1.0)
        joined.append(name)
    kept = [one for name in wanted for one in draws[name]]
    return HandSample(
        assignments=tuple(
            one.assignment_id for one in kept if person in (None, one.coder)
        ),
        by_document=union,
    )


def _chances(
    group: Sequence[Assignment], actors: Mapping[str, str]
) -> dict[str, float] | None:
    """Give one draw's probability for each document of its frame, if there is one."""
    design: Any = group[0].design
    if design.get("whole_documents"):
        return {unit.document_id: 1.0 for one in group for unit in one.units}
    by = (design.get("stratify") or {}).get("by", "none")
    if by in {"code", "likelihood"}:
        return None
    strata = {"none": dict.fromkeys(_frame(design), ""), "actor": actors}
    label: Mapping[str, str] = strata.get(by, {})
    chances: dict[object, float] = {}
    for one in group:
        for unit in one.units:
            chance = unit.inclusion_probability
            known = chances.setdefault(
                label.get(unit.document_id, unit.document_id), chance
            )
            if abs(known - chance) > _ALIKE:
                return None
    frame = _frame(design)
    if any(label.get(document, document) not in chances for document in frame):
        return None
    return {document: chances[label.get(document, document)] for document in frame}


def _frame(design: Mapping[str, Any]) -> list[str]:
    """Name the documents that a design could have drawn from."""
    return [str(one) for one in design.get("documents", ())]


def _n_units(group: Sequence[Assignment]) -> int:
    return len({unit.unit_id for one in group for unit in one.units})


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _other_draws(n_draws: int, largest: Sequence[Assignment]) -> Problem:
    """Say that draws cannot be joined."""
    names = sorted(Counter(one.coder for one in largest))
    return Problem(
        kind="several draws",
        message=f"Of {n_draws} random draws only the largest is used, with "
        f"{_n_units(largest):,} units for {', '.join(names)}: nobody can say how "
        "likely a unit was to be in any of them. Make further draws with --new-only.",
    )


def _seen_before(n_draws: int) -> Problem:
    """Say that a machine has learned from the units that were to check it."""
    which = "A random draw is" if n_draws == 1 else f"{n_draws} random draws are"
    return Problem(
        kind="trained on the sample",
        message=f"{which} left out, because the machine was trained on hand codings of "
        "its units and would look better there than it is. Units to check it with: "
        "'hustings code --by hand --sample 200 --new-only'.",
    )
