from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.coders import CODED, coded_batch
from hustings.coding.conditions import meet_conditions

if TYPE_CHECKING:
    import pyarrow as pa

BOOK = codebook_from_text(
    """\
name: harbour
title: Harbour
version: 1
variables:
  - name: topic
    title: Topic
    level: nominal
    codes: [{code: boats, title: Boats}, {code: roads, title: Roads}]
  - name: direction
    title: Direction
    level: ordinal
    condition: {variable: topic, code: boats}
    codes: [{code: -1, title: fewer}, {code: 1, title: more}]
""",
    name="harbour.yaml",
)


def answers(*values: str | None) -> pa.RecordBatch:
    n = len(values)
    return coded_batch(
        [f"u{i}" for i in range(n)],
        values,
        probability=[0.5] * n,
        probabilities=[[0.5, 0.5]] * n,
        evidence=[[]] * n,
    )


def test_values_whose_condition_is_not_met_are_taken_away() -> None:
    found = meet_conditions(
        {"topic": answers("boats", "roads", None), "direction": answers("1", "1", "1")},
        BOOK,
    )
    assert found["topic"]["value"].to_pylist() == ["boats", "roads", None]
    assert found["direction"]["value"].to_pylist() == ["1", None, None]
    assert found["direction"].schema == CODED
    assert found["direction"]["unit"].to_pylist() == ["u0", "u1", "u2"]
    assert found["direction"]["probabilities"].to_pylist() == [[0.5, 0.5], None, None]


def test_alone_a_variable_keeps_its_values() -> None:
    found = meet_conditions({"direction": answers("1", "-1")}, BOOK)
    assert found["direction"]["value"].to_pylist() == ["1", "-1"]
