from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hustings.errors import (
    InvalidConfusionError,
    InvalidObservationsError,
    InvalidOptionError,
    UnknownEstimateError,
    UnusableSourceError,
)
from hustings.estimates import outcomes
from hustings.estimates.coder_error import coding_weights
from hustings.estimates.contrasts import change, difference, paired_difference
from hustings.estimates.corrected_intervals import corrected_ends, effective_share_ends
from hustings.estimates.estimating import estimate
from hustings.estimates.misclassification import ConfusionMatrix
from hustings.estimates.observations import CountObservations, UnitObservations
from hustings.estimates.resampling import Resampling
from hustings.estimates.simex import matrix_power
from hustings.estimates.sources import (
    CoderError,
    Sampling,
    Sources,
    Unitising,
)
from hustings.estimates.statistics import Statistic, mean_statistic, share_statistic

if TYPE_CHECKING:
    from collections.abc import Sequence

OPTIONS = Resampling(n_draws=4000)
SHARE = share_statistic(("trams",))
SHARES = share_statistic(("trams", "cars"))
SAMPLING = Sources(sampling=Sampling())
MATRIX = ConfusionMatrix(
    codes=("trams", "cars"), probabilities=np.array([[0.9, 0.1], [0.2, 0.8]])
)


def counted(*rows: Sequence[float]) -> CountObservations:
    counts = np.array(rows, dtype=float)
    return CountObservations(
        cases=tuple(f"text {i}" for i in range(len(counts))),
        counts=counts,
        n_units=counts.sum(axis=1),
        case_of_row=np.arange(len(counts)),
    )


def coded_twice(*pairs: tuple[float, float]) -> UnitObservations:
    """One case whose units two coders gave 0 or 1."""
    n = len(pairs)
    return UnitObservations(
        cases=("text",),
        case_of_unit=np.zeros(n, np.int64),
        unit_of_coding=np.repeat(np.arange(n), 2),
        amounts=np.array(pairs, dtype=float).reshape(-1, 1),
    )


def test_sampling_has_the_variance_of_the_multinomial() -> None:
    found = estimate(SHARES, counted((30, 70)), SAMPLING, OPTIONS).of("text 0", "trams")
    assert found.value == 0.3
    assert found.standard_error == pytest.approx(np.sqrt(0.3 * 0.7 / 100), rel=0.03)
    assert found.sources == {"sampling": 1.0}


def test_coders_have_the_variance_of_their_mean() -> None:
    """Of four units coders differ in two: variance 2 * (1/4) / 16."""
    observations = coded_twice((1, 1), (0, 1), (1, 0), (0, 0))
    found = estimate(SHARE, observations, Sources(coders=CoderError()), OPTIONS)
    one = found.estimates[0]
    assert one.value == 0.5
    assert one.standard_error == pytest.approx(np.sqrt(2 / 4 / 16), rel=0.03)
    assert one.sources == {"coders": 1.0}


def test_three_codings_have_the_variance_of_their_mean() -> None:
    generator = np.random.default_rng(1)
    unit = np.repeat(np.arange(3), 3)
    values = np.array([1.0, 0, 0, 1, 1, 0, 1, 1, 1])
    weights = coding_weights(unit, n_draws=20_000, generator=generator)
    sums = weights @ values
    assert sums.mean() == pytest.approx(values.sum() / 3, abs=0.01)
    # s^2 / 3 of the first two units, none of the third
    assert sums.var() == pytest.approx(2 * (1 / 3) / 3, rel=0.03)


