"""What machines must not learn from, and what one has learned from.

A check on units that a machine was trained on says how well it remembers. So the random
share of an active queue is kept apart from training, and a run that trained a coder
keeps the places of its codings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.workflow.scaled_cases import has_table, table_of

if TYPE_CHECKING:
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.sampling_frames import Place

TRAINED_ON = "trained_on"
"""The table of a run of the step `train` with the codings that a coder learned from."""
UNSEEN = "unseen"
"""The table of a run of the step `train` with probabilities of the codes of trained
units, by models that have not seen them."""
TRAINED_BY = "trained_by"
"""The parameter of a run of the step `code` that names the run that trained its coder.
"""


def kept_apart(store: Store, codebook_sha256: str, variable: str) -> frozenset[Place]:
    """Return the places of units that no coder may be trained on.

    They are the random share of every active queue.
    """
    return frozenset(
        (unit.document_id, unit.anchor.span.start, unit.anchor.span.end)
        for one in store.assignments.all()
        if one.is_kept_apart
        and one.codebook_sha256 == codebook_sha256
        and variable in one.variables
        for unit in one.units
    )


def chosen_places(
    store: Store, codebook_sha256: str, variable: str
) -> frozenset[Place]:
    """Return the places of units that a queue chose for what they teach."""
    return frozenset(
        (unit.document_id, unit.anchor.span.start, unit.anchor.span.end)
        for one in store.assignments.all()
        if one.purpose == "coding"
        and not one.is_random
        and one.codebook_sha256 == codebook_sha256
        and variable in one.variables
        for unit in one.units
    )


def trained_places(store: Store, run: Run | None) -> frozenset[Place]:
    """Return the places of the codings that a machine run's coder learned from.

    Nothing for coders that learned nothing here: dictionaries, models from elsewhere.
    """
    name = None if run is None else run.parameters.get(TRAINED_BY)
    trained = None if name is None else store.run(str(name))
    if trained is None or not has_table(trained, TRAINED_ON):
        return frozenset()
    found = table_of(store, trained, TRAINED_ON).select(["document", "start", "end"])
    return frozenset(zip(*found.to_pydict().values(), strict=True))
