"""Hold what a crowd read in twelve manifestos against what experts say of the parties.

Usage: python scripts/measure_crowd.py DATA

DATA holds csta/codings_crowd_expert.csv (Benoit, Conway, Lauderdale, Laver and
Mikhaylov 2016: each sentence's mean code, -2 to 2, by the crowd and by experts who
read the same sentences) and csta/expert_survey_positions.csv (where experts in surveys
put the parties). A manifesto's position is the mean over its sentences on a
scale. Its interval draws sentences anew.

Correlations with the surveys have three intervals:

* Fisher's, which takes the manifestos as drawn one by one, and positions as exact;
* manifestos drawn anew, and the sentences of each one;
* sentences alone drawn anew: these twelve manifestos, had they been written again.

Manifestos of 1987 and 1992 have the same survey, and those of one party are alike, so
that there is less to learn from twelve manifestos than from twelve drawn at random.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

from hustings.estimates.estimating import estimate
from hustings.estimates.intervals import normal_quantile, percentile_interval
from hustings.estimates.observations import UnitObservations
from hustings.estimates.resampling import Resampling, random_stream
from hustings.estimates.sources import Sampling, Sources
from hustings.estimates.statistics import mean_statistic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.results import Estimates

SCALES = {"1": "Economic", "2": "Social"}
READERS = {"Crowd": "crowd", "Experts": "experts who read the sentences"}
N_DRAWS = 10_000
CONFIDENCE = 0.95
MORE_FOR_RANKS = 1.06
"""The variance of Fisher's z is by so much larger for ranks."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What readers made of the manifestos on one scale.

    Attributes
    ----------
    values : mapping of str to array of shape (n_sentences,)
        The mean code of each sentence on the scale, by manifesto.
    """

    scale: str
    reader: str
    values: dict[str, FloatArray]


def main() -> None:
    """Print positions, then correlations."""
    folder = Path(sys.argv[1]) / "csta"
    survey = read_survey(folder / "expert_survey_positions.csv")
    rows = read_rows(folder / "codings_crowd_expert.csv")
    readings = [read_codes(rows, code, reader) for reader in READERS for code in SCALES]
    found = [place(reading) for reading in readings]
    print_positions(readings[: len(SCALES)], found, survey)
    print()
    print_correlations(readings, found, survey)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read the sentences, one row for each scale that anybody put them on."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_survey(path: Path) -> dict[str, dict[str, float]]:
    """Read the positions by manifesto and scale."""
    return {
        row["key"]: {scale: float(row[scale]) for scale in SCALES.values()}
        for row in read_rows(path)
    }


def read_codes(rows: Sequence[dict[str, str]], code: str, reader: str) -> Reading:
    """Take the mean codes of those sentences that the readers put on the scale."""
    values: dict[str, list[float]] = {}
    for row in rows:
        if row["scale"] == code and row[f"code{reader}"]:
            name = f"{row['party_label']} {row['year']}"
            values.setdefault(name, []).append(float(row[f"code{reader}"]))
    ordered = {name: np.array(values[name]) for name in sorted(values)}
    return Reading(scale=SCALES[code], reader=reader, values=ordered)


def place(reading: Reading) -> Estimates:
    """Estimate each manifesto's mean, its sentences drawn anew."""
    lengths = [len(values) for values in reading.values.values()]
    codes = np.concatenate(list(reading.values.values()))
    observations = UnitObservations(
        cases=tuple(reading.values),
        case_of_unit=np.repeat(np.arange(len(lengths)), lengths),
        unit_of_coding=np.arange(len(codes)),
        amounts=np.column_stack([np.ones(len(codes)), codes]),
    )
    sources = Sources(sampling=Sampling())
    options = Resampling(n_draws=N_DRAWS, confidence=CONFIDENCE)
    return estimate(mean_statistic(), observations, sources, options)


