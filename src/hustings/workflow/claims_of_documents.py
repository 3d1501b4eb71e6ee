"""The claims of one document, as it was read and split."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from hustings.claims.kernels import find_claims
from hustings.claims.tables import claims_of
from hustings.outside.engine.local import single_batch
from hustings.workflow.claim_lexicons import claim_lexicons
from hustings.workflow.claim_units import claim_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.model.claim import Claim
    from hustings.model.document import Document, Unit

_SCHEMA = pa.schema(
    [
        ("document", pa.string()),
        ("unit", pa.string()),
        ("block", pa.string()),
        ("kind", pa.string()),
        ("start", pa.int64()),
        ("language", pa.string()),
        ("text", pa.large_string()),
    ]
)


def claims_in(document: Document, units: Sequence[Unit]) -> tuple[Claim, ...]:
    """Find the claims of a document, with spans in its text.

    A document in a language without a lexicon has none.
    """
    if document.language not in claim_lexicons():
        return ()
    kinds = {block.block_id: block.kind for block in document.blocks}
    rows = [
        {
            "document": document.document_id,
            "unit": unit.unit_id,
            "block": unit.block_id,
            "kind": kinds.get(unit.block_id),
            "start": unit.span.start,
            "language": document.language,
            "text": unit.span.of(document.text),
        }
        for unit in units
    ]
    table = claim_units(
        pa.Table.from_pylist(rows, schema=_SCHEMA),
        {document.document_id: document.actor},
    )
    return claims_of(find_claims(single_batch(table), lexicons=claim_lexicons()))
