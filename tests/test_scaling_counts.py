from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hustings.errors import InvalidCountError, InvalidCountsError, MissingColumnError
from hustings.scaling.counts import BlockCounts, Counts
from hustings.scaling.marpor import heading_codes, main_code

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray

PERCENTAGES = {"party": "Harbour", "date": "203110", "total": "200", "peruncod": "60"}


def blocks(
    matrix: FloatArray, case_of_block: list[int], n_units: list[float] | None = None
) -> BlockCounts:
    return BlockCounts(
        cases=("Harbour", "Orchard"),
        codes=("401", "202"),
        matrix=matrix,
        n_units=matrix.sum(axis=1) if n_units is None else np.array(n_units),
        case_of_block=np.array(case_of_block, dtype=np.int64),
    )


def test_rows_become_counts_with_text_names_kept() -> None:
    counts = Counts.from_rows(
        [
            {"document": 7, "401": "30", "000": "60", "202": 10},
            {"document": "Orchard", "401": 0, "000": "1.0", "202": " 4 "},
        ]
    )
    assert counts.cases == ("7", "Orchard")
    assert counts.codes == ("401", "000", "202")
    assert counts.matrix.tolist() == [[30, 60, 10], [0, 1, 4]]
    assert counts.n_units.tolist() == [100, 5]


def test_headings_of_the_manifesto_project_are_no_units() -> None:
    counts = Counts.from_rows([{"case": "Harbour", "401": 3, "H": 20}])
    assert counts.codes == ("401",)
    assert counts.n_units.tolist() == [3]


def test_an_h_in_another_codebook_is_a_code() -> None:
    counts = Counts.from_rows([{"case": "Harbour", "G": 3, "H": 20}])
    assert counts.codes == ("G", "H")
    assert heading_codes(["103.1", "H"]) == {"H"}


@pytest.mark.parametrize("value", ["-1", "many", "", "nan", "inf", None, "3,5"])
def test_a_cell_that_is_no_count_names_case_and_column(value: object) -> None:
    rows = [{"case": "Harbour", "401": 1}, {"case": "Orchard", "401": value}]
    with pytest.raises(InvalidCountError, match="Case 'Orchard', column '401'"):
        Counts.from_rows(rows)


def test_fractions_are_taken_for_percentages() -> None:
    with pytest.raises(InvalidCountError, match="from_percentages"):
        Counts.from_rows([{"case": "Harbour", "401": "5.405"}])


def test_columns_of_percentages_are_refused() -> None:
    with pytest.raises(InvalidCountsError, match=r"'per101' holds percentages"):
        Counts.from_rows([{"case": "Harbour", "per101": 3, "per102": 4}])


def test_no_rows() -> None:
    with pytest.raises(InvalidCountsError, match="no row"):
        Counts.from_rows([])


def test_rows_with_other_columns() -> None:
    rows = [{"case": "Harbour", "401": 1}, {"case": "Orchard", "402": 1}]
    with pytest.raises(InvalidCountsError, match="'Orchard' has other columns"):
        Counts.from_rows(rows)


def test_a_case_twice() -> None:
    row = {"case": "Harbour", "401": 1}
    with pytest.raises(InvalidCountsError, match="case 'Harbour' stands twice"):
        Counts.from_rows([row, row])


def test_percentages_count_neither_sub_codes_nor_four_digits_twice() -> None:
    row = {
        **PERCENTAGES,
        "per103": "20",
        "per103_1": "20",  # inside per103
        "per605": "10",
        "per605_2": "30",  # inside peruncod
        "per1011": "10",  # beside per101
        "per101": "NA",
        "rile": "-10",
    }
    counts = Counts.from_percentages([row])
    assert counts.codes == ("peruncod", "103", "605", "1011", "101")
    assert counts.matrix.tolist() == [[120, 40, 20, 20, 0]]
    assert counts.n_units.tolist() == [200]


