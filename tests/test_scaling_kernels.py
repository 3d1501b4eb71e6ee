from __future__ import annotations

import pyarrow as pa

from hustings.outside.engine.local import run_sql
from hustings.scaling.kernels import (
    COUNT_SQL,
    block_counts_from_table,
    counts_from_table,
)

UNITS = """
d1 u1 b1 heading
d1 u2 b2 paragraph
d1 u3 b2 paragraph
d1 u4 b3 item
d2 u5 b2 paragraph
d2 u6 b2 slogan
"""
CODINGS = {"unit": ["u1", "u2", "u3", "u5"], "value": ["401", "401", "202", "401"]}


def counted() -> pa.Table:
    """Run the counting query on the tables above, as an engine does."""
    rows = [line.split() for line in UNITS.split("\n") if line]
    names = ["document", "unit", "block", "kind"]
    units = pa.table(list(zip(*rows, strict=True)), names)
    return run_sql(COUNT_SQL, {"units": units, "codings": pa.table(CODINGS)})


def test_query_counts_by_document_block_and_code_without_headings() -> None:
    assert [tuple(row.values()) for row in counted().to_pylist()] == [
        ("d1", "b2", "202", 1),
        ("d1", "b2", "401", 1),
        ("d1", "b3", None, 1),
        ("d2", "b2", "401", 1),
        ("d2", "b2", None, 1),
    ]


def test_blocks_of_two_documents_are_two_blocks() -> None:
    counts = block_counts_from_table(counted())
    assert counts.cases == ("d1", "d2")
    assert counts.codes == ("202", "401")
    assert counts.matrix.tolist() == [[1, 1], [0, 0], [0, 1]]
    assert counts.n_units.tolist() == [2, 1, 2]
    assert counts.case_of_block.tolist() == [0, 0, 1]


def test_documents_without_units_and_codes_without_use_are_kept() -> None:
    counts = counts_from_table(counted(), cases=["d0", "d2"], codes=["103", "401"])
    assert counts.cases == ("d0", "d2", "d1")
    assert counts.codes == ("103", "401", "202")
    assert counts.matrix.tolist() == [[0, 0, 0], [0, 1, 0], [0, 1, 1]]
    assert counts.n_units.tolist() == [0, 2, 3]


def test_units_coded_as_headings_are_no_units() -> None:
    table = pa.table(
        {
            "document": ["d1", "d1"],
            "block": ["b1", "b1"],
            "code": ["401", "H"],
            "n_units": [3, 9],
        }
    )
    assert counts_from_table(table).n_units.tolist() == [3]


def test_an_empty_table_gives_no_counts() -> None:
    counts = block_counts_from_table(counted().slice(0, 0), cases=["d1"])
    assert counts.matrix.shape == (0, 0)
    assert counts.to_counts().n_units.tolist() == [0]
