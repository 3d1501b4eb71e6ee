"""Texts drawn anew, their words held fixed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import sparse

from hustings.errors import InvalidOptionError
from hustings.estimates.resampling import Resampling, random_stream
from hustings.estimates.sampling import drawn_weights
from hustings.scaling.affinity import affinity
from hustings.scaling.correspondence import correspondence
from hustings.scaling.latent_semantic import latent_semantic
from hustings.scaling.word_draws import (
    WordBlocks,
    draw_words_again,
    without_intervals,
)
from hustings.scaling.wordfish import wordfish
from hustings.scaling.wordscores import wordscores
from hustings.words.matrices import DocumentFeatureMatrix

if TYPE_CHECKING:
    from hustings.scaling.results import Position
    from hustings.scaling.word_statistics import PlacedByWords

SCORES = {"Quay": -1.0, "Park": 1.0}


def ends(one: Position) -> tuple[float, float]:
    """Give the interval of a position that has one."""
    assert one.low is not None
    assert one.high is not None
    return one.low, one.high


def width(one: Position) -> float:
    low, high = ends(one)
    return high - low


def counts_of(n_words: int = 40, seed: int = 5) -> DocumentFeatureMatrix:
    """Draw six texts along one dimension."""
    stream = np.random.default_rng(seed)
    theta = np.linspace(-1, 1, 6)
    rates = np.exp(2 + np.outer(theta, stream.normal(0, 0.6, n_words)))
    cases = ("Quay", "Mill", "Lane", "Dock", "Weir", "Park")
    return DocumentFeatureMatrix(
        cases=cases,
        features=tuple(f"w{j}" for j in range(n_words)),
        matrix=sparse.csr_array(stream.poisson(rates).astype(float)),
    )


def results_of(matrix: DocumentFeatureMatrix) -> dict[str, PlacedByWords]:
    """Place texts by every scale from words."""
    ends = ("Quay", "Park")
    return {
        "wordscores": wordscores(matrix, SCORES),
        "mv": wordscores(matrix, SCORES, rescale="mv"),
        "wordfish": wordfish(matrix, direction=ends, optimum="mode"),
        "ca": correspondence(matrix, direction=ends),
        "affinity": affinity(matrix, {"Quay": "low", "Park": "high"}),
        "lss": latent_semantic(matrix, {"w0": 1, "w1": -1}, standardise=True),
    }


MATRIX = counts_of()
RESULTS = results_of(MATRIX)


@pytest.mark.parametrize("name", RESULTS)
def test_drawing_nothing_gives_the_position_itself(name: str) -> None:
    placed = RESULTS[name]
    statistic = placed.statistic()
    sums = MATRIX.select(statistic.features).matrix @ statistic.columns
    dense = sums.toarray() if sparse.issparse(sums) else sums
    again = dict(zip(MATRIX.cases, statistic.outcomes(dense)[:, 0], strict=True))
    expected = {one.case: one.position for one in placed.positions}
    for case, position in expected.items():
        assert again[case] == pytest.approx(position, abs=1e-6)


@pytest.mark.parametrize("name", RESULTS)
def test_words_drawn_one_by_one_are_as_wide_as_the_formula(name: str) -> None:
    placed: Any = RESULTS[name]
    # Affinities near 0 and 1, where resampling is known to be too narrow, are left out.
    inner = placed.positions[1:5] if name == "affinity" else placed.positions
    placed = replace(placed, positions=inner)
    n_draws, tolerance = (300, 0.2) if name == "affinity" else (4000, 0.05)
    drawn = draw_words_again(placed, MATRIX, Resampling(n_draws=n_draws, seed=1))
    formula = [one.standard_error for one in placed.positions]
    assert [one.standard_error for one in drawn.positions] == pytest.approx(
        formula, rel=tolerance if name != "wordfish" else 0.15
    )
    widths = [width(one) for one in drawn.positions]
    assert widths == pytest.approx(
        [width(one) for one in placed.positions],
        rel=tolerance if name in {"wordscores", "mv"} else 0.25,
    )
    assert all(one.sources == {"sampling": 1.0} for one in drawn.positions)
    assert [one.position for one in drawn.positions] == [
        one.position for one in placed.positions
    ]


def test_blocks_by_hand() -> None:
    rows = [
        {"case": "Quay", "tram": 4, "car": 0},
        {"case": "Park", "tram": 0, "car": 4},
    ]
    rows += [{"case": "Lane", "tram": 3, "car": 1}]
    matrix = DocumentFeatureMatrix.from_rows(rows)
    placed = wordscores(matrix, SCORES)
    blocks = WordBlocks(
        cases=("Lane", "Lane", "Quay", "Park"),
        matrix=sparse.csr_array(np.array([[2.0, 0], [1, 1], [4, 0], [0, 4]])),
    )
    resampling = Resampling(interval="block", n_draws=300, seed=3)
    found = draw_words_again(placed, matrix, resampling, blocks)
    # Both blocks once: (3 x -1 + 1 x 1) / 4; the first twice: -1; the second: 0.
    assert set(found.draws["Lane"].tolist()) == {-1.0, -0.5, 0.0}
    weights = drawn_weights(
        2, n_draws=300, generator=random_stream(seed=3, name="Lane")
    )
    expected = (weights @ [-2.0, 0.0]) / (weights @ [2.0, 2.0])
    assert found.draws["Lane"] == pytest.approx(expected)
    lane = found.positions[2]
    assert lane.standard_error == pytest.approx(float(expected.std(ddof=1)))
    # Two blocks leave one degree of freedom: as wide as reference scores allow.
    assert (lane.low, lane.high) == (-1.0, 1.0)
    # Texts of one block do not vary: no interval, and a line that says so.
    assert (found.positions[0].low, found.positions[0].sources) == (None, None)
    told = [one.message for one in found.problems if one.kind == "no interval"]
    assert ["'Quay'" in told[0], "'Park'" in told[1], len(told)] == [True, True, 2]


def test_paragraphs_widen_the_interval_where_words_cluster() -> None:
    rows = [{"case": "Quay", "tram": 90, "car": 10}]
    rows += [{"case": "Park", "tram": 10, "car": 90}]
    rows += [{"case": "Lane", "tram": 100, "car": 100}]
    matrix = DocumentFeatureMatrix.from_rows(rows)
    placed = wordscores(matrix, SCORES)
    clustered = np.array([[10.0, 0], [0, 10]] * 10)
    mixed = np.array([[5.0, 5]] * 19 + [[6.0, 4], [4, 6]])[:20]
    widths = []
    for own in (clustered, mixed):
        blocks = WordBlocks(cases=["Lane"] * 20, matrix=sparse.csr_array(own))
        some = replace(placed, positions=placed.positions[2:])
        resampling = Resampling(interval="block", seed=2)
        widths.append(draw_words_again(some, matrix, resampling, blocks).positions[0])
    by_formula = placed.positions[2].standard_error
    assert by_formula is not None
    assert widths[0].standard_error == pytest.approx(by_formula * 10**0.5, rel=0.1)
    assert widths[1].standard_error is not None
    assert widths[1].standard_error < by_formula


def test_the_same_seed_gives_the_same_draws_whatever_stands_beside() -> None:
    placed: Any = RESULTS["wordscores"]
    first = draw_words_again(placed, MATRIX, Resampling(n_draws=50, seed=4))
    again = draw_words_again(placed, MATRIX, Resampling(n_draws=50, seed=4))
    other = draw_words_again(placed, MATRIX, Resampling(n_draws=50, seed=5))
    assert first.positions == again.positions
    assert first.positions != other.positions
    alone = replace(placed, positions=placed.positions[3:4])
    beside = draw_words_again(alone, MATRIX, Resampling(n_draws=50, seed=4))
    assert beside.draws["Dock"].tolist() == first.draws["Dock"].tolist()


def test_scales_on_the_same_words_see_the_same_texts() -> None:
    drawn = {
        name: draw_words_again(RESULTS[name], MATRIX, Resampling(n_draws=400))
        for name in ("wordscores", "mv", "wordfish")
    }
    first = drawn["wordscores"].draws["Mill"]
    assert np.corrcoef(first, drawn["mv"].draws["Mill"])[0, 1] == pytest.approx(1)
    assert np.corrcoef(first, drawn["wordfish"].draws["Mill"])[0, 1] > 0.5


def test_the_second_axis_and_several_classes() -> None:
    drawn = draw_words_again(RESULTS["ca"], MATRIX, Resampling(n_draws=2000))
    for one, was in zip(drawn.positions, RESULTS["ca"].positions, strict=True):
        assert one.axis_2_error == pytest.approx(was.axis_2_error, rel=0.07)
    classes = {"Quay": "low", "Lane": "middle", "Park": "high"}
    placed = affinity(MATRIX, classes)
    found = draw_words_again(placed, MATRIX, Resampling(n_draws=30))
    assert [one.code for one in found.positions[:3]] == ["low", "middle", "high"]
    assert found.draws == {}
    for one in found.positions:
        low, high = ends(one)
        assert 0 <= low <= one.position <= high <= 1


def test_a_text_that_loses_its_only_scored_word_in_some_draws() -> None:
    rows = [{"case": "Quay", "tram": 9, "car": 1, "moon": 0}]
    rows += [{"case": "Park", "tram": 1, "car": 9, "moon": 0}]
    rows += [{"case": "Lane", "tram": 1, "car": 1, "moon": 2}]
    matrix = DocumentFeatureMatrix.from_rows(rows)
    found = draw_words_again(wordscores(matrix, SCORES), matrix, Resampling())
    assert np.isnan(found.draws["Lane"]).any()
    assert any("'Lane'" in one.message for one in found.problems if "draws" in one.kind)
    assert found.positions[2].low is not None


def test_nothing_to_draw_is_refused() -> None:
    placed = RESULTS["wordscores"]
    with pytest.raises(InvalidOptionError, match="no blocks"):
        draw_words_again(placed, MATRIX, Resampling(interval="block"))
    with pytest.raises(InvalidOptionError, match="multinomial or block"):
        draw_words_again(placed, MATRIX, Resampling(interval="none"))


def test_intervals_are_taken_off() -> None:
    bare = without_intervals(RESULTS["ca"].positions)
    assert {(one.low, one.standard_error, one.axis_2_error) for one in bare} == {
        (None, None, None)
    }
