"""Count how often intervals from machine and hand coding hold the truth, and how wide.

Usage: python scripts/measure_coverage.py DATA [SAMPLES]

DATA holds csta/sentences_majority.csv: twelve manifestos, each sentence with its
majority topic and the crowd's mean on the economic scale. These are taken as the truth.
For each manifesto a machine learns from the eleven others and codes every sentence. It
sees words and those of neighbouring sentences, and both as vectors of the embedding
that comes with Hustings; logistic regression gives the topic, the mean of a ridge
regression on words and a support vector regression on vectors the position, and what it
says of the sentences around is added. Then
random samples of 150 sentences are "coded by hand", SAMPLES of each manifesto (42 by
default, 504 in all), and two things estimated from machine and hand together: the share
of economic sentences, and the mean position of these. Beside them stand the intervals
of the hand codings alone, with the correction for a finite text and without it, as a
plain bootstrap of the 150 would be.

The rows:

* one coder, who is always right;
* two coders who both code all 150, and differ in topic or position in one sentence of
  five: where a coder errs, the sentence gets the codes of another one of the manifesto;
* two coders who differ in one sentence of five on whether it is economic, corrected for
  it by the confusion matrix of coders who err in both directions alike;
* all twelve manifestos as one text;
* three manifestos of each draw without a single hand coding, which borrow the machine's
  error from the nine others;
* one coder, and in the machine's place the experts who read the same sentences
  (csta/codings_crowd_expert.csv): how much narrower a machine could make intervals that
  codes as trained people do.
"""

from __future__ import annotations

import csv
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.svm import SVR

from hustings.estimates.estimating import estimate
from hustings.estimates.misclassification import ConfusionMatrix
from hustings.estimates.observations import UnitObservations
from hustings.estimates.resampling import Resampling
from hustings.estimates.sources import CoderError, MachineError, Sources
from hustings.estimates.statistics import Statistic, mean_statistic
from hustings.outside.models import packaged_embedding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.results import CaseEstimate

FILE = Path("csta") / "sentences_majority.csv"
EXPERTS = Path("csta") / "codings_crowd_expert.csv"
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
class Manifesto:
    """The truth of a text, and what the machine makes of it.

    Attributes
    ----------
    truth, machine : array of shape (n_sentences, 2)
        Whether it is economic (or how probably), and its position if it is.
    """

    name: str
    truth: FloatArray
    machine: FloatArray

    @property
    def targets(self) -> tuple[float, float]:
        """Share of economic sentences, and their mean position."""
        economic, values = self.truth.sum(axis=0)
        return economic / len(self.truth), values / economic


@dataclass(frozen=True, kw_only=True)
class Found:
    """One estimate beside its truth: hits, and widths to compare."""

    holds: bool
    hand_holds: bool
    width: float
    hand_width: float
    plain_width: float


def main() -> None:
    """Print a row a setting and target."""
    path = Path(sys.argv[1]) / FILE
    n_samples = int(sys.argv[2]) if len(sys.argv) > 2 else 42
    manifestos, experts = read_manifestos(path)
    print(
        "| coders | target | samples | covers | hand alone covers | "
        "narrower than hand alone | than a plain bootstrap | seconds |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    settings: Sequence[tuple[str, Callable[..., Iterator[list[Found]]]]] = (
        ("one", one_coder),
        ("two, 20 % disagreement", two_coders),
    )
    for name, setting in settings:
        print_rows(name, [setting(one, n_samples) for one in manifestos])
    pool = pooled(manifestos)
    print_rows("one; all twelve as one text", [one_coder(pool, 12 * n_samples)])
    print_matrix_row(manifestos, n_samples)
    print_borrowing_row(manifestos, n_samples)
    name = "one; experts in the machine's place"
    print_rows(name, [one_coder(one, n_samples) for one in experts])


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


def one_coder(text: Manifesto, n_samples: int) -> Iterator[list[Found]]:
    """Draw samples coded without error."""
    generator = np.random.default_rng(1)
    for i in range(n_samples):
        sample = generator.choice(len(text.truth), N_CODED, replace=False)
        yield measure(text, sample, [text.truth[sample]], ALONE, i)


def two_coders(text: Manifesto, n_samples: int) -> Iterator[list[Found]]:
    """Draw samples coded twice, with errors that leave shares as they are."""
    generator = np.random.default_rng(2)
    rate = error_rate(text.truth)
    for i in range(n_samples):
        sample = generator.choice(len(text.truth), N_CODED, replace=False)
        codings = [
            text.truth[mistaken(sample, rate, len(text.truth), generator)]
            for _ in range(2)
        ]
        yield measure(text, sample, codings, BOTH, i)


