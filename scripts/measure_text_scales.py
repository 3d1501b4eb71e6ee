"""Check scales from words against published numbers: `measure_text_scales.py DATA`.

Wordscores on British manifestos of 1992 and 1997, whose counts are not in the
repository; its speed; and latent semantic scaling, as far as one can: whether words of
praise and blame that were no seeds come out on their side.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path

import numpy as np
from scipy import sparse

from hustings.outside.packaged import stop_list_text
from hustings.scaling.affinity import affinity
from hustings.scaling.latent_semantic import latent_semantic
from hustings.scaling.wordscores import wordscores
from hustings.words.features import count_features
from hustings.words.matrices import DocumentFeatureMatrix
from hustings.words.stop_words import stop_words_from_text

REFERENCE = Path(__file__).parents[1] / "tests" / "reference" / "scales_from_words.json"
N_TIMES = 5
SEEDS = {
    **dict.fromkeys(("good", "success*", "excellent", "positive"), 1.0),
    **dict.fromkeys(("bad", "fail*", "poor", "negative"), -1.0),
}
PRAISE = ("achieve", "best", "improve", "benefit", "better", "proud", "strong")
BLAME = ("crisis", "worse", "damage", "decline", "unfair", "burden", "crime")


def main(data: Path) -> None:
    """Print the tables, and fail if a published number does not come out."""
    is_right = print_british(data / "scaling" / "ukmanif.csv")
    print()
    print_speed()
    print()
    print_polarities(data / "reuse" / "uk_manifestos_101.csv")
    if not is_right:
        sys.exit("A position is not the published one.")


def print_british(path: Path) -> bool:
    """Print positions of 1997 beside the published ones; tell whether they agree."""
    published = json.loads(REFERENCE.read_text(encoding="utf-8"))["uk_1992_1997"]
    matrix = read_counts(path)
    raw, lbg = (
        wordscores(matrix, published["reference_scores"], rescale=rescale)
        for rescale in ("none", "lbg")
    )
    print("| Wordscores 1992 to 1997 | raw | its SE | rescaled | its SE | published |")
    print("| --- | --- | --- | --- | --- | --- |")
    by_case = {position.case: position for position in raw.positions}
    for position in lbg.positions:
        plain, name = by_case[position.case], position.case
        print(
            f"| {name} | {plain.position:.4f} | {plain.standard_error:.4f} "
            f"| {position.position:.6f} | {position.standard_error:.3f} "
            f"| {published['lbg'][name]} |"
        )
    found = {position.case: position.position for position in lbg.positions}
    words = {row["word"]: row["score"] for row in raw.words}
    return all(
        abs(found[name] - value) < 1e-6 for name, value in published["lbg"].items()
    ) and all(
        abs(float(str(words[word])) - score) < 1e-5
        for word, score in published["words"].items()
    )


def read_counts(path: Path) -> DocumentFeatureMatrix:
    """Read a table with a row a word and a column a text."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    counts = np.array([[float(cell) for cell in row[1:]] for row in rows])
    return DocumentFeatureMatrix(
        cases=tuple(name.removesuffix(".txt") for name in header[1:]),
        features=tuple(row[0] for row in rows),
        matrix=sparse.csr_array(counts.T),
    )


def print_speed() -> None:
    """Print how long scales take on 1,000 simulated texts."""
    generator = np.random.default_rng(0)
    matrix = sparse.random_array(
        (1_000, 20_000),
        density=0.03,
        rng=generator,
        data_sampler=lambda size: generator.integers(1, 9, size).astype(float),
    )
    counts = DocumentFeatureMatrix(
        cases=tuple(str(i) for i in range(1_000)),
        features=tuple(f"w{j}" for j in range(20_000)),
        matrix=matrix.tocsr(),
    )
    scores = {str(i): float(i) for i in range(10)}
    classes = {str(i): str(i % 2) for i in range(10)}
    print("| 1,000 texts, 20,000 words, 600,000 cells | seconds |")
    print("| --- | --- |")
    for name, work in (
        ("Wordscores, rescaled", lambda: wordscores(counts, scores, rescale="lbg")),
        ("class affinity", lambda: affinity(counts, classes)),
    ):
        times = []
        for _ in range(N_TIMES):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
        print(f"| {name} | {min(times):.3f} |")


def print_polarities(path: Path) -> None:
    """Print the polarities of words that were no seeds."""
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    stop_words = stop_words_from_text(stop_list_text("en"))
    parts = [part for text in texts for part in text.split(". ")]
    sentences = count_features(
        parts,
        cases=[str(i) for i in range(len(parts))],
        stop_words=stop_words,
        numbers=False,
    ).trimmed(min_count=20)
    start = time.perf_counter()
    result = latent_semantic(sentences, SEEDS, n_dimensions=100)
    took = time.perf_counter() - start
    found = dict(zip(result.features, result.polarities.tolist(), strict=True))
    print(f"| latent semantic scaling, {len(parts):,} sentences | found |")
    print("| --- | --- |")
    pairs = [found[good] > found[bad] for good in PRAISE for bad in BLAME]
    print(f"| words of praise above words of blame | {sum(pairs)} of {len(pairs)} |")
    print(f"| seconds, {sentences.n_features:,} words | {took:.1f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
