"""Units in context: columns in, and who stands beside whom."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from hustings.coding.units_in_context import (
    OFFSETS,
    UnitsInContext,
    document_numbers,
    find_surroundings,
)
from hustings.errors import MissingColumnError

ROWS = [
    {"unit": "1", "text": "Trams.", "document": "a"},
    {"unit": "2", "text": "Roads.", "document": "a"},
    {"unit": "3", "text": "Taxes.", "document": "b"},
    {"unit": "4", "text": "Trams.", "document": "b"},
]


def near(units: UnitsInContext, row: int, offset: int) -> str | None:
    around = find_surroundings(units)
    place = int(around.near[row, OFFSETS.index(offset)])
    return None if place < 0 else around.texts[place]


def test_neighbours_are_of_the_same_document() -> None:
    units = UnitsInContext.from_rows(ROWS)

    assert near(units, 0, 1) == "Roads."
    assert near(units, 1, -1) == "Trams."
    assert near(units, 1, 1) is None
    assert near(units, 2, -1) is None


def test_without_documents_there_are_no_neighbours_but_those_given() -> None:
    columns = {
        "unit": ["1", "2"],
        "text": ["Trams.", "Roads."],
        "before": ["Hills.", ""],
    }
    units = UnitsInContext.from_columns(columns)

    assert near(units, 0, -1) == "Hills."
    assert near(units, 0, 1) is None
    assert near(units, 1, -1) is None


def test_a_neighbour_in_the_table_goes_before_one_that_is_given() -> None:
    rows = [{**row, "before": "Hills."} for row in ROWS]
    units = UnitsInContext.from_rows(rows)

    assert near(units, 1, -1) == "Trams."
    assert near(units, 2, -1) == "Hills."


def test_texts_that_are_the_same_stand_once() -> None:
    around = find_surroundings(UnitsInContext.from_rows(ROWS))

    assert around.texts == ("Trams.", "Roads.", "Taxes.")
    assert around.own.tolist() == [0, 1, 2, 0]


def test_targets_are_texts_of_their_own() -> None:
    rows = [
        {"unit": "1", "text": "No!", "target": "tolls"},
        {"unit": "2", "text": "So."},
    ]
    units = UnitsInContext.from_rows([{"target": None, **row} for row in rows])
    around = find_surroundings(units)

    assert around.target_texts == ("tolls",)
    assert around.targets.tolist() == [0, -1]
    assert "tolls" not in around.texts


def test_batches_and_rows_give_the_same_units() -> None:
    batch = pa.RecordBatch.from_pylist([{**row, "more": 1} for row in ROWS])

    assert UnitsInContext.from_batch(batch) == UnitsInContext.from_rows(ROWS)


def test_some_units_can_be_chosen() -> None:
    chosen = UnitsInContext.from_rows(ROWS).chosen(np.array([1, 3]))

    assert chosen.units == ("2", "4")
    assert find_surroundings(chosen).own.tolist() == [0, 1]


@pytest.mark.parametrize("missing", ["unit", "text"])
def test_a_column_that_is_missing_is_named(missing: str) -> None:
    columns = {"unit": ["1"], "text": ["Trams."]}
    del columns[missing]

    with pytest.raises(MissingColumnError, match=missing):
        UnitsInContext.from_columns(columns)


def test_documents_are_numbered_as_they_appear() -> None:
    assert document_numbers(["b", None, "a", "b"]).tolist() == [0, -1, 1, 0]


def test_no_units_have_no_surroundings() -> None:
    around = find_surroundings(UnitsInContext.from_rows([]))

    assert around.texts == ()
    assert around.near.shape == (0, len(OFFSETS))