def test_single_codings_borrow_the_coders_error() -> None:
    generator = np.random.default_rng(2)
    true = generator.random(400) < 0.5
    wrong = generator.random((400, 2)) < 0.1
    codes = np.where(wrong, ~true[:, None], true[:, None]).astype(float)
    double = np.arange(400) < 200
    unit = np.concatenate([np.arange(400), np.flatnonzero(double)])
    amounts = np.concatenate([codes[:, 0], codes[double, 1]])[:, None]
    observations = UnitObservations(
        cases=("text",),
        case_of_unit=np.zeros(400, np.int64),
        unit_of_coding=unit,
        amounts=amounts,
    )
    found = estimate(SHARE, observations, Sources(coders=CoderError()), OPTIONS)
    # 200 units of two coders and 200 of one, each coding with half the variance of the
    # difference of two
    apart = float(np.mean(codes[double, 0] != codes[double, 1])) / 2
    expected = np.sqrt(200 * apart / 2 + 200 * apart) / 400
    assert found.estimates[0].standard_error == pytest.approx(expected, rel=0.08)
    assert [one.kind for one in found.problems] == ["single codings"]


def test_coders_errors_are_not_counted_twice() -> None:
    generator = np.random.default_rng(3)
    pairs = [(float(a), float(b)) for a, b in generator.random((300, 2)) < 0.5]
    both = Sources(sampling=Sampling(), coders=CoderError())
    found = estimate(SHARE, coded_twice(*pairs), both, OPTIONS).estimates[0]
    alone = estimate(SHARE, coded_twice(*pairs), SAMPLING, OPTIONS).estimates[0]
    assert found.standard_error == pytest.approx(alone.standard_error, rel=0.05)
    assert found.sources is not None
    assert sum(found.sources.values()) == pytest.approx(1)
    # nothing but coders' error here: units are all alike
    assert found.sources["coders"] > 0.9


def test_the_matrix_method_by_hand() -> None:
    """True 50 and 50 are expected to be given as 55 and 45."""
    sources = Sources(coders=CoderError(confusion=MATRIX))
    one = estimate(SHARES, counted((55, 45)), sources, OPTIONS).of("text 0", "trams")
    assert one.value == pytest.approx(0.5)
    assert one.method == "matrix"
    # o varies by 50 (.9 .1 + .2 .8) / 100^2, and is turned round by .7
    assert one.standard_error == pytest.approx(np.sqrt(50 * 0.25) / 100 / 0.7, rel=0.04)
    shown = {other.method: other.value for other in one.alternatives}
    assert shown["uncorrected"] == pytest.approx(0.55)
    assert shown["simex"] == pytest.approx(0.5, abs=0.02)


def test_sampling_holds_independent_errors_of_one_coder() -> None:
    both = Sources(sampling=Sampling(), coders=CoderError(confusion=MATRIX))
    one = estimate(SHARES, counted((55, 45)), both, OPTIONS).of("text 0", "trams")
    expected = np.sqrt(0.55 * 0.45 / 100) / 0.7
    assert one.standard_error == pytest.approx(expected, rel=0.04)
    assert one.sources is not None
    assert one.sources["coders"] == pytest.approx(
        50 * 0.25 / (0.55 * 0.45 * 100), abs=0.05
    )


def test_a_doubtful_matrix_widens_and_is_shared() -> None:
    doubtful = replace(MATRIX, n_units=np.array([20.0, 20.0]))
    observations = counted((550, 450), (650, 350))
    known, drawn = (
        estimate(
            SHARES, observations, Sources(coders=CoderError(confusion=one)), OPTIONS
        )
        for one in (MATRIX, doubtful)
    )
    narrow, wide = (found.estimates[0].standard_error for found in (known, drawn))
    assert narrow is not None
    assert wide is not None
    assert wide > 2 * narrow
    apart = difference(drawn, "text 0", "text 1", code="trams")
    second = drawn.of("text 1", "trams").standard_error
    assert second is not None
    assert apart.standard_error < 0.75 * np.hypot(wide, second)


