"""Count how often intervals from machine and hand coding hold the truth, and how wide.

Usage: python scripts/measure_coverage.py DATA [SAMPLES]

DATA holds csta/sentences_majority.csv: twelve manifestos, each sentence with its
majority topic and the crowd's mean on the economic scale. These are taken as the truth.
For each manifesto a machine learns from the eleven others and codes every sentence (see
`coverage_machine`). Then random samples of 150 sentences are "coded by hand", SAMPLES
of each manifesto (42 by default, 504 in all), and two things estimated from machine and
hand together: the share of economic sentences, and the mean position of these.

Beside them stand the intervals of hand coding alone: those of 150 hand codings of a
simple random sample, with the correction for a finite text; without it, as a plain
bootstrap of the 150 would be; and, where the sample was drawn with more of what is
likely to be economic (as ``hustings code --by hand --more-of`` does), those that the
hand codings of that very sample give alone.

The rows:

* one coder, who is always right;
* two coders who both code all 150, and differ in topic or position in one sentence of
  five: where a coder errs, the sentence gets the codes of another one of the manifesto;
* both again, with samples of more of what the machine finds likely to be economic;
* two coders who differ in one sentence of five on whether it is economic, corrected for
  it by the confusion matrix of coders who err in both directions alike;
* all twelve manifestos as one text;
* three manifestos of each draw without a single hand coding, which borrow the machine's
  error from the nine others;
* one and two coders, and in the machine's place the experts who read the same sentences
  (csta/codings_crowd_expert.csv): how much narrower a machine could make intervals that
  codes as trained people do.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from coverage_texts import FILE, pooled, read_manifestos
from coverage_trials import (
    DISAGREEMENT,
    MEAN,
    N_CODED,
    N_DRAWS,
    SHARE,
    holds,
    one_coder,
    two_coders,
)

from hustings.estimates.estimating import estimate
from hustings.estimates.misclassification import ConfusionMatrix
from hustings.estimates.observations import UnitObservations
from hustings.estimates.resampling import Resampling
from hustings.estimates.sources import CoderError, MachineError, Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from coverage_texts import Manifesto
    from coverage_trials import Design, Found

    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.results import CaseEstimate


def main() -> None:
    """Print a row a setting and target."""
    path = Path(sys.argv[1]) / FILE
    n_samples = int(sys.argv[2]) if len(sys.argv) > 2 else 42
    manifestos, experts = read_manifestos(path)
    print(
        "| coders | target | samples | covers | hand alone covers | "
        "narrower than hand alone | than a plain bootstrap | "
        "than hand alone in the same sample | seconds |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    two = f"two, {DISAGREEMENT:.0%} disagreement".replace("%", " %")
    more: Design = "more of the likely"
    settings: Sequence[tuple[str, Callable[..., Iterator[list[Found]]]]] = (
        ("one", one_coder),
        (two, two_coders),
        (f"one; {more}", partial(one_coder, design=more)),
        (f"{two}; {more}", partial(two_coders, design=more)),
    )
    for name, setting in settings:
        print_rows(name, [setting(one, n_samples) for one in manifestos])
    pool = pooled(manifestos)
    print_rows("one; all twelve as one text", [one_coder(pool, 12 * n_samples)])
    print_matrix_row(manifestos, n_samples)
    print_borrowing_row(manifestos, n_samples)
    for name, setting in settings[:2]:
        place = f"{name}; experts in the machine's place"
        print_rows(place, [setting(one, n_samples) for one in experts])


def print_rows(name: str, settings: Sequence[Iterator[list[Found]]]) -> None:
    """Average over manifestos the figures of each target."""
    start = time.perf_counter()
    by_text = [list(setting) for setting in settings]
    seconds = time.perf_counter() - start
    for j, target in enumerate(("share of economic sentences", "mean position")):
        found = [[pair[j] for pair in one] for one in by_text]
        flat = [one for text in found for one in text]
        cells = (
            f"{np.mean([one.holds for one in flat]):.1%}",
            f"{np.mean([one.hand_holds for one in flat]):.1%}",
            f"{gain(found, 'hand_width'):.1%}",
            f"{gain(found, 'plain_width'):.1%}",
            f"{gain(found, 'design_width'):.1%}",
        )
        shown = " | ".join(cells)
        print(f"| {name} | {target} | {len(flat)} | {shown} | {seconds:.0f} |")


def gain(found: Sequence[Sequence[Found]], beside: str) -> float:
    """Say how much narrower intervals are, averaged over manifestos."""
    ratios = [
        np.mean([one.width for one in text])
        / np.mean([getattr(one, beside) for one in text])
        for text in found
    ]
    return float(1 - np.mean(ratios))


def print_matrix_row(manifestos: Sequence[Manifesto], n_samples: int) -> None:
    """Correct topics for errors that shift shares, by an assumed confusion matrix."""
    start = time.perf_counter()
    generator = np.random.default_rng(3)
    rate = float(
        1
        - ConfusionMatrix.from_disagreement(("1", "0"), DISAGREEMENT).probabilities[
            0, 0
        ]
    )
    corrected, as_coded = [], []
    for text in manifestos:
        for i in range(n_samples):
            sample = generator.choice(len(text.truth), N_CODED, replace=False)
            true = text.truth[sample, 0]
            codings = [
                np.where(generator.random(N_CODED) < rate, 1 - true, true)
                for _ in range(2)
            ]
            found = estimate_topics(text, sample, codings, i)
            corrected.append(holds(found.low, found.high, text.targets[0]))
            other = found.alternative("uncorrected")
            as_coded.append(
                other is not None and holds(other.low, other.high, text.targets[0])
            )
    print(
        f"| two, erring both ways | share, corrected by matrix | "
        f"{len(corrected)} | {np.mean(corrected):.1%} | "
        f"{np.mean(as_coded):.1%} (uncorrected) | | | | "
        f"{time.perf_counter() - start:.0f} |"
    )


def estimate_topics(
    text: Manifesto, sample: IntArray, codings: Sequence[FloatArray], seed: int
) -> CaseEstimate:
    """Estimate the share with the matrix that the coders' disagreement gives."""
    differ = float(np.mean(codings[0] != codings[1]))
    confusion = ConfusionMatrix.from_disagreement(
        ("economic", "other"), differ, n_units=N_CODED
    )
    n = len(text.truth)
    probabilities = np.full(n, np.nan)
    probabilities[sample] = N_CODED / n
    amounts = np.concatenate([np.column_stack([one, 1 - one]) for one in codings])
    economic = text.machine[:, 0]
    observations = UnitObservations(
        cases=(text.name,),
        case_of_unit=np.zeros(n, np.int64),
        unit_of_coding=np.tile(sample, 2),
        amounts=amounts,
        machine=np.column_stack([economic, 1 - economic]),
        probability=probabilities,
    )
    sources = Sources(machine=MachineError(), coders=CoderError(confusion=confusion))
    options = Resampling(n_draws=N_DRAWS, seed=seed)
    return estimate(SHARE, observations, sources, options).estimates[0]


