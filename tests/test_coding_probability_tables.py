from __future__ import annotations

import pyarrow as pa
import pytest

from hustings.coding.coders import coded_batch
from hustings.coding.probability_tables import (
    PROBABILITIES,
    codings_from_coded,
    probabilities_from_coded,
)
from hustings.coding.tables import CODINGS
from hustings.errors import MisplacedAnswerError

UNITS = pa.RecordBatch.from_pydict(
    {"document": ["d", "d", "d"], "unit": ["u1", "u2", "u3"], "start": [0, 100, 200]}
)
CODED = coded_batch(
    ["u1", "u2", "u3"],
    ["tax", None, "trams"],
    probability=[0.75, None, None],
    probabilities=[[0.75, 0.25], None, None],
    evidence=[[(0, 3)], [], [(4, 9), (12, 15)]],
)


def test_codings_are_of_units_with_a_value_and_evidence_moves() -> None:
    found = codings_from_coded(UNITS, CODED, coder="learned:x", variable="topic")
    assert found.schema == CODINGS
    assert found.to_pylist() == [
        {
            "document": "d",
            "unit": "u1",
            "coder": "learned:x",
            "variable": "topic",
            "value": "tax",
            "evidence": [{"start": 0, "end": 3}],
        },
        {
            "document": "d",
            "unit": "u3",
            "coder": "learned:x",
            "variable": "topic",
            "value": "trams",
            "evidence": [{"start": 204, "end": 209}, {"start": 212, "end": 215}],
        },
    ]


def test_probabilities_stand_beside_the_codings() -> None:
    found = probabilities_from_coded(UNITS, CODED, variable="topic")
    assert found.schema == PROBABILITIES
    assert found["unit"].to_pylist() == ["u1", "u3"]
    assert found["probability"].to_pylist() == [0.75, None]
    assert found["probabilities"].to_pylist() == [[0.75, 0.25], None]


@pytest.mark.parametrize("coded", [CODED.slice(0, 2), CODED.take([1, 0, 2])])
def test_answers_elsewhere_are_refused(coded: pa.RecordBatch) -> None:
    with pytest.raises(MisplacedAnswerError, match="got 3 units and gave"):
        codings_from_coded(UNITS, coded, coder="mine", variable="topic")


def test_no_units_give_no_codings() -> None:
    found = codings_from_coded(
        UNITS.slice(0, 0), CODED.slice(0, 0), coder="x", variable="t"
    )
    assert found.num_rows == 0