def test_simex_of_a_useless_coder() -> None:
    flipped = ConfusionMatrix(
        codes=("trams", "cars"), probabilities=np.array([[0.3, 0.7], [0.7, 0.3]])
    )
    sources = Sources(coders=CoderError(confusion=flipped, correction="simex"))
    with pytest.raises(InvalidConfusionError, match="as often wrong as right"):
        estimate(SHARES, counted((55, 45)), sources, OPTIONS)
    other = Sources(coders=CoderError(confusion=flipped))
    found = estimate(SHARES, counted((55, 45)), other, OPTIONS)
    assert [one.kind for one in found.problems] == ["no correction"]


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[0.9, 0.2], [0.1, 0.9]], "add up to 1"),
        ([[0.9, 0.1]], "shape"),
        ([[0.5, 0.5], [0.5, 0.5]], "given alike"),
        ([[1.1, -0.1], [0.0, 1.0]], "add up to 1"),
    ],
)
def test_confusion_matrices_are_checked(
    matrix: list[list[float]], message: str
) -> None:
    with pytest.raises(InvalidConfusionError, match=message):
        ConfusionMatrix(codes=("trams", "cars"), probabilities=np.array(matrix))


def test_matrices_from_counts_and_from_disagreement() -> None:
    with pytest.raises(InvalidConfusionError, match="empty"):
        ConfusionMatrix.from_counts(("trams", "cars"), [[1, 0], [0, 0]])
    three = ConfusionMatrix.from_disagreement(("a", "b", "c"), 0.2)
    rows = three.probabilities
    agree = sum(rows[0, k] ** 2 for k in range(3))
    assert agree == pytest.approx(0.8)
    with pytest.raises(InvalidConfusionError, match="guess"):
        ConfusionMatrix.from_disagreement(("a", "b"), 0.6)
    wider = MATRIX.for_codes(("cars", "none", "trams"))
    assert wider.probabilities.tolist() == [[0.8, 0, 0.2], [0, 1, 0], [0.1, 0, 0.9]]
    with pytest.raises(InvalidConfusionError, match="lack"):
        MATRIX.for_codes(("cars",))
    with pytest.raises(InvalidConfusionError, match="2 codes, and there are 1"):
        estimate(
            SHARE, counted((3,)), Sources(coders=CoderError(confusion=MATRIX)), OPTIONS
        )


def test_powers_of_a_matrix() -> None:
    half = matrix_power(MATRIX.probabilities, 0.5)
    assert half @ half == pytest.approx(MATRIX.probabilities)
    assert matrix_power(MATRIX.probabilities, 0).tolist() == np.eye(2).tolist()


def test_two_unitisings_show_their_spread() -> None:
    """One coder cuts 4 units, 2 of them trams; the other 2 units, both trams."""
    observations = UnitObservations(
        cases=("text",),
        case_of_unit=np.zeros(6, np.int64),
        unit_of_coding=np.arange(6),
        amounts=np.array([[1.0], [1], [0], [0], [1], [1]]),
        unitising_of_unit=np.array([0, 0, 0, 0, 1, 1]),
    )
    found = estimate(SHARE, observations, Sources(unitising=Unitising()), OPTIONS)
    one = found.estimates[0]
    assert one.value == pytest.approx(4 / 6)
    assert set(np.round(found.draws[:, 0], 6)) == {0.5, 1.0}
    assert one.n_units == 3.0
    assert one.sources == {"unitising": 1.0}


def test_uncertain_cuts_show_their_spread() -> None:
    n = 200
    observations = UnitObservations(
        cases=("text",),
        case_of_unit=np.zeros(n, np.int64),
        unit_of_coding=np.arange(n),
        amounts=(np.arange(n) % 2 == 0).astype(float)[:, None],
        boundary=np.full(n, 1.0),
    )
    sources = Sources(unitising=Unitising())
    certain = estimate(SHARE, observations, sources, OPTIONS)
    assert certain.estimates[0].low is None
    unsure = replace(observations, boundary=np.full(n, 0.5), inner_cuts=np.full(n, 0.2))
    assert (
        estimate(SHARE, unsure, sources, OPTIONS).estimates[0].standard_error or 0
    ) > 0


