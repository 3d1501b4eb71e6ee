"""Fit Wordfish and correspondence analysis to published counts, and time both.

Usage: python scripts/measure_wordfish.py DATA

The peer is a plain port of the published alternation, dense numpy without anything
else, in this file and measured in this run. The last two tables are of simulated
counts: 1,000 cases, and how often 95 % intervals hold the true position.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from hustings.estimates.resampling import Resampling
from hustings.scaling.correspondence import correspondence
from hustings.scaling.word_draws import draw_words_again
from hustings.scaling.wordfish import wordfish
from hustings.scaling.wordfish_model import (
    Parameters,
    draw_counts,
    standardised,
)
from hustings.words.matrices import DocumentFeatureMatrix

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hustings.estimates.resampling import FloatArray
    from hustings.scaling.results import Position
    from hustings.scaling.wordfish_fitting import Optimum
    from hustings.scaling.wordfish_options import Errors
    from hustings.scaling.wordfish_results import WordfishResult

N_TABLES = 25
N_DRAWS = 50
REFITTED = "texts drawn anew, words learned again"
REFERENCE = Path(__file__).parents[1] / "tests" / "reference" / "published_counts.json"
WORDS = r"[€£$]|\d+(?:[.,]\d+)*\w*(?:-\w+)*|\w+(?:['’-]\w+)*"
MARKS = r"|[^\w\s]"
CAP = 100
"""Where the published implementation stops silently."""


class Published(NamedTuple):
    """A table of counts and what is published of it."""

    name: str
    matrix: DocumentFeatureMatrix
    known: dict[str, Any]

    @property
    def direction(self) -> tuple[str, str]:
        """The case that stands low and the one that stands high."""
        low, high = self.known["direction"]
        return low, high


def main(folder: str) -> None:
    """Print all tables."""
    data = Path(folder) / "scaling"
    tables = published_tables(data)
    print(
        "| counts | largest difference from published theta | from their errors "
        "| sweeps | log posterior | at its mode | largest theta to the mode | seconds "
        "| plain numpy |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    for table in tables:
        print(row_of(table))
    print_axes(tables)
    print_cap(tables[0])
    print_large()
    print_coverage()


def published_tables(data: Path) -> list[Published]:
    """Read the tables of counts, and what is known of each."""
    known = json.loads(REFERENCE.read_text(encoding="utf-8"))
    readers: dict[str, Callable[[Path], DocumentFeatureMatrix]] = {
        "german_1990_2005": read_counts,
        "irish_budget_2009": read_counts,
        "irish_budget_2010": lambda path: count_speeches(path, WORDS),
        "irish_budget_2010_with_punctuation": lambda path: count_speeches(
            path, WORDS + MARKS
        ),
    }
    return [
        Published(name, read(data / known[name]["file"]), known[name])
        for name, read in readers.items()
    ]


def read_counts(path: Path) -> DocumentFeatureMatrix:
    """Read a table with a row for each word."""
    with path.open(encoding="utf-8", newline="") as file:
        (_, *cases), *rows = csv.reader(file)
    counts = np.array([row[1:] for row in rows], np.float64).T
    return DocumentFeatureMatrix(
        cases=tuple(cases),
        features=tuple(f"{j} {row[0]}" for j, row in enumerate(rows)),
        matrix=sparse.csr_array(counts),
    )


def count_speeches(path: Path, tokens: str) -> DocumentFeatureMatrix:
    """Count what a pattern takes for words in the speeches."""
    with path.open(encoding="utf-8", newline="") as file:
        speeches = {
            re.sub(r"\W", "", row["name"]): row["text"] for row in csv.DictReader(file)
        }
    pattern = re.compile(tokens)
    words = {name: pattern.findall(text.lower()) for name, text in speeches.items()}
    features = sorted({word for spoken in words.values() for word in spoken})
    index = {word: j for j, word in enumerate(features)}
    counts = [
        np.bincount([index[word] for word in spoken], minlength=len(features))
        for spoken in words.values()
    ]
    return DocumentFeatureMatrix(
        cases=tuple(words),
        features=tuple(features),
        matrix=sparse.csr_array(np.array(counts, np.float64)),
    )


def row_of(table: Published) -> str:
    """Fit one table of counts, time it and its peer."""
    result, seconds = timed_fit(table.matrix, "published", table.direction)
    differences = differences_from(table, result)
    started = perf_counter()
    plain = plain_wordfish(table.matrix.matrix.toarray())
    peer = perf_counter() - started
    if np.abs(np.abs(plain) - np.abs(result.estimates.theta)).max() > 1e-6:
        sys.exit(f"{table.name}: the plain port does not agree.")
    report = result.report
    return (
        f"| {table.name}, {table.matrix.n_cases} x {table.matrix.n_features} "
        f"| {differences} | {report['iterations']} | {report['log_posterior']:.4f} "
        f"| {report['mode_log_posterior']:.4f} | {report['mode_distance']:.4f} "
        f"| {seconds:.2f} | {peer:.2f} |"
    )


def differences_from(table: Published, result: WordfishResult) -> str:
    """Give the largest differences from what is published; stop if they are large."""
    known, report = table.known, result.report
    found = {one.case: (one.position, one.standard_error) for one in result.positions}
    apart = max(abs(found[case][0] - theta) for case, theta in known["theta"].items())
    errors = [
        abs((found[case][1] or 0.0) - error)
        for case, error in known.get("theta_error", {}).items()
    ]
    checks = (
        apart <= known["tolerance"],
        max(errors, default=0.0) <= 1.1e-5,
        report["iterations"] == known.get("iterations", report["iterations"]),
        abs(float(str(report["log_posterior"])) - known["log_posterior"]) <= 1e-4
        if "log_posterior" in known
        else True,
        table.matrix.n_features == known.get("n_features", table.matrix.n_features),
    )
    if not all(checks):
        sys.exit(f"{table.name}: not what is published.")
    return f"{apart:.5f} | {f'{max(errors):.5f}' if errors else ''}"


def timed_fit(
    matrix: DocumentFeatureMatrix,
    optimum: Optimum,
    direction: tuple[str, str] | None = None,
) -> tuple[WordfishResult, float]:
    """Fit, and say how long it took: the fastest of three."""
    seconds = []
    for _ in range(3):
        started = perf_counter()
        result = wordfish(matrix, optimum=optimum, direction=direction)
        seconds.append(perf_counter() - started)
    return result, min(seconds)


def plain_wordfish(counts: FloatArray) -> FloatArray:
    """Fit by the published alternation in dense numpy, and give the thetas."""
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    expected = np.outer(rows, columns) / counts.sum()
    axes, *_ = np.linalg.svd(
        (counts - expected) / np.sqrt(expected), full_matrices=False
    )
    theta = standardised(axes[:, 0] / np.sqrt(rows))
    alpha = np.log(rows) - np.log(rows.mean())
    psi, beta = np.log(columns / len(rows)), np.zeros(len(columns))
    last, gain = -np.inf, np.inf
    while gain >= 1e-6:
        psi, beta = plain_half(counts.T, alpha, theta, psi, beta, 1 / 9)
        alpha, theta = plain_half(counts, psi, beta, alpha, theta, 1.0)
        alpha, theta = alpha - alpha.mean(), standardised(theta)
        eta = alpha[:, None] + psi + np.outer(theta, beta)
        height = (counts * eta - np.exp(eta)).sum() - beta @ beta / 18
        gain, last = height - last, height
    return theta


def plain_half(
    counts: FloatArray,
    offset: FloatArray,
    points: FloatArray,
    level: FloatArray,
    slope: FloatArray,
    prior: float,
) -> tuple[FloatArray, FloatArray]:
    """Take up to 10 of Newton's steps for each row; the first is halved."""
    for i in range(10):
        mu = np.exp(level[:, None] + np.outer(slope, points) + offset)
        rest = counts - mu
        first, second = rest.sum(axis=1), rest @ points - prior * slope
        a, b, c = mu.sum(axis=1), mu @ points, mu @ points**2 + prior
        step = np.array([c * first - b * second, a * second - b * first])
        step *= (0.5 if i == 0 else 1.0) / (a * c - b * b)
        level, slope = level + step[0], slope + step[1]
        if np.abs(step).max() < 1e-8:
            break
    return level, slope


