"""Hand codings that an active queue saves: units to reach the same macro-F1.

Usage: python scripts/measure_active.py DATA [REPEATS]

DATA holds ``csta``. Sentences of three elections are the pool, those of the fourth the
test. Both queues begin with the same 100 sentences drawn at random and go on by 50: at
random, or as `hustings code --by hand --queue active` chooses them. The coder in the
loop is a logistic regression on the embedding that comes with Hustings: quick enough
for hundreds of trainings, and the same for both queues. Random shares kept apart are
left out on both sides.
"""

from __future__ import annotations

import sys
import time
import warnings
from pathlib import Path
from typing import NamedTuple

import numpy as np
from measure_learned import read_csta
from sklearn.decomposition import PCA
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from hustings.coding.active import (
    ActiveOptions,
    choose_units,
    find_candidates,
    measure_doubt,
)
from hustings.outside.models import packaged_embedding

FIRST, STEP, MOST = 100, 50, 1_600
SHOWN = (300, 400, 500, 600, 800, 1_000, 1_200, 1_400, 1_600)
WIDTH = 100
TEST = "2001"


class Part(NamedTuple):
    """Sentences: what they say, their topics, and their documents."""

    vectors: np.ndarray
    topics: np.ndarray
    documents: np.ndarray


def main(folder: str, repeats: str = "10") -> None:
    """Print the table."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    started = time.perf_counter()
    pool, test = read_parts(Path(folder))
    whole = score(train(pool, np.arange(len(pool.topics))), test)
    curves = {
        queue: np.array(
            [run_queue(pool, test, queue, seed) for seed in range(int(repeats))]
        )
        for queue in ("random", "active")
    }
    means = {queue: smooth(found.mean(axis=0)) for queue, found in curves.items()}
    sizes = np.arange(FIRST, MOST + 1, STEP)
    print(
        f"{repeats} repeats; all {len(pool.topics):,} sentences give {whole:.3f} "
        f"({time.perf_counter() - started:.0f} s).\n"
    )
    print(
        "| units at random | macro-F1 | macro-F1, as many by the active queue | "
        "units by the active queue for the same | share |\n"
        "| --- | --- | --- | --- | --- |"
    )
    for size in SHOWN:
        reached = float(np.interp(size, sizes, means["random"]))
        beside = float(np.interp(size, sizes, means["active"]))
        needed = float(np.interp(reached, means["active"], sizes))
        print(
            f"| {size:,} | {reached:.3f} | {beside:.3f} | {needed:,.0f} | "
            f"{needed / size:.2f} |"
        )


def read_parts(data: Path) -> tuple[Part, Part]:
    """Read the pool and the test."""
    rows = read_csta(data / "csta" / "sentences_majority.csv")
    vectors = packaged_embedding("en").embed([str(row["text"]) for row in rows])
    folded = PCA(WIDTH, random_state=0).fit_transform(np.asarray(vectors, float))
    folded /= np.linalg.norm(folded, axis=1, keepdims=True) + 1e-9
    topics = np.unique([str(row["value"]) for row in rows], return_inverse=True)[1]
    documents = np.unique([str(row["document"]) for row in rows], return_inverse=True)
    is_test = np.array([row["year"] == TEST for row in rows])
    return tuple(
        Part(folded[part], topics[part], documents[1][part])
        for part in (~is_test, is_test)
    )


def run_queue(pool: Part, test: Part, queue: str, seed: int) -> list[float]:
    """Code, train, and code again; give macro-F1 after each step."""
    generator = np.random.default_rng(seed)
    coded = generator.permutation(len(pool.topics))[:FIRST]
    found = []
    while True:
        coder = train(pool, coded)
        found.append(score(coder, test))
        if len(coded) >= MOST:
            return found
        is_free = np.ones(len(pool.topics), bool)
        is_free[coded] = False
        if queue == "random":
            chosen = generator.permutation(np.flatnonzero(is_free))[:STEP]
        else:
            chosen = choose(pool, coder, is_free, seed=1_000 * seed + len(coded))
        coded = np.concatenate([coded, chosen])


def choose(
    pool: Part, coder: LogisticRegression, is_free: np.ndarray, seed: int
) -> np.ndarray:
    """Choose as `hustings.workflow.active_queue` does."""
    options = ActiveOptions(seed=seed)
    doubt = measure_doubt(coder.predict_proba(pool.vectors), options.measure)
    drawn = find_candidates(doubt, STEP, seed=seed, is_free=is_free)
    chosen = choose_units(
        doubt[drawn], pool.vectors[drawn], pool.documents[drawn], STEP, options=options
    )
    return drawn[chosen]


def train(pool: Part, coded: np.ndarray) -> LogisticRegression:
    """Fit the coder in the loop; codes weigh the same, as macro-F1 weighs them."""
    coder = LogisticRegression(C=10, max_iter=60, class_weight="balanced")
    return coder.fit(pool.vectors[coded], pool.topics[coded])


def score(coder: LogisticRegression, test: Part) -> float:
    """Macro-F1 on the test."""
    return float(f1_score(test.topics, coder.predict(test.vectors), average="macro"))


def smooth(curve: np.ndarray) -> np.ndarray:
    """Average over neighbouring steps, and let the curve never fall."""
    padded = np.pad(curve, 1, mode="edge")
    return np.maximum.accumulate((padded[:-2] + padded[1:-1] + padded[2:]) / 3)


if __name__ == "__main__":
    main(*sys.argv[1:])
