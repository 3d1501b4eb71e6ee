"""Variables that are coded only where another one has a certain code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.model.codebook import Codebook


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
