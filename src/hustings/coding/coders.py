"""What all machine coders share: units in context in, values with probabilities out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from hustings.model.document import Problem

_SPAN = pa.struct([("start", pa.int64()), ("end", pa.int64())])

CODED = pa.schema(
    [
        ("unit", pa.string()),
        ("value", pa.string()),
        ("probability", pa.float64()),
        ("probabilities", pa.list_(pa.float64())),
        ("evidence", pa.list_(_SPAN)),
    ]
)
"""One row a unit, in the order of the units. A unit that could not be coded has no
value and no probabilities. Spans of evidence index the unit's own text."""


@runtime_checkable
class Coder(Protocol):
    """What can code units: learned, transformer, remote, from a file alike.

    Attributes
    ----------
    name, version : str
        Recorded with every coding; the version changes when any answer could.
    codes : tuple of str
        The codes it chooses from, in the order of its probabilities.
    """

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def version(self) -> str:
        """What tells its answers from those of another."""
        ...

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of its probabilities."""
        ...

    def code(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Code units in context; see `UnitsInContext` for the columns in.

        Returns
        -------
        RecordBatch
            Of the schema `CODED`.
        """
        ...

    def find_problems(self, batch: pa.RecordBatch) -> tuple[Problem, ...]:
        """Say what is odd about units in context, such as those without a word."""
        ...


def coded_batch(
    units: Sequence[str],
    values: Sequence[str | None],
    *,
    probability: Sequence[float | None],
    probabilities: Sequence[Sequence[float] | NDArray[np.float64] | None],
    evidence: Sequence[Sequence[tuple[int, int]]],
) -> pa.RecordBatch:
    """Put answers into a batch of `CODED`; one entry of each argument a unit.

    Examples
    --------
    >>> batch = coded_batch(
    ...     ["u1"],
    ...     ["tax"],
    ...     probability=[0.9],
    ...     probabilities=[[0.9, 0.1]],
    ...     evidence=[[(4, 9)]],
    ... )
    >>> batch.to_pylist()[0]["evidence"]
    [{'start': 4, 'end': 9}]
    """
    spans = [[{"start": s, "end": e} for s, e in of_unit] for of_unit in evidence]
    columns = (units, values, probability, probabilities, spans)
    arrays = [
        pa.array(column, field.type)
        for column, field in zip(columns, CODED, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=CODED)
