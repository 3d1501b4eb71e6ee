"""Drawing units from a project at random, with a design by which it can be repeated."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.coding.further_draws import chances_left, sizes_left
from hustings.coding.sampling import canonical_size, draw_units, size_from_text
from hustings.errors import (
    NothingToAssignError,
    SampleSizeError,
    UnknownProbabilityError,
)
from hustings.workflow.drawing_plans import plan_draw
from hustings.workflow.earlier_draws import earlier_draws, elements_of
from hustings.workflow.sampling_frames import (
    hash_strata,
    importance_of,
    load_frame,
    strata_of,
)
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.coding.sampling import Allocation, Sample
    from hustings.store.project import Store
    from hustings.workflow.codebooks import LoadedCodebook
    from hustings.workflow.earlier_draws import EarlierDraw
    from hustings.workflow.sampling_frames import (
        By,
        Frame,
        FrameUnit,
        Place,
        Stratification,
    )

Order: TypeAlias = Literal["shuffled", "document"]
"""In which order a coder meets the units."""

Queue: TypeAlias = Literal["random", "active"]
"""What decides which units are coded: chance, or what they teach a machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which units to draw and whom to give them.

    Attributes
    ----------
    sample : str or None
        A number of units (or documents) or a share of all of them; None is all.
    documents : tuple of str
        Draw from these alone, by id or file name; from all otherwise.
    overlap : float
        Share of the units that two coders get.
    variables : tuple of str
        What is to be coded; all variables of the codebook otherwise.
    codes_of : str or None
        Whose codings make the strata, where they are codes, or say what is likely.
    more_of : tuple of str
        Draw more of the units that a program finds likely to have one of these codes;
        see `hustings.coding.likely_sampling`.
    order : {"shuffled", "document"} or None
        None is shuffled where single units were drawn, and by document otherwise.
    new_only : bool
        Leave out what was assigned before with the same text of the codebook.
    queue : {"random", "active"}
        Draw all units at random, or choose most for what they teach a machine.
    random_share : float
        Of an active queue, the share that is drawn at random and kept apart, in
        [0, 1].
    blind, unitising : bool
        Whether coders are not told whose words they code, and whether they may cut
        and join units.
    claims : bool
        Whether coders say what units claim, instead of coding them: no codebook is
        used.
    """

    codebook: str
    coders: tuple[str, ...]
    sample: str | None = None
    stratify: By = "none"
    allocation: Allocation = "proportional"
    whole_documents: bool = False
    documents: tuple[str, ...] = ()
    overlap: float = 0.0
    variables: tuple[str, ...] = ()
    codes_of: str | None = None
    more_of: tuple[str, ...] = ()
    order: Order | None = None
    new_only: bool = False
    seed: int = 0
    blind: bool = False
    unitising: bool = False
    claims: bool = False
    queue: Queue = "random"
    random_share: float = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What was drawn.

    Attributes
    ----------
    units : tuple of FrameUnit
        By document and place.
    probabilities : tuple of float
        Of each unit, over all that the design could have drawn.
    n_frame : int
        Units that there were to draw from, those assigned before included.
    design : mapping
        What an assignment keeps of it.
    words : str
        How it was drawn, in a sentence.
    """

    units: tuple[FrameUnit, ...]
    probabilities: tuple[float, ...]
    n_frame: int
    design: Mapping[str, object]
    words: str


