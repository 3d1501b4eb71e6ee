from __future__ import annotations

import pyarrow as pa

from hustings.coding.context_tables import CONTEXT, context_table, whole_documents

UNITS = pa.table(
    {
        "document": ["a", "a", "a", "a", "a", "b", "b"],
        "unit": ["a0", "a1", "a2", "a3", "a4", "b0", "b1"],
        "block": ["1", "2", "2", "3", "3", "1", "2"],
        "kind": ["paragraph", "heading", "heading", "item", "item", "item", "heading"],
        "start": [0, 20, 30, 40, 50, 0, 9],
        "language": ["en", "en", "en", "en", "en", None, None],
        "text": ["Dear all.", "Moving", "about", "Trams.", "Boats.", "Roads.", "End"],
    }
)


def test_units_get_their_neighbours_and_the_heading_above() -> None:
    table = context_table(UNITS)
    assert table.schema == CONTEXT
    columns = table.to_pydict()
    assert columns["unit"] == ["a0", "a3", "a4", "b0"]
    assert columns["start"] == [0, 40, 50, 0]
    assert columns["before"] == [None, "Dear all.", "Trams.", None]
    assert columns["after"] == ["Trams.", "Boats.", None, None]
    assert columns["heading"] == [None, "Moving about", "Moving about", None]
    assert columns["language"] == ["en", "en", "en", None]


def test_nothing_in_nothing_out() -> None:
    assert context_table(UNITS.slice(0, 0)).num_rows == 0
    assert list(whole_documents(UNITS.slice(0, 0), n_units=2)) == []


def test_batches_hold_whole_documents() -> None:
    table = pa.table({"document": list("aaabbcdd")})
    sizes = [batch.num_rows for batch in whole_documents(table, n_units=4)]
    assert sizes == [5, 3]
    assert [b.num_rows for b in whole_documents(table, n_units=1)] == [3, 2, 1, 2]
    assert [b.num_rows for b in whole_documents(table, n_units=99)] == [8]
