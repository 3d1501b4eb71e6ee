"""Fit Wordfish and correspondence analysis to published counts, and time both.

Usage: python scripts/measure_wordfish.py DATA

The peer is a plain port of the published alternation, dense numpy without anything
else, in this file and measured in this run. The last two tables are of simulated
counts: 1,000 cases, and how often 95 % intervals hold the true position.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from hustings.scaling.correspondence import correspondence
from hustings.scaling.wordfish import wordfish
from hustings.scaling.wordfish_model import (
    Parameters,
    draw_counts,
    standardised,
)
from hustings.words.matrices import DocumentFeatureMatrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.resampling import FloatArray
    from hustings.scaling.wordfish_fitting import Optimum
    from hustings.scaling.wordfish_options import Errors
    from hustings.scaling.wordfish_results import WordfishResult

N_TABLES = 60
DEMANIF = """
    .9757 1.2024 1.2115 1.1116 .9907 -1.4466 -1.4628 -1.3121 -.8304 -.9329 -1.4961
    -1.1620 -1.0859 -.6449 -.4107 -.5522 .0097 .3500 .6217 .3849 .6842 .8522 .9891
    .9103 1.0427"""
DEMANIF_CASES = [
    f"t{party}{year}combined"
    for party in ("FDP", "PDS", "GREENS", "SPD", "CDU")
    for year in (1990, 1994, 1998, 2002, 2005)
]
IEBUDGET = {
    "t01_lenihan_ff": 1.7623,
    "t05_cowen_ff": 1.78458,
    "t03_burton_lab": -1.108,
    "t06_kenny_fg": -0.74668,
    "t11_gormley_green": 1.13439,
    "t13_cuffe_green": 0.80385,
    "t12_ryan_green": 0.23008,
    "t04_morgan_sf": -0.09343,
    "t14_ocaolain_sf": -0.17362,
    "t09_higgins_lab": -1.0617,
    "t10_quinn_lab": -0.97531,
    "t07_odonnell_fg": -0.44201,
    "t08_gilmore_lab": -0.60598,
    "t02_bruton_fg": -0.50848,
}
IRISH_2010 = {
    "Lenihan": 1.79395,
    "Bruton": -0.62137,
    "Burton": -1.13501,
    "Morgan": -0.07840,
    "Cowen": 1.77839,
    "Kenny": -0.75343,
    "ODonnell": -0.47615,
    "Gilmore": -0.58474,
    "Higgins": -1.00390,
    "Quinn": -0.92648,
    "Gormley": 1.18354,
    "Ryan": 0.14816,
    "Cuffe": 0.71537,
    "OCaolain": -0.03993,
}
INERTIAS = {
    "demanif": (0.081211, 0.071354, 0.046741, 0.04536, 0.042363),
    "iebudget2009": (0.193786, 0.147712, 0.138334, 0.1335, 0.132495),
}


class Published(NamedTuple):
    """A table of counts and what is published of it."""

    name: str
    matrix: DocumentFeatureMatrix
    direction: tuple[str, str]
    theta: dict[str, float]


def main(folder: str) -> None:
    """Print all tables."""
    data = Path(folder) / "scaling"
    tables = published_tables(data)
    print(
        "| counts | largest difference from published theta | sweeps | log posterior "
        "| at its mode | largest theta to the mode | seconds | plain numpy |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    for table in tables:
        print(row_of(table))
    print_axes(tables)
    print_large()
    print_coverage()


def published_tables(data: Path) -> list[Published]:
    """Read the three tables of counts."""
    return [
        Published(
            "demanif",
            read_counts(data / "demanif.csv"),
            ("tPDS1990combined", "tFDP1990combined"),
            dict(zip(DEMANIF_CASES, map(float, DEMANIF.split()), strict=True)),
        ),
        Published(
            "iebudget2009",
            read_counts(data / "iebudget2009.csv"),
            ("t03_burton_lab", "t05_cowen_ff"),
            IEBUDGET,
        ),
        Published(
            "Irish budget 2010, words of a plain pattern",
            count_speeches(data / "irishbudget2010.csv"),
            ("Kenny", "Cowen"),
            IRISH_2010,
        ),
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


def count_speeches(path: Path) -> DocumentFeatureMatrix:
    """Count the words of the speeches, without punctuation."""
    with path.open(encoding="utf-8", newline="") as file:
        speeches = {
            re.sub(r"\W", "", row["name"]): row["text"] for row in csv.DictReader(file)
        }
    pattern = re.compile(r"[€£$]|\d+(?:[.,]\d+)*\w*(?:-\w+)*|\w+(?:['’-]\w+)*")
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
    found = {one.case: one.position for one in result.positions}
    difference = max(abs(found[case] - theta) for case, theta in table.theta.items())
    started = perf_counter()
    plain = plain_wordfish(table.matrix.matrix.toarray())
    peer = perf_counter() - started
    if np.abs(np.abs(plain) - np.abs(result.estimates.theta)).max() > 1e-6:
        sys.exit(f"{table.name}: the plain port does not agree.")
    report = result.report
    return (
        f"| {table.name}, {table.matrix.n_cases} x {table.matrix.n_features} "
        f"| {difference:.5f} | {report['iterations']} | {report['log_posterior']:.4f} "
        f"| {report['mode_log_posterior']:.4f} | {report['mode_distance']:.4f} "
        f"| {seconds:.2f} | {peer:.2f} |"
    )


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
    print("\n| counts | first five inertias | published | seconds |")
    print("| --- | --- | --- | --- |")
    for table in tables:
        if table.name not in INERTIAS:
            continue
        started = perf_counter()
        found = correspondence(table.matrix, n_axes=5).inertias
        seconds = perf_counter() - started
        shown = " ".join(f"{one:.6f}" for one in found)
        published = " ".join(f"{one:.6f}" for one in INERTIAS[table.name])
        print(f"| {table.name} | {shown} | {published} | {seconds:.2f} |")


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
    print(f"\n| 15 x 600, mode, simulated {N_TABLES} times | poisson | bootstrap |")
    print("| --- | --- | --- |")
    for level, words in ((0.0, "long texts"), (-2.5, "short texts")):
        shares = [covered(level, errors) for errors in ("poisson", "bootstrap")]
        print(f"| {words} | " + " | ".join(f"{one:.1%}" for one in shares) + " |")


def covered(level: float, errors: Errors) -> float:
    """Simulate tables: how often 95 % intervals hold the true theta."""
    held: list[bool] = []
    for seed in range(N_TABLES):
        truth = simulated(15, 600, level, seed=seed)
        counts = draw_counts(truth, np.random.default_rng(seed))
        rows = (int(truth.theta.argmin()), int(truth.theta.argmax()))
        result = wordfish(
            matrix_of(counts),
            direction=(f"case {rows[0]}", f"case {rows[1]}"),
            optimum="mode",
            errors=errors,
            n_draws=50,
        )
        reach = 1.959964 * result.errors.theta
        held += (np.abs(result.estimates.theta - truth.theta) <= reach).tolist()
    return float(np.mean(held))


if __name__ == "__main__":
    main(sys.argv[1])