def test_all_sources_together_are_wider_than_each() -> None:
    generator = np.random.default_rng(4)
    n = 120
    codes = generator.random((n, 2)) < 0.5
    observations = replace(
        coded_twice(*[(float(a), float(b)) for a, b in codes]),
        boundary=np.full(n, 0.7),
        block_of_unit=np.arange(n) // 4,
    )
    every = Sources(
        sampling=Sampling(by="blocks"), coders=CoderError(), unitising=Unitising()
    )
    found = estimate(SHARE, observations, every, OPTIONS).estimates[0]
    assert found.sources is not None
    assert sum(found.sources.values()) == pytest.approx(1)
    for sources in (
        Sources(sampling=every.sampling),
        Sources(coders=every.coders),
        Sources(unitising=every.unitising),
    ):
        alone = estimate(SHARE, observations, sources, OPTIONS).estimates[0]
        assert alone.sources == {sources.names[0]: 1.0}
        assert found.standard_error is not None
        assert alone.standard_error is not None
        assert found.standard_error > 0.97 * alone.standard_error


def test_no_source_gives_no_interval() -> None:
    found = estimate(SHARES, counted((3, 7)), Sources(), OPTIONS)
    one = found.of("text 0", "trams")
    assert (one.value, one.low, one.sources) == (0.3, None, None)
    assert found.problems == ()
    with pytest.raises(InvalidOptionError, match="needs draws"):
        difference(found, "text 0", "text 0", code="trams")


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = Sources(sampling=Sampling(), coders=CoderError(confusion=MATRIX))
    observations = counted((30, 70), (5, 9))
    whole = estimate(SHARES, observations, sources, Resampling(n_draws=300))
    monkeypatch.setattr(outcomes, "CELLS_AT_ONCE", 1000)
    parts = estimate(SHARES, observations, sources, Resampling(n_draws=300))
    assert parts.draws == pytest.approx(whole.draws)


def test_other_cases_change_nothing() -> None:
    alone = estimate(SHARES, counted((30, 70)), SAMPLING, OPTIONS)
    beside = estimate(SHARES, counted((30, 70), (1, 2)), SAMPLING, OPTIONS)
    assert alone.estimates[0] == beside.estimates[0]


def test_sides_without_a_unit_get_their_formula() -> None:
    logit = Statistic(
        name="logit",
        formula=lambda sums, _: np.log((sums[..., 1:] + 0.5) / (sums[..., :1] + 0.5)),
        error_at_zero=lambda sums: float(np.sqrt((1 / (sums + 0.5)).sum())),
    )
    found = estimate(logit, counted((0, 8)), SAMPLING, OPTIONS)
    assert found.estimates[0].standard_error == pytest.approx(
        np.sqrt(1 / 0.5 + 1 / 8.5), rel=0.05
    )
    assert [one.kind for one in found.problems] == ["interval by formula"]


def test_undefined_cases_are_told() -> None:
    found = estimate(mean_statistic(), counted((0, 0), (2, 1)), SAMPLING, OPTIONS)
    assert [one.case for one in found.estimates] == ["text 1"]
    assert [one.kind for one in found.problems] == ["no position"]


def test_differences_say_what_is_clear() -> None:
    observations = counted((30, 70), (33, 67), (60, 40))
    found = estimate(SHARES, observations, SAMPLING, OPTIONS)
    near = difference(found, "text 0", "text 1", code="trams")
    far = difference(found, "text 0", "text 2", code="trams")
    assert near.verdict == "no clear difference"
    assert far.verdict == "higher"
    assert difference(found, "text 2", "text 0", code="trams").verdict == "lower"
    expected = np.sqrt(0.3 * 0.7 / 100 + 0.6 * 0.4 / 100)
    assert far.standard_error == pytest.approx(expected, rel=0.03)
    assert far.summary().endswith(": higher")
    same = change(found, found, "text 0", code="trams")
    assert (same.estimate, same.low, same.high, same.is_clear) == (0, 0, 0, False)
    with pytest.raises(UnknownEstimateError, match="'text 9' on trams"):
        difference(found, "text 0", "text 9", code="trams")
    with pytest.raises(UnknownEstimateError):
        difference(found, "text 0", "text 1")


