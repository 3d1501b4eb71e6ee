"""Whether more hand codings would still teach a coder, by its learning curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.workflow.kept_apart import TRAINED_BY

if TYPE_CHECKING:
    from hustings.model.run import Run
    from hustings.store.project import Store


def advice_of(store: Store, machine: Run, variable: str) -> str:
    """Return what the run that trained a machine's coder advises; empty if nothing.

    Parameters
    ----------
    machine : Run
        Of the step `code`.
    variable : str
        A coder of several variables has learned each by itself.
    """
    name = machine.parameters.get(TRAINED_BY)
    trained = None if name is None else store.run(str(name))
    if trained is None:
        return ""
    advice = trained.parameters.get("advice") or {}
    return str(advice.get(variable, "")) if isinstance(advice, dict) else ""
