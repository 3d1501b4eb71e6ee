from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hustings.errors import InvalidObservationsError, UnusableSourceError
from hustings.estimates.design_based import (
    design_strata,
    difference_total,
    horvitz_thompson_total,
    rescaled_weights,
)
from hustings.estimates.estimating import estimate
from hustings.estimates.misclassification import ConfusionMatrix
from hustings.estimates.observations import UnitObservations
from hustings.estimates.prediction_powered import inflation, tune
from hustings.estimates.rectifiers import pooled_rectifiers
from hustings.estimates.resampling import Resampling
from hustings.estimates.results import UNCORRECTED
from hustings.estimates.sources import (
    CoderError,
    MachineCorrection,
    MachineError,
    Sampling,
    Sources,
)
from hustings.estimates.statistics import Statistic, mean_statistic, share_statistic

MACHINE = Sources(machine=MachineError())
OPTIONS = Resampling(n_draws=600)


def drawn(
    n: int = 400,
    n_sampled: int = 100,
    *,
    right: float = 0.9,
    n_cases: int = 1,
    uncoded: tuple[int, ...] = (),
    seed: int = 1,
) -> UnitObservations:
    """Units with a true code each, a machine that is mostly right, and a sample."""
    generator = np.random.default_rng(seed)
    case = np.repeat(np.arange(n_cases), n)
    true = (generator.random(n * n_cases) < 0.4).astype(float)
    is_right = generator.random(n * n_cases) < right
    probability = np.full(n * n_cases, np.nan)
    for c in range(n_cases):
        if c not in uncoded:
            sample = c * n + generator.choice(n, n_sampled, replace=False)
            probability[sample] = n_sampled / n
    coded = np.flatnonzero(~np.isnan(probability))
    return UnitObservations(
        cases=tuple(f"text {c}" for c in range(n_cases)),
        case_of_unit=case,
        unit_of_coding=coded,
        amounts=true[coded, None],
        machine=np.where(is_right, true, 1 - true)[:, None],
        probability=probability,
    )


SHARE = share_statistic(("trams",))


def test_totals_by_hand() -> None:
    # strata {1, 3} of 4 and {5, 5} of 2: only the first varies
    total = horvitz_thompson_total(
        np.array([1.0, 3.0, 5.0, 5.0]), np.array([0.5, 0.5, 1.0, 1.0])
    )
    assert total.estimate == 18.0
    assert total.standard_error == pytest.approx(np.sqrt(8))
    # a machine that is off by 1 everywhere is corrected without any error
    values, probabilities = np.array([2.0, 5.0]), np.array([0.5, 0.5])
    exact = difference_total(values, values - 1, 10.0, probabilities)
    assert (exact.estimate, exact.standard_error) == (14.0, 0.0)


def test_total_of_one_unit_has_no_error() -> None:
    one = np.array([1.0])
    assert horvitz_thompson_total(one, one / 2).standard_error is None
    assert horvitz_thompson_total(one, one).standard_error == 0.0


@pytest.mark.parametrize("probabilities", [[], [0.0], [1.5]])
def test_probabilities_are_needed(probabilities: list[float]) -> None:
    array = np.array(probabilities)
    with pytest.raises(InvalidObservationsError):
        horvitz_thompson_total(np.ones_like(array), array)


def test_samples_drawn_anew_have_the_variance_of_the_formula() -> None:
    generator = np.random.default_rng(3)
    values = generator.random(40)
    probabilities = np.repeat([0.25, 0.5], 20)
    total = horvitz_thompson_total(values, probabilities)
    factors = rescaled_weights(
        design_strata(probabilities),
        1 - probabilities,
        n_draws=20_000,
        generator=generator,
    )
    totals = factors @ (values / probabilities)
    assert total.standard_error is not None
    assert totals.std() == pytest.approx(total.standard_error, rel=0.02)
    assert totals.mean() == pytest.approx(total.estimate, rel=0.01)
    assert (factors >= 0).all()


def test_lonely_strata_are_taken_together() -> None:
    members = design_strata(np.full(5, 0.5), np.array([1, 1, 2, 3, 3]))
    assert [one.tolist() for one in members] == [[0, 1, 2], [3, 4]]


