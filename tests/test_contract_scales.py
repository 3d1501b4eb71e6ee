"""What every scale from codes promises, on random counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hustings.scaling import (
    SCALES,
    BlockCounts,
    Counts,
    Position,
    ScaleResult,
    logit_scale,
    scale_by_definition,
)
from hustings.scaling.marpor import RILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.estimates.resampling import IntervalMethod

TOPICS = ("104", "401", "202", "504", "703", "000")
NUMBERS = ("-2", "-1", "0", "1", "2", "NA")
N_CASES = 6
METHODS: tuple[IntervalMethod, ...] = ("multinomial", "block")


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A scale, the codes it reads, its two ends, and the same with poles swapped."""

    scale: Callable[..., ScaleResult]
    codes: tuple[str, ...] = TOPICS
    low: float
    high: float
    swapped: Callable[..., ScaleResult] | None = None


def logit_of_some(counts: Counts | BlockCounts, **options: object) -> ScaleResult:
    return logit_scale(counts, left=["202", "504"], right=["104"], **options)  # type: ignore[arg-type]  # options pass through


def logit_of_some_swapped(
    counts: Counts | BlockCounts, **options: object
) -> ScaleResult:
    return logit_scale(counts, left=["104"], right=["202", "504"], **options)  # type: ignore[arg-type]  # options pass through


def rile_swapped(counts: Counts | BlockCounts, **options: object) -> ScaleResult:
    definition = replace(RILE, left=RILE.right, right=RILE.left)
    return scale_by_definition(counts, definition, **options)  # type: ignore[arg-type]  # options pass through


def mean_swapped(counts: BlockCounts, **options: object) -> ScaleResult:
    mirrored = tuple(_mirrored(code) for code in counts.codes)
    return SCALES["mean"](replace(counts, codes=mirrored), **options)


def _mirrored(code: str) -> str:
    return code if code in {"0", "NA"} else str(-int(code))


PROMISES = {
    "rile": Promise(scale=SCALES["rile"], low=-100, high=100, swapped=rile_swapped),
    "logit": Promise(scale=SCALES["logit"], low=-7, high=7),
    "logit of some": Promise(
        scale=logit_of_some, low=-7, high=7, swapped=logit_of_some_swapped
    ),
    "salience": Promise(scale=SCALES["salience"], low=0, high=1),
    "mean": Promise(
        scale=SCALES["mean"], codes=NUMBERS, low=-2, high=2, swapped=mean_swapped
    ),
}
every_scale = pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES.keys())
every_method = pytest.mark.parametrize("method", METHODS)


def random_blocks(codes: tuple[str, ...]) -> BlockCounts:
    generator = np.random.default_rng(7)
    case_of_block = np.repeat(np.arange(N_CASES), 12)
    matrix = generator.poisson(1, (len(case_of_block), len(codes))).astype(float)
    return BlockCounts(
        cases=tuple(f"case {i}" for i in range(N_CASES)),
        codes=codes,
        matrix=matrix,
        n_units=matrix.sum(axis=1) + 1,
        case_of_block=case_of_block,
    )


def by_case(result: ScaleResult) -> dict[tuple[str, str | None], Position]:
    return {(position.case, position.code): position for position in result.positions}


def test_every_scale_by_name_is_here() -> None:
    assert set(SCALES) <= set(PROMISES)


@every_scale
@every_method
def test_every_case_has_a_position_inside_its_range(
    promise: Promise, method: IntervalMethod
) -> None:
    result = promise.scale(random_blocks(promise.codes), interval=method)
    assert {position.case for position in result.positions} == {
        f"case {i}" for i in range(N_CASES)
    }
    for position in result.positions:
        assert position.low is not None
        assert position.high is not None
        assert promise.low <= position.low <= position.position
        assert position.position <= position.high <= promise.high
    assert result.method == method
    assert result.problems == ()


