from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from hustings.errors import (
    InvalidOptionError,
    UnknownCaseError,
    UnusableReferencesError,
)
from hustings.scaling.affinity import affinity
from hustings.words.matrices import DocumentFeatureMatrix

REFERENCE = json.loads(
    (Path(__file__).parent / "reference" / "scales_from_words.json").read_text(
        encoding="utf-8"
    )
)
EXAMPLE, EXPECTED = REFERENCE["lbg_example"], REFERENCE["affinity"]


def example() -> DocumentFeatureMatrix:
    dense = np.zeros((len(EXAMPLE["column_offset"]), EXAMPLE["n_features"]))
    for i, first in enumerate(EXAMPLE["column_offset"].values()):
        dense[i, first : first + len(EXAMPLE["row_pattern"])] = EXAMPLE["row_pattern"]
    return DocumentFeatureMatrix(
        cases=tuple(EXAMPLE["column_offset"]),
        features=tuple(f"w{j:02d}" for j in range(dense.shape[1])),
        matrix=sparse.csr_array(dense),
    )


def small(**texts: tuple[float, ...]) -> DocumentFeatureMatrix:
    return DocumentFeatureMatrix.from_rows(
        [
            {"case": case, **{f"w{j}": n for j, n in enumerate(row)}}
            for case, row in texts.items()
        ]
    )


def test_published_example() -> None:
    result = affinity(example(), EXPECTED["references"])
    assert {p.code for p in result.positions} == {"L"}
    assert {p.case: p.position for p in result.positions} == pytest.approx(
        EXPECTED["left"], abs=1e-9
    )
    assert {p.case: p.standard_error for p in result.positions} == pytest.approx(
        EXPECTED["standard_error"], abs=1e-9
    )
    assert result.report["converged"] is True


def test_equal_pull_by_hand() -> None:
    matrix = small(a=(8, 0), b=(0, 8), v=(3, 3))
    result = affinity(matrix, {"a": "for", "b": "against"})
    position = result.positions[-1]
    assert (position.case, position.code) == ("v", "for")
    assert position.position == pytest.approx(0.5)
    # p = 8.5/9 and .5/9; information 6 (16/9)^2 + .5 (4 + 4), in closed form.
    assert position.standard_error == pytest.approx((6 * (16 / 9) ** 2 + 4) ** -0.5)


def test_shares_add_up_and_intervals_stay_inside() -> None:
    result = affinity(example(), {"R1": "L", "R3": "C", "R5": "R"})
    for case in result.positions[0].case, "V1":
        shares = [p.position for p in result.positions if p.case == case]
        assert len(shares) == 3
        assert sum(shares) == pytest.approx(1)
    for p in result.positions:
        assert p.low is not None
        assert p.high is not None
        assert 0 < p.low < p.position < p.high < 1


def test_other_names_and_order_of_classes_change_nothing_else() -> None:
    one = affinity(example(), {"R1": "L", "R3": "C", "R5": "R"})
    other = affinity(example(), {"R5": "r", "R1": "l", "R3": "c"})
    found = {(p.case, str(p.code).lower()): p.position for p in one.positions}
    again = {(p.case, p.code): p.position for p in other.positions}
    assert found == pytest.approx(again)


def test_texts_of_a_class_are_put_together() -> None:
    matrix = small(a=(4, 1, 1), b=(4, 3, 1), c=(1, 1, 9), v=(2, 1, 1))
    together = small(ab=(8, 4, 2), c=(1, 1, 9), v=(2, 1, 1))
    one = affinity(matrix, {"a": "x", "b": "x", "c": "y"}).positions[-1]
    other = affinity(together, {"ab": "x", "c": "y"}).positions[-1]
    assert one.position == pytest.approx(other.position)


def test_without_words_no_position() -> None:
    matrix = small(a=(8, 0, 0), b=(0, 8, 0), v=(0, 0, 5))
    result = affinity(matrix, {"a": "x", "b": "y"})
    assert {p.case for p in result.positions} == {"a", "b"}
    assert [problem.kind for problem in result.problems] == ["no position"]


def test_tiny_smoothing_still_settles() -> None:
    result = affinity(
        example(), {"R1": "L", "R5": "R"}, smoothing=1e-6, reference_smoothing=1e-3
    )
    assert result.report["converged"] is True
    assert all(0 <= (p.low or 0) <= (p.high or 1) <= 1 for p in result.positions)


def test_new_texts_are_placed_alike() -> None:
    result = affinity(example(), {"R1": "L", "R5": "R"})
    again = result.place(example().keep(["V1"]))
    assert again.positions == result.positions[-1:]


def test_rows_words_and_summary() -> None:
    result = affinity(example(), {"R1": "L", "R5": "R"})
    rows = result.to_rows()
    assert [row["code"] for row in rows] == ["L"] * 6
    assert result.to_polars().height == 6
    words = result.words
    assert len(words) == 2 * len(result.features)
    assert {"word", "code", "probability", "log_ratio", "pull"} == set(words[0])
    assert words[0]["word"] == "w08"
    assert result.probabilities.sum(axis=0) == pytest.approx([1, 1])
    assert "V1: affinity to L 1.00 [0.98, 1.00] (762 tokens)" in result.summary()


@pytest.mark.parametrize(
    ("references", "reason"),
    [
        ({"a": "x"}, "name 1 class"),
        ({}, "name 0 class"),
        ({"a": "x", "empty": "y"}, "class 'y' have no words"),
        ({"a": "x", "twin": "y"}, "alike"),
    ],
)
def test_references_that_carry_no_scale(
    references: dict[str, str], reason: str
) -> None:
    matrix = small(a=(2, 1), twin=(2, 1), empty=(0, 0))
    with pytest.raises(UnusableReferencesError, match=reason):
        affinity(matrix, references)


def test_other_errors() -> None:
    matrix = small(a=(2, 1), b=(1, 2))
    with pytest.raises(UnknownCaseError, match="no case 'c'"):
        affinity(matrix, {"a": "x", "c": "y"})
    with pytest.raises(InvalidOptionError, match="smoothing"):
        affinity(matrix, {"a": "x", "b": "y"}, smoothing=0)
