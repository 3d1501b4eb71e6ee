"""Hand codings that an active queue saves: units to reach the same macro-F1.

Usage: python scripts/measure_active.py DATA [REPEATS]

DATA holds ``csta`` and ``marpor_units``. Sentences of three elections are the pool,
those of the fourth the test; each election is the test once. Of British manifestos,
coded by the seven domains, each of the last two is the test once, and the others the
pool. Both queues begin with the same 100 sentences drawn at random and go on by 50: at
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
from measure_learned import read_csta, read_marpor, to_domains
from sklearn.decomposition import PCA
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from hustings.coding.active import ActiveOptions, choose_batch
from hustings.outside.models import packaged_embedding

FIRST, STEP, MOST = 100, 50, 1_600
SHOWN = (300, 400, 500, 600, 800, 1_000, 1_200, 1_400, 1_600)
WIDTH = 100
ELECTIONS = ("2001", "1997", "1992", "1987")
MANIFESTOS = (
    "51110_201505",
    "51902_200106",
    "51620_201505",
    "51320_201505",
    "51421_201505",
)
N_TESTED = 2


class Part(NamedTuple):
    """Sentences: what they say, their topics, and their documents."""

    vectors: np.ndarray
    topics: np.ndarray
    documents: np.ndarray


def main(folder: str, repeats: str = "10") -> None:
    """Print the tables."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    shares = {}
    for name, (pool, test) in read_trials(Path(folder)).items():
        started = time.perf_counter()
        curves = measure(pool, test, int(repeats))
        whole = score(train(pool, np.arange(len(pool.topics))), test)
        took = time.perf_counter() - started
        print(
            f"\nTest {name}, {repeats} repeats; all {len(pool.topics):,} units give "
            f"{whole:.3f} ({took:.0f} s).\n"
        )
        shares[name] = print_curves(curves)
    heads = " | ".join(f"{size:,}" for size in SHOWN)
    print(f"\n| units at random, test | {heads} | mean |")
    print("| --- |" + " --- |" * (len(SHOWN) + 1))
    for name, found in [*shares.items(), ("mean", np.mean(list(shares.values()), 0))]:
        cells = " | ".join(f"{share:.2f}" for share in (*found, np.mean(found)))
        print(f"| {name} | {cells} |")


def measure(pool: Part, test: Part, repeats: int) -> dict[str, np.ndarray]:
    """Give the mean curve of each queue."""
    return {
        queue: smooth(
            np.mean([run_queue(pool, test, queue, seed) for seed in range(repeats)], 0)
        )
        for queue in ("random", "active")
    }


def print_curves(curves: dict[str, np.ndarray]) -> list[float]:
    """Print what each queue reaches; give the share of units that is needed."""
    sizes, shares = np.arange(FIRST, MOST + 1, STEP), []
    print(
        "| units at random | macro-F1 | macro-F1, as many by the active queue | "
        "units by the active queue for the same | share |\n"
        "| --- | --- | --- | --- | --- |"
    )
    for size in SHOWN:
        reached = float(np.interp(size, sizes, curves["random"]))
        beside = float(np.interp(size, sizes, curves["active"]))
        needed = float(np.interp(reached, curves["active"], sizes))
        shares.append(needed / size)
        print(
            f"| {size:,} | {reached:.3f} | {beside:.3f} | {needed:,.0f} | "
            f"{needed / size:.2f} |"
        )
    return shares


def read_trials(data: Path) -> dict[str, tuple[Part, Part]]:
    """Read the pool and the test of each trial."""
    rows = read_csta(data / "csta" / "sentences_majority.csv")
    british = read_marpor(data / "marpor_units" / "uk", MANIFESTOS, "text")
    coded = to_domains(british)
    return {
        **{one: read_parts(rows, "year", one) for one in ELECTIONS},
        **{one: read_parts(coded, "document", one) for one in MANIFESTOS[-N_TESTED:]},
    }


def read_parts(
    rows: list[dict[str, object]], column: str, tested: str
) -> tuple[Part, Part]:
    """Divide rows into the pool and the test."""
    vectors = packaged_embedding("en").embed([str(row["text"]) for row in rows])
    folded = PCA(WIDTH, random_state=0).fit_transform(np.asarray(vectors, float))
    folded /= np.linalg.norm(folded, axis=1, keepdims=True) + 1e-9
    topics = np.unique([str(row["value"]) for row in rows], return_inverse=True)[1]
    documents = np.unique([str(row["document"]) for row in rows], return_inverse=True)
    is_test = np.array([row[column] == tested for row in rows])
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
    return choose_batch(
        coder.predict_proba(pool.vectors),
        pool.vectors,
        pool.documents,
        STEP,
        is_free=is_free,
        is_coded=~is_free,
        options=ActiveOptions(seed=seed),
    )


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
