"""Units that would make a machine surest of all the others."""

from __future__ import annotations

import numpy as np

from hustings.coding.active_design import choose_by_design

NONE = np.array([], int)


def uncertainty(vectors: np.ndarray, v: np.ndarray, learned: list[int]) -> float:
    """Compute what is left unknown, by the formula itself."""
    known = np.eye(vectors.shape[1])
    for i in learned:
        known += v[i] * np.outer(vectors[i], vectors[i])
    pool = (vectors * v[:, None]).T @ vectors
    return float(np.trace(np.linalg.inv(known) @ pool))


def test_each_choice_lowers_the_uncertainty_most() -> None:
    """By the formula, computed anew for every candidate at every step."""
    luck = np.random.default_rng(3)
    vectors = luck.normal(size=(30, 4))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    probabilities = luck.dirichlet(np.ones(3), size=30)
    v = 1 - (probabilities**2).sum(axis=1)
    coded, candidates = np.array([0, 1]), np.arange(5, 30)
    found = choose_by_design(
        probabilities, vectors, 4, candidates=candidates, coded=coded
    ).tolist()
    learned = coded.tolist()
    for chosen in found:
        left = [i for i in candidates.tolist() if i not in learned]
        best = min(left, key=lambda i: uncertainty(vectors, v, [*learned, i]))
        assert chosen == best
        learned.append(chosen)


def test_what_was_coded_is_not_asked_again() -> None:
    """A direction that is known well gives way to one that is not."""
    vectors = np.array([[1.0, 0.0]] * 6 + [[0.0, 1.0]] * 4)
    even = np.full((10, 2), 0.5)
    choose = {"candidates": np.array([5, 9])}
    first = choose_by_design(even, vectors, 1, **choose, coded=NONE)
    later = choose_by_design(even, vectors, 1, **choose, coded=np.arange(5))
    assert (first.tolist(), later.tolist()) == ([5], [9])


def test_a_machine_that_is_sure_asks_nothing_in_particular() -> None:
    """All candidates are given, in their order, and nothing breaks."""
    sure = np.tile([1.0, 0.0], (3, 1))
    found = choose_by_design(
        sure, np.zeros((3, 2)), 9, candidates=np.array([2, 1]), coded=NONE
    )
    assert found.tolist() == [2, 1]


def test_many_directions_are_folded() -> None:
    """More than 100 directions give an answer, the same every time."""
    luck = np.random.default_rng(5)
    vectors, even = luck.normal(size=(150, 130)), np.full((150, 2), 0.5)
    found = [
        choose_by_design(even, vectors, 5, candidates=np.arange(150), coded=NONE)
        for _ in range(2)
    ]
    assert found[0].tolist() == found[1].tolist()
    assert len(set(found[0].tolist())) == 5
