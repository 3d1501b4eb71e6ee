"""Time the counting of words on real texts: `measure_words.py DATA`.

British manifestos (6.8 million characters) in one process, beside scikit-learn's
CountVectorizer on the same texts; the best of several runs. Both count lower-cased
words by text; their definitions of a word differ a little.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.feature_extraction.text import CountVectorizer

from hustings.outside.packaged import stop_list_text
from hustings.words.features import count_features
from hustings.words.stop_words import stop_words_from_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.words.features import FeatureOptions

N_TIMES = 3


def main(data: Path) -> None:
    """Print a row a measure."""
    texts = read_texts(data / "reuse" / "uk_manifestos_101.csv")
    sentences = [part for text in texts for part in text.split(". ")]
    stop_words = stop_words_from_text(stop_list_text("en"))
    print("| counting words, MB of text a second in one process | Hustings | sklearn |")
    print("| --- | --- | --- |")
    print_row("101 manifestos", texts, {}, CountVectorizer())
    print_row(f"their {len(sentences):,} sentences", sentences, {}, CountVectorizer())
    print_row(
        "without stop words",
        texts,
        {"stop_words": stop_words},
        CountVectorizer(stop_words="english"),
    )
    print_row(
        "words and pairs",
        texts,
        {"n_grams": (1, 2)},
        CountVectorizer(ngram_range=(1, 2)),
    )
    print_row("stems", texts, {"stems": True}, None)


def read_texts(path: Path) -> list[str]:
    """Read the texts of a table."""
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def print_row(
    what: str,
    texts: list[str],
    options: FeatureOptions,
    vectorizer: CountVectorizer | None,
) -> None:
    """Print the speed of both on these texts."""
    cases = [str(i) for i in range(len(texts))]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    own = megabytes / best(
        lambda: count_features(texts, cases=cases, languages="en", **options)
    )
    other = (
        "-"
        if vectorizer is None
        else f"{megabytes / best(lambda: vectorizer.fit_transform(texts)):.1f}"
    )
    print(f"| {what} | {own:.1f} | {other} |")


def best(work: Callable[[], object]) -> float:
    """Time some work, in seconds: the best of several runs."""
    times = []
    for _ in range(N_TIMES):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