def test_pairs_need_as_many_draws() -> None:
    with pytest.raises(InvalidOptionError, match="same number"):
        paired_difference(0.0, np.zeros(3), np.zeros(4), confidence=0.95)


def test_paired_draws_that_move_together_are_narrower() -> None:
    generator = np.random.default_rng(5)
    shared = generator.normal(size=5000)
    first, second = (shared + generator.normal(size=5000) / 5 for _ in range(2))
    paired = paired_difference(0.0, first, second, confidence=0.95)
    loose = paired_difference(0.0, first, second[::-1], confidence=0.95)
    assert paired.standard_error is not None
    assert loose.standard_error is not None
    assert paired.standard_error < 0.3 * loose.standard_error


def test_intervals_of_few_are_wider() -> None:
    draws = np.random.default_rng(6).normal(size=20_000)
    plain = corrected_ends(0.0, draws, confidence=0.95)
    few = corrected_ends(0.0, draws, confidence=0.95, freedom=4)
    assert plain == pytest.approx((-1.96, 1.96), abs=0.05)
    assert few == pytest.approx((-2.78, 2.78), abs=0.2)
    fewest = corrected_ends(0.0, draws, confidence=0.95, freedom=1)
    assert fewest[1] == pytest.approx(12.7, rel=0.15)
    wilson = effective_share_ends(0.3, np.sqrt(0.21 / 100), n=5, confidence=0.95)
    assert wilson == pytest.approx((0.2189, 0.3959), abs=1e-4)


UNITS = coded_twice((1, 0), (1, 1))


@pytest.mark.parametrize(
    ("observations", "sources", "message"),
    [
        (counted((1, 2)), Sources(sampling=Sampling(by="blocks")), "know their blocks"),
        (counted((1, 2)), Sources(coders=CoderError()), "who coded what"),
        (counted((1, 2)), Sources(unitising=Unitising()), "know their units"),
        (UNITS, Sources(sampling=Sampling(by="blocks")), "which block"),
        (UNITS, Sources(unitising=Unitising()), "one unitising"),
        (
            replace(UNITS, unitising_of_unit=np.array([0, 1])),
            SAMPLING,
            "not the same units",
        ),
        (
            replace(
                UNITS, unitising_of_unit=np.array([0, 1]), machine=np.zeros((2, 1))
            ),
            Sources(),
            "one unitising at a time",
        ),
        (
            replace(UNITS, unit_of_coding=np.arange(2), amounts=np.ones((2, 1))),
            Sources(coders=CoderError()),
            "two codings",
        ),
    ],
)
def test_sources_that_cannot_be_shown(
    observations: CountObservations | UnitObservations, sources: Sources, message: str
) -> None:
    with pytest.raises(UnusableSourceError, match=message):
        estimate(SHARE, observations, sources, OPTIONS)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"amounts": np.ones((3, 1))}, "shape"),
        ({"unit_of_coding": np.array([0, 0, 1, 7])}, "outside"),
        ({"amounts": np.full((4, 1), np.nan)}, "finite"),
        ({"probability": np.array([0.0, 1.0])}, "inclusion probability"),
        ({"boundary": np.array([0.0, 2.0])}, "boundary"),
        ({"inner_cuts": np.array([0.0, -1.0])}, "inner cuts"),
        ({"machine": np.zeros((3, 1))}, "machine has the shape"),
        ({"block_of_unit": np.zeros(3, np.int64)}, "block_of_unit"),
    ],
)
def test_observations_are_checked(changed: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidObservationsError, match=message):
        replace(UNITS, **changed)  # type: ignore[arg-type] # that is what is tested


def test_counts_are_checked() -> None:
    with pytest.raises(InvalidObservationsError, match="negative"):
        counted((-1, 2))


@pytest.mark.parametrize("option", [("by", Sampling), ("correction", CoderError)])
def test_options_are_checked(option: tuple[str, type]) -> None:
    name, source = option
    with pytest.raises(InvalidOptionError, match=name):
        source(**{name: "moon"})
