from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from hustings.model.claim import OWN, Claim, Modality
from hustings.model.document import Span

CLAIM = Claim(
    unit="u1",
    actor=OWN,
    stance=-1,
    target="the toll",
    head="toll",
    span=Span(7, 15),
    head_span=Span(11, 15),
    modality=Modality.POSITION,
    confidence=0.9,
)


def test_a_claim_is_the_documents_own_or_somebody_elses() -> None:
    assert CLAIM.is_own
    assert not replace(CLAIM, actor="The council").is_own


def test_a_claim_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        CLAIM.stance = 1  # type: ignore[misc]


def test_modalities_are_written_as_words() -> None:
    assert [str(modality) for modality in Modality] == [
        "pledge",
        "demand",
        "position",
        "evaluation",
        "aim",
        "slogan",
    ]
