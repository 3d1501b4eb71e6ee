"""Variables that are coded only where another one has a certain code.

Who judges such a unit says one of two things: a code, or, by another code of the other
variable, that there is nothing to be coded. The second is a judgement, too
(`NOT_ASKED`), and not a coding that is missing.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.model.codebook import Codebook, Condition


class NotAsked(Enum):
    """That a unit was judged, and a variable not asked for in it."""

    NOT_ASKED = "not asked"


NOT_ASKED = NotAsked.NOT_ASKED
Judgement: TypeAlias = str | NotAsked
"""What a coder says of a unit: a code, or that there is nothing to be coded."""


def conditions_of(codebook: Codebook, variable: str) -> tuple[Condition, ...]:
    """List the condition of a variable, that of the variable it names, and so on.

    Empty where the variable is coded in all units.
    """
    by_name = {one.name: one.condition for one in codebook.variables}
    found: list[Condition] = []
    condition = by_name.get(variable)
    while condition is not None:
        found.append(condition)
        condition = by_name.get(condition.variable)
    return tuple(found)


def are_met(conditions: Sequence[Condition], values: Mapping[str, str]) -> bool | None:
    """Say whether a coder who gave a unit these values was asked for a code.

    Parameters
    ----------
    conditions : sequence of Condition
        As `conditions_of` gives them.
    values : mapping of str to str
        What the coder says of the unit, by variable.

    Returns
    -------
    bool or None
        None where the coder says nothing of any of these variables, or there is none.

    Examples
    --------
    >>> from hustings.model.codebook import Condition
    >>> conditions = [Condition(variable="topic", code="harbour")]
    >>> are_met(conditions, {"topic": "harbour"})
    True
    >>> are_met(conditions, {"topic": "lanes"}), are_met(conditions, {})
    (False, None)
    """
    said = (one for one in conditions if one.variable in values)
    first = next(said, None)
    return None if first is None else values[first.variable] == first.code


def meet_conditions(
    answers: Mapping[str, pa.RecordBatch], codebook: Codebook
) -> dict[str, pa.RecordBatch]:
    """Take away values whose condition the coder's own answers do not meet.

    Parameters
    ----------
    answers : mapping of str to RecordBatch
        By variable, of `hustings.coding.coders.CODED`, all on the same units. Where the
        variable of a condition is not among them, nobody knows, and values stay.
    codebook : Codebook
    """
    conditions = {one.name: one.condition for one in codebook.variables}
    met: dict[str, pa.RecordBatch] = {}
    for name, answer in answers.items():
        condition = conditions.get(name)
        other = None if condition is None else answers.get(condition.variable)
        if condition is None or other is None:
            met[name] = answer
            continue
        is_met = pc.fill_null(
            pc.equal(other["value"], condition.code), fill_value=False
        )
        met[name] = _kept(answer, is_met)
    return met


def _kept(answer: pa.RecordBatch, is_met: pa.Array) -> pa.RecordBatch:
    """Keep answers; of the other units nothing is said but their names."""
    rows = pa.array(range(answer.num_rows), pa.int64())
    kept = answer.take(pc.if_else(is_met, rows, pa.scalar(None, pa.int64())))
    columns = [answer["unit"], *kept.columns[1:]]
    return pa.RecordBatch.from_arrays(columns, schema=answer.schema)
