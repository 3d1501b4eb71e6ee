"""Samples of 150 sentences coded by hand, and what is estimated from each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from hustings.coding.likely_sampling import (
    count_strata,
    likelihood_importance,
    likelihood_strata,
)
from hustings.coding.sampling import draw_units
from hustings.estimates.estimating import estimate
from hustings.estimates.observations import UnitObservations
from hustings.estimates.resampling import Resampling
from hustings.estimates.sources import CoderError, MachineError, Sources
from hustings.estimates.statistics import Statistic, mean_statistic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coverage_texts import Manifesto

    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.results import Alternative, CaseEstimate

Design: TypeAlias = Literal["simple", "more of the likely"]

N_CODED = 150
N_DRAWS = 500
DISAGREEMENT = 0.2
SHARE = Statistic(
    name="share", formula=lambda sums, n: sums[..., :1] / n[..., None], is_share=True
)
MEAN = mean_statistic()
ALONE = Sources(machine=MachineError())
BOTH = Sources(machine=MachineError(), coders=CoderError())


@dataclass(frozen=True, kw_only=True)
class Found:
    """One estimate beside its truth: hits, and widths to compare.

    Attributes
    ----------
    hand_width, plain_width : float
        By the hand codings alone of a simple random sample, and without the correction
        for a finite text.
    design_width : float
        By the hand codings alone of the same sample.
    """

    holds: bool
    hand_holds: bool
    width: float
    hand_width: float
    plain_width: float
    design_width: float


@dataclass(frozen=True, kw_only=True)
class Coded:
    """A sample, how probable each sentence was to come in, and its codings."""

    sample: IntArray
    probabilities: FloatArray
    codings: Sequence[FloatArray]


def one_coder(
    text: Manifesto, n_samples: int, design: Design = "simple"
) -> Iterator[list[Found]]:
    """Draw samples coded without error."""
    generator = np.random.default_rng(1)
    for i in range(n_samples):
        samples = (draw(text, one, generator, i) for one in ("simple", design))
        simple, drawn = (
            Coded(sample=s, probabilities=p, codings=[text.truth[s]])
            for s, p in samples
        )
        yield measure(text, simple if design == "simple" else drawn, simple, ALONE, i)


def two_coders(
    text: Manifesto, n_samples: int, design: Design = "simple"
) -> Iterator[list[Found]]:
    """Draw samples coded twice, with errors that leave shares as they are."""
    generator = np.random.default_rng(2)
    rate = error_rate(text.truth)
    for i in range(n_samples):
        samples = (draw(text, one, generator, i) for one in ("simple", design))
        simple, drawn = (
            Coded(
                sample=s,
                probabilities=p,
                codings=[
                    text.truth[mistaken(s, rate, len(text.truth), generator)]
                    for _ in range(2)
                ],
            )
            for s, p in samples
        )
        yield measure(text, simple if design == "simple" else drawn, simple, BOTH, i)


def draw(
    text: Manifesto, design: str, generator: np.random.Generator, seed: int
) -> tuple[IntArray, FloatArray]:
    """Draw 150 sentences, and say how probable each of them was to come in."""
    n = len(text.truth)
    if design == "simple":
        sample = generator.choice(n, N_CODED, replace=False)
        return sample, np.full(N_CODED, N_CODED / n)
    chances = text.machine[:, 0]
    strata = likelihood_strata(chances, count_strata(N_CODED))
    drawn = draw_units(
        strata,
        n=N_CODED,
        importance=likelihood_importance(chances, strata),
        seed=seed,
        name=text.name,
    )
    return drawn.chosen, drawn.probabilities[drawn.chosen]


def mistaken(
    sample: IntArray, rate: float, n: int, generator: np.random.Generator
) -> IntArray:
    """Take some of the units for others."""
    is_wrong = generator.random(len(sample)) < rate
    return np.where(is_wrong, generator.integers(n, size=len(sample)), sample)


def error_rate(truth: FloatArray) -> float:
    """Find the rate at which two such coders differ in topic or position in a fifth.

    Positions are compared as left, middle and right. Codes of two units taken at random
    differ with probability q; coders differ where exactly one errs, or both do, in q.
    """
    codes = truth[:, 0] * (2 + np.sign(np.round(truth[:, 1])))
    _, times = np.unique(codes, return_counts=True)
    apart = 1 - ((times / times.sum()) ** 2).sum()
    # (1 - (1 - e)^2) q = d
    return float(1 - np.sqrt(1 - DISAGREEMENT / apart))


def measure(
    text: Manifesto, coded: Coded, simple: Coded, sources: Sources, seed: int
) -> list[Found]:
    """Estimate both targets from one sample, hand codings alone beside them."""
    observations = observe(text, coded)
    plain = observe(text, simple, probability=1e-9)
    found = []
    for statistic, truth in zip((SHARE, MEAN), text.targets, strict=True):
        options = Resampling(n_draws=N_DRAWS, seed=seed)
        one = estimate(statistic, observations, sources, options).estimates[0]
        endless = estimate(statistic, plain, sources, options).estimates[0]
        beside = one
        if coded is not simple:
            by_hand = observe(text, simple)
            beside = estimate(statistic, by_hand, sources, options).estimates[0]
        found.append(compare(one, beside, endless, truth))
    return found


def observe(
    text: Manifesto, coded: Coded, *, probability: float | None = None
) -> UnitObservations:
    """Hide all hand codings but those of the sample."""
    n = len(text.truth)
    probabilities = np.full(n, np.nan)
    probabilities[coded.sample] = (
        coded.probabilities if probability is None else probability
    )
    return UnitObservations(
        cases=(text.name,),
        case_of_unit=np.zeros(n, np.int64),
        unit_of_coding=np.tile(coded.sample, len(coded.codings)),
        amounts=np.concatenate(coded.codings),
        machine=text.machine,
        probability=probabilities,
    )


def compare(
    one: CaseEstimate, simple: CaseEstimate, endless: CaseEstimate, truth: float
) -> Found:
    """Put an estimate beside its truth and the hand codings alone."""
    hand, plain, design = (by_hand(found) for found in (simple, endless, one))
    return Found(
        holds=holds(one.low, one.high, truth),
        hand_holds=holds(hand.low, hand.high, truth),
        width=width(one.low, one.high),
        hand_width=width(hand.low, hand.high),
        plain_width=width(plain.low, plain.high),
        design_width=width(design.low, design.high),
    )


def by_hand(found: CaseEstimate) -> Alternative:
    """Give what the hand codings alone say."""
    hand = found.alternative("hand alone")
    if hand is None:
        message = "Hand codings alone give no estimate."
        raise RuntimeError(message)
    return hand


def holds(low: float | None, high: float | None, truth: float) -> bool:
    """Say whether an interval holds the truth."""
    return low is not None and high is not None and low <= truth <= high


def width(low: float | None, high: float | None) -> float:
    """Measure an interval."""
    return float("nan") if low is None or high is None else high - low