def mistaken(
    sample: FloatArray, rate: float, n: int, generator: np.random.Generator
) -> FloatArray:
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
    text: Manifesto,
    sample: FloatArray,
    codings: Sequence[FloatArray],
    sources: Sources,
    seed: int,
) -> list[Found]:
    """Estimate both targets from one sample, hand codings alone beside them."""
    observations = observe(text, sample, codings)
    plain = observe(text, sample, codings, probability=1e-9)
    found = []
    for statistic, truth in zip((SHARE, MEAN), text.targets, strict=True):
        options = Resampling(n_draws=N_DRAWS, seed=seed)
        one = estimate(statistic, observations, sources, options).estimates[0]
        endless = estimate(statistic, plain, sources, options).estimates[0]
        found.append(compare(one, endless, truth))
    return found


def observe(
    text: Manifesto,
    sample: FloatArray,
    codings: Sequence[FloatArray],
    *,
    probability: float | None = None,
) -> UnitObservations:
    """Hide all hand codings but those of the sample."""
    n = len(text.truth)
    probabilities = np.full(n, np.nan)
    probabilities[sample] = len(sample) / n if probability is None else probability
    return UnitObservations(
        cases=(text.name,),
        case_of_unit=np.zeros(n, np.int64),
        unit_of_coding=np.tile(sample, len(codings)),
        amounts=np.concatenate(codings),
        machine=text.machine,
        probability=probabilities,
    )


def compare(one: CaseEstimate, endless: CaseEstimate, truth: float) -> Found:
    """Put an estimate beside its truth and the hand codings alone."""
    hand, plain = one.alternative("hand alone"), endless.alternative("hand alone")
    if hand is None or plain is None:
        message = "Hand codings alone give no estimate."
        raise RuntimeError(message)
    return Found(
        holds=holds(one.low, one.high, truth),
        hand_holds=holds(hand.low, hand.high, truth),
        width=width(one.low, one.high),
        hand_width=width(hand.low, hand.high),
        plain_width=width(plain.low, plain.high),
    )


def holds(low: float | None, high: float | None, truth: float) -> bool:
    """Say whether an interval holds the truth."""
    return low is not None and high is not None and low <= truth <= high


def width(low: float | None, high: float | None) -> float:
    """Measure an interval."""
    return float("nan") if low is None or high is None else high - low


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
        f"{np.mean(as_coded):.1%} (uncorrected) | | | "
        f"{time.perf_counter() - start:.0f} |"
    )


