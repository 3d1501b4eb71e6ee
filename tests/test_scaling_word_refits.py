"""Texts drawn anew, their words learned again in every draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import sparse

from hustings.errors import InvalidOptionError
from hustings.estimates.contrasts import difference
from hustings.estimates.resampling import Resampling, random_stream
from hustings.estimates.sampling import drawn_weights
from hustings.scaling.affinity import affinity
from hustings.scaling.correspondence import correspondence
from hustings.scaling.latent_semantic import latent_semantic
from hustings.scaling.word_draws import WordBlocks, draw_words_again
from hustings.scaling.wordfish import wordfish
from hustings.scaling.wordscores import wordscores
from hustings.words.matrices import DocumentFeatureMatrix

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray

CASES = ("Quay", "Mill", "Lane", "Dock", "Weir", "Park")
SCORES = {"Quay": -1.0, "Park": 1.0}
ENDS = ("Quay", "Park")
HOW = Resampling(n_draws=60, seed=2)


def counts_of(
    n_words: int, level: float, seed: int = 5
) -> tuple[DocumentFeatureMatrix, FloatArray]:
    """Draw six texts along one dimension; give their true places, standardised."""
    stream = np.random.default_rng(seed)
    theta = np.linspace(-1, 1, 6)
    rates = np.exp(level + np.outer(theta, stream.normal(0, 0.5, n_words)))
    matrix = DocumentFeatureMatrix(
        cases=CASES,
        features=tuple(f"w{j}" for j in range(n_words)),
        matrix=sparse.csr_array(stream.poisson(rates).astype(float)),
    )
    return matrix, theta / theta.std(ddof=1)


MATRIX, _ = counts_of(40, 2.0)
RESULTS: dict[str, Any] = {
    "wordscores": wordscores(MATRIX, SCORES),
    "mv": wordscores(MATRIX, SCORES, rescale="mv"),
    "lbg": wordscores(MATRIX, SCORES, rescale="lbg"),
    "wordfish": wordfish(MATRIX, direction=ENDS, optimum="mode"),
    "published": wordfish(MATRIX, direction=ENDS),
    "ca": correspondence(MATRIX, direction=ENDS),
    "affinity": affinity(MATRIX, {"Quay": "low", "Park": "high"}),
    "classes": affinity(MATRIX, {"Quay": "low", "Lane": "middle", "Park": "high"}),
}


@pytest.mark.parametrize("name", RESULTS)
def test_learning_from_the_same_texts_changes_nothing(name: str) -> None:
    placed = RESULTS[name]
    again = placed.learn_again(MATRIX)
    names = placed.statistic().names
    assert again.shape == (6, len(names))
    for one in placed.positions:
        found = again[CASES.index(one.case), names.index(one.code)]
        assert found == pytest.approx(one.position, abs=1e-4)
    if name == "ca":
        second = [one.axis_2 for one in placed.positions]
        assert again[:, 1] == pytest.approx(second)


@pytest.mark.parametrize("name", RESULTS)
def test_draws_agree_in_sign_and_scale_with_the_positions(name: str) -> None:
    found = draw_words_again(RESULTS[name], MATRIX, HOW, refit=True)
    assert found.refit
    own = [one.value for one in found.estimates.estimates]
    means = np.nanmean(found.estimates.draws, axis=0)
    first = [i for i, one in enumerate(found.estimates.estimates) if one.code is None]
    kept = first or list(range(len(own)))
    assert np.corrcoef(np.array(own)[kept], means[kept])[0, 1] > 0.95
    for one in found.positions:
        if one.low is not None and one.high is not None:
            assert one.low <= one.position <= one.high
            assert one.sources == {"sampling": 1.0}


def test_wordscores_by_hand() -> None:
    """References and the text they place are drawn, blocks of each on its own."""
    blocks = {
        "Quay": np.array([[6.0, 0], [2, 2]]),
        "Park": np.array([[0.0, 6], [3, 1]]),
        "Lane": np.array([[4.0, 0], [1, 3]]),
    }
    rows = np.vstack(list(blocks.values()))
    matrix = DocumentFeatureMatrix(
        cases=tuple(blocks),
        features=("tram", "car"),
        matrix=sparse.csr_array(np.array([own.sum(axis=0) for own in blocks.values()])),
    )
    placed = wordscores(matrix, SCORES)
    drawn = WordBlocks(
        cases=np.repeat(list(blocks), 2).tolist(), matrix=sparse.csr_array(rows)
    )
    how = Resampling(interval="block", n_draws=40, seed=3)
    found = draw_words_again(placed, matrix, how, drawn, refit=True)
    texts = {
        case: drawn_weights(2, n_draws=40, generator=random_stream(seed=3, name=case))
        @ own
        for case, own in blocks.items()
    }
    shares = {case: own / own.sum(axis=1)[:, None] for case, own in texts.items()}
    scores = (shares["Park"] - shares["Quay"]) / (shares["Park"] + shares["Quay"])
    expected = (shares["Lane"] * scores).sum(axis=1)
    assert found.draws["Lane"] == pytest.approx(expected)


@pytest.mark.parametrize("name", ["wordscores", "wordfish", "ca"])
def test_the_error_of_the_words_widens_intervals(name: str) -> None:
    fixed = draw_words_again(RESULTS[name], MATRIX, HOW)
    refitted = draw_words_again(RESULTS[name], MATRIX, HOW, refit=True)
    errors = [
        np.mean([one.standard_error or 0.0 for one in found.positions])
        for found in (fixed, refitted)
    ]
    assert errors[1] > errors[0]
    assert not fixed.refit


def test_short_texts_are_covered_where_the_words_are_learned_again() -> None:
    held = {"formula": 0, "refitted": 0}
    for seed in range(4):
        matrix, truth = counts_of(300, 0.0, seed=seed)
        placed = wordfish(matrix, direction=ENDS, optimum="mode")
        assert [one.kind for one in placed.problems if "short" in one.kind] == [
            "short texts"
        ]
        refitted = draw_words_again(placed, matrix, HOW, refit=True)
        assert not [one for one in refitted.problems if one.kind == "short texts"]
        for name, found in (("formula", placed), ("refitted", refitted)):
            for one, true in zip(found.positions, truth, strict=True):
                assert one.low is not None
                assert one.high is not None
                held[name] += one.low <= true <= one.high
    assert held["refitted"] >= 22 > held["formula"], held


def test_long_texts_need_no_word_of_it() -> None:
    matrix, _ = counts_of(400, 1.2)
    found = wordfish(matrix, direction=ENDS, optimum="mode")
    assert "short texts" not in {one.kind for one in found.problems}


def test_a_difference_takes_draws_in_pairs() -> None:
    found = draw_words_again(RESULTS["ca"], MATRIX, HOW, refit=True)
    pair = difference(found.estimates, "Quay", "Park")
    apart = found.draws["Park"] - found.draws["Quay"]
    assert pair.standard_error == pytest.approx(float(apart.std(ddof=1)))
    assert pair.is_clear


def test_two_references_have_no_interval_of_their_own_by_mv() -> None:
    found = draw_words_again(RESULTS["mv"], MATRIX, HOW, refit=True)
    by_case = {one.case: one for one in found.positions}
    assert by_case["Quay"].low is None
    assert by_case["Lane"].low is not None
    told = [one.message for one in found.problems if one.kind == "no interval"]
    assert ["the same place" in one for one in told] == [True, True]


def test_a_text_of_one_block_has_no_interval_though_others_move_it() -> None:
    whole = MATRIX.matrix.toarray()
    half = np.random.default_rng(1).binomial(whole[1:].astype(int), 0.5)
    rows = np.vstack([whole[:1], half, whole[1:] - half])
    blocks = WordBlocks(
        cases=[*CASES, *CASES[1:]], matrix=sparse.csr_array(rows.astype(float))
    )
    how = Resampling(interval="block", n_draws=30)
    found = draw_words_again(RESULTS["ca"], MATRIX, how, blocks, refit=True)
    assert [one.low is None for one in found.positions] == [True] + [False] * 5
    assert set(found.draws) == set(CASES[1:])


def test_draws_that_leave_nothing_to_learn_from() -> None:
    rows = [{"case": "Quay", "tram": 3, "car": 1, "moon": 0}]
    rows += [{"case": "Park", "tram": 1, "car": 3, "moon": 0}]
    rows += [{"case": "Lane", "tram": 1, "car": 1, "moon": 2}]
    matrix = DocumentFeatureMatrix.from_rows(rows)
    placed = wordscores(matrix, SCORES, rescale="mv")
    found = draw_words_again(placed, matrix, Resampling(n_draws=200), refit=True)
    assert np.isnan(found.draws["Lane"]).any()
    assert any(one.kind == "undefined draws" for one in found.problems)
    bare = [[2.0, 0], [0, 0], [0, 2], [0, 0], [1, 1], [1, 1]]
    blocks = WordBlocks(
        cases=["Quay", "Quay", "Park", "Park", "Lane", "Lane"],
        matrix=sparse.csr_array(np.array(bare)),
    )
    small = DocumentFeatureMatrix.from_rows(
        [
            {"case": "Quay", "tram": 2, "car": 0},
            {"case": "Park", "tram": 0, "car": 2},
            {"case": "Lane", "tram": 2, "car": 2},
        ]
    )
    how = Resampling(interval="block", n_draws=50)
    for one in (
        wordscores(small, SCORES),
        correspondence(small, direction=ENDS),
        wordfish(small, direction=ENDS),
    ):
        drawn = draw_words_again(one, small, how, blocks, refit=True)
        assert any(problem.kind == "undefined draws" for problem in drawn.problems)


def test_polarities_are_always_held_fixed() -> None:
    placed = latent_semantic(MATRIX, {"w0": 1, "w1": -1})
    with pytest.raises(InvalidOptionError, match="always held fixed"):
        draw_words_again(placed, MATRIX, HOW, refit=True)
