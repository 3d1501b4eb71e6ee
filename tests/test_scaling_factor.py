from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hustings.errors import InvalidCountsError
from hustings.scaling import BlockCounts, Counts
from hustings.scaling import factor as factors
from hustings.scaling.factor import find_factor, vanilla

REFERENCE = json.loads(
    (Path(__file__).parent / "reference" / "scales_among_rivals.json").read_text(
        encoding="utf-8"
    )
)["one_factor"]
CODES = ("401", "402", "504", "201", "503", "000")


def drawn(n_cases: int = 30, *, n_units: int = 400) -> Counts:
    """Texts whose shares lean on one factor: 401, 402 up; 504, 503 down."""
    generator = np.random.default_rng(3)
    leaning = generator.normal(size=n_cases)
    slopes = np.array([0.5, 0.4, -0.5, 0.0, -0.4, 0.0])
    odds = np.exp(np.outer(leaning, slopes))
    matrix = np.array(
        [generator.multinomial(n_units, one / one.sum()) for one in odds], dtype=float
    )
    return Counts(
        cases=tuple(f"case {i}" for i in range(n_cases)),
        codes=CODES,
        matrix=matrix,
        n_units=matrix.sum(axis=1),
    )


def test_loadings_are_those_of_another_program() -> None:
    found = find_factor(np.array(REFERENCE["rows"], dtype=float))
    sign = np.sign(found.loadings[0])
    assert sign * found.loadings == pytest.approx(REFERENCE["loadings"], abs=1e-5)
    assert found.converged


def test_scores_are_centred_and_the_right_is_high() -> None:
    result = vanilla(drawn(), interval="none")
    placed = np.array([one.position for one in result.positions])
    assert placed.mean() == pytest.approx(0, abs=1e-9)
    loadings = result.parameters["loadings"]
    assert isinstance(loadings, dict)
    assert loadings["401"] > 0.5
    assert loadings["504"] < -0.5
    assert "000" not in loadings


def test_swapped_sides_swap_the_sign() -> None:
    counts = drawn()
    one = vanilla(counts, left=["504"], right=["401"])
    other = vanilla(counts, left=["401"], right=["504"])
    for first, second in zip(one.positions, other.positions, strict=True):
        assert second.position == pytest.approx(-first.position)


def test_a_constant_added_by_folding_and_four_digits_is_no_variable() -> None:
    counts = drawn()
    more = replace(
        counts,
        codes=(*counts.codes, "4011"),
        matrix=np.column_stack([counts.matrix, np.arange(30.0)]),
        n_units=counts.n_units + 30,
    )
    loadings = vanilla(more, interval="none").parameters["loadings"]
    assert isinstance(loadings, dict)
    assert sorted(loadings) == ["201", "401", "402", "503", "504"]


def test_intervals_of_units_and_of_blocks() -> None:
    counts = drawn()
    for one in vanilla(counts).positions:
        assert one.low is not None
        assert one.high is not None
        assert one.low < one.position < one.high
    blocks = BlockCounts(
        cases=counts.cases,
        codes=counts.codes,
        matrix=np.repeat(counts.matrix / 4, 4, axis=0)
        + np.tile([[0.0], [1.0], [2.0], [3.0]], (30, 1)),
        n_units=np.repeat(counts.n_units / 4, 4) + 18,
        case_of_block=np.repeat(np.arange(30), 4),
    )
    assert vanilla(blocks, interval="block").method == "block"


def test_own_codes_have_no_direction_of_their_own() -> None:
    counts = replace(drawn(), codes=("a", "b", "c", "d", "e", "000"))
    result = vanilla(counts, interval="none")
    assert [one.kind for one in result.problems] == ["arbitrary direction"]


def test_too_little_for_a_factor() -> None:
    with pytest.raises(InvalidCountsError, match="2 cases"):
        vanilla(drawn(2))
    same = replace(drawn(5), matrix=np.ones((5, 6)))
    with pytest.raises(InvalidCountsError, match="0 codes"):
        vanilla(same)


def test_a_case_without_units_is_told() -> None:
    counts = drawn()
    matrix, n_units = counts.matrix.copy(), counts.n_units.copy()
    matrix[0], n_units[0] = 0, 0
    result = vanilla(replace(counts, matrix=matrix, n_units=n_units), interval="none")
    assert len(result.positions) == 29
    assert [one.kind for one in result.problems] == ["no position"]


def test_an_analysis_that_stops_early_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factors, "MOST_SWEEPS", 1)
    result = vanilla(drawn(), interval="none")
    assert "not converged" in [one.kind for one in result.problems]
    assert result.parameters["converged"] is False


def test_a_code_that_is_the_factor_is_told() -> None:
    generator = np.random.default_rng(1)
    base = generator.integers(10, 60, 12).astype(float)
    matrix = np.column_stack([base, base, base, generator.integers(1, 9, 12)])
    counts = Counts(
        cases=tuple(f"case {i}" for i in range(12)),
        codes=("401", "402", "407", "504"),
        matrix=matrix,
        n_units=np.full(12, 400.0),
    )
    result = vanilla(counts, interval="none")
    assert "one-code factor" in [one.kind for one in result.problems]
