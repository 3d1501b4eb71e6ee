"""The Arrow tables of machine codings: the values, and how probable every code was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from hustings.coding.tables import CODINGS
from hustings.errors import MisplacedAnswerError

if TYPE_CHECKING:
    from collections.abc import Sequence

PROBABILITIES = pa.schema(
    [
        ("document", pa.string()),
        ("unit", pa.string()),
        ("variable", pa.string()),
        ("probability", pa.float64()),
        ("probabilities", pa.list_(pa.float32())),
    ]
)
"""One row a coded unit and variable. `probability` is that of the value given;
`probabilities` are those of all codes, in the order that the run's parameter `codes`
has for the variable. Either is null where the coder did not say."""


def codings_from_coded(
    units: pa.RecordBatch, coded: pa.RecordBatch, *, coder: str, variable: str
) -> pa.RecordBatch:
    """Turn a coder's answers on units into codings.

    Parameters
    ----------
    units : RecordBatch
        With the columns document, unit and start.
    coded : RecordBatch
        Of the schema `hustings.coding.coders.CODED`, a row a unit in the same order.
    coder, variable : str

    Returns
    -------
    RecordBatch
        Of `CODINGS`; units without a value have none. Spans of evidence, which index
        the unit's own text, now index the document's.

    Raises
    ------
    MisplacedAnswerError
        If the answers are not on these units, in this order.
    """
    _check_places(units, coded, coder)
    is_coded = pc.is_valid(coded["value"])
    kept, said = units.filter(is_coded), coded.filter(is_coded)
    n = kept.num_rows
    columns = {
        "document": kept["document"],
        "unit": kept["unit"],
        "coder": _repeated(coder, n),
        "variable": _repeated(variable, n),
        "value": said["value"],
        "evidence": _moved(said["evidence"], kept["start"]),
    }
    return _batch(columns, CODINGS)


def probabilities_from_coded(
    units: pa.RecordBatch, coded: pa.RecordBatch, *, variable: str
) -> pa.RecordBatch:
    """Keep how probable a coder's answers were, a row a unit that has a value.

    Parameters
    ----------
    units, coded : RecordBatch
        As for `codings_from_coded`.
    variable : str

    Returns
    -------
    RecordBatch
        Of `PROBABILITIES`.
    """
    is_coded = pc.is_valid(coded["value"])
    kept, said = units.filter(is_coded), coded.filter(is_coded)
    columns = {
        "document": kept["document"],
        "unit": kept["unit"],
        "variable": _repeated(variable, kept.num_rows),
        "probability": said["probability"],
        "probabilities": said["probabilities"],
    }
    return _batch(columns, PROBABILITIES)


def _check_places(units: pa.RecordBatch, coded: pa.RecordBatch, coder: str) -> None:
    same = units.num_rows == coded.num_rows and (
        not units.num_rows
        or pc.all(
            pc.fill_null(
                pc.equal(
                    units["unit"].cast(pa.string()), coded["unit"].cast(pa.string())
                ),
                fill_value=False,
            )
        ).as_py()
    )
    if not same:
        raise MisplacedAnswerError(
            coder=coder, n_units=units.num_rows, n_answers=coded.num_rows
        )


def _repeated(text: str, n: int) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), n)


def _moved(evidence: pa.ListArray, starts: pa.Array) -> pa.ListArray:
    """Move spans by where their units start; a unit without evidence has no span."""
    whole = pc.fill_null(evidence, pa.scalar([], evidence.type))
    shift = starts.take(pc.list_parent_indices(whole))
    spans = whole.flatten()
    lengths = pc.list_value_length(whole).to_numpy(zero_copy_only=False)
    offsets = pa.array([0, *lengths.cumsum().tolist()], pa.int32())
    bounds = [pc.add(spans.field(name), shift) for name in ("start", "end")]
    moved = pa.StructArray.from_arrays(
        bounds, fields=list(CODINGS.field("evidence").type.value_type)
    )
    return pa.ListArray.from_arrays(offsets, moved, type=CODINGS.field("evidence").type)


def _batch(columns: dict[str, pa.Array], schema: pa.Schema) -> pa.RecordBatch:
    arrays: Sequence[pa.Array] = [
        columns[field.name].cast(field.type) for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