def draw_from_project(
    store: Store, request: Request, loaded: LoadedCodebook, variable: str
) -> Drawn:
    """Draw units from the project.

    Parameters
    ----------
    variable : str
        Whose codes make strata, where they are codes.

    Raises
    ------
    SampleSizeError
        If the sample is too large, or smaller than the number of strata.
    UnknownProbabilityError
        If what was assigned before cannot be left out with known probabilities.
    NothingToAssignError
        If there are no units, or all have been assigned.
    """
    frame = load_frame(store, request.documents)
    by = plan_draw(store, request, frame, loaded.codebook.name, variable)
    strata = strata_of(store, frame, by)
    urn = _fill_urn(request, strata, _earlier(store, request, loaded.stored.sha256))
    left = _chances_left(urn)
    sample = _draw(request, urn, importance_of(store, frame, by))
    chances = _spread(frame, request, _chances(urn, sample, left))
    units = tuple(unit for unit in frame.units if unit.place in chances)
    return Drawn(
        units=units,
        probabilities=tuple(chances[unit.place] for unit in units),
        n_frame=len(frame.units),
        design=_design(request, frame, by, sample, (strata, urn)),
        words=_say(request, urn, sample, n_units=len(units), n_frame=len(frame.units)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Urn:
    """What is drawn from.

    Attributes
    ----------
    elements : mapping of Place to str
        The stratum of each unit, or of each document by the place of its first unit.
    free : tuple of Place
        Those that were not drawn before, in order.
    """

    elements: Mapping[Place, str]
    free: tuple[Place, ...]
    earlier: tuple[EarlierDraw, ...]


def _earlier(store: Store, request: Request, sha256: str) -> list[EarlierDraw]:
    """Return the draws that are to be left out."""
    if not request.new_only:
        return []
    same = [one for one in store.assignments.all() if one.codebook_sha256 == sha256]
    return earlier_draws(store, same, whole_documents=request.whole_documents)


def _fill_urn(
    request: Request, strata: dict[Place, str], earlier: Sequence[EarlierDraw]
) -> _Urn:
    """Put in what may be drawn."""
    elements = elements_of(strata, whole_documents=request.whole_documents)
    taken = {place for one in earlier for place in one.taken}
    free = tuple(place for place in sorted(elements) if place not in taken)
    if not free:
        raise NothingToAssignError(
            reason="all of it has been assigned already.",
            advice="Draw without --new-only, or read more documents.",
        )
    return _Urn(elements=elements, free=free, earlier=tuple(earlier))


def _draw(
    request: Request, urn: _Urn, importance: Mapping[str, float] | None
) -> Sample:
    """Draw from what is free.

    The number of earlier draws is part of the stream's name: under one seed, a further
    draw must not follow the one before.
    """
    what = "documents" if request.whole_documents else "units"
    return draw_units(
        [urn.elements[place] for place in urn.free],
        n=_size(request, urn),
        allocation=request.allocation,
        importance=importance,
        seed=request.seed,
        name=f"{what} {len(urn.earlier)}",
    )


def _size(request: Request, urn: _Urn) -> int:
    """Return how many to draw: a share is one of all, whatever was drawn before."""
    if request.sample is None:
        return len(urn.free)
    n = size_from_text(request.sample, there=len(urn.elements))
    if n > len(urn.free):
        what = "documents" if request.whole_documents else "units"
        raise SampleSizeError(
            asked=f"{n:,} {what}",
            reason=f"there are {len(urn.free):,}"
            f"{' that are not assigned yet' if urn.earlier else ''}.",
            advice=f"Ask for {len(urn.free):,} or fewer.",
        )
    return n


def _chances_left(urn: _Urn) -> dict[Place, float]:
    """Return the probability of everything to have been left by the earlier draws.

    Raises
    ------
    UnknownProbabilityError
        If how much was left in each stratum was chance.
    """
    before = [one.draw for one in urn.earlier]
    sure = {name: n for name, n in sizes_left(urn.elements, before).items() if n}
    if sure != Counter(urn.elements[place] for place in urn.free):
        raise UnknownProbabilityError(
            reason="other units are assigned than the earlier designs say."
        )
    return chances_left(before)


def _chances(
    urn: _Urn, sample: Sample, left: Mapping[Place, float]
) -> dict[Place, float]:
    """Return the probability of everything that was drawn."""
    drawn = ((urn.free[i], float(sample.probabilities[i])) for i in sample.chosen)
    return {place: left.get(place, 1.0) * chance for place, chance in drawn}


def _spread(
    frame: Frame, request: Request, chances: dict[Place, float]
) -> dict[Place, float]:
    """Give every unit of a document that was drawn its document's probability."""
    if not request.whole_documents:
        return chances
    by_document = {place[0]: chance for place, chance in chances.items()}
    return {
        unit.place: by_document[unit.document_id]
        for unit in frame.units
        if unit.document_id in by_document
    }


def order_of(request: Request) -> Order:
    """Return in which order coders meet the units."""
    if request.order is not None:
        return request.order
    is_scattered = request.sample is not None and not request.whole_documents
    return "shuffled" if is_scattered else "document"


def _design(
    request: Request,
    frame: Frame,
    by: Stratification,
    sample: Sample,
    drawn_from: tuple[dict[Place, str], _Urn],
) -> dict[str, object]:
    """Say all that is needed to draw again, and to know what it was drawn from."""
    strata, urn = drawn_from
    design: dict[str, object] = {
        "sample": request.sample and canonical_size(request.sample),
        "n": len(sample.chosen),
        "whole_documents": request.whole_documents,
        "stratify": by.as_design(),
        "allocation": request.allocation,
        "strata": [asdict(one) for one in sample.strata],
        "documents": list(frame.documents),
        "frame": hash_strata(strata),
        "n_frame": len(frame.units),
        "after": [one.draw_id for one in urn.earlier],
        "seed": request.seed,
    }
    text = json.dumps(design, sort_keys=True)
    return {
        **design,
        "draw": hashlib.sha256(text.encode()).hexdigest()[:12],
        "coders": list(request.coders),
        "overlap": request.overlap,
        "order": order_of(request),
        **allowances_of(request),
    }


def allowances_of(request: Request) -> dict[str, bool]:
    """Return what coders may not see, and what else or more they are to do."""
    allowed = {
        "blind": request.blind,
        "unitising": request.unitising,
        "claims": request.claims,
    }
    return {name: True for name, value in allowed.items() if value}


def say_allowances(design: Mapping[str, object]) -> str:
    """Say what a design keeps from coders and lets them do; nothing where it is plain.

    Examples
    --------
    >>> say_allowances({"blind": True})
    ' They are not told whose words they code.'
    """
    said = {
        "blind": " They are not told whose words they code.",
        "unitising": " They may cut and join units.",
        "claims": " They say what units claim.",
    }
    return "".join(words for name, words in said.items() if design.get(name) is True)


def _say(
    request: Request, urn: _Urn, sample: Sample, *, n_units: int, n_frame: int
) -> str:
    """Say in a sentence what was drawn."""
    units = count(n_units, "unit")
    what = f"{units} of {n_frame:,}"
    if request.whole_documents:
        documents = count(len(sample.chosen), "document")
        what = f"{documents} of {len(urn.elements):,}, with {units},"
    if request.sample is None and not urn.earlier:
        return f"All {units}."
    strata = f" by {request.stratify}" if request.stratify != "none" else ""
    if request.more_of:
        likely = " or ".join(request.more_of)
        strata = f", more of what is likely to be {likely},"
    left_out = ", none of them assigned before" if urn.earlier else ""
    how = f"drawn at random{strata} with seed {request.seed}{left_out}"
    return f"{what} {how}."
