"""Moments of a sample drawn anew in closed form, and tunings that no draw moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hustings.estimates.design_based import horvitz_thompson_total
from hustings.estimates.estimating import estimate
from hustings.estimates.influences import case_influences, gradients
from hustings.estimates.observations import UnitObservations
from hustings.estimates.outcomes import Drawing
from hustings.estimates.prediction_powered import drawn_moments
from hustings.estimates.rectifying import tuning_moments
from hustings.estimates.resampling import FloatArray, Resampling
from hustings.estimates.sources import MachineError, Sampling, Sources
from hustings.estimates.statistics import Statistic, mean_statistic, share_statistic
from hustings.estimates.unit_cases import unit_cases


def observed(seed: int = 1, *, n: int = 300, drawn: int = 80) -> UnitObservations:
    """Two cases; one stratum twice as likely to be drawn as the other."""
    generator = np.random.default_rng(seed)
    true = (generator.random(n) < 0.4).astype(float)
    machine = np.where(generator.random(n) < 0.2, 1 - true, true)
    weights = np.where(np.arange(n) % 3 == 0, 2.0, 1.0)
    stratum = (np.arange(n) % 3 == 0).astype(np.int64)
    chance = weights * drawn / weights.sum()
    sample = np.concatenate(
        [
            generator.choice(np.flatnonzero(stratum == k), size, replace=False)
            for k, size in ((0, drawn // 2), (1, drawn // 2))
        ]
    )
    probability = np.full(n, np.nan)
    probability[sample] = chance[sample]
    value = generator.normal(size=n) + 2 * true
    return UnitObservations(
        cases=("Harbour", "Orchard"),
        case_of_unit=(np.arange(n) % 2).astype(np.int64),
        unit_of_coding=sample,
        amounts=np.column_stack([true, true * value])[sample],
        machine=np.column_stack([machine, machine * value]),
        probability=probability,
        stratum_of_unit=stratum,
    )


def drawing(observations: UnitObservations, statistic: Statistic) -> Drawing:
    return Drawing(
        statistic=statistic,
        names=observations.cases,
        cases=unit_cases(observations, None),
        sources=Sources(machine=MachineError()),
        confusion=None,
        n_columns=observations.n_columns,
        seed=3,
    )


def test_influences_of_a_share_are_the_design_variance() -> None:
    observations = observed().pooled()
    (case,) = unit_cases(observations, None)
    hand, _ = case_influences(case)
    share = case.weight / case.weight.sum()
    values = np.zeros((len(case.coded), 2))
    values[case.place] = case.amounts
    moved = case.n_units * share[:, None] * (values - share @ values)
    chances = 1 / case.weight
    strata = np.asarray(observations.stratum_of_unit)[case.coded]
    for j in range(2):
        by_design = horvitz_thompson_total(
            moved[:, j] * chances, chances, strata=strata
        ).standard_error
        assert by_design == pytest.approx(np.sqrt((hand[:, j] ** 2).sum()))


@pytest.mark.parametrize("statistic", [share_statistic(("a", "b")), mean_statistic()])
def test_moments_are_those_of_many_draws(statistic: Statistic) -> None:
    what = drawing(observed(), statistic)
    closed = tuning_moments(what, "none")
    many = what.outcomes(frozenset({"machine"}), 20_000)
    drawn = drawn_moments(many.hand, many.sampled)
    for name in ("covariance", "of_hand", "of_machine"):
        assert getattr(closed, name) == pytest.approx(getattr(drawn, name), rel=0.08)


def test_a_gradient_takes_one_side_where_the_other_is_undefined() -> None:
    def root(sums: FloatArray, _: FloatArray) -> FloatArray:
        with np.errstate(invalid="ignore"):
            return np.asarray(np.sqrt(sums))

    slope = gradients(root, np.array([[0.0], [4.0]]), np.array([10.0, 10.0]))
    assert np.isfinite(slope).all()
    assert slope[1, 0, 0] == pytest.approx(0.25, rel=1e-4)


@pytest.mark.parametrize("borrowing", ["none", "tuning", "rectifier"])
@pytest.mark.parametrize("sampling", [None, Sampling()])
def test_a_position_does_not_move_with_the_draws(
    borrowing: str, sampling: Sampling | None
) -> None:
    parts = [observed(seed) for seed in range(2)]
    whole = replace(
        parts[0],
        cases=("Harbour", "Orchard", "Quay", "Weir"),
        case_of_unit=np.concatenate([parts[0].case_of_unit, parts[1].case_of_unit + 2]),
        unit_of_coding=np.concatenate(
            [parts[0].unit_of_coding, parts[1].unit_of_coding + 300]
        ),
        amounts=np.vstack([one.amounts for one in parts]),
        machine=np.vstack([one.machine for one in parts if one.machine is not None]),
        probability=np.concatenate(
            [one.probability for one in parts if one.probability is not None]
        ),
        stratum_of_unit=None,
    )
    machine = MachineError(borrowing=borrowing)  # type: ignore[arg-type]  # one of them
    values = [
        [
            one.value
            for one in estimate(
                mean_statistic(),
                whole,
                Sources(machine=machine, sampling=sampling),
                Resampling(n_draws=n_draws, seed=seed),
            ).estimates
        ]
        for n_draws, seed in ((20, 0), (300, 5))
    ]
    assert values[0] == values[1]