def print_axes(tables: Sequence[Published]) -> None:
    """Print the inertias of correspondence analysis beside the published ones."""
    print("\n| counts | first inertias, total | published | seconds |")
    print("| --- | --- | --- | --- |")
    for table in tables:
        if "inertias" not in table.known:
            continue
        known = [*table.known["inertias"], table.known["total_inertia"]]
        started = perf_counter()
        result = correspondence(table.matrix, n_axes=len(known) - 1)
        seconds = perf_counter() - started
        found = [*result.inertias, result.axes.total_inertia]
        shown, published = (
            " ".join(f"{one:.6f}" for one in values) for values in (found, known)
        )
        print(f"| {table.name} | {shown} | {published} | {seconds:.2f} |")
        if np.abs(np.subtract(found, known)).max() > 6e-6:
            sys.exit(f"{table.name}: not the published inertias.")


def print_cap(table: Published) -> None:
    """Print what stopping after 100 iterations leaves, and stop if it is not known."""
    full, cut = (
        wordfish(table.matrix, direction=table.direction, max_iterations=most)
        for most in (10 * CAP, CAP)
    )
    trace = np.asarray(cut.report["trace"], dtype=np.float64)
    left = np.abs(full.estimates.theta - cut.estimates.theta).max()
    pairs = {
        "the log posterior still gains": (
            trace[-1] - trace[-2],
            table.known["gain_at_100_iterations"],
        ),
        "the largest position is from its end": (
            left,
            table.known["theta_change_after_100_iterations"],
        ),
    }
    print(f"\n| {table.name}, stopped after {CAP} iterations | found | known |")
    print("| --- | --- | --- |")
    for words, (found, known) in pairs.items():
        print(f"| {words} | {found:.4f} | {known:.4f} |")
        if abs(found - known) > 1e-4:
            sys.exit(f"{table.name}: {words} {found:.4f}, not {known:.4f}.")


