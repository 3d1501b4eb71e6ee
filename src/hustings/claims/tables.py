"""The Arrow tables of claims, and of the units that claims are looked for in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.model.claim import Claim, Modality
from hustings.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CLAIM_UNITS = pa.schema(
    [
        ("document", pa.string()),
        ("unit", pa.string()),
        ("text", pa.string()),
        ("start", pa.int32()),
        ("language", pa.string()),
        ("actor", pa.string()),
        ("kind", pa.string()),
        ("heading", pa.string()),
        ("before", pa.string()),
        ("after", pa.string()),
    ]
)
"""One row a unit. `start` is where its text begins in the document's (0 in tables);
`kind` is its block's; `heading` the heading or lead-in that governs it; `before` and
`after` are the texts of its neighbours. All but the first three may be null."""

CLAIMS = pa.schema(
    [
        ("document", pa.string()),
        ("unit", pa.string()),
        ("actor", pa.string()),
        ("stance", pa.int8()),
        ("target", pa.string()),
        ("head", pa.string()),
        ("modality", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("head_start", pa.int32()),
        ("head_end", pa.int32()),
        ("cue_start", pa.int32()),
        ("cue_end", pa.int32()),
        ("confidence", pa.float64()),
        ("link", pa.int32()),
    ]
)
"""One row a claim. `start` and `end` are of the target; cue and link may be null."""


def batch_from_claims(
    documents: Sequence[str], claims: Sequence[Claim]
) -> pa.RecordBatch:
    """Turn claims, and the document of each, into a batch of `CLAIMS`."""
    columns: list[Sequence[object]] = [
        documents,
        [claim.unit for claim in claims],
        [claim.actor for claim in claims],
        [claim.stance for claim in claims],
        [claim.target for claim in claims],
        [claim.head for claim in claims],
        [claim.modality.value for claim in claims],
        [claim.span.start for claim in claims],
        [claim.span.end for claim in claims],
        [claim.head_span.start for claim in claims],
        [claim.head_span.end for claim in claims],
        [claim.cue.start if claim.cue else None for claim in claims],
        [claim.cue.end if claim.cue else None for claim in claims],
        [claim.confidence for claim in claims],
        [claim.link for claim in claims],
    ]
    arrays = [
        pa.array(column, field.type)
        for column, field in zip(columns, CLAIMS, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=CLAIMS)


def claim_from_row(row: Mapping[str, Any]) -> Claim:
    """Turn a row of `CLAIMS` back into the claim."""
    cue = None
    if row["cue_start"] is not None:
        cue = Span(row["cue_start"], row["cue_end"])
    return Claim(
        unit=row["unit"],
        actor=row["actor"],
        stance=row["stance"],
        target=row["target"],
        head=row["head"],
        span=Span(row["start"], row["end"]),
        head_span=Span(row["head_start"], row["head_end"]),
        modality=Modality(row["modality"]),
        confidence=row["confidence"],
        cue=cue,
        link=row["link"],
    )


def claims_of(batch: pa.RecordBatch) -> tuple[Claim, ...]:
    """Turn a batch of `CLAIMS` back into the claims, in their order."""
    return tuple(claim_from_row(row) for row in batch.to_pylist())
