"""Validation: shares by hand, intervals that hold them, and the learning curve."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.coding.learning_curves import LearningPoint, advise, expected_gain
from hustings.coding.validation import (
    Validation,
    macro_f1_of,
    validate,
    validate_groups,
)
from hustings.estimates.resampling import Resampling

RIGHT = np.array([0, 0, 0, 1, 1, 2])
GIVEN = np.array([0, 0, 1, 1, 2, 2])


def validated(right: np.ndarray = RIGHT, given: np.ndarray = GIVEN) -> Validation:
    return validate(
        right,
        given,
        codes=("tax", "trams", "ponds", "hills"),
        probabilities=np.full(len(right), 0.5),
        documents=np.arange(len(right)) // 3,
        resampling=Resampling(seed=1, n_draws=200),
    )


def test_precision_recall_and_f1_by_hand() -> None:
    tax, trams, ponds = validated().codes

    assert tax.precision.estimate == 1
    assert tax.recall.estimate == pytest.approx(2 / 3)
    assert tax.f1.estimate == pytest.approx(0.8)
    assert trams.precision.estimate == trams.recall.estimate == 0.5
    assert (ponds.n, ponds.n_given) == (1, 2)


def test_codes_that_nothing_has_or_gets_are_left_out() -> None:
    found = validated()

    assert [one.code for one in found.codes] == ["tax", "trams", "ponds"]
    assert found.confusion.tolist() == [[2, 1, 0], [0, 1, 1], [0, 0, 1]]
    assert {"code": "tax", "given": "trams", "n": 1} in found.confusion_rows()
    assert len(found.confusion_rows()) == 5


def test_macro_f1_is_the_mean_over_codes() -> None:
    expected = (0.8 + 0.5 + 2 / 3) / 3

    assert validated().macro_f1.estimate == pytest.approx(expected)
    assert macro_f1_of(RIGHT, GIVEN) == pytest.approx(expected)


def test_precision_of_a_code_never_given_is_undefined() -> None:
    found = validated(np.array([0, 0, 1]), np.array([0, 0, 0]))
    row = found.to_rows()[1]

    assert (row["code"], row["precision"], row["recall"]) == ("trams", None, 0)
    assert row["precision_low"] is None
    assert "undefined" not in found.summary()


def test_intervals_hold_what_repeats() -> None:
    chance = np.random.default_rng(0)
    covered = 0
    for seed in range(60):
        right = chance.integers(0, 2, 400)
        given = np.where(chance.random(400) < 0.8, right, 1 - right)
        found = validate(
            right,
            given,
            codes=("tax", "trams"),
            probabilities=np.full(400, 0.8),
            documents=np.zeros(400, np.int64),
            resampling=Resampling(seed=seed, n_draws=200, confidence=0.9),
        )
        interval = found.accuracy.interval
        assert interval is not None
        covered += interval.low <= 0.8 <= interval.high
    assert covered >= 48


def test_the_same_seed_gives_the_same_interval() -> None:
    assert validated().to_rows() == validated().to_rows()


def test_groups_are_measured_by_themselves() -> None:
    english, welsh = validate_groups(
        RIGHT,
        GIVEN,
        groups=["en", "en", "en", "cy", "cy", None],
        documents=np.zeros(6, np.int64),
    )[::-1]

    assert (english.group, english.n) == ("en", 3)
    assert english.accuracy.estimate == pytest.approx(2 / 3)
    assert (welsh.group, welsh.accuracy.estimate) == ("cy", 0.5)


def test_summary_names_units_documents_and_error() -> None:
    summary = validated().summary()

    assert summary.startswith("6 units of 2 documents: accuracy 0.667 [")
    assert "expected calibration error" in summary


def point(n_units: int, macro_f1: float) -> LearningPoint:
    return LearningPoint(n_units=n_units, accuracy=macro_f1, macro_f1=macro_f1)


def test_gain_of_a_curve_that_follows_its_law() -> None:
    # F1 = .8 - 4 / sqrt(n): from 400 to 800 units it rises by .2 - .1414.
    curve = tuple(point(n, 0.8 - 4 / n**0.5) for n in (100, 200, 400))

    assert expected_gain(curve) == pytest.approx(4 / 20 - 4 / 800**0.5)
    assert "0.06" in advise(curve)


def test_advice_to_stop_and_to_begin() -> None:
    level = tuple(point(n, 0.7) for n in (100, 200, 400))
    falling = tuple(point(n, f1) for n, f1 in ((100, 0.7), (200, 0.69), (400, 0.65)))

    assert "hardly pay" in advise(level)
    assert expected_gain(falling) == 0
    assert "too few" in advise(level[:2])
    assert validated().advice == "No learning curve was drawn."


def test_a_curve_that_has_levelled_off_asks_for_no_more() -> None:
    points = ((400, 0.481), (825, 0.609), (1771, 0.651), (6989, 0.602))
    curve = tuple(
        LearningPoint(n_units=n, accuracy=f1, macro_f1=f1) for n, f1 in points
    )
    assert "hardly pay" in advise(curve)
