"""The coders that a project has trained, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.model.run import Run
    from hustings.store.project import Store


def trained_coders(store: Store) -> dict[str, Run]:
    """Return the latest run of the step `train` for each coder's name."""
    return {
        str(run.parameters["name"]): run for run in store.runs() if run.step == "train"
    }
