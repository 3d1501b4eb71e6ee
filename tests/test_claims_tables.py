from __future__ import annotations

from dataclasses import replace

from hustings.claims.tables import CLAIMS, batch_from_claims, claims_of
from hustings.model.claim import Modality
from hustings.model.document import Span
from test_model_claim import CLAIM


def test_claims_come_back_from_their_table_as_they_went_in() -> None:
    claims = (
        CLAIM,
        replace(CLAIM, cue=Span(0, 6), link=0, modality=Modality.AIM, stance=1),
    )
    batch = batch_from_claims(["d", "d"], claims)
    assert batch.schema == CLAIMS
    assert claims_of(batch) == claims


def test_a_table_of_no_claims_has_its_columns() -> None:
    batch = batch_from_claims([], [])
    assert batch.num_rows == 0
    assert batch.schema == CLAIMS
