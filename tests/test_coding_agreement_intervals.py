"""Intervals of agreement: what they must hold, and when there is none."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.coding import (
    AgreementOptions,
    CodedUnits,
    agreement,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from hustings.errors import UndefinedAgreementError


def simulated(
    seed: int,
    n_units: int = 40,
    *,
    alpha: float = 0.7,
    n_coders: int = 3,
    n_values: int = 3,
    n_documents: int = 8,
) -> CodedUnits:
    """Draw codings whose true alpha is known: coders know the value or guess."""
    generator = np.random.default_rng(seed)
    truth = generator.integers(n_values, size=(n_units, 1))
    guess = generator.integers(n_values, size=(n_units, n_coders))
    knows = generator.random((n_units, n_coders)) < np.sqrt(alpha)
    given = np.where(knows, truth, guess)
    return CodedUnits.from_rows(
        [
            {
                "unit": str(i),
                "coder": f"c{j}",
                "value": str(value),
                "document": f"d{i % n_documents}",
                "block": f"b{i // 4}",
            }
            for i, unit in enumerate(given)
            for j, value in enumerate(unit)
        ]
    )


def test_intervals_hold_the_true_alpha() -> None:
    found = [krippendorff_alpha(simulated(seed), n_draws=300) for seed in range(150)]
    ends = [(one.low, one.high) for one in found if one.low and one.high]
    assert len(ends) == 150
    assert np.mean([low <= 0.7 <= high for low, high in ends]) >= 0.93


def test_same_seed_same_interval_and_another_seed_another() -> None:
    coded = simulated(1)
    ends = [krippendorff_alpha(coded, seed=seed).low for seed in (1, 1, 2)]
    assert ends[0] == ends[1] != ends[2]


def test_order_of_units_does_not_move_the_interval() -> None:
    rows = [
        {"unit": f"u{i}", "coder": coder, "value": value}
        for i in range(12)
        for coder, value in (("ana", "ab"[i % 2]), ("bo", "aab"[i % 3]))
    ]
    ours = krippendorff_alpha(CodedUnits.from_rows(rows))
    theirs = krippendorff_alpha(CodedUnits.from_rows(rows[::-1]))
    assert (ours.low, ours.high) == (theirs.low, theirs.high)


def test_many_single_units_and_few_patterns_give_like_intervals() -> None:
    # The two ways of drawing: numbers of patterns, and units one by one.
    coded = simulated(3, 400, n_coders=2, n_values=2)
    few = krippendorff_alpha(coded, n_draws=4000)
    numbers = CodedUnits.from_rows(
        [
            {
                "unit": str(unit),
                "coder": f"c{coder}",
                "value": f"{value * 100 + jitter}",
            }
            for unit, coder, value, jitter in zip(
                coded.units,
                coded.coders,
                coded.values,
                np.random.default_rng(1).integers(3, size=len(coded.units)) / 1000,
                strict=True,
            )
        ],
        level="interval",
    )
    many = krippendorff_alpha(numbers, n_draws=4000)
    assert few.value == pytest.approx(many.value, abs=0.001)
    assert few.low == pytest.approx(many.low, abs=0.02)
    assert few.high == pytest.approx(many.high, abs=0.02)


@pytest.mark.parametrize("resample", ["documents", "blocks"])
def test_documents_and_blocks_are_drawn_as_wholes(resample: str) -> None:
    coded = simulated(5, 80)
    found = krippendorff_alpha(coded, resample=resample)  # type: ignore[arg-type]  # one of two words
    assert found.low is not None
    assert found.high is not None
    assert found.low < krippendorff_alpha(coded).value < found.high  # type: ignore[operator]  # it is defined
    analytic = krippendorff_alpha(coded, resample=resample, interval="analytic")  # type: ignore[arg-type]  # one of two words
    assert analytic.low is not None


def test_documents_that_differ_widen_the_interval() -> None:
    # Half of the documents are coded alike, half by chance.
    rows = []
    generator = np.random.default_rng(2)
    for i in range(120):
        document = i % 6
        values = generator.integers(2, size=2)
        second = values[0] if document < 3 else values[1]
        for coder, value in (("ana", values[0]), ("bo", second)):
            rows.append(
                {
                    "unit": str(i),
                    "coder": coder,
                    "value": str(value),
                    "document": str(document),
                }
            )
    coded = CodedUnits.from_rows(rows)
    units = krippendorff_alpha(coded)
    whole = krippendorff_alpha(coded, resample="documents")
    assert width(whole.low, whole.high) > 1.5 * width(units.low, units.high)


def width(low: float | None, high: float | None) -> float:
    assert low is not None
    assert high is not None
    return high - low


def test_analytic_and_bootstrap_agree_in_large_samples() -> None:
    coded = simulated(7, 800, n_coders=2)
    for statistic in (krippendorff_alpha, gwet_ac1, cohen_kappa, percent_agreement):
        ours = statistic(coded, n_draws=2000)
        formula = statistic(coded, interval="analytic")
        assert ours.low == pytest.approx(formula.low, abs=0.012)
        assert ours.high == pytest.approx(formula.high, abs=0.012)


def test_no_disagreement_is_no_certainty() -> None:
    rows = [
        {"unit": str(i), "coder": coder, "value": "ab"[i % 2]}
        for i in range(20)
        for coder in ("ana", "bo")
    ]
    found = krippendorff_alpha(CodedUnits.from_rows(rows))
    share = 0.025 ** (1 / 20)
    assert (found.value, found.high) == (1, 1)
    assert found.low == pytest.approx(1 - (1 - share) / 0.5)


def test_too_few_units_have_no_interval_and_a_problem() -> None:
    rows = [
        {"unit": str(i), "coder": coder, "value": value}
        for i, pair in enumerate(("aa", "ab", "bb", "aa"))
        for coder, value in zip(("ana", "bo"), pair, strict=True)
    ]
    result = agreement(
        CodedUnits.from_rows(rows), statistics=["krippendorff_alpha", "gwet_ac1"]
    )
    assert [one.low for one in result.estimates] == [None, None]
    assert result.estimates[0].confidence is None
    assert result.problems[0].kind == "no interval"
    assert "fewer than 5 units" in result.problems[0].message


def test_rare_values_reach_far_up() -> None:
    # One coder saw the rare value once: how well it is told apart is not known.
    rows = [
        {"unit": str(i), "coder": coder, "value": "b" if i + j == 0 else "a"}
        for i in range(20)
        for j, coder in enumerate(("ana", "bo"))
    ]
    found = krippendorff_alpha(CodedUnits.from_rows(rows))
    assert found.value == pytest.approx(0, abs=0.03)
    assert found.high is not None
    assert found.high > 0.5


def test_without_intervals_there_are_standard_errors_still() -> None:
    result = agreement(simulated(9), options=AgreementOptions(interval="none"))
    assert all(
        one.low is one.high is one.confidence is None for one in result.estimates
    )
    assert all((one.standard_error or 0) > 0 for one in result.estimates)
    assert not result.problems


def test_an_analytic_interval_stays_within_its_range() -> None:
    found = gwet_ac1(simulated(4, 6, alpha=0.9), interval="analytic")
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low <= found.high <= 1


def test_a_single_unit_is_no_sample() -> None:
    rows = [
        {"unit": "u", "coder": coder, "value": value}
        for coder, value in (("ana", "a"), ("bo", "b"))
    ]
    found = krippendorff_alpha(CodedUnits.from_rows(rows))
    assert found.value == 0
    assert found.low is None
    with pytest.raises(UndefinedAgreementError):
        krippendorff_alpha(CodedUnits.from_rows(rows[:1]))
