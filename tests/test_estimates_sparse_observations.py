"""Words drawn anew by the engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import sparse

from hustings.errors import InvalidObservationsError, UnusableSourceError
from hustings.estimates.contrasts import change, difference
from hustings.estimates.estimating import estimate
from hustings.estimates.resampling import Resampling, random_stream
from hustings.estimates.sampling import drawn_weights
from hustings.estimates.sources import CoderError, Sampling, Sources
from hustings.estimates.sparse_observations import SparseObservations
from hustings.estimates.statistics import Statistic, mean_statistic

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray

SCORES = np.array([-1.0, 0.0, 1.0])
COUNTS = SparseObservations(
    cases=("Quay", "Park"),
    counts=sparse.csr_array(np.array([[40.0, 20, 40], [0, 50, 50]])),
    case_of_row=np.array([0, 1]),
    amounts=sparse.csr_array(np.column_stack([np.ones(3), SCORES])),
)
BLOCKS = SparseObservations(
    cases=("Quay", "Park"),
    counts=sparse.csr_array(
        np.array([[4.0, 0, 0], [0, 4, 0], [0, 0, 2], [0, 0, 4], [0, 2, 0]])
    ),
    case_of_row=np.array([0, 1, 0, 1, 1]),
    amounts=COUNTS.amounts,
    is_by_block=True,
)
WORDS = Sources(sampling=Sampling(by="units"))
BY_BLOCK = Sources(sampling=Sampling(by="blocks"))
OPTIONS = Resampling(n_draws=8000, seed=1)


def test_words_one_by_one_have_the_error_of_their_mean() -> None:
    found = estimate(mean_statistic(), COUNTS, WORDS, OPTIONS)
    quay, park = found.estimates
    assert (quay.value, park.value) == (0.0, 0.5)
    assert quay.standard_error == pytest.approx((0.8 / 100) ** 0.5, rel=0.03)
    assert park.standard_error == pytest.approx(0.5 / 10, rel=0.03)
    assert (quay.n_units, quay.sources) == (100.0, {"sampling": 1.0})


def test_blocks_by_hand() -> None:
    how = Resampling(n_draws=200, seed=3)
    found = estimate(mean_statistic(), BLOCKS, BY_BLOCK, how)
    # Quay: blocks of 4 words at -1 and 2 words at 1.
    weights = drawn_weights(
        2, n_draws=200, generator=random_stream(seed=3, name="Quay")
    )
    expected = (weights @ [-4.0, 2.0]) / (weights @ [4.0, 2.0])
    assert found.draws[:, found.index("Quay")] == pytest.approx(expected)
    assert found.of("Quay").value == pytest.approx(-1 / 3)
    assert found.freedom.tolist() == [1.0, 2.0]


def test_words_of_blocks_may_be_drawn_one_by_one() -> None:
    whole = replace(
        BLOCKS,
        counts=sparse.csr_array(np.array([[4.0, 0, 2], [0, 6, 4]])),
        case_of_row=np.array([0, 1]),
        is_by_block=False,
    )
    first = estimate(mean_statistic(), BLOCKS, WORDS, OPTIONS)
    second = estimate(mean_statistic(), whole, WORDS, OPTIONS)
    assert first.draws == pytest.approx(second.draws)


def test_a_statistic_of_the_words_of_all_cases() -> None:
    """The words themselves are the sums: how far each text is from the mean text."""

    def formula(sums: FloatArray, n_words: FloatArray) -> FloatArray:
        scores: FloatArray = sums @ SCORES / n_words
        apart: FloatArray = scores - scores.mean(axis=1, keepdims=True)
        return apart[..., None]

    statistic = Statistic(name="apart", formula=formula)
    words = replace(COUNTS, amounts=None)
    found = estimate(statistic, words, WORDS, OPTIONS)
    assert [one.value for one in found.estimates] == [-0.25, 0.25]
    pair = difference(found, "Quay", "Park")
    expected = (0.008 + 0.0025) ** 0.5
    assert pair.standard_error == pytest.approx(expected, rel=0.03)
    again = estimate(mean_statistic(), COUNTS, WORDS, OPTIONS)
    moved = change(again, replace(again), "Quay")
    assert (moved.estimate, moved.standard_error) == (0.0, 0.0)


def test_sums_are_added_up_before_they_are_drawn() -> None:
    bare = replace(COUNTS, amounts=None)
    assert (bare.n_columns, COUNTS.n_columns) == (3, 2)
    same = bare.grouped(np.column_stack([np.ones(3), SCORES]))
    first = estimate(mean_statistic(), same, WORDS, Resampling(n_draws=50))
    second = estimate(mean_statistic(), COUNTS, WORDS, Resampling(n_draws=50))
    assert first.draws.tolist() == second.draws.tolist()
    turned = COUNTS.grouped(np.array([[1.0, 0], [0, -1]]))
    third = estimate(mean_statistic(), turned, WORDS, Resampling(n_draws=50))
    assert third.draws == pytest.approx(-first.draws)


def test_a_text_without_words() -> None:
    empty = replace(COUNTS, counts=sparse.csr_array(np.array([[0.0, 0, 0], [0, 1, 1]])))
    found = estimate(mean_statistic(), empty, WORDS, Resampling(n_draws=50))
    assert [one.case for one in found.estimates] == ["Park"]
    assert [one.kind for one in found.problems] == ["no position"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"case_of_row": np.array([0])}, "does not name a case for each row"),
        ({"case_of_row": np.array([0, 2])}, "does not name a case for each row"),
        ({"case_of_row": np.array([0, -1])}, "does not name a case for each row"),
        ({"amounts": sparse.csr_array(np.ones((2, 1)))}, "2 rows for 3 words"),
        ({"counts": sparse.csr_array(np.full((2, 3), -1.0))}, "negative"),
        ({"counts": sparse.csr_array(np.full((2, 3), np.inf))}, "not finite"),
    ],
)
def test_unfit_words_are_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidObservationsError, match=said):
        replace(COUNTS, **changed)


def test_sources_that_words_cannot_show() -> None:
    with pytest.raises(UnusableSourceError, match="do not know their blocks"):
        estimate(mean_statistic(), COUNTS, BY_BLOCK, OPTIONS)
    with pytest.raises(UnusableSourceError, match="who coded what"):
        estimate(mean_statistic(), COUNTS, Sources(coders=CoderError()), OPTIONS)
