"""The Arrow table of codings, whoever made them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.model.coding import Coding
from hustings.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SPAN = pa.struct([("start", pa.int64()), ("end", pa.int64())])

CODINGS = pa.schema(
    [
        ("document", pa.string()),
        ("unit", pa.string()),
        ("coder", pa.string()),
        ("variable", pa.string()),
        ("value", pa.string()),
        ("evidence", pa.list_(_SPAN)),
    ]
)
"""One row a coding. Evidence spans index the document's text."""


@dataclass(slots=True)
class CodingColumns:
    """The columns of `CODINGS` as they grow, coding by coding.

    Rows of dicts would be ten times slower, and a corpus has millions.
    """

    documents: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    coders: list[str] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    ends_of_evidence: list[int] = field(default_factory=lambda: [0])
    bounds: list[tuple[int, int]] = field(default_factory=list)

    def add(
        self,
        *,
        document: str,
        unit: str,
        coder: str,
        variable: str,
        value: str,
        evidence: Iterable[tuple[int, int]],
    ) -> None:
        """Add one coding; evidence is start and end of spans of the document."""
        self.documents.append(document)
        self.units.append(unit)
        self.coders.append(coder)
        self.variables.append(variable)
        self.values.append(value)
        self.bounds.extend(evidence)
        self.ends_of_evidence.append(len(self.bounds))

    def to_batch(self) -> pa.RecordBatch:
        """Give the codings as one batch of `CODINGS`."""
        texts = (self.documents, self.units, self.coders, self.variables, self.values)
        columns = [pa.array(column, pa.string()) for column in texts]
        return pa.RecordBatch.from_arrays([*columns, self._evidence()], schema=CODINGS)

    def _evidence(self) -> pa.Array:
        starts = pa.array([start for start, _ in self.bounds], pa.int64())
        ends = pa.array([end for _, end in self.bounds], pa.int64())
        spans = pa.StructArray.from_arrays([starts, ends], fields=list(_SPAN))
        offsets = pa.array(self.ends_of_evidence, pa.int32())
        return pa.ListArray.from_arrays(offsets, spans, type=pa.list_(_SPAN))


def batch_from_codings(
    documents: Sequence[str], codings: Sequence[Coding]
) -> pa.RecordBatch:
    """Turn codings, and the document of each, into a batch of `CODINGS`."""
    columns = CodingColumns()
    for document, coding in zip(documents, codings, strict=True):
        columns.add(
            document=document,
            unit=coding.unit_id,
            coder=coding.coder_id,
            variable=coding.variable,
            value=coding.value,
            evidence=[(span.start, span.end) for span in coding.evidence],
        )
    return columns.to_batch()


def coding_from_row(row: Mapping[str, Any]) -> Coding:
    """Turn a row of `CODINGS` back into the coding."""
    return Coding(
        unit_id=row["unit"],
        coder_id=row["coder"],
        variable=row["variable"],
        value=row["value"],
        evidence=tuple(Span(span["start"], span["end"]) for span in row["evidence"]),
    )
