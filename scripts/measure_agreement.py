"""Measure agreement: speed, known values, and how often intervals hold the truth.

Usage: python scripts/measure_agreement.py DATA

DATA is a folder with `agreement/immigration_crowd_codings.csv` (50,058 codings by 85
coders) and `agreement/ep_coal_debate_codings.csv` (one debate in six languages). The
peer is the package krippendorff, where it is installed.

For the last table units are simulated whose true alpha is known: every unit has a true
value, and every coder gives it with probability sqrt(alpha), otherwise a value drawn
from the shares of all values. In brackets stands the share of plain percentile
intervals that hold it.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from hustings.coding import CodedUnits, krippendorff_alpha
from hustings.errors import UndefinedAgreementError
from hustings.outside.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hustings.model.codebook import Level

PUBLISHED = {
    "English": 0.299,
    "German": 0.367,
    "Greek": 0.346,
    "Italian": 0.359,
    "Polish": 0.293,
    "Spanish": 0.311,
}
N_DATA_SETS = 500
N_DRAWS = 500
SHARES = {
    "two values, even": (0.5, 0.5),
    "two values, 90 to 10": (0.9, 0.1),
    "three values, 80 to 10 to 10": (0.8, 0.1, 0.1),
    "five values, even": (0.2, 0.2, 0.2, 0.2, 0.2),
    "five values on an interval scale, even": (0.2, 0.2, 0.2, 0.2, 0.2),
}
CODERS = {"2 coders": (2, 0.0), "3 coders, 20 % missing": (3, 0.2)}
TRUE = (0.4, 0.7, 0.9)
SIZES = (20, 30, 50, 100, 200)
_TIMES = 3

T = TypeVar("T")


def main(data: Path) -> None:
    """Print the three tables."""
    folder = data / "agreement"
    _print_speed(folder / "immigration_crowd_codings.csv")
    _print_languages(folder / "ep_coal_debate_codings.csv")
    _print_coverage()


def _print_speed(path: Path) -> None:
    """Time alpha and its interval on many codings, and the peer on the same."""
    rows = _rows(path, "sentenceid", "coder", "policy_area")
    coded, indexing = _timed(lambda: CodedUnits.from_rows(rows))
    alpha, plain = _timed(lambda: krippendorff_alpha(coded, interval="none"))
    _, drawn = _timed(lambda: krippendorff_alpha(coded, n_draws=1000))
    print("| measure | ours | peer | asked |\n| --- | --- | --- | --- |")
    print(
        f"| nominal alpha of {alpha.n_values:,} codings | {alpha.value:.6f}, "
        f"{indexing + plain:.2f} s | {_peer(coded)} | under 2 s |"
    )
    print(f"| its interval, 1,000 draws | {drawn:.2f} s | – | under 10 s |")


def _peer(coded: CodedUnits) -> str:
    """Give value and time of the package krippendorff on the counts of each unit."""
    if find_spec("krippendorff") is None:
        return "krippendorff is not installed"
    from krippendorff import alpha  # noqa: PLC0415  # a peer that need not be there

    def compute() -> float:
        counts = np.zeros((coded.n_units, len(coded.value_names)))
        np.add.at(counts, (coded.units, coded.values), 1)
        return float(alpha(value_counts=counts, level_of_measurement="nominal"))

    value, seconds = _timed(compute)
    return f"krippendorff {value:.6f}, {seconds:.2f} s"


def _print_languages(path: Path) -> None:
    """Print alpha for each language of the debate."""
    print("\n| language | alpha | interval | asked |\n| --- | --- | --- | --- |")
    names = ("sentence_id", "coder_id", "crowd_subsidy_label", "language")
    rows = _rows(path, *names)
    for language, published in PUBLISHED.items():
        chosen = [row for row in rows if row["language"] == language]
        found = krippendorff_alpha(CodedUnits.from_rows(chosen))
        print(
            f"| {language} | {found.value:.3f} | {found.low:.3f} to {found.high:.3f} "
            f"| {published:.3f} |"
        )


def _print_coverage() -> None:
    """Print the share of 95 % intervals that hold the true alpha, by size."""
    head = " | ".join(f"{n} units" for n in SIZES)
    print(f"\n| values, coders, true alpha | {head} |")
    print("| --- |" + " ---: |" * len(SIZES))
    generator = np.random.default_rng(1)
    for values, coders, alpha in product(SHARES, CODERS, TRUE):
        n_coders, missing = CODERS[coders]
        level: Level = "interval" if "interval" in values else "nominal"
        world = World(SHARES[values], alpha, n_coders, missing, level)
        cells = [_coverage(world, n, generator) for n in SIZES]
        print(f"| {values}, {coders}, {alpha} | {' | '.join(cells)} |", flush=True)


@dataclass(frozen=True)
class World:
    """What codings are drawn from; its true alpha is known."""

    shares: Sequence[float]
    alpha: float
    n_coders: int
    missing: float
    level: Level


def _coverage(world: World, n_units: int, generator: np.random.Generator) -> str:
    """Count intervals that hold alpha, and percentile intervals of the same data.

    Data sets in which alpha is undefined are no try.
    """
    holds, plain = [], []
    for seed in range(N_DATA_SETS):
        coded = _simulate(world, n_units, generator)
        try:
            found = krippendorff_alpha(
                coded, level=world.level, n_draws=N_DRAWS, seed=seed
            )
        except UndefinedAgreementError:
            continue
        low, high = _percentiles(coded, world, generator)
        plain.append(low <= world.alpha <= high)
        if found.low is not None and found.high is not None:
            holds.append(found.low <= world.alpha <= found.high)
    return f"{100 * np.mean(holds):.1f} % ({100 * np.mean(plain):.1f})"


def _percentiles(
    coded: CodedUnits, world: World, generator: np.random.Generator
) -> tuple[float, float]:
    """Compute the plain percentile interval of alpha, with formulas of its own."""
    counts = np.zeros((coded.n_units, len(world.shares)))
    np.add.at(counts, (coded.units, coded.values), 1)
    counts = counts[counts.sum(axis=1) >= 2]
    values = np.arange(len(world.shares), dtype=float)
    apart = values[:, np.newaxis] - values
    distances = apart**2 if world.level == "interval" else (apart != 0).astype(float)
    within = np.einsum("uc,ck,uk->u", counts, distances, counts)
    within /= counts.sum(axis=1) - 1
    n = len(counts)
    weights = generator.multinomial(n, np.full(n, 1 / n), size=N_DRAWS)
    totals = weights @ counts
    between = np.einsum("dc,ck,dk->d", totals, distances, totals)
    is_defined = between > 0
    observed = (weights @ within)[is_defined] * (totals.sum(axis=1)[is_defined] - 1)
    low, high = np.quantile(1 - observed / between[is_defined], [0.025, 0.975])
    return float(low), float(high)


def _simulate(world: World, n_units: int, generator: np.random.Generator) -> CodedUnits:
    """Draw codings."""
    n_values, n_coders = len(world.shares), world.n_coders
    size = (n_units, n_coders)
    truth = generator.choice(n_values, p=world.shares, size=n_units)
    guesses = generator.choice(n_values, p=world.shares, size=size)
    knows = generator.random(size) < np.sqrt(world.alpha)
    given = np.where(knows, truth[:, np.newaxis], guesses)
    units, coders = np.nonzero(generator.random(size) >= world.missing)
    return CodedUnits(
        units=units,
        coders=coders,
        values=given[units, coders],
        rows=np.arange(len(units)),
        unit_names=tuple(map(str, range(n_units))),
        coder_names=tuple(map(str, range(n_coders))),
        value_names=tuple(map(str, range(n_values))),
    )


def _rows(
    path: Path, unit: str, coder: str, value: str, *more: str
) -> list[dict[str, str | None]]:
    """Read the columns that are needed, under the names that they have here."""
    names = {"unit": unit, "coder": coder, "value": value, **{one: one for one in more}}
    return [
        {ours: row[theirs] for ours, theirs in names.items()}
        for row in read_table(path).to_pylist()
    ]


def _timed(compute: Callable[[], T]) -> tuple[T, float]:
    """Compute several times; give the result and the shortest time."""
    seconds = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        result = compute()
        seconds.append(time.perf_counter() - start)
    return result, min(seconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
