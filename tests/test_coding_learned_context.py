"""From scores to probabilities in context, and from these to one code."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.coding.learned_context import N_PLACES, context_inputs
from hustings.coding.learned_context_fitting import ContextShape, fit_context
from hustings.coding.learned_decisions import Decisions, fit_decisions
from hustings.coding.learned_folds import fold_units
from hustings.coding.units_in_context import UnitsInContext, find_surroundings

SHAPE = ContextShape(n_codes=2, n_columns=2, n_places=N_PLACES)


def surroundings() -> UnitsInContext:
    columns: dict[str, list[str | None]] = {
        "unit": ["1", "2", "3"],
        "text": ["Trams.", "Roads.", "Trams."],
        "document": ["a", "a", "a"],
        "heading": ["Roads.", None, None],
    }
    return UnitsInContext.from_columns(columns)


def test_inputs_are_scores_of_the_unit_its_neighbours_and_its_heading() -> None:
    around = find_surroundings(surroundings())
    scores = np.array([[1, -1], [-1, 0.5]], np.float32)

    inputs = context_inputs(scores, around, ["en", None, "cy"], ["cy", "en"])

    # Scores count from -1; of the second unit both neighbours are the first text.
    assert inputs[1].tolist() == [0, 1.5, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert inputs[0].tolist() == [2, 0, 0, 1.5, 2, 0, 0, 0, 0, 1.5, 0, 1]
    assert inputs[2, -2:].tolist() == [1, 0]


def test_targets_are_one_place_more() -> None:
    around = find_surroundings(surroundings())
    scores, targets = np.zeros((2, 2), np.float32), np.zeros((0, 2), np.float32)

    inputs = context_inputs(scores, around, [None] * 3, [], target_scores=targets)

    assert inputs.shape == (3, 12)
    assert inputs[:, -2:].tolist() == [[0, 0]] * 3


def invented(n: int = 2000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give inputs, codes and documents; the documents use the second code unevenly."""
    chance = np.random.default_rng(0)
    documents = np.repeat(np.arange(4), n // 4)
    scores = chance.normal(size=(n, 1)) * np.array([[1.0, -1.0]])
    level = np.array([-2.0, -2.0, 1.0, 1.0])[documents]
    is_second = chance.random(n) < 1 / (1 + np.exp(4 * scores[:, 0] - level))
    inputs = np.zeros((n, 2 * N_PLACES), np.float32)
    inputs[:, :2] = scores
    return inputs, is_second.astype(np.int64), documents


def test_levels_of_documents_do_not_dilute_the_weights() -> None:
    inputs, codes, documents = invented()
    kept = {"shape": SHAPE, "smoothing": 30.0}

    levelled = fit_context(inputs, codes, documents=documents, **kept)  # type: ignore[arg-type]
    pooled = fit_context(inputs, codes, documents=documents * 0, **kept)  # type: ignore[arg-type]

    def slope(weights: np.ndarray) -> float:
        return float(weights[0, 0] - weights[1, 0] - weights[0, 1] + weights[1, 1])

    assert slope(levelled.weights) == pytest.approx(4, abs=0.5)
    assert slope(pooled.weights) < slope(levelled.weights) - 0.3


def test_a_new_document_gets_the_mean_level() -> None:
    inputs, codes, documents = invented()
    model = fit_context(inputs, codes, documents=documents, shape=SHAPE, smoothing=30.0)
    log_odds = np.diff(model.log_probabilities(np.zeros((1, 10), np.float32)))

    # The levels are -2, -2, 1, 1.
    assert float(log_odds[0, 0]) == pytest.approx(-0.5, abs=0.3)


def test_many_small_documents_have_no_levels_of_their_own() -> None:
    inputs, codes, _ = invented(400)
    alone = fit_context(
        inputs, codes, documents=np.arange(400), shape=SHAPE, smoothing=30.0
    )
    pooled = fit_context(
        inputs, codes, documents=np.zeros(400, int), shape=SHAPE, smoothing=30.0
    )

    assert (alone.weights == pooled.weights).all()


def test_preference_moves_towards_rare_codes() -> None:
    log_probabilities = np.log(np.array([[0.6, 0.4]]))
    plain = Decisions(shares=(0.9, 0.1), preference=0.0)
    evened = Decisions(shares=(0.9, 0.1), preference=1.0)

    assert plain.choose(log_probabilities)[0].tolist() == [0]
    chosen, probabilities = evened.choose(log_probabilities)
    assert chosen.tolist() == [1]
    assert probabilities[0].tolist() == pytest.approx([0.6, 0.4])
    adjusted = evened.adjust(np.array([[0.6, 0.4]]))
    assert adjusted[0, 1] == pytest.approx(4 / (4 + 0.6 / 0.9))


@pytest.mark.parametrize(
    ("n", "n_documents", "has_curve", "is_cooled"),
    [
        (40, 2, False, True),
        (200, 2, True, False),
        (1200, 5, True, False),
        (1200, 6, True, True),
        (900, 100, True, True),
    ],
)
def test_decisions_rest_on_what_there_is(
    n: int,
    n_documents: int,
    has_curve: bool,  # noqa: FBT001 -- a case of the table above
    is_cooled: bool,  # noqa: FBT001 -- as above
) -> None:
    chance = np.random.default_rng(1)
    log_probabilities = np.log(chance.dirichlet([1, 1, 1], size=n))
    codes = chance.integers(0, 3, n)
    documents = np.arange(n) % n_documents

    def fit(preference: float | None, *, is_bent: bool) -> Decisions:
        return fit_decisions(
            log_probabilities,
            codes,
            documents=documents,
            preference=preference,
            is_bent=is_bent,
        )

    decisions, plain = fit(None, is_bent=True), fit(0.5, is_bent=False)
    chosen, probabilities = decisions.choose(log_probabilities)

    assert (decisions.curve is not None) == has_curve
    assert (decisions.temperature != 1) == is_cooled
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(n))
    assert not has_curve or probabilities[np.arange(n), chosen].min() > 0.02
    assert (plain.curve, plain.preference) == (None, 0.5)
    assert plain.temperature != 1


def test_folds_hold_whole_documents_of_like_sizes() -> None:
    documents = np.repeat(np.arange(6), [50, 10, 10, 10, 10, 10])
    folds = fold_units(documents, 2)

    assert all(len(set(folds[documents == one])) == 1 for one in range(6))
    assert np.bincount(folds).tolist() == [50, 50]
    assert set(fold_units(np.full(10, -1), 5).tolist()) == {0, 1, 2, 3, 4}
    assert fold_units(np.array([0, 1]), 5).tolist() == [0, 1]