def test_the_difference_estimator_by_hand() -> None:
    """Sample: hand .75, machine .5; machine in all 8 units .25."""
    observations = UnitObservations(
        cases=("text",),
        case_of_unit=np.zeros(8, np.int64),
        unit_of_coding=np.arange(4),
        amounts=np.array([[1.0], [1.0], [1.0], [0.0]]),
        machine=np.array([1.0, 1.0, 0, 0, 0, 0, 0, 0])[:, None],
        probability=np.array([0.5] * 4 + [np.nan] * 4),
    )
    sources = Sources(machine=MachineError(correction="difference"))
    found = estimate(SHARE, observations, sources, OPTIONS).of("text", "trams")
    assert found.value == 0.5
    assert (found.method, found.tuning) == ("difference", 1.0)
    shown = {one.method: one.value for one in found.alternatives}
    assert shown["hand alone"] == 0.75
    assert shown[UNCORRECTED] == 0.25


def test_a_good_machine_narrows_and_a_useless_one_does_not_widen() -> None:
    widths = {}
    for right in (0.5, 0.9, 0.98, 1.0):
        one = estimate(SHARE, drawn(right=right), MACHINE, OPTIONS).estimates[0]
        hand = one.alternative("hand alone")
        assert one.low is not None and one.high is not None and hand is not None  # noqa: PT018 -- for the type checker
        assert hand.low is not None and hand.high is not None  # noqa: PT018 -- for the type checker
        widths[right] = (one.high - one.low) / (hand.high - hand.low)
    assert widths[0.5] == pytest.approx(1, abs=0.03)
    assert widths[0.98] < 0.5 < widths[0.9] < 0.75
    # nothing shows how often a machine errs that never did
    assert widths[1.0] == pytest.approx(1)


def test_intervals_cover_and_are_centred() -> None:
    hits, off = 0, []
    for seed in range(200):
        observations = drawn(n=300, n_sampled=60, seed=seed)
        generator = np.random.default_rng(seed)
        truth = (generator.random(300) < 0.4).mean()
        one = estimate(
            SHARE, observations, MACHINE, Resampling(n_draws=200, seed=seed)
        ).estimates[0]
        assert one.low is not None and one.high is not None  # noqa: PT018 -- for the type checker
        hits += one.low <= truth <= one.high
        off.append(one.value - truth)
    assert hits >= 184
    assert abs(np.mean(off)) < 0.01


def test_unequal_probabilities_are_weighed() -> None:
    """Trams are all in the stratum that was coded in full."""
    observations = UnitObservations(
        cases=("text",),
        case_of_unit=np.zeros(12, np.int64),
        unit_of_coding=np.arange(4),
        amounts=np.array([[1.0], [1.0], [0.0], [0.0]]),
        machine=np.zeros((12, 1)),
        probability=np.array([1.0, 1.0, 0.2, 0.2] + [np.nan] * 8),
    )
    found = estimate(SHARE, observations, MACHINE, OPTIONS)
    assert found.estimates[0].value == pytest.approx(2 / 12)


def test_a_text_coded_in_full_has_no_machine_error() -> None:
    observations = drawn(n=50, n_sampled=50)
    one = estimate(SHARE, observations, MACHINE, OPTIONS).estimates[0]
    assert one.low is None
    found = estimate(
        SHARE,
        observations,
        Sources(machine=MachineError(), sampling=Sampling()),
        OPTIONS,
    ).estimates[0]
    assert found.sources == pytest.approx({"sampling": 1.0, "machine": 0.0})


def test_whole_documents_drawn_are_clusters() -> None:
    """Units of one document all alike: the documents are what counts."""
    n_documents, size = 40, 10
    generator = np.random.default_rng(2)
    cluster = np.repeat(np.arange(n_documents), size)
    true = np.repeat((generator.random(n_documents) < 0.5).astype(float), size)
    in_sample = cluster < 20
    base = UnitObservations(
        cases=("all",),
        case_of_unit=np.zeros(n_documents * size, np.int64),
        unit_of_coding=np.flatnonzero(in_sample),
        amounts=true[in_sample, None],
        machine=np.zeros((n_documents * size, 1)),
        probability=np.where(in_sample, 0.5, np.nan),
    )
    single = estimate(SHARE, base, MACHINE, OPTIONS).estimates[0]
    clustered = replace(base, cluster_of_unit=cluster)
    whole = estimate(SHARE, clustered, MACHINE, OPTIONS).estimates[0]
    assert single.standard_error is not None
    assert whole.standard_error is not None
    assert whole.standard_error > 2.5 * single.standard_error


