from __future__ import annotations

import json
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from hustings.errors import (
    InvalidOptionError,
    UnknownCaseError,
    UnusableReferencesError,
)
from hustings.scaling.wordscores import wordscores
from hustings.words.matrices import DocumentFeatureMatrix

REFERENCE = json.loads(
    (Path(__file__).parent / "reference" / "scales_from_words.json").read_text(
        encoding="utf-8"
    )
)
EXAMPLE, EXPECTED = REFERENCE["lbg_example"], REFERENCE["wordscores"]
SCORES = EXAMPLE["reference_scores"]


def example(*more: str) -> DocumentFeatureMatrix:
    """Build the published example; the cases of `more` have none of its words."""
    cases = (*EXAMPLE["column_offset"], *more)
    dense = np.zeros((len(cases), EXAMPLE["n_features"] + 1))
    for i, first in enumerate(EXAMPLE["column_offset"].values()):
        dense[i, first : first + len(EXAMPLE["row_pattern"])] = EXAMPLE["row_pattern"]
    dense[len(EXAMPLE["column_offset"]) :, -1] = 1
    return DocumentFeatureMatrix(
        cases=cases,
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


def test_word_scores_of_the_published_example() -> None:
    result = wordscores(example(), SCORES)
    assert result.features == tuple(f"w{j:02d}" for j in range(37))
    assert result.scores == pytest.approx(EXAMPLE["word_scores"], abs=5e-10)


@pytest.mark.parametrize(
    ("rescale", "batch", "position", "error"),
    [
        ("none", "virgin", "raw", "raw_standard_error"),
        ("mv", "virgin", "mv", "mv_standard_error"),
        ("lbg", "all", "lbg_all_six", "lbg_all_six_standard_error"),
    ],
)
def test_positions_of_the_published_example(
    rescale: str, batch: str, position: str, error: str
) -> None:
    result = wordscores(example(), SCORES, rescale=rescale, batch=batch)  # type: ignore[arg-type]  # parametrized
    found = {p.case: p.position for p in result.positions}
    errors = {p.case: p.standard_error for p in result.positions}
    assert found == pytest.approx(EXPECTED[position], abs=5e-8)
    assert errors == pytest.approx(EXPECTED[error], abs=5e-9)
    raw = {p.case: p.raw for p in result.positions}
    assert raw == pytest.approx(EXPECTED["raw"], abs=5e-9)


def test_intervals_of_the_published_example() -> None:
    raw = wordscores(example(), SCORES).positions[-1]
    assert [raw.low, raw.high] == pytest.approx(
        EXPECTED["virgin_raw_interval"], abs=5e-9
    )
    assert round(raw.position, 3) == EXPECTED["virgin_as_published"]
    result = wordscores(example(), SCORES, rescale="lbg", batch="all")
    lbg = result.positions[-1]
    assert [lbg.low, lbg.high] == pytest.approx(
        EXPECTED["virgin_lbg_interval"], abs=5e-5
    )
    multiplier = EXPECTED["lbg_all_six_multiplier"]
    assert result.report["multiplier"] == pytest.approx(multiplier)
    # The error is stretched, not moved: another package prints .0308 here.
    assert lbg.standard_error == pytest.approx(
        (raw.standard_error or 0) * multiplier, abs=1e-12
    )


def test_one_virgin_text_takes_the_spread_of_all() -> None:
    result = wordscores(example(), SCORES, rescale="lbg")
    assert [problem.kind for problem in result.problems] == ["spread of all texts"]
    assert {p.case: p.position for p in result.positions} == pytest.approx(
        EXPECTED["lbg_all_six"], abs=5e-9
    )
    assert result.report["batch"] == "all"
    assert (
        result.positions
        == wordscores(example(), SCORES, rescale="lbg", batch="all").positions
    )


def test_texts_that_do_not_differ_are_not_rescaled() -> None:
    matrix = small(low=(2, 0), high=(0, 2), a=(1, 3), b=(1, 3))
    result = wordscores(matrix, {"low": 0, "high": 1}, rescale="lbg")
    assert [problem.kind for problem in result.problems] == ["not rescaled"]
    assert [p.position for p in result.positions] == [0.75, 0.75]
    assert result.report["is_rescaled"] is False


def test_virgin_texts_alone_are_stretched_by_hand() -> None:
    matrix = small(low=(2, 0), high=(0, 2), a=(3, 1), b=(1, 3), c=(2, 2))
    result = wordscores(matrix, {"low": 0, "high": 1}, rescale="lbg")
    # Raw scores 1/4, 3/4, 1/2; SD of the references sqrt(1/2), of these 1/4.
    positions = {p.case: p.position for p in result.positions}
    multiplier = sqrt(0.5) / 0.25
    expected = {"a": 0.5 - multiplier / 4, "b": 0.5 + multiplier / 4, "c": 0.5}
    assert positions == pytest.approx(expected)
    errors = [p.standard_error for p in result.positions]
    assert errors[0] == pytest.approx(multiplier * sqrt(3 / 16 / 4))


def test_leaving_a_text_out_moves_the_others_by_lbg_and_not_by_mv() -> None:
    matrix = small(low=(5, 1, 2), high=(1, 5, 2), a=(3, 1, 0), b=(1, 3, 4), c=(2, 2, 9))
    fewer = matrix.keep(["low", "high", "a", "b"])
    references = {"low": 0.0, "high": 1.0}
    for rescale, moves in (("lbg", True), ("mv", False)):
        whole = wordscores(matrix, references, rescale=rescale)  # type: ignore[arg-type]  # of the loop
        part = wordscores(fewer, references, rescale=rescale)  # type: ignore[arg-type]  # of the loop
        both = [
            next(p.position for p in result.positions if p.case == "a")
            for result in (whole, part)
        ]
        assert (abs(both[0] - both[1]) > 1e-3) is moves


def test_mirrored_scores_mirror_positions() -> None:
    mirrored = {case: -score for case, score in SCORES.items()}
    one = wordscores(example(), SCORES, rescale="mv").positions
    other = wordscores(example(), mirrored, rescale="mv").positions
    for p, q in zip(one, other, strict=True):
        assert p.position == pytest.approx(-q.position)
        assert p.standard_error == pytest.approx(q.standard_error)


def test_far_away_scores_lose_no_digits() -> None:
    shifted = {case: score + 1e6 for case, score in SCORES.items()}
    one = wordscores(example(), SCORES).positions
    other = wordscores(example(), shifted).positions
    for p, q in zip(one, other, strict=True):
        assert q.position - 1e6 == pytest.approx(p.position, abs=1e-8)
        assert q.standard_error == pytest.approx(p.standard_error, rel=1e-6)


def test_texts_without_scored_words_get_no_position() -> None:
    result = wordscores(example("Hill"), SCORES)
    assert [problem.kind for problem in result.problems] == ["no position"]
    assert "'Hill'" in result.problems[0].message
    assert len(result.positions) == 6


def test_words_all_alike_give_no_interval() -> None:
    result = wordscores(small(low=(2, 0), high=(0, 2), a=(3, 0)), {"low": 0, "high": 1})
    last = result.positions[-1]
    assert (last.position, last.low, last.standard_error) == (0, None, None)
    assert {problem.kind for problem in result.problems} == {"no interval"}


def test_tied_ends_count_together() -> None:
    matrix = small(a=(4, 1, 1), b=(2, 2, 1), c=(1, 5, 1), v=(1, 1, 1))
    result = wordscores(matrix, {"a": 0, "b": 0, "c": 1}, rescale="mv")
    by_case = {p.case: p for p in result.positions}
    assert by_case["c"].position == pytest.approx(1)
    assert by_case["a"].position + by_case["b"].position == pytest.approx(0)


def test_references_with_the_same_words_cannot_be_rescaled() -> None:
    result = wordscores(small(a=(2, 2), b=(1, 1), v=(1, 2)), {"a": 0, "b": 1})
    assert result.scores == pytest.approx([0.5, 0.5])
    mv = wordscores(small(a=(2, 2), b=(1, 1), v=(1, 2)), {"a": 0, "b": 1}, rescale="mv")
    assert "not rescaled" in {problem.kind for problem in mv.problems}


def test_new_texts_are_placed_on_the_same_scale() -> None:
    result = wordscores(example(), SCORES, rescale="mv")
    again = result.place(example("Hill").keep(["V1", "Hill"]))
    assert again.positions[0].position == result.positions[-1].position
    assert again.positions[0].low == result.positions[-1].low
    assert [problem.kind for problem in again.problems] == ["no position"]


def test_rows_words_and_summary() -> None:
    result = wordscores(example(), SCORES)
    rows = result.to_rows()
    assert set(rows[0]) == {
        *("case", "scale", "position", "low", "high", "confidence", "n_units"),
        *("standard_error", "raw"),
    }
    assert result.to_polars().height == 6
    words = result.words
    assert set(words[0]) == {"word", "score", "pull"}
    assert abs(float(str(words[0]["pull"]))) >= abs(float(str(words[-1]["pull"])))
    # Pulls add up to how far the mean reference text stands from the mean score.
    assert sum(float(str(row["pull"])) for row in words) == pytest.approx(0, abs=1e-12)
    assert "V1: wordscores -0.45 [-0.47, -0.42] (1000 tokens)" in result.summary()


@pytest.mark.parametrize(
    ("references", "reason"),
    [
        ({"R1": 1.0}, "There are 1 reference texts"),
        ({}, "There are 0 reference texts"),
        ({"R1": 1.0, "R2": 1.0}, "same score"),
        ({"R1": 1.0, "R2": float("nan")}, "'R2' has no score"),
        ({"R1": 1.0, "R2": None}, "'R2' has no score"),
        ({"R1": 1.0, "Empty": 2.0}, "'Empty' has no words"),
    ],
)
def test_references_that_carry_no_scale(
    references: dict[str, float], reason: str
) -> None:
    matrix = example()
    with_empty = DocumentFeatureMatrix(
        cases=(*matrix.cases, "Empty"),
        features=matrix.features,
        matrix=sparse.vstack([matrix.matrix, sparse.csr_array((1, 38))]).tocsr(),
    )
    with pytest.raises(UnusableReferencesError, match=reason):
        wordscores(with_empty, references)


def test_other_errors() -> None:
    with pytest.raises(UnknownCaseError, match="no case 'R9'"):
        wordscores(example(), {"R1": 0, "R9": 1})
    with pytest.raises(InvalidOptionError, match="none or lbg or mv"):
        wordscores(example(), SCORES, rescale="LBG")  # type: ignore[arg-type]  # the mistake
    with pytest.raises(InvalidOptionError, match="virgin or all"):
        wordscores(example(), SCORES, batch="some")  # type: ignore[arg-type]  # the mistake
    with pytest.raises(InvalidOptionError, match="confidence"):
        wordscores(example(), SCORES, confidence=95)
