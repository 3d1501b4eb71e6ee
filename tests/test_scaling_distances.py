from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from hustings.errors import InvalidOptionError
from hustings.scaling import BlockCounts, Counts
from hustings.scaling.distances import congruence, distances
from hustings.scaling.rivals import Rivals


def three() -> Counts:
    return Counts.from_rows(
        [
            {"case": "a", "ships": 80, "schools": 20, "000": 50},
            {"case": "b", "ships": 30, "schools": 70, "000": 0},
            {"case": "c", "ships": 80, "schools": 20, "000": 0},
        ]
    )


def test_distances_by_hand() -> None:
    manhattan = distances(three(), interval="none")
    assert [one.value for one in manhattan.pairs] == pytest.approx([1, 0, 1])
    euclidean = distances(three(), measure="euclidean", interval="none")
    assert [one.value for one in euclidean.pairs] == pytest.approx(
        [sqrt(0.5), 0, sqrt(0.5)]
    )
    shared = congruence(three(), interval="none")
    assert [one.value for one in shared.pairs] == pytest.approx([0.5, 1, 0.5])
    assert (shared.pairs[0].n_units_a, shared.pairs[0].n_units_b) == (150, 100)


def test_intervals_hold_the_value_and_stay_inside() -> None:
    for result, most in (
        (distances(three()), 2),
        (distances(three(), measure="euclidean"), sqrt(2)),
        (congruence(three()), 1),
    ):
        for one in result.pairs:
            assert one.low is not None
            assert one.high is not None
            assert 0 <= one.low <= one.value <= one.high <= most


def test_equal_shares_may_be_equal_or_apart() -> None:
    alike = distances(three()).pairs[1]
    assert alike.low == 0
    assert alike.high is not None
    assert alike.high >= 0


@pytest.mark.parametrize("statistic", ["manhattan", "euclidean", "congruence"])
def test_two_texts_by_one_hand_may_be_no_distance_off(statistic: str) -> None:
    generator = np.random.default_rng(7)
    shares = generator.dirichlet(np.ones(10))
    counts = Counts(
        cases=tuple(f"{side}{i}" for side in "ab" for i in range(80)),
        codes=tuple("klmnopqrst"),
        matrix=generator.multinomial(300, shares, size=160).astype(float),
        n_units=np.full(160, 300.0),
    )
    elections = Rivals(elections={case: case[1:] for case in counts.cases})
    if statistic == "congruence":
        held = [one.high == 1 for one in congruence(counts, elections).pairs]
    else:
        found = distances(counts, elections, measure=statistic)  # type: ignore[arg-type]  # parametrized
        held = [one.low == 0 for one in found.pairs]
    assert np.mean(held) >= 0.93


def test_two_texts_that_differ_are_some_distance_off() -> None:
    pair = distances(three()).pairs[0]
    assert pair.low is not None
    assert pair.low > 0.5


def test_pairs_of_one_election_only() -> None:
    result = distances(three(), Rivals(elections={"a": "1", "b": "1", "c": "2"}))
    assert [(one.case_a, one.case_b) for one in result.pairs] == [("a", "b")]


def test_rows_and_summary() -> None:
    result = distances(three())
    row = result.to_rows()[0]
    assert list(row)[:4] == ["case_a", "case_b", "statistic", "value"]
    assert result.to_polars().height == 3
    assert result.summary().startswith("a, b: manhattan 1.00 [")


def test_one_case_has_no_pair() -> None:
    counts = Counts.from_rows([{"case": "a", "x": 1}, {"case": "b", "x": 0}])
    result = congruence(counts)
    assert result.pairs == ()
    assert [one.kind for one in result.problems] == ["no position", "no pair"]


def test_blocks() -> None:
    blocks = BlockCounts(
        cases=("a", "b"),
        codes=("x", "y"),
        matrix=np.array([[5.0, 0.0], [0.0, 5.0], [4.0, 1.0], [1.0, 4.0]]),
        n_units=np.full(4, 5.0),
        case_of_block=np.array([0, 0, 1, 1]),
    )
    assert distances(blocks, interval="block").pairs[0].standard_error


def test_there_are_two_measures() -> None:
    with pytest.raises(InvalidOptionError, match="euclidean"):
        distances(three(), measure="cosine")  # type: ignore[arg-type]  # that it is refused is the point