def print_positions(
    readings: Sequence[Reading],
    found: Sequence[Estimates],
    survey: dict[str, dict[str, float]],
) -> None:
    """Print a row a manifesto, with what the surveys say beside it."""
    heads = " | ".join(
        f"{reading.scale.lower()}, crowd | sentences | survey" for reading in readings
    )
    print(f"| manifesto | {heads} |")
    print("| --- |" + " --- | ---: | ---: |" * len(readings))
    for name in survey:
        cells = []
        for reading, estimates in zip(readings, found, strict=False):
            one = estimates.of(name)
            span = f"{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]"
            cells.append(
                f"{span} | {one.n_units:.0f} | {survey[name][reading.scale]:.1f}"
            )
        print(f"| {name} | {' | '.join(cells)} |")


def print_correlations(
    readings: Sequence[Reading],
    found: Sequence[Estimates],
    survey: dict[str, dict[str, float]],
) -> None:
    """Print a row for each scale, reader and coefficient."""
    print(
        "| scale | means of | coefficient | correlation with the surveys "
        "| Fisher's interval | manifestos and sentences drawn | sentences alone |"
    )
    print("| --- | --- | --- | ---: | --- | --- | --- |")
    for reading, estimates in zip(readings, found, strict=True):
        names = [one.case for one in estimates.estimates]
        known = np.array([survey[name][reading.scale] for name in names])
        for cells in correlation_rows(estimates, known):
            print(f"| {reading.scale} | {READERS[reading.reader]} | {cells} |")


def correlation_rows(estimates: Estimates, known: FloatArray) -> Iterator[str]:
    """Yield Pearson's and Spearman's coefficient with their intervals."""
    means = np.array([one.value for one in estimates.estimates])
    both = drawn_twice(estimates.draws, known)
    alone = (estimates.draws, np.broadcast_to(known, estimates.draws.shape))
    for name, ranked, more in (
        ("Pearson", False, 1.0),
        ("Spearman", True, MORE_FOR_RANKS),
    ):
        value = float(correlate(means[None], known[None], ranked=ranked)[0])
        spans = [fisher_interval(value, len(known), more)]
        spans += [
            drawn_interval(correlate(*pairs, ranked=ranked)) for pairs in (both, alone)
        ]
        shown = " | ".join(f"[{low:.3f}, {high:.3f}]" for low, high in spans)
        yield f"{name} | {value:.3f} | {shown}"


def drawn_twice(draws: FloatArray, known: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Draw manifestos, each with a mean of sentences drawn anew.

    Two arrays of shape (n_draws, n_manifestos).
    """
    stream = random_stream(seed=0, name="manifestos")
    picks = stream.integers(0, len(known), size=draws.shape)
    return np.take_along_axis(draws, picks, axis=1), known[picks]


def correlate(first: FloatArray, second: FloatArray, *, ranked: bool) -> FloatArray:
    """Correlate the rows of two arrays; NaN where a row is all alike."""
    if ranked:
        first, second = rankdata(first, axis=1), rankdata(second, axis=1)
    first = first - first.mean(axis=1, keepdims=True)
    second = second - second.mean(axis=1, keepdims=True)
    lengths = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    with np.errstate(invalid="ignore"):
        return np.asarray((first * second).sum(axis=1) / lengths)


def fisher_interval(value: float, n: int, more: float) -> tuple[float, float]:
    """Give the interval by Fisher's z, whose variance is about 1 / (n - 3)."""
    half = normal_quantile(CONFIDENCE) * sqrt(more / (n - 3))
    return tanh(atanh(value) - half), tanh(atanh(value) + half)


def drawn_interval(draws: FloatArray) -> tuple[float, float]:
    """Cut both ends off, without draws of one manifesto only."""
    low, high = percentile_interval(
        draws[np.isfinite(draws)], confidence=CONFIDENCE
    ).tolist()
    return low, high


if __name__ == "__main__":
    main()