def simulated(n_cases: int, n_words: int, level: float, seed: int) -> Parameters:
    """Make parameters to draw counts from."""
    generator = np.random.default_rng(seed)
    return Parameters(
        alpha=generator.normal(scale=0.6, size=n_cases),
        theta=standardised(generator.normal(size=n_cases)),
        psi=generator.normal(loc=level, scale=1.3, size=n_words),
        beta=generator.normal(scale=0.5, size=n_words),
    )


def matrix_of(counts: sparse.csr_array) -> DocumentFeatureMatrix:
    """Name rows and columns by their numbers."""
    return DocumentFeatureMatrix(
        cases=tuple(f"case {i}" for i in range(counts.shape[0])),
        features=tuple(f"word {j}" for j in range(counts.shape[1])),
        matrix=counts,
    )


def print_large() -> None:
    """Fit 1,000 simulated cases of 20,000 words in both ways."""
    truth = simulated(1000, 20_000, -3.6, seed=1)
    counts = draw_counts(truth, np.random.default_rng(1))
    print(
        "\n| 1,000 x 20,000, simulated | iterations | converged | log posterior "
        "| correlation with the truth | seconds |\n"
        "| --- | --- | --- | --- | --- | --- |"
    )
    for optimum in ("published", "mode"):
        started = perf_counter()
        result = wordfish(matrix_of(counts), optimum=optimum)
        seconds = perf_counter() - started
        correlation = abs(np.corrcoef(result.estimates.theta, truth.theta)[0, 1])
        print(
            f"| {optimum}, {counts.nnz / 2e7:.1%} not zero "
            f"| {result.report['iterations']} | {result.report['converged']} "
            f"| {result.report['log_posterior']:.2f} | {correlation:.5f} "
            f"| {seconds:.1f} |"
        )


def print_coverage() -> None:
    """Count how often intervals hold the truth, in simulated tables."""
    ways = ("poisson", "bootstrap", REFITTED)
    print(
        f"\n| 15 x 600, mode, simulated {N_TABLES} times | " + " | ".join(ways) + " |"
    )
    print("| --- | --- | --- | --- |")
    for level, words in ((0.0, "1,600"), (-1.0, "550"), (-2.5, "120")):
        shares = [f"{covered(level, way):.1%}" for way in ways]
        print(f"| texts of {words} words | " + " | ".join(shares) + " |")


def covered(level: float, way: str) -> float:
    """Simulate tables: how often 95 % intervals hold the true theta."""
    held: list[bool] = []
    for seed in range(N_TABLES):
        truth = simulated(15, 600, level, seed=seed)
        matrix = matrix_of(draw_counts(truth, np.random.default_rng(seed)))
        rows = (int(truth.theta.argmin()), int(truth.theta.argmax()))
        direction = (f"case {rows[0]}", f"case {rows[1]}")
        known = dict(zip(matrix.cases, truth.theta.tolist(), strict=True))
        held += [
            one.low <= known[one.case] <= one.high
            for one in placed(matrix, direction, way)
            if one.low is not None and one.high is not None
        ]
    return float(np.mean(held))


def placed(
    matrix: DocumentFeatureMatrix, direction: tuple[str, str], way: str
) -> Sequence[Position]:
    """Place cases with intervals made in one way."""
    errors: Errors = "bootstrap" if way == "bootstrap" else "poisson"
    result = wordfish(
        matrix,
        direction=direction,
        optimum="mode",
        errors=errors,
        n_draws=N_DRAWS,
    )
    if way != REFITTED:
        return result.positions
    how = Resampling(interval="multinomial", n_draws=N_DRAWS)
    return draw_words_again(result, matrix, how, refit=True).positions


if __name__ == "__main__":
    main(sys.argv[1])