@every_scale
@every_method
def test_order_of_cases_and_blocks_is_irrelevant(
    promise: Promise, method: IntervalMethod
) -> None:
    counts = random_blocks(promise.codes)
    order = np.random.default_rng(1).permutation(len(counts.case_of_block))
    turned = BlockCounts(
        cases=counts.cases[::-1],
        codes=counts.codes,
        matrix=counts.matrix[order],
        n_units=counts.n_units[order],
        case_of_block=N_CASES - 1 - counts.case_of_block[order],
    )
    assert by_case(promise.scale(counts, interval=method)) == by_case(
        promise.scale(turned, interval=method)
    )


@every_scale
def test_order_of_codes_is_irrelevant(promise: Promise) -> None:
    counts = random_blocks(promise.codes).to_counts()
    turned = replace(counts, codes=counts.codes[::-1], matrix=counts.matrix[:, ::-1])
    assert by_case(promise.scale(counts)) == by_case(promise.scale(turned))


@every_scale
@every_method
def test_another_case_changes_no_interval(
    promise: Promise, method: IntervalMethod
) -> None:
    counts = random_blocks(promise.codes)
    kept = counts.case_of_block < N_CASES - 1
    fewer = BlockCounts(
        cases=counts.cases[:-1],
        codes=counts.codes,
        matrix=counts.matrix[kept],
        n_units=counts.n_units[kept],
        case_of_block=counts.case_of_block[kept],
    )
    all_positions = by_case(promise.scale(counts, interval=method))
    for key, position in by_case(promise.scale(fewer, interval=method)).items():
        assert all_positions[key] == position


@pytest.mark.parametrize(
    "promise", [promise for promise in PROMISES.values() if promise.swapped]
)
@every_method
def test_swapped_poles_swap_the_sign(promise: Promise, method: IntervalMethod) -> None:
    assert promise.swapped is not None
    counts = random_blocks(promise.codes)
    swapped = by_case(promise.swapped(counts, interval=method))
    for key, position in by_case(promise.scale(counts, interval=method)).items():
        mirrored = swapped[key]
        assert mirrored.position == pytest.approx(-position.position)
        assert mirrored.standard_error == pytest.approx(
            position.standard_error, rel=0.15
        )


def test_swapped_poles_of_two_sides_mirror_the_interval() -> None:
    counts = random_blocks(TOPICS)
    swapped = by_case(rile_swapped(counts))
    for key, position in by_case(SCALES["rile"](counts)).items():
        assert position.low is not None
        assert swapped[key].high == pytest.approx(-position.low)


@every_scale
@every_method
def test_same_seed_same_interval_other_seed_other_interval(
    promise: Promise, method: IntervalMethod
) -> None:
    counts = random_blocks(promise.codes)
    first = promise.scale(counts, interval=method, seed=1)
    assert first == promise.scale(counts, interval=method, seed=1)
    other = promise.scale(counts, interval=method, seed=2).positions
    # the multinomial distribution of a share is known: nothing is drawn of it
    is_exact = promise.scale is SCALES["salience"] and method == "multinomial"
    assert (first.positions == other) is is_exact


@every_scale
@every_method
def test_wider_confidence_gives_a_wider_interval(
    promise: Promise, method: IntervalMethod
) -> None:
    counts = random_blocks(promise.codes)
    narrow = promise.scale(counts, interval=method, confidence=0.8).positions
    wide = promise.scale(counts, interval=method, confidence=0.99).positions
    for inner, outer in zip(narrow, wide, strict=True):
        assert inner.low is not None
        assert inner.high is not None
        assert outer.low is not None
        assert outer.high is not None
        assert outer.low < inner.low < inner.high < outer.high


@every_scale
def test_rows_have_the_columns_of_the_contract(promise: Promise) -> None:
    rows = promise.scale(random_blocks(promise.codes)).to_rows()
    columns = ["case", "scale", "position", "low", "high", "confidence", "n_units"]
    assert list(rows[0])[:7] == columns
    assert "standard_error" in rows[0]


@every_scale
def test_a_case_without_units_is_a_problem_beside_the_others(promise: Promise) -> None:
    counts = random_blocks(promise.codes)
    with_empty = replace(counts, cases=(*counts.cases, "empty"))
    result = promise.scale(with_empty)
    assert [problem.kind for problem in result.problems] == ["no position"]
    assert len(by_case(result)) == len(by_case(promise.scale(counts)))
