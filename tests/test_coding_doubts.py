"""Likely coding errors: those that were planted are found first."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.coding.doubts import find_doubts, probabilities_from_answers
from hustings.errors import InvalidObservationsError

CODES = ("tax", "trams", "parks")
N = 600


def planted(*, sharpness: float, share: float = 0.1) -> tuple[np.ndarray, ...]:
    """Make codings with errors, and probabilities of a machine that has not seen them.

    The machine is right about as often as its sharpness lets it be.
    """
    generator = np.random.default_rng(11)
    right = generator.choice(3, N, p=[0.6, 0.3, 0.1])
    logits = generator.normal(size=(N, 3)) + sharpness * np.eye(3)[right]
    odds = np.exp(logits)
    is_wrong = generator.random(N) < share
    given = np.where(is_wrong, (right + generator.integers(1, 3, N)) % 3, right)
    return given, odds / odds.sum(axis=1, keepdims=True), is_wrong


@pytest.mark.parametrize(("sharpness", "precision"), [(5.0, 0.95), (3.0, 0.7)])
def test_planted_errors_come_first(sharpness: float, precision: float) -> None:
    given, probabilities, is_wrong = planted(sharpness=sharpness)
    found = find_doubts(given, probabilities, CODES)
    k = int(is_wrong.sum())
    first = [one.unit for one in found.doubts[:k]]
    assert is_wrong[first].mean() >= precision
    assert {one.likely_error for one in found.doubts[: k // 2]} == {"coding"}


def test_the_share_of_errors_is_about_right() -> None:
    given, probabilities, is_wrong = planted(sharpness=5.0)
    found = find_doubts(given, probabilities, CODES)
    assert found.error_share == pytest.approx(is_wrong.mean(), abs=0.03)
    assert found.joint.sum() == pytest.approx(1)


def test_a_timid_machine_finds_them_too() -> None:
    """Thresholds are relative: what is usual for a code decides."""
    given, probabilities, is_wrong = planted(sharpness=5.0)
    timid = 0.3 * probabilities + 0.7 / 3
    found = find_doubts(given, timid, CODES)
    first = [one.unit for one in found.doubts[: int(is_wrong.sum())]]
    assert is_wrong[first].mean() >= 0.95


def test_a_machine_that_is_wrong_is_said_to_be() -> None:
    """Ninety sure and right; one unit where it is unsure and prefers another."""
    probabilities = np.array([[0.6, 0.3, 0.1]] * 45 + [[0.1, 0.85, 0.05]] * 45)
    probabilities = np.vstack([probabilities, [0.7, 0.75, 0.0]])
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    given = np.array([0] * 45 + [1] * 45 + [0])
    found = find_doubts(given, probabilities, CODES)
    assert [one.unit for one in found.doubts] == [90]
    assert found.doubts[0].likely == "trams"
    assert found.doubts[0].likely_error == "unclear"


def test_thresholds_by_hand() -> None:
    probabilities = np.array([[0.8, 0.1, 0.1], [0.6, 0.2, 0.2], [0.3, 0.5, 0.2]])
    found = find_doubts(np.array([0, 0, 1]), probabilities, CODES)
    assert found.thresholds[:2].tolist() == pytest.approx([0.7, 0.5])
    assert np.isnan(found.thresholds[2])
    assert not found.doubts


def test_plain_answers_give_probabilities_without_the_coding_itself() -> None:
    given, answers = np.array([0, 0, 1, 1]), np.array([0, 0, 0, -1])
    found = probabilities_from_answers(given, answers, 2)
    assert found.sum(axis=1) == pytest.approx(1)
    assert found[2].tolist() == pytest.approx([2.5 / 3, 0.5 / 3])
    assert found[3].tolist() == pytest.approx([0.5, 0.5])


def test_errors_are_found_beside_plain_answers() -> None:
    """A dictionary gives values alone; errors are what it nearly never meets."""
    answers = np.repeat([0, 1], 50)
    given = answers.copy()
    given[[3, 60]] = [1, 0]
    found = find_doubts(given, probabilities_from_answers(given, answers, 2), CODES[:2])
    assert {one.unit for one in found.doubts[:2]} == {3, 60}


def test_rows_and_summary() -> None:
    given, probabilities, _ = planted(sharpness=5.0)
    found = find_doubts(given, probabilities, CODES)
    row = found.to_rows()[0]
    assert row["likely_error"] == "coding"
    assert row["margin"] < 0  # type: ignore[operator]  # a number
    assert "likely coding errors" in found.summary()


def test_mistakes() -> None:
    with pytest.raises(InvalidObservationsError, match="no coding"):
        find_doubts(np.zeros(0, int), np.zeros((0, 2)), CODES[:2])
    with pytest.raises(InvalidObservationsError, match="fit together"):
        find_doubts(np.zeros(2, int), np.ones((2, 1)), CODES[:1])