def test_percentages_without_a_number_of_units_give_a_case_without_units() -> None:
    counts = Counts.from_percentages([{**PERCENTAGES, "total": "NA", "per101": "NA"}])
    assert counts.n_units.tolist() == [0]


def test_the_case_may_be_any_columns() -> None:
    counts = Counts.from_percentages(
        [{"id": "d1", "n": 10, "per101": 50}], case=["id"], n_units="n"
    )
    assert counts.cases == ("d1",)
    assert counts.matrix.tolist() == [[5]]


def test_percentages_need_their_columns() -> None:
    with pytest.raises(MissingColumnError, match="no column 'total'"):
        Counts.from_percentages([{"party": 1, "date": 2, "per101": 3}])
    with pytest.raises(InvalidCountsError, match="No column holds percentages"):
        Counts.from_percentages([{"party": 1, "date": 2, "total": 3}])
    with pytest.raises(InvalidCountsError, match="No column holds percentages"):
        Counts.from_percentages([])


def test_a_percentage_that_is_no_number() -> None:
    with pytest.raises(InvalidCountError, match="Case 'Harbour 203110', column"):
        Counts.from_percentages([{**PERCENTAGES, "per101": "some"}])


def test_double_counted_percentages_are_refused() -> None:
    with pytest.raises(InvalidCountsError, match="more units with a code than units"):
        Counts.from_percentages([{**PERCENTAGES, "per101": "60"}])


@pytest.mark.parametrize(
    ("code", "main"),
    [
        ("103.1", "103"),
        ("103_2", "103"),
        ("202.1", "202"),
        ("202.2", "202.2"),
        ("605_2", "605.2"),
        ("703.2", "703.2"),
        ("416.10", "416"),
        ("1031", "1031"),
        ("health", "health"),
    ],
)
def test_main_code(code: str, main: str) -> None:
    assert main_code(code) == main


def test_folding_keeps_units() -> None:
    row = {"case": "Harbour", "305.1": 1, "305.3": 2, "305": 3, "202.2": 4, "H": 9}
    counts = Counts.from_rows([row])
    folded = counts.in_main_codes()
    assert folded.codes == ("305", "202.2")
    assert folded.matrix.tolist() == [[6, 4]]
    assert folded.n_units.tolist() == counts.n_units.tolist() == [10]


def test_folding_blocks_is_folding_their_sum() -> None:
    both = BlockCounts(
        cases=("Harbour",),
        codes=("103.1", "103"),
        matrix=np.array([[1.0, 2.0], [3.0, 4.0]]),
        n_units=np.array([5.0, 7.0]),
        case_of_block=np.array([0, 0]),
    )
    assert both.in_main_codes().matrix.tolist() == [[3], [7]]
    assert both.in_main_codes().to_counts().matrix.tolist() == [[10]]


def test_blocks_add_up_and_a_case_may_have_none() -> None:
    counts = blocks(np.array([[1.0, 2.0], [3.0, 0.0]]), [0, 0], [4.0, 3.0]).to_counts()
    assert counts.matrix.tolist() == [[4, 2], [0, 0]]
    assert counts.n_units.tolist() == [7, 0]


def test_a_block_of_no_case() -> None:
    with pytest.raises(InvalidCountsError, match="1 blocks belong to none"):
        blocks(np.ones((2, 2)), [0, 2])


def test_shapes_must_match() -> None:
    with pytest.raises(InvalidCountsError, match=r"\(3, 2\)"):
        blocks(np.ones((3, 2)), [0, 1])


@pytest.mark.parametrize(
    ("number", "message"), [(np.nan, "not finite"), (-1.0, "negative")]
)
def test_numbers_must_be_counts(number: float, message: str) -> None:
    with pytest.raises(InvalidCountsError, match=message):
        blocks(np.array([[number, 5.0]]), [0])


def test_a_code_twice() -> None:
    with pytest.raises(InvalidCountsError, match="code '401' stands twice"):
        Counts(
            cases=("Harbour",),
            codes=("401", "401"),
            matrix=np.ones((1, 2)),
            n_units=np.array([2.0]),
        )
