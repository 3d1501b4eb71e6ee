"""Choosing the units that teach most: unsure, unlike each other, spread out."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.coding.active import (
    ActiveOptions,
    choose_units,
    find_candidates,
    measure_doubt,
)
from hustings.coding.active_vectors import text_vectors
from hustings.errors import InvalidOptionError


def test_candidates_are_mostly_units_in_doubt() -> None:
    doubt = np.linspace(0, 1, 5_000)
    found = find_candidates(doubt, 200, seed=1)
    assert len(set(found.tolist())) == len(found) == 300
    assert doubt[found].mean() > 0.7
    assert doubt[found].min() < 0.4


def test_the_odds_are_those_of_the_squared_doubt() -> None:
    doubt = np.repeat([1.0, 0.5], 5_000)
    found = find_candidates(doubt, 600, seed=2)
    assert (found < 5_000).mean() == pytest.approx(0.8, abs=0.04)


def test_candidates_are_free_units() -> None:
    is_free = np.arange(50) < 20
    found = find_candidates(np.arange(50.0), 30, is_free=is_free)
    assert set(found.tolist()) == set(range(20))


def test_equal_doubts_are_left_to_the_seed() -> None:
    first, again, other = (
        find_candidates(np.ones(4_000), 1, seed=seed).tolist() for seed in (1, 1, 2)
    )
    assert first == again != other


def test_doubt_alone_takes_the_most_unsure() -> None:
    doubt = np.array([0.1, 0.9, 0.5, 0.7])
    options = ActiveOptions(diversity=0, spread=0)
    found = choose_units(doubt, np.ones((4, 2)), np.zeros(4, int), 3, options=options)
    assert found.tolist() == [1, 3, 2]


def test_units_that_say_the_same_are_taken_once() -> None:
    vectors = np.repeat(np.eye(5), 4, axis=0)
    found = choose_units(np.ones(20), vectors, np.zeros(20, int), 5)
    assert sorted(vectors[found].argmax(axis=1).tolist()) == [0, 1, 2, 3, 4]


def test_what_was_coded_before_counts() -> None:
    vectors = np.eye(3)
    found = choose_units(np.ones(3), vectors, np.zeros(3, int), 2, coded=vectors[:1])
    assert set(found.tolist()) == {1, 2}


def test_documents_share() -> None:
    documents = np.repeat([0, 1], 10)
    doubt = np.where(documents == 0, 0.9, 0.85)
    options = ActiveOptions(diversity=0, spread=0.5)
    found = choose_units(doubt, np.ones((20, 1)), documents, 10, options=options)
    assert 3 <= (documents[found] == 1).sum() <= 7


def test_no_more_than_there_are() -> None:
    found = choose_units(np.ones(3), np.eye(3), np.zeros(3, int), 9)
    assert sorted(found.tolist()) == [0, 1, 2]


def test_one_code_leaves_no_doubt() -> None:
    assert measure_doubt(np.ones((3, 1))).tolist() == [0, 0, 0]


def test_texts_without_words_have_vectors() -> None:
    assert text_vectors(["…", "?"]).shape == (2, 1)
    assert text_vectors(["Trams"]).shape[0] == 1


def test_vectors_are_the_same_every_time() -> None:
    texts = ["More trams for all.", "Lower taxes.", "Trams and taxes.", "A park."]
    assert (text_vectors(texts) == text_vectors(texts)).all()


@pytest.mark.parametrize(
    "wrong", [{"measure": "luck"}, {"diversity": 2}, {"spread": -1}, {"seed": -1}]
)
def test_mistakes(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidOptionError):
        ActiveOptions(**wrong)  # type: ignore[arg-type]  # wrong on purpose
