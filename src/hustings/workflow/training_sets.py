"""Training sets: units with known answers that every coder gets.

Nothing is drawn. Whoever chose the units knows why, so they speak for no others; their
inclusion probability is written as 1 and means nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.coding.dealing import shuffle_units
from hustings.coding.free_numbers import fault_of_number, known_value
from hustings.errors import (
    InvalidOptionError,
    MissingColumnError,
    NothingToAssignError,
    TableFileError,
    UnknownCodeError,
    UnknownUnitError,
)
from hustings.outside.tables import read_table, require_columns
from hustings.store.sources import sha256_of
from hustings.workflow.assigning import (
    keep_assignments,
    make_assignments,
    require_coders,
    require_variables,
)
from hustings.workflow.codebooks import find_codebook
from hustings.workflow.drawing import Drawn, allowances_of, order_of
from hustings.workflow.sampling_frames import load_frame
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from hustings.model.codebook import Codebook
    from hustings.store.project import Store
    from hustings.workflow.assigning import AssignResult
    from hustings.workflow.drawing import Request
    from hustings.workflow.sampling_frames import FrameUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """One right value, and the line that says so."""

    line: int
    unit: str
    variable: str
    value: str


def assign_training(store: Store, request: Request, path: Path) -> AssignResult:
    """Give every coder the units of a table, and keep the answers.

    Parameters
    ----------
    path : Path
        A table with the column `unit` (the unit's id) and either one column a variable,
        or `value` and, with several variables, `variable`. An empty cell is no answer.

    Raises
    ------
    InvalidOptionError
        If claims are asked for.
    UnknownUnitError
        If a unit is not one that counts now.
    UnknownCodeError
        If an answer is no code of its variable.
    TableFileError
        If two answers contradict each other, or one is none of the numbers that its
        variable takes; the line is named.
    NothingToAssignError
        If there is no answer.
    """
    coders = require_coders(store, request.coders)
    if request.claims:
        raise InvalidOptionError(
            option="claims",
            value=True,
            advice="Nobody is trained on claims yet: hand out units without answers.",
        )
    loaded = find_codebook(store, request.codebook)
    variables = require_variables(loaded.codebook, request.variables)
    answers = _answers(path, loaded.codebook, variables)
    drawn = _chosen(store, request, answers, path)
    everything = np.arange(len(drawn.units))
    hands = {
        coder: shuffle_units(everything, coder=coder, seed=request.seed)
        if order_of(request) == "shuffled"
        else everything
        for coder in coders
    }
    assignments = make_assignments(
        store,
        hands,
        drawn,
        sha256=loaded.stored.sha256,
        variables=variables,
        purpose="training",
        answers=answers,
    )
    return keep_assignments(store, assignments, drawn.words, loaded)


def _chosen(
    store: Store, request: Request, answers: Mapping[str, object], path: Path
) -> Drawn:
    """Find the units of a table, in reading order."""
    units = _units(store, request, answers)
    return Drawn(
        units=units,
        probabilities=(1.0,) * len(units),
        n_frame=len(units),
        design={
            "chosen": sha256_of(path.read_bytes()),
            "n": len(units),
            "coders": list(request.coders),
            "order": order_of(request),
            "seed": request.seed,
            **allowances_of(request),
        },
        words=f"{count(len(units), 'unit')} with known answers.",
    )


def _units(
    store: Store, request: Request, wanted: Iterable[str]
) -> tuple[FrameUnit, ...]:
    frame = load_frame(store, request.documents)
    by_id = {unit.unit_id: unit for unit in frame.units}
    for unit in wanted:
        if unit not in by_id:
            raise UnknownUnitError(unit=unit)
    chosen = set(wanted)
    return tuple(unit for unit in frame.units if unit.unit_id in chosen)


def _answers(
    path: Path, codebook: Codebook, variables: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Read the answers by unit and variable."""
    found: dict[str, dict[str, str]] = {}
    for row in _rows(path, variables):
        answer = _known(codebook, row, name=path.name)
        of_unit = found.setdefault(answer.unit, {})
        if of_unit.setdefault(answer.variable, answer.value) != answer.value:
            raise TableFileError(
                name=path.name,
                line=answer.line,
                reason=f"Unit {answer.unit!r} has another answer for "
                f"{answer.variable!r} above.",
                advice="Leave one.",
            )
    if not found:
        raise NothingToAssignError(
            reason=f"{path.name} holds no answer.", advice="Give a value for a unit."
        )
    return found


def _rows(path: Path, variables: Sequence[str]) -> Iterator[_Answer]:
    """Yield the answers of a table, be it long or wide."""
    table = read_table(path)
    require_columns(table, ["unit"], path)
    columns = table.column_names
    is_long = "value" in columns and "value" not in variables
    wide = [name for name in variables if name in columns]
    if not is_long and not wide:
        raise MissingColumnError(
            name=path.name, column=variables[0], known=table.column_names
        )
    for line, row in enumerate(table.to_pylist(), 2):
        cells = {name: (cell or "").strip() for name, cell in row.items()}
        if is_long:
            wanted = {cells.get("variable") or variables[0]: cells["value"]}
        else:
            wanted = {name: cells[name] for name in wide}
        for variable, value in wanted.items():
            if value:
                yield _Answer(
                    line=line, unit=cells["unit"], variable=variable, value=value
                )


def _known(codebook: Codebook, answer: _Answer, *, name: str) -> _Answer:
    """Return an answer as values are kept; raise unless its variable has it."""
    require_variables(codebook, [answer.variable])
    variable = next(one for one in codebook.variables if one.name == answer.variable)
    value = known_value(answer.value, variable)
    if value is not None:
        return replace(answer, value=value)
    fault = variable.number and fault_of_number(answer.value, variable.number)
    if fault:
        raise TableFileError(
            name=name,
            line=answer.line,
            reason=f"{variable.title}: {fault.reason}.",
            advice=fault.advice,
        )
    known = [code.code for code in variable.codes]
    raise UnknownCodeError(code=answer.value, codebook=codebook.name, known=known)