def test_without_a_sample_it_is_marked() -> None:
    observations = replace(drawn(), probability=None)
    found = estimate(SHARE, observations, MACHINE, OPTIONS)
    assert not found.is_corrected
    assert found.estimates[0].method == UNCORRECTED
    assert UNCORRECTED in found.summary()
    assert found.problems[0].kind == UNCORRECTED
    assert "100 units coded by hand are not used" in found.problems[0].message


def test_a_case_without_hand_codings_says_so_and_may_borrow() -> None:
    observations = drawn(n_cases=6, uncoded=(5,))
    found = estimate(SHARE, observations, MACHINE, OPTIONS)
    lonely = found.of("text 5", "trams")
    assert lonely.method == UNCORRECTED
    assert [one.kind for one in found.problems] == ["no hand codings", "no interval"]
    borrowing = Sources(machine=MachineError(borrowing="rectifier"))
    other = estimate(SHARE, observations, borrowing, OPTIONS)
    borrowed = other.of("text 5", "trams")
    assert borrowed.method == "borrowed rectifier"
    assert borrowed.low is not None
    own = other.of("text 0", "trams")
    assert own.standard_error is not None
    assert borrowed.standard_error is not None
    assert borrowed.standard_error > 0


def test_few_hand_codings_are_told() -> None:
    found = estimate(SHARE, drawn(n_sampled=5), MACHINE, OPTIONS)
    assert [one.kind for one in found.problems] == ["few hand codings"]
    assert found.estimates[0].tuning == 0.0


def test_codings_outside_of_the_sample_are_left_out() -> None:
    observations = drawn()
    more = replace(
        observations,
        unit_of_coding=np.append(
            observations.unit_of_coding,
            np.flatnonzero(np.isnan(observations.probability or np.zeros(0)))[:3]
            if observations.probability is None
            else np.flatnonzero(np.isnan(observations.probability))[:3],
        ),
        amounts=np.concatenate([observations.amounts, np.ones((3, 1))]),
    )
    found = estimate(SHARE, more, MACHINE, OPTIONS)
    same = estimate(SHARE, observations, MACHINE, OPTIONS)
    assert found.estimates[0].value == same.estimates[0].value
    assert "3 units coded by hand" in found.problems[0].message


def test_missing_hand_codings_are_told() -> None:
    observations = drawn()
    fewer = replace(
        observations,
        unit_of_coding=observations.unit_of_coding[:-2],
        amounts=observations.amounts[:-2],
    )
    found = estimate(SHARE, fewer, MACHINE, OPTIONS)
    assert [one.kind for one in found.problems] == ["missing hand codings"]


def test_machine_error_needs_a_machine() -> None:
    observations = replace(drawn(), machine=None)
    with pytest.raises(UnusableSourceError, match="no machine codings"):
        estimate(SHARE, observations, MACHINE, OPTIONS)


@pytest.mark.parametrize("correction", ["tuned", "difference", "hand"])
def test_same_seed_same_draws(correction: MachineCorrection) -> None:
    sources = Sources(machine=MachineError(correction=correction))
    first, again = (estimate(SHARE, drawn(), sources, OPTIONS) for _ in range(2))
    assert (first.draws == again.draws).all()
    assert first.to_rows() == again.to_rows()


def test_text_and_sample_drawn_anew_add_up() -> None:
    observations = drawn(n=500, n_sampled=100)
    both = Sources(machine=MachineError(), sampling=Sampling())
    options = Resampling(n_draws=4000)
    found = estimate(SHARE, observations, both, options).estimates[0]
    machine = estimate(SHARE, observations, MACHINE, options).estimates[0]
    assert found.standard_error is not None
    assert machine.standard_error is not None
    share = found.value
    text = share * (1 - share) / 500
    whole = text + machine.standard_error**2
    assert found.standard_error**2 == pytest.approx(whole, rel=0.1)
    assert found.sources is not None
    assert sum(found.sources.values()) == pytest.approx(1)
    assert found.sources["sampling"] == pytest.approx(text / whole, abs=0.08)


def test_sampling_alone_leaves_the_machine_out() -> None:
    observations = drawn(n=500, n_sampled=100)
    options = Resampling(n_draws=4000)
    only = estimate(
        SHARE, observations, Sources(sampling=Sampling()), options
    ).estimates[0]
    share = only.value
    assert only.standard_error == pytest.approx(
        np.sqrt(share * (1 - share) / 500), rel=0.1
    )
    assert only.sources == {"sampling": 1.0}


