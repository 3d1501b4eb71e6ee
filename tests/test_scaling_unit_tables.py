from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from hustings.errors import InvalidObservationsError
from hustings.scaling.unit_tables import UnitTable

ROWS: list[dict[str, object]] = [
    {"document": "Harbour", "unit": "1", "block": "a", "coder": "ana", "value": "401"},
    {"document": "Harbour", "unit": "1", "coder": "bo", "value": "202"},
    {"document": "Harbour", "unit": "2", "block": "b", "coder": "", "value": ""},
    {
        "document": "Harbour",
        "unit": "1",
        "coder": "learned",
        "value": "401",
        "probabilities": {"401": 0.75, "202": 0.25},
        "inclusion_probability": "0.5",
    },
    {"document": "Harbour", "unit": "2", "coder": "learned", "value": "202"},
    {"document": "Orchard", "unit": "1", "block": "a", "coder": "ana", "value": "000"},
]


def test_rows_become_arrays() -> None:
    table = UnitTable.from_rows(ROWS, machine="learned")
    assert table.cases == ("Harbour", "Orchard")
    assert table.codes == ("401", "202", "000")
    assert table.case_of_unit.tolist() == [0, 0, 1]
    assert table.unit_of_coding.tolist() == [0, 0, 2]
    assert table.code_of_coding.tolist() == [0, 1, 2]
    assert table.machine is not None
    assert table.machine.tolist() == [[0.75, 0.25, 0], [0, 1, 0], [0, 0, 0]]
    assert table.probability is not None
    assert table.probability[0] == 0.5
    assert np.isnan(table.probability[1:]).all()
    blocks = table.of_units["block_of_unit"]
    assert len(set(blocks.tolist())) == 3


def test_a_table_of_arrow_says_the_same() -> None:
    rows = [
        {key: row.get(key) for key in ("document", "unit", "coder", "value")}
        for row in ROWS
    ]
    table = UnitTable.from_arrow(pa.Table.from_pylist(rows), codes=["000"])
    assert table.codes == ("000", "401", "202")
    assert table.machine is None
    assert table.probability is None


def test_sub_codes_fold_and_headings_go() -> None:
    rows = [
        {"case": "Harbour", "unit": str(i), "coder": "ana", "value": value}
        for i, value in enumerate(["605.1", "H", "605", "202.2"])
    ]
    table = UnitTable.from_rows(rows).without_headings().in_main_codes()
    assert table.codes == ("605", "202.2")
    assert table.code_of_coding.tolist() == [0, 0, 1]
    assert table.unit_of_coding.tolist() == [0, 1, 2]
    assert table.observations().amounts.tolist() == [[1, 0], [1, 0], [0, 1]]


def test_units_of_several_unitisings_are_kept_apart() -> None:
    rows = [
        {"case": "Harbour", "unit": "1", "unitising": one, "coder": one, "value": "x"}
        for one in ("ana", "bo")
    ]
    table = UnitTable.from_rows(rows)
    assert table.of_units["unitising_of_unit"].tolist() == [0, 1]
    assert table.pooled().cases == ("all",)


def test_numbers_of_units() -> None:
    rows: list[dict[str, object]] = [
        {"case": "Harbour", "unit": "1", "boundary": "1"},
        {"case": "Harbour", "unit": "2", "boundary": 0.5, "inner_cuts": 0.1},
    ]
    table = UnitTable.from_rows(rows)
    assert table.of_units["boundary"].tolist() == [1, 0.5]
    assert table.of_units["inner_cuts"].tolist() == [0, 0.1]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "no row"),
        ([{"unit": "1"}], "Row 1 names no unit or no document"),
        (
            [
                {"case": "a", "unit": "1", "inclusion_probability": 0.5},
                {"case": "a", "unit": "1", "inclusion_probability": 0.6},
            ],
            "Row 2 gives a unit the inclusion_probability",
        ),
        ([{"case": "a", "unit": "1", "boundary": "high"}], "no number"),
        (
            [
                {"case": "a", "unit": "1", "coder": "m", "value": "x"},
                {"case": "a", "unit": "1", "coder": "m", "value": "x"},
            ],
            "machine's second",
        ),
        (
            [{"case": "a", "unit": "1", "coder": "m", "probabilities": {"x": 2}}],
            "no shares of 1",
        ),
    ],
)
def test_rows_are_checked(rows: list[dict[str, object]], message: str) -> None:
    with pytest.raises(InvalidObservationsError, match=message):
        UnitTable.from_rows(rows, machine="m")
