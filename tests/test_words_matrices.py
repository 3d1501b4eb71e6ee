from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from scipy import sparse

from hustings.errors import (
    InvalidCountError,
    InvalidCountsError,
    InvalidOptionError,
    UnknownCaseError,
)
from hustings.words.matrices import DocumentFeatureMatrix

ROWS = [
    {"document": "Harbour", "trams": "3", "roads": 0, "parks": 1.5},
    {"document": "Orchard", "trams": "0", "roads": 2, "parks": 1},
    {"document": "Quay", "trams": "0", "roads": 0, "parks": 0},
]


def matrix() -> DocumentFeatureMatrix:
    return DocumentFeatureMatrix.from_rows(ROWS)


def test_rows_and_table_say_the_same() -> None:
    table = pa.table(
        {
            "document": ["Harbour", "Orchard", "Quay"],
            "trams": ["3", "0", "0"],
            "roads": [0, 2, 0],
            "parks": [1.5, 1, 0],
        }
    )
    other = DocumentFeatureMatrix.from_table(table)
    assert (other.cases, other.features) == (matrix().cases, matrix().features)
    assert other.matrix.toarray().tolist() == [[3, 0, 1.5], [0, 2, 1], [0, 0, 0]]
    assert matrix().matrix.toarray().tolist() == other.matrix.toarray().tolist()
    assert matrix().matrix.nnz == 4
    assert (matrix().n_cases, matrix().n_features) == (3, 3)


def test_sums() -> None:
    assert matrix().case_totals().tolist() == [4.5, 3, 0]
    assert matrix().feature_totals().tolist() == [3, 2, 2.5]
    assert matrix().document_counts().tolist() == [1, 1, 2]


def test_zeros_are_not_stored() -> None:
    stored = sparse.csr_array((np.zeros(1), ([0], [0])), shape=(1, 1))
    plain = DocumentFeatureMatrix(cases=("a",), features=("b",), matrix=stored)
    assert plain.matrix.nnz == 0
    assert stored.nnz == 1


def test_keep_select_and_trim() -> None:
    assert matrix().keep(["Orchard", "Harbour"]).matrix.toarray().tolist() == [
        [0, 2, 1],
        [3, 0, 1.5],
    ]
    chosen = matrix().select(["parks", "boats"])
    assert chosen.matrix.toarray().tolist() == [[1.5, 0], [1, 0], [0, 0]]
    assert matrix().trimmed(min_count=2.5).features == ("trams", "parks")
    assert matrix().trimmed(min_documents=2).features == ("parks",)
    assert matrix().trimmed(max_document_share=0.5).features == ("trams", "roads")


def test_empty_cases_leave_with_a_problem() -> None:
    kept, problems = matrix().without_empty()
    assert kept.cases == ("Harbour", "Orchard")
    assert [problem.kind for problem in problems] == ["empty case"]
    assert "'Quay'" in problems[0].message
    assert kept.without_empty() == (kept, ())


@pytest.mark.parametrize("value", ["-1", "x", "nan", "inf", "", None])
def test_a_cell_that_is_no_count_is_named(value: object) -> None:
    with pytest.raises(InvalidCountError, match="Case 'a', column 'trams'"):
        DocumentFeatureMatrix.from_rows([{"case": "a", "trams": value}])
    with pytest.raises(InvalidCountError, match="Case 'a', column 'trams'"):
        DocumentFeatureMatrix.from_table(
            pa.table({"case": ["a"], "trams": [None if value is None else str(value)]})
        )


def test_tables_that_are_none() -> None:
    with pytest.raises(InvalidCountsError, match="no row"):
        DocumentFeatureMatrix.from_rows([])
    with pytest.raises(InvalidCountsError, match="no row"):
        DocumentFeatureMatrix.from_table(pa.table({}))
    with pytest.raises(InvalidCountsError, match="other columns"):
        DocumentFeatureMatrix.from_rows([{"case": "a", "b": 1}, {"case": "c"}])
    with pytest.raises(InvalidCountsError, match="case 'a' stands twice"):
        DocumentFeatureMatrix.from_rows([{"case": "a"}, {"case": "a"}])
    assert DocumentFeatureMatrix.from_table(pa.table({"c": ["a"]})).n_features == 0


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ([[1.0]], "for 1 cases and 2"),
        ([[1, -1]], "negative"),
        ([[1, np.nan]], "finite"),
    ],
)
def test_arrays_that_are_no_counts(numbers: list[list[float]], reason: str) -> None:
    with pytest.raises(InvalidCountsError, match=reason):
        DocumentFeatureMatrix(
            cases=("a",), features=("b", "c"), matrix=sparse.csr_array(numbers)
        )


def test_other_errors() -> None:
    with pytest.raises(UnknownCaseError, match="no case 'Hill'"):
        matrix().keep(["Hill"])
    with pytest.raises(InvalidOptionError, match="max_document_share"):
        matrix().trimmed(max_document_share=0)
    with pytest.raises(InvalidOptionError, match="min_count"):
        matrix().trimmed(min_count=-1)