def test_a_mean_of_a_part_of_the_units() -> None:
    generator = np.random.default_rng(5)
    has_value = (generator.random(300) < 0.5).astype(float)
    values = has_value * generator.normal(0.3, 1, 300)
    sample = generator.choice(300, 120, replace=False)
    probability = np.full(300, np.nan)
    probability[sample] = 0.4
    truth = np.column_stack([has_value, values])
    observations = UnitObservations(
        cases=("text",),
        case_of_unit=np.zeros(300, np.int64),
        unit_of_coding=sample,
        amounts=truth[sample],
        machine=truth + has_value[:, None] * generator.normal(size=(300, 2)) / 20,
        probability=probability,
    )
    found = estimate(mean_statistic(), observations, MACHINE, OPTIONS).estimates[0]
    # a machine that is always right, or nearly so
    assert found.value == pytest.approx(values.sum() / has_value.sum(), abs=0.02)
    hand = found.alternative("hand alone")
    assert hand is not None
    assert hand.standard_error is not None
    assert found.standard_error is not None
    assert found.standard_error < 0.2 * hand.standard_error


def test_tuning_is_the_regression_of_hand_on_machine() -> None:
    generator = np.random.default_rng(6)
    machine = generator.normal(size=(50_000, 1, 1))
    hand = 0.5 * machine + generator.normal(size=(50_000, 1, 1)) / 10
    n = np.array([150.0])
    assert tune(hand, machine, n).weight[0, 0] == pytest.approx(0.5, abs=0.01)
    assert tune(-hand, machine, n).weight[0, 0] == 0.0
    assert tune(10 * hand, machine, n, fixed=1.0).weight[0, 0] == 1.0
    assert tune(hand, machine, np.array([5.0])).weight[0, 0] == 0.0
    assert inflation(np.array([1000.0]))[0] == pytest.approx(1.002, abs=1e-3)


def test_rectifiers_are_shrunk_by_what_they_rest_on() -> None:
    found = np.array([0.0, 0.2, 0.4, np.nan])
    pooled = pooled_rectifiers(found, np.array([0.01, 0.01, 0.2, np.nan]))
    assert pooled is not None
    assert pooled.shrunk[0] == pytest.approx(0.0, abs=0.01)
    assert pooled.shrunk[2] < 0.3
    assert pooled.shrunk[3] == pytest.approx(pooled.mean)
    assert pooled.own_share[3] == 0
    assert pooled_rectifiers(found[:2], np.array([0.1, 0.1])) is None


def test_misclassified_hand_codings_are_corrected_beside_a_machine() -> None:
    """A coder who errs in a tenth of the units, trams and others alike."""
    observations = drawn(n=600, n_sampled=300, right=0.8)
    both = np.column_stack([observations.amounts, 1 - observations.amounts])
    assert observations.machine is not None
    machine = np.column_stack([observations.machine, 1 - observations.machine])
    confusion = ConfusionMatrix(
        codes=("trams", "other"), probabilities=np.array([[0.9, 0.1], [0.1, 0.9]])
    )
    found = estimate(
        share_statistic(("trams", "other")),
        replace(observations, amounts=both, machine=machine),
        Sources(machine=MachineError(), coders=CoderError(confusion=confusion)),
        OPTIONS,
    ).of("text 0", "trams")
    hand = observations.amounts.mean()
    assert found.alternative("hand alone") is not None
    corrected = found.alternative("matrix")
    uncorrected = found.alternative("uncorrected")
    assert corrected is not None
    assert uncorrected is not None
    assert found.value == corrected.value
    assert corrected.value - uncorrected.value == pytest.approx(
        (hand - 0.1) / 0.8 - hand, abs=1e-6
    )
    assert found.sources is not None
    assert set(found.sources) == {"coders", "machine"}


def test_pooled_units_are_one_case() -> None:
    observations = drawn(n_cases=3).pooled()
    found = estimate(SHARE, observations, MACHINE, OPTIONS)
    assert [one.case for one in found.estimates] == ["all"]


def test_a_statistic_may_look_at_all_cases() -> None:
    centred = Statistic(
        name="centred",
        formula=lambda sums, n: (
            (sums / n[..., None]) - (sums / n[..., None]).mean(axis=1, keepdims=True)
        ),
    )
    sources = Sources(machine=MachineError(correction="difference"))
    found = estimate(centred, drawn(n_cases=3), sources, OPTIONS)
    assert sum(one.value for one in found.estimates) == pytest.approx(0)
