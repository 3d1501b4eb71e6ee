"""The code of each unit by the usual codebook's main coder, where there is one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.current import code_runs, scale_runs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.model.codebook import Variable
    from hustings.model.run import Run
    from hustings.store.project import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualCodes:
    """One coder's codings of one nominal variable.

    Attributes
    ----------
    coder, codebook : str
        Empty where nobody has coded.
    titles : mapping of str to str
        By code.
    by_unit : mapping of str to str
        By unit its code; a unit that is about nothing in the codebook has none.
    """

    coder: str = ""
    codebook: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    by_unit: Mapping[str, str] = field(default_factory=dict)


def usual_codes(store: Store) -> UsualCodes:
    """Choose the codings that most scales count; of equals those with most rows."""
    scales = Counter(map(_key, scale_runs(store)))
    runs = [run for run in code_runs(store) if _nominal(store, run) is not None]
    if not runs:
        return UsualCodes()
    chosen = max(runs, key=lambda run: (scales[_key(run)], run.outputs[0].n_rows))
    return _codes_of(store, chosen)


def _key(run: Run) -> tuple[object, object]:
    return run.parameters.get("coder"), run.parameters.get("codebook")


def _nominal(store: Store, run: Run) -> Variable | None:
    """Return the first nominal variable of a run's codebook."""
    variables = codebook_of_run(store, run).codebook.variables
    return next((one for one in variables if one.level == "nominal"), None)


def _codes_of(store: Store, run: Run) -> UsualCodes:
    """Read the codes of a run's units."""
    variable = _nominal(store, run)
    if variable is None:
        return UsualCodes()
    table = store.table(run.outputs[0], ["unit", "variable", "value"])
    return UsualCodes(
        coder=str(run.parameters["coder"]),
        codebook=str(run.parameters["codebook"]),
        titles={code.code: code.title for code in variable.codes},
        by_unit={
            row["unit"]: row["value"]
            for row in table.to_pylist()
            if row["variable"] == variable.name
            and row["value"] not in {None, variable.uncoded}
        },
    )
