"""Earlier draws, made again from their designs: what a further draw leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.coding.further_draws import Draw, sizes_left
from hustings.errors import UnknownProbabilityError
from hustings.workflow.sampling_frames import (
    Stratification,
    frame_of_documents,
    hash_strata,
    strata_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.model.assignment import Assignment
    from hustings.store.project import Store
    from hustings.workflow.sampling_frames import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierDraw:
    """One draw that was made before.

    Attributes
    ----------
    draw_id : str
        As its design says.
    draw : Draw
        By unit, or by the first unit of a document where whole documents were drawn.
    taken : frozenset of Place
        What was drawn.
    """

    draw_id: str
    draw: Draw[Place]
    taken: frozenset[Place]


def earlier_draws(
    store: Store, assignments: Iterable[Assignment], *, whole_documents: bool
) -> list[EarlierDraw]:
    """Make the draws behind some assignments again, oldest first.

    Raises
    ------
    UnknownProbabilityError
        If one of them cannot be made again, or they were not made one after the other.
    """
    groups: dict[str, list[Assignment]] = {}
    for one in assignments:
        if one.is_random:
            groups.setdefault(str(one.design.get("draw")), []).append(one)
    designs: list[Any] = [group[0].design for group in groups.values()]
    for i, design in enumerate(designs):
        _require_chain(design, list(groups)[:i], whole_documents=whole_documents)
    found = [
        _draw_again(store, draw_id, design, group)
        for (draw_id, group), design in zip(groups.items(), designs, strict=True)
    ]
    for i, design in enumerate(designs):
        _require_as_it_was(found[i], found[:i], design)
    return found


def elements_of(strata: dict[Place, str], *, whole_documents: bool) -> dict[Place, str]:
    """Return what is drawn: each unit, or each document by the place of its first."""
    if not whole_documents:
        return strata
    firsts: dict[str, Place] = {}
    for place in sorted(strata):
        firsts.setdefault(place[0], place)
    return {place: strata[place] for place in firsts.values()}


def _draw_again(
    store: Store,
    draw_id: str,
    design: Any,  # noqa: ANN401  # JSON
    assignments: Iterable[Assignment],
) -> EarlierDraw:
    """Load the strata of a draw as they were; refuse where they are others now."""
    frame = frame_of_documents(store, set(design["documents"]))
    strata = strata_of(store, frame, Stratification(**design["stratify"]))
    if hash_strata(strata) != design["frame"]:
        raise UnknownProbabilityError(
            reason="the units or strata of an earlier draw are others by now: "
            "documents were replaced, split anew, or given to other actors."
        )
    elements = elements_of(strata, whole_documents=design["whole_documents"])
    assigned = {
        (unit.document_id, unit.anchor.span.start, unit.anchor.span.end)
        for one in assignments
        for unit in one.units
    }
    return EarlierDraw(
        draw_id=draw_id,
        draw=Draw(
            strata=elements,
            n_drawn={one["name"]: one["n_drawn"] for one in design["strata"]},
        ),
        taken=frozenset(elements.keys() & assigned),
    )


def _require_chain(
    design: Any,  # noqa: ANN401  # JSON
    before: Sequence[str],
    *,
    whole_documents: bool,
) -> None:
    """Raise unless a draw left out just what the draws before it had drawn."""
    if list(design.get("after", ())) != list(before):
        raise UnknownProbabilityError(
            reason="two earlier draws were made independently of each other, so how "
            "many units are in both was chance."
        )
    if design["whole_documents"] != whole_documents:
        raise UnknownProbabilityError(
            reason="whole documents were drawn at one time and single units at the "
            "other."
        )


def _require_as_it_was(
    one: EarlierDraw,
    before: Sequence[EarlierDraw],
    design: Any,  # noqa: ANN401  # JSON
) -> None:
    """Raise unless a draw found as many units in each stratum as it says."""
    left = sizes_left(one.draw.strata, [earlier.draw for earlier in before])
    said = {stratum["name"]: stratum["n_there"] for stratum in design["strata"]}
    if {name: n for name, n in left.items() if n} != said:
        raise UnknownProbabilityError(
            reason="an earlier draw did not find what its design says."
        )
