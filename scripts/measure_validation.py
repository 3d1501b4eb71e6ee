"""How many hand codings a share takes with a machine, and how many without.

Usage: python scripts/measure_validation.py DATA

DATA holds ``csta``. The share of economic sentences is to be known to within 3 points
at 95 %. Without a machine this takes 1.96^2 p (1 - p) / 0.03^2 hand codings: 1,067
where p is one half. With one, samples of several sizes are drawn from all sentences,
and the estimate is the machine's share over all of them, corrected by the sample, as
`hustings scale` does by default; the machine has been trained on other elections than
the one it codes. For each size: the half-width of the interval, how often it holds the
truth, and the half-width of the same hand codings alone. The true share is taken of a
text as large as can be: nothing is gained by having coded a good part of it.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from measure_learned import ELECTIONS, batch_of, read_csta

from hustings.coding.learned_options import LearningOptions
from hustings.coding.learned_training import train_coder
from hustings.coding.units_in_context import UnitsInContext
from hustings.estimates.estimating import estimate
from hustings.estimates.observations import UnitObservations
from hustings.estimates.resampling import Resampling
from hustings.estimates.sources import MachineError, Sources
from hustings.estimates.statistics import Statistic
from hustings.outside.models import packaged_embedding

TOPIC = "Economic"
WANTED = 0.03
SIZES = (300, 400, 450, 500, 550, 600, 700, 800, 1_067)
N_SAMPLES = 40
N_DRAWS = 400
SHARE = Statistic(
    name="share", formula=lambda sums, n: sums[..., :1] / n[..., None], is_share=True
)
_TINY = 1e-6
"""An inclusion probability of a text without end."""


class Coded(NamedTuple):
    """All sentences: what is right, and how probable the machine finds it."""

    right: np.ndarray
    machine: np.ndarray


class Tried(NamedTuple):
    """What came of samples of one size."""

    half_width: float
    alone: float
    covered: float


def main(folder: str) -> None:
    """Print the table."""
    started = time.perf_counter()
    coded = code_all(Path(folder))
    truth = coded.right.mean()
    needed = 1.96**2 * truth * (1 - truth) / WANTED**2
    print(
        f"Share of economic sentences {truth:.3f}, {len(coded.right):,} sentences; the "
        f"machine is right on {((coded.machine > 0.5) == coded.right).mean():.1%} and "
        f"explains {np.corrcoef(coded.machine, coded.right)[0, 1] ** 2:.1%} of the "
        f"variance; hand codings needed without it {needed:,.0f} "
        f"({time.perf_counter() - started:.0f} s).\n"
    )
    print(
        "| hand codings | half-width with the machine, points | by hand alone | "
        "intervals that hold the truth |\n| --- | --- | --- | --- |"
    )
    widths = []
    for size in SIZES:
        tried = try_size(coded, size)
        widths.append(tried.half_width)
        print(
            f"| {size:,} | {100 * tried.half_width:.2f} | {100 * tried.alone:.2f} | "
            f"{tried.covered:.0%} |",
            flush=True,
        )
    print(f"\nHand codings for +-3 points with the machine: {find_size(widths):,.0f}.")


def code_all(data: Path) -> Coded:
    """Let a coder that has seen the other elections code each election."""
    rows = read_csta(data / "csta" / "sentences_majority.csv")
    embedding = packaged_embedding("en")
    right, machine = [], []
    for year in ELECTIONS:
        kept = [row for row in rows if row["year"] != year]
        tested = [row for row in rows if row["year"] == year]
        training = train_coder(
            UnitsInContext.from_rows(kept),
            [row["value"] for row in kept],
            embedding=embedding,
            options=LearningOptions(has_curve=False),
        )
        place = training.coder.codes.index(TOPIC)
        for one, row in zip(
            training.coder.code(batch_of(tested)).to_pylist(), tested, strict=True
        ):
            found = one["probabilities"]
            machine.append(0.5 if found is None else found[place])
            right.append(row["value"] == TOPIC)
    return Coded(np.array(right), np.array(machine))


def try_size(coded: Coded, size: int) -> Tried:
    """Draw samples of one size, and estimate the share by the engine."""
    generator = np.random.default_rng(size)
    truth = float(coded.right.mean())
    found = []
    for seed in range(N_SAMPLES):
        sample = generator.choice(len(coded.right), size)
        one = estimate_share(coded, sample, seed)
        alone = 1.96 * np.sqrt(truth * (1 - truth) / size)
        found.append((one[1] - one[0], 2 * alone, one[0] <= truth <= one[1]))
    wide, alone, held = np.mean(found, axis=0)
    return Tried(half_width=wide / 2, alone=alone / 2, covered=held)


def estimate_share(coded: Coded, sample: np.ndarray, seed: int) -> tuple[float, float]:
    """Give the interval of the share, from one sample and the machine's codings.

    Sentences that were drawn stand beside all the others, as in a text without end.
    """
    n, k = len(coded.right), len(sample)
    machine = np.concatenate([coded.machine, coded.machine[sample]])
    probability = np.full(n + k, np.nan)
    probability[n:] = k / n * _TINY
    hand = coded.right[sample].astype(float)
    observations = UnitObservations(
        cases=("all",),
        case_of_unit=np.zeros(n + k, np.int64),
        unit_of_coding=np.arange(n, n + k),
        amounts=np.column_stack([hand, 1 - hand]),
        machine=np.column_stack([machine, 1 - machine]),
        probability=probability,
    )
    sources = Sources(machine=MachineError())
    options = Resampling(n_draws=N_DRAWS, seed=seed)
    one = estimate(SHARE, observations, sources, options).estimates[0]
    return one.low or 0.0, one.high or 1.0


def find_size(widths: list[float]) -> float:
    """Find between two sizes where the half-width meets what is wanted."""
    inverse = [1 / width**2 for width in widths]
    return float(np.interp(1 / WANTED**2, inverse, SIZES))


if __name__ == "__main__":
    main(*sys.argv[1:])