def estimate_topics(
    text: Manifesto, sample: FloatArray, codings: Sequence[FloatArray], seed: int
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
            f"{len(hits[j])} | {np.mean(hits[j]):.1%} | | | | "
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


def pooled(manifestos: Sequence[Manifesto]) -> Manifesto:
    """Take all manifestos as one text."""
    return Manifesto(
        name="all",
        truth=np.concatenate([one.truth for one in manifestos]),
        machine=np.concatenate([one.machine for one in manifestos]),
    )


def read_manifestos(path: Path) -> tuple[list[Manifesto], list[Manifesto]]:
    """Read the sentences, and let a machine trained on the others code each text.

    Beside them stand the same texts coded by experts in the machine's place.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = np.array([row["doc_id"].rsplit("_", 1)[0] for row in rows])
    is_economic = np.array([row["topic"] == "Economic" for row in rows], dtype=float)
    values = np.array([float(row["crowd_mean"] or 0) for row in rows])
    weights = np.sqrt([min(float(row["n_coders"] or 1), 20) for row in rows])
    seen = read_features([row["text"] or "" for row in rows], names)
    truth = np.column_stack([is_economic, is_economic * values])
    by_machine = np.empty_like(truth)
    for name in sorted(set(names)):
        here = names == name
        by_machine[here] = code_by_machine(seen, is_economic, values, weights, here)
    by_experts = read_experts(path.parents[1] / EXPERTS, names)
    return texts_of(names, truth, by_machine), texts_of(names, truth, by_experts)


def texts_of(
    names: FloatArray, truth: FloatArray, machine: FloatArray
) -> list[Manifesto]:
    """Take sentences apart by text."""
    return [
        Manifesto(name=name, truth=truth[names == name], machine=machine[names == name])
        for name in sorted(set(names))
    ]


@dataclass(frozen=True, kw_only=True)
class Features:
    """What the machine sees of each sentence and of those around it.

    Attributes
    ----------
    words, letters : sparse array of shape (n_sentences, n_features)
        Words and pairs of words; the same with pieces of words.
    vectors : array of shape (n_sentences, width)
    """

    words: csr_array
    letters: csr_array
    vectors: FloatArray


def code_by_machine(
    seen: Features,
    is_economic: FloatArray,
    values: FloatArray,
    weights: FloatArray,
    here: FloatArray,
) -> FloatArray:
    """Learn from all other sentences; how probably economic, and where they stand."""
    learned = ~here & (is_economic == 1)
    topics = LogisticRegression(C=4, max_iter=500)
    topics.fit(seen.words[~here], is_economic[~here])
    probable = np.asarray(topics.predict_proba(seen.words[here])[:, 1])
    by_words = Ridge(alpha=10, solver="sparse_cg")
    by_words.fit(seen.letters[learned], values[learned], weights[learned])
    by_vectors = SVR(C=1, gamma=1.0, epsilon=0.1)
    by_vectors.fit(seen.vectors[learned], values[learned], weights[learned])
    found = (
        by_words.predict(seen.letters[here]),
        by_vectors.predict(seen.vectors[here]),
    )
    positions = np.mean([one / one.std() for one in found], axis=0) * found[0].std()
    around = smoothing(int(here.sum()))
    log_odds = np.log(probable / (1 - probable))
    probable = 1 / (1 + np.exp(-log_odds - around @ log_odds / 2))
    return np.column_stack([probable, probable * (positions + around @ positions)])


def read_experts(path: Path, names: FloatArray) -> FloatArray:
    """Read how many experts called each sentence economic, and their mean.

    How many called it nothing is not in the file: the most that agreed on a sentence of
    the text stand for all.
    """
    texts: dict[str, dict[str, tuple[float, float]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = f"{row['party_label']}_{row['year']}"
            sentences = texts.setdefault(name, {})
            sentences.setdefault(row["sentenceid"], (0.0, 0.0))
            if row["scale_label"] == "Economic" and row["codeExperts"]:
                n = float(row["NcodedExperts"])
                sentences[row["sentenceid"]] = (n, n * float(row["codeExperts"]))
    coded = np.zeros((len(names), 2))
    for name in set(names):
        found = np.array(list(texts[str(name)].values()))
        coded[names == name] = found / max(found[:, 0].max(), 1)
    return coded


def read_features(texts: Sequence[str], names: FloatArray) -> Features:
    """Count words with those of neighbours, and pieces of words; embed all texts."""
    counted = TfidfVectorizer(sublinear_tf=True, min_df=2, ngram_range=(1, 2))
    words = counted.fit_transform(texts)
    vectors = packaged_embedding("en").embed(texts).astype(np.float64)
    around = neighbours(names)
    pieces = TfidfVectorizer(
        sublinear_tf=True, min_df=3, analyzer="char_wb", ngram_range=(3, 5)
    ).fit_transform(texts)
    near = around @ words * 0.4
    beside = around @ vectors * 0.5
    return Features(
        words=csr_array(hstack([words, near, 3 * vectors, 4 * beside])),
        letters=csr_array(hstack([words, near, 0.7 * pieces])),
        vectors=np.hstack([vectors, beside]),
    )


def smoothing(n: int, width: float = 3.0) -> FloatArray:
    """Average over the sentences around each one: rows of normal weights."""
    apart = np.subtract.outer(np.arange(n), np.arange(n)) / width
    weights = np.exp(-(apart**2) / 2)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def neighbours(names: FloatArray, reach: int = 2) -> csr_array:
    """Weigh the sentences around each one, in its text, by their distance."""
    index = np.arange(len(names))
    rows, columns, weights = [], [], []
    for step in (step for step in range(-reach, reach + 1) if step):
        other = index + step
        inside = (other >= 0) & (other < len(names))
        inside[inside] &= names[index[inside]] == names[other[inside]]
        rows.append(index[inside])
        columns.append(other[inside])
        weights.append(np.full(int(inside.sum()), 1 / abs(step)))
    entries = (np.concatenate(rows), np.concatenate(columns))
    return csr_array((np.concatenate(weights), entries), shape=(len(names),) * 2)


if __name__ == "__main__":
    main()