def print_borrowing_row(manifestos: Sequence[Manifesto], n_samples: int) -> None:
    """Leave three manifestos without hand codings, and borrow from the others."""
    start = time.perf_counter()
    sources = Sources(machine=MachineError(borrowing="rectifier"))
    generator = np.random.default_rng(4)
    hits: list[list[bool]] = [[], []]
    for i in range(n_samples):
        uncoded = set(generator.choice(len(manifestos), 3, replace=False).tolist())
        observations = observe_all(manifestos, uncoded, generator)
        for j, statistic in enumerate((SHARE, MEAN)):
            options = Resampling(n_draws=N_DRAWS, seed=i)
            found = estimate(statistic, observations, sources, options)
            for c in uncoded:
                one = found.of(manifestos[c].name)
                hits[j].append(holds(one.low, one.high, manifestos[c].targets[j]))
    for j, target in enumerate(("share of economic sentences", "mean position")):
        print(
            f"| one; no hand codings, machine's error borrowed | {target} | "
            f"{len(hits[j])} | {np.mean(hits[j]):.1%} | | | | | "
            f"{time.perf_counter() - start:.0f} |"
        )


def observe_all(
    manifestos: Sequence[Manifesto],
    uncoded: set[int],
    generator: np.random.Generator,
) -> UnitObservations:
    """Draw 150 sentences of each manifesto that has hand codings."""
    case, units, probabilities, first = [], [], [], 0
    for c, text in enumerate(manifestos):
        n = len(text.truth)
        case.append(np.full(n, c))
        probability = np.full(n, np.nan)
        if c not in uncoded:
            sample = generator.choice(n, N_CODED, replace=False)
            probability[sample] = N_CODED / n
            units.append(first + sample)
        probabilities.append(probability)
        first += n
    coded = np.concatenate(units)
    return UnitObservations(
        cases=tuple(text.name for text in manifestos),
        case_of_unit=np.concatenate(case),
        unit_of_coding=coded,
        amounts=np.concatenate([text.truth for text in manifestos])[coded],
        machine=np.concatenate([text.machine for text in manifestos]),
        probability=np.concatenate(probabilities),
    )


if __name__ == "__main__":
    main()
