from __future__ import annotations

import pytest

from hustings.coding.tables import CODINGS, batch_from_codings, coding_from_row
from hustings.model.coding import Coding
from hustings.model.document import Span


def coding(unit: str, *evidence: Span) -> Coding:
    return Coding(
        unit_id=unit,
        coder_id="ada",
        variable="topic",
        value="000",
        evidence=evidence,
    )


def test_codings_come_back_as_they_were() -> None:
    codings = [
        coding("u1", Span(0, 3), Span(9, 12)),
        coding("u2"),
        coding("u3", Span(5, 6)),
    ]
    batch = batch_from_codings(["d1", "d1", "d2"], codings)
    assert batch.schema == CODINGS
    assert batch.column("document").to_pylist() == ["d1", "d1", "d2"]
    assert [coding_from_row(row) for row in batch.to_pylist()] == codings


def test_no_codings_are_an_empty_table() -> None:
    assert batch_from_codings([], []).num_rows == 0


def test_each_coding_needs_its_document() -> None:
    with pytest.raises(ValueError, match="longer"):
        batch_from_codings([], [coding("u1")])
